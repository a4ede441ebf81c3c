import { decodeJwt } from '../tokens/decode.js'

/** The claims of a JWT access token that decide whether Logto's Management API takes it (RFC 9068). */
export interface TokenClaims {
  aud?: string | string[]
  iss?: string
  exp?: number
  iat?: number
  scope?: string
  /** Whom it stands for: of a machine-to-machine application, the application. */
  sub?: string
  client_id?: string
}

/** Clocks that differ by less are the same. */
const toleranceMs = 60_000

/** Decodes a JWT's payload without verifying it (RFC 7519); undefined for an opaque token. */
export function claimsOf(token: string): TokenClaims | undefined {
  return decodeJwt(token)?.claims
}

/**
 * Whether a token is the one that was asked for, as far as its claims show: for the resource, and with the scope `all`
 * where that was asked for. If so, a refusal has another reason, and a new token may help.
 */
export function fits(token: string, asked: { resource?: string; scope?: string }): boolean {
  const claims = claimsOf(token)
  if (!claims || asked.resource === undefined) return true
  const wantsAll = asked.scope === undefined || hasAll(asked.scope)
  return audiencesOf(claims).includes(asked.resource) && (!wantsAll || hasAll(claims.scope))
}

/** What is wrong with a token, and what to do about it. */
export interface Doubt {
  /** The claim that gives it away; `form` when there are none to read. */
  claim: 'form' | 'exp' | 'iat' | 'aud' | 'scope'
  what: string
  remedy: string
}

/** The same as {@link doubtAbout} in one line. */
export function explainRefusal(...asked: Parameters<typeof doubtAbout>): string | undefined {
  const doubt = doubtAbout(...asked)
  return doubt && `${doubt.what}: ${doubt.remedy}`
}

/**
 * Says what is wrong with a token for the Management API, from its claims; undefined when they look right.
 * `serverTime`: the answer's `Date`, in epoch milliseconds. `askedScope`: what the token was requested with.
 */
export function doubtAbout(
  token: string,
  expected: string,
  serverTime: number | undefined,
  askedScope?: string,
): Doubt | undefined {
  const claims = claimsOf(token)
  if (!claims) {
    return {
      claim: 'form',
      what: 'the token is opaque',
      remedy: 'the Management API takes a JWT that was issued for its resource indicator',
    }
  }
  const here = Date.now()
  const now = serverTime ?? here
  const audiences = audiencesOf(claims)
  if (claims.exp !== undefined && claims.exp * 1000 <= now) {
    const isClock = claims.exp * 1000 > here && now - here > toleranceMs
    const then = `the token expired at ${new Date(claims.exp * 1000).toISOString()}`
    const behind = Math.round((now - here) / 1000)
    return isClock
      ? {
          claim: 'exp',
          what: `${then} by the server's clock`,
          remedy: `this machine's is ${behind} s behind, set it right`,
        }
      : { claim: 'exp', what: then, remedy: 'get a new one' }
  }
  if (claims.iat !== undefined && claims.iat * 1000 > now + toleranceMs) {
    return {
      claim: 'iat',
      what: `the token was issued in the server's future`,
      remedy: 'one of the two clocks is wrong',
    }
  }
  if (!audiences.includes(expected)) {
    return {
      claim: 'aud',
      what: `the token is for ${audiences.join(', ') || 'no resource'}, not ${expected}`,
      remedy: "set LOGTO_RESOURCE to the tenant's resource indicator, or sign in with --resource",
    }
  }
  if (hasAll(claims.scope)) return undefined
  return askedScope !== undefined && !hasAll(askedScope)
    ? {
        claim: 'scope',
        what: `the token lacks the scope all, since ${askedScope} was asked for`,
        remedy: 'unset LOGTO_SCOPE, or sign in without --scope',
      }
    : {
        claim: 'scope',
        what: 'the token lacks the scope all',
        remedy: "give the application the role 'Logto Management API access'",
      }
}

/** The audiences of a token (RFC 7519, 4.1.3). */
export function audiencesOf({ aud }: TokenClaims): string[] {
  return [aud ?? []].flat()
}

function hasAll(scope: string | undefined): boolean {
  return (scope ?? '').split(' ').includes('all')
}
