import type { ClientCredential } from './credential.js'
import { type IssuedToken, tokensOf } from './issued-token.js'
import { callOAuth, clientAuth, parameters, serverAt } from './oauth-call.js'
import type { TokenFetcher } from './token-fetcher.js'

/**
 * Asks for a token by client credentials (RFC 6749, section 4.4) for one resource (RFC 8707).
 * Throws the failures of `refusal`.
 */
export async function requestClientToken(credential: ClientCredential, fetch: TokenFetcher): Promise<IssuedToken> {
  const { tokenUrl, id, resource, scope, secretIn } = credential
  const secret = typeof credential.secret === 'string' ? credential.secret : await credential.secret()
  const server = serverAt(tokenUrl)
  const client = { client_id: id }
  return callOAuth(
    { fetch, asked: { grant: 'client', url: tokenUrl, id, resource, scope }, secrets: [secret] },
    (oauth, options) => {
      const auth = clientAuth(oauth, secret, secretIn)
      return oauth.clientCredentialsGrantRequest(server, client, auth, parameters({ resource, scope }), options)
    },
    async (oauth, response) => tokensOf(await oauth.processClientCredentialsResponse(server, client, response)).token,
  )
}
