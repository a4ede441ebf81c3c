import type { AuthorizationServer } from 'oauth4webapi'
import type { SerializedCookieJar } from 'tough-cookie'

/** What the client must remember of an authorization request until it is answered (RFC 6749, RFC 7636, OpenID Connect). */
export interface AuthorizationRequest {
  clientId: string
  redirectUri: string
  /** Separated by spaces. */
  scope: string
  /** Resource indicators (RFC 8707). */
  resources: readonly string[]
  state: string
  nonce: string
  codeVerifier: string
}

/** One sign-in of an end user that is under way: as good as a credential, so it is never printed. */
export interface Session extends AuthorizationRequest {
  version: 1
  name: string
  /** Address of the tenant, without a trailing slash. */
  endpoint: string
  /** The tenant's issuer and endpoints, as its discovery document said. */
  server: AuthorizationServer
  /** ISO 8601. */
  createdAt: string
  /** When the server forgets the interaction, ISO 8601. */
  expiresAt: string
  cookies: SerializedCookieJar
  /** Where the submitted interaction goes on. */
  redirectTo?: string
  /** It was submitted and goes on nowhere: a password reset. */
  ended?: true
}

/** Logto keeps an interaction for an hour. */
export const interactionLifetimeMs = 3600_000

export function isExpired({ expiresAt }: Session, now = Date.now()): boolean {
  return Date.parse(expiresAt) <= now
}

/** How far a sign-in has come, as far as this machine knows. */
export function stateOf(session: Session): 'open' | 'submitted' | 'ended' | 'expired' {
  if (session.ended) return 'ended'
  if (isExpired(session)) return 'expired'
  return session.redirectTo === undefined ? 'open' : 'submitted'
}
