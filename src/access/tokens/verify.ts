import type { JSONWebKeySet } from 'jose'

/** Whether a token is what it says, and why not. */
export type Verdict = { valid: true } | { valid: false; why: string }

/**
 * Verifies a JWT's signature by the issuer's keys, its issuer and its times (RFC 7519), by this machine's clock. For
 * whom it is meant is not judged: that is for the API to say.
 */
export async function verifyJwt(token: string, keys: JSONWebKeySet, issuer: string): Promise<Verdict> {
  const { createLocalJWKSet, jwtVerify } = await import('jose')
  try {
    await jwtVerify(token, createLocalJWKSet(keys), { issuer })
    return { valid: true }
  } catch (error) {
    return { valid: false, why: whyNot(error) }
  }
}

/** By the codes of jose's errors. */
function whyNot(error: unknown): string {
  const { code, claim, message } = error as Error & { code?: string; claim?: string }
  switch (code) {
    case 'ERR_JWT_EXPIRED':
      return 'it has expired'
    case 'ERR_JWT_CLAIM_VALIDATION_FAILED':
      return claim === 'nbf' ? 'it is not valid yet' : `its claim ${claim} is not right`
    case 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED':
      return 'the signature does not fit: it was changed, or signed by somebody else'
    case 'ERR_JWKS_NO_MATCHING_KEY':
      return 'it is signed by a key that the issuer does not have'
    case 'ERR_JOSE_NOT_SUPPORTED':
    case 'ERR_JOSE_ALG_NOT_ALLOWED':
      return 'it is not signed in a way that can be trusted'
    default:
      return `it is malformed (${message})`
  }
}
