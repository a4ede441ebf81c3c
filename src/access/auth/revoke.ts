import { NetworkError, NotAllowedError } from '../../base/errors.js'
import { serverBeside } from './discovery.js'
import { callOAuth } from './oauth-call.js'
import type { TokenFetcher } from './token-fetcher.js'

/**
 * Revokes a refresh token of a public client, and with it the access tokens that it gave (RFC 7009).
 * Gives false where the server has no such endpoint or refuses; throws when it cannot be reached.
 */
export async function revokeToken(
  { tokenUrl, id, token }: { tokenUrl: URL; id: string; token: string },
  fetch: TokenFetcher,
): Promise<boolean> {
  try {
    const server = await serverBeside(tokenUrl, fetch)
    if (server.revocation_endpoint === undefined) return false
    const url = new URL(server.revocation_endpoint)
    await callOAuth(
      { fetch, asked: { grant: 'revocation', url, id }, secrets: [token] },
      (oauth, options) =>
        oauth.revocationRequest(server, { client_id: id }, oauth.None(), token, {
          ...options,
          additionalParameters: { token_type_hint: 'refresh_token' },
        }),
      (oauth, response) => oauth.processRevocationResponse(response),
    )
    return true
  } catch (error) {
    const isRefused = error instanceof NotAllowedError
    const isMissing = error instanceof NetworkError && error.code === 'auth.no_token_endpoint'
    if (isRefused || isMissing) return false
    throw error
  }
}
