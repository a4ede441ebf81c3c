import { fromAb64, fromBase64 } from './bytes.js'
import { salted, unsalted } from './hash.js'
import { broken, impossible, type Password } from './password.js'
import { pbkdf2 } from './pbkdf2.js'

/** Hash of each scheme of `userPassword` (RFC 2307 and OpenLDAP's modules), and its bytes. */
const plainSchemes: Readonly<Record<string, { hash: string; bytes: number }>> = {
  MD5: { hash: 'md5', bytes: 16 },
  SMD5: { hash: 'md5', bytes: 16 },
  SHA: { hash: 'sha1', bytes: 20 },
  SSHA: { hash: 'sha1', bytes: 20 },
  SHA256: { hash: 'sha256', bytes: 32 },
  SSHA256: { hash: 'sha256', bytes: 32 },
  SHA384: { hash: 'sha384', bytes: 48 },
  SSHA384: { hash: 'sha384', bytes: 48 },
  SHA512: { hash: 'sha512', bytes: 64 },
  SSHA512: { hash: 'sha512', bytes: 64 },
}

/** `{SCHEME}…` without `{CRYPT}`, whose value is of another family. The salt follows the password. */
export function ldapScheme(scheme: string, value: string): Password {
  const name = scheme.toUpperCase().replace('-', '')
  const plain = plainSchemes[name]
  if (plain) {
    const bytes = fromBase64(value)
    if (!bytes || bytes.length < plain.bytes) return broken(`the hash is not base64 of a {${scheme}}`)
    if (!/^S[SM]/.test(name)) return unsalted(plain.hash, bytes)
    return salted(plain.hash, 'password first', bytes.subarray(plain.bytes), bytes.subarray(0, plain.bytes))
  }
  const [, digest = 'SHA1'] = /^PBKDF2-?(SHA\d+)?$/.exec(scheme.toUpperCase()) ?? []
  if (scheme.toUpperCase().startsWith('PBKDF2')) return ab64Pbkdf2(digest.toLowerCase(), value)
  return impossible('ldap_scheme', `it is {${scheme}}, which Logto does not have`)
}

/** `iterations$salt$key` in passlib's base64. */
function ab64Pbkdf2(hash: string, value: string): Password {
  const [iterations = '', salt = '', key = ''] = value.split('$')
  const [saltBytes, keyBytes] = [fromAb64(salt), fromAb64(key)]
  if (!saltBytes || !keyBytes) return broken('its salt or its key is not base64')
  return pbkdf2({ hash, iterations: Number(iterations), salt: saltBytes, key: keyBytes })
}
