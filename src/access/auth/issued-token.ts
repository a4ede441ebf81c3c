import type { TokenEndpointResponse } from 'oauth4webapi'

export interface IssuedToken {
  value: string
  /** Epoch milliseconds, by this machine's clock. */
  expiresAt: number
}

/** All that a token endpoint hands out in one answer. */
export interface TokenSet {
  token: IssuedToken
  /** For further access tokens; where it rotates, the one before is void now. */
  refreshToken?: string
  /** What was granted, where the server says it. */
  scope?: string
}

/** Logto's default lifetime of an access token in seconds, where the answer does not say. */
const defaultLifetime = 3600

/** Reads a token endpoint's answer (RFC 6749, section 5.1). */
export function tokensOf({ access_token, expires_in, refresh_token, scope }: TokenEndpointResponse): TokenSet {
  return {
    token: { value: access_token, expiresAt: Date.now() + (expires_in ?? defaultLifetime) * 1000 },
    ...(refresh_token === undefined ? {} : { refreshToken: refresh_token }),
    ...(scope === undefined ? {} : { scope }),
  }
}
