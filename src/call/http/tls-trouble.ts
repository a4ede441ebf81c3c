import { type Codes, type Diagnosis, type FailedTry, place } from './diagnosis.js'

/** OpenSSL's names for a certificate that no authority known here has signed. */
const unknownAuthority = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]

/** OpenSSL's names for an answer that is not TLS at all. */
const notTls = ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']

/** Explains a secure connection that could not be made; nothing when the failure is another. */
export function diagnoseTls({ url }: FailedTry, codes: Codes): Diagnosis | undefined {
  const where = place(url)
  const lasting = (message: string, hint: string) => ({ code: 'network.tls', message, hint, lasting: true }) as const
  if (unknownAuthority.some((code) => codes.has(code))) {
    return lasting(
      `the certificate of ${where} is signed by an authority that is not trusted here`,
      'if it is your own authority, set NODE_EXTRA_CA_CERTS to the file with its certificate (PEM)',
    )
  }
  if (codes.has('ERR_TLS_CERT_ALTNAME_INVALID')) {
    return lasting(`the certificate of ${where} is for another host name`, 'check the host name of the endpoint')
  }
  if (codes.has('CERT_HAS_EXPIRED') || codes.has('CERT_NOT_YET_VALID')) {
    const state = codes.has('CERT_HAS_EXPIRED') ? 'has expired' : 'is not valid yet'
    return lasting(`the certificate of ${where} ${state}`, "renew the certificate, or check this machine's clock")
  }
  if (notTls.some((code) => codes.has(code))) {
    return lasting(`${where} does not speak https`, 'if it speaks plain http, use http:// in the endpoint')
  }
  const other = [...codes].find((code) => /^(ERR_SSL_|ERR_TLS_|CERT_|EPROTO$)/.test(code))
  if (other === undefined) return undefined
  return lasting(`no secure connection to ${where} can be made (${other})`, 'check the TLS settings of the server')
}
