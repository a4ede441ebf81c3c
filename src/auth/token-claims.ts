import type { Credential } from '../profiles/environment.js'

/** The claims of a JWT access token that decide whether Logto's Management API takes it (RFC 9068). */
export interface TokenClaims {
  aud?: string | string[]
  iss?: string
  exp?: number
  iat?: number
  scope?: string
}

/** Decodes a JWT's payload without verifying it (RFC 7519); undefined for an opaque token. */
export function claimsOf(token: string): TokenClaims | undefined {
  const [, payload, signature] = token.split('.')
  if (payload === undefined || signature === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    return typeof claims === 'object' && claims !== null ? (claims as TokenClaims) : undefined
  } catch {
    return undefined
  }
}

/** Whether a refused token may be replaced by a better one: not when its claims already explain the refusal. */
export function isRenewable(token: string, { resource }: Extract<Credential, { kind: 'client' }>): boolean {
  const claims = claimsOf(token)
  if (!claims) return true
  const audiences = [claims.aud ?? []].flat()
  return audiences.includes(resource) && (claims.scope ?? '').split(' ').includes('all')
}

/**
 * Says in one line what is wrong with the token of a 401 or 403, from its claims; undefined when they look right.
 * `serverTime`: the answer's `Date`, in epoch milliseconds.
 */
export function explainRefusal(token: string, expected: string, serverTime: number | undefined): string | undefined {
  const claims = claimsOf(token)
  if (!claims) return 'the token is opaque; the Management API takes a JWT that was issued for its resource indicator'
  const now = serverTime ?? Date.now()
  const audiences = [claims.aud ?? []].flat()
  if (claims.exp !== undefined && claims.exp * 1000 <= now) {
    return `the token expired at ${new Date(claims.exp * 1000).toISOString()}: get a new one`
  }
  if (claims.iat !== undefined && claims.iat * 1000 > now + 60_000) {
    return `the token was issued in the server's future: one of the two clocks is wrong`
  }
  if (!audiences.includes(expected)) {
    return `the token is for ${audiences.join(', ') || 'no resource'}, not ${expected}: set LOGTO_RESOURCE to the tenant's resource indicator`
  }
  if (!(claims.scope ?? '').split(' ').includes('all')) {
    return "the token lacks the scope all: give the application the role 'Logto Management API access'"
  }
  return undefined
}
