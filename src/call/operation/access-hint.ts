import { audiencesOf, claimsOf, explainRefusal } from '../../access/auth/token-claims.js'
import { defaultResource } from '../../access/profiles/environment.js'
import { isPlainObject } from '../../base/value-path.js'
import type { Refused } from './refused.js'

/** Logto's codes for a token that it does not take. Others of 401 and 403 are about what was asked. */
const tokenCodes = new Set([
  'auth.unauthorized',
  'auth.forbidden',
  'auth.authorization_header_missing',
  'auth.authorization_token_type_not_supported',
  'auth.jwt_sub_missing',
])

/** Whether a refusal is about the token, and not about what was asked with it. */
export function isAboutAccess(code: string, status: number): boolean {
  return tokenCodes.has(code) || ((status === 401 || status === 403) && code.startsWith('http.'))
}

/** Why a token was refused: from what the server says of it, else from its own claims. */
export function accessHint({ sent, operation, tenant, error }: Refused): string {
  const { answer, token } = sent
  if (operation.authority === 'user') {
    return "check the end user's token, and that the endpoint is the one of its tenant"
  }
  const date = answer.headers.date
  const serverTime = typeof date === 'string' ? Date.parse(date) : Number.NaN
  const claims =
    token === undefined
      ? undefined
      : explainRefusal(token, tenant.resource, Number.isNaN(serverTime) ? undefined : serverTime, tenant.scope)
  // Of a token with several faults the server names the first that it finds, the issuer; its own may say more.
  const isOfIssuer = isPlainObject(error?.data) && error.data.claim === 'iss'
  return (
    (isOfIssuer ? claims : undefined) ??
    (token === undefined ? undefined : fault(token, tenant.endpoint, error?.data)) ??
    claims ??
    "check that the token is this tenant's, and that its application has the role 'Logto Management API access'"
  )
}

/**
 * What the server says of the token. Logto hands on the fault of `jose`, which checks it: `claim` for one that does not
 * fit, `code` for a key that the tenant does not have.
 */
function fault(token: string, endpoint: URL, data: unknown): string | undefined {
  const { claim, code } = isPlainObject(data) ? data : {}
  const claims = claimsOf(token)
  const { iss } = claims ?? {}
  if (claims && claim === 'aud') {
    const named = audiencesOf(claims).join(', ') || 'no resource'
    return `the token is for ${named}, which is not the Management API of this tenant: set LOGTO_RESOURCE, or sign in with --resource; the usual one is ${defaultResource(endpoint)}`
  }
  if (claims && claim === 'iss') {
    return `the token comes from ${iss ?? 'an unnamed issuer'}, and the server at ${endpoint.origin} calls itself something else: check LOGTO_TOKEN_URL and the ENDPOINT of the server, and whether a proxy changes the Host header`
  }
  if (code === 'ERR_JWKS_NO_MATCHING_KEY' || code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED') {
    return `the token is signed with a key that the server at ${endpoint.origin} does not have: it comes from another Logto, or from before the database or the signing keys were replaced; get a new one from this tenant`
  }
  return undefined
}
