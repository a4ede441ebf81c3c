import { NotAllowedError } from '../../base/errors.js'
import type { RefreshCredential } from './credential.js'
import { type IssuedToken, type TokenSet, tokensOf } from './issued-token.js'
import { callOAuth, parameters, serverAt } from './oauth-call.js'
import { lapsed } from './oauth-refusal.js'
import type { TokenFetcher } from './token-fetcher.js'

/**
 * How long Ctrl-C waits for the answer: cut off in this moment, the server may have replaced the refresh token, and the
 * new one would be lost with the login. A second Ctrl-C ends the program at once.
 */
const graceMs = 5000

/**
 * A new access token for a login (RFC 6749, section 6). The server may replace the refresh token, which voids the one
 * before: the new one is stored before the access token is handed out. To be called under the login's lock.
 * Throws a NotAllowedError when the login has lapsed, and the failures of `refusal`.
 */
export async function requestRefreshedToken(credential: RefreshCredential, fetch: TokenFetcher): Promise<IssuedToken> {
  const held = await credential.refreshToken.read()
  if (!held) {
    const [message, hint] = lapsed(credential.again)
    throw new NotAllowedError(message, { code: 'auth.login_lapsed', hint })
  }
  const { token, refreshToken } = await refresh(credential, held, fetch).catch(async (error: unknown) => {
    // A process that held no lock, such as one stopped for long, may have rotated it meanwhile.
    const current = await credential.refreshToken.read()
    if (!(error instanceof NotAllowedError) || !current || current === held) throw error
    return refresh(credential, current, fetch)
  })
  if (refreshToken !== undefined) await credential.refreshToken.write(refreshToken)
  return token
}

function refresh({ tokenUrl, id, resource, scope, again }: RefreshCredential, held: string, fetch: TokenFetcher) {
  const server = serverAt(tokenUrl)
  const client = { client_id: id }
  return callOAuth<TokenSet>(
    { fetch, asked: { grant: 'refresh', url: tokenUrl, id, resource, scope, again }, secrets: [held], graceMs },
    (oauth, options) =>
      oauth.refreshTokenGrantRequest(server, client, oauth.None(), held, {
        ...options,
        additionalParameters: parameters({ resource, scope }),
      }),
    async (oauth, response) => tokensOf(await oauth.processRefreshTokenResponse(server, client, response)),
  )
}
