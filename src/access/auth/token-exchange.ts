import type { ExchangeCredential } from './credential.js'
import { type IssuedToken, type TokenSet, tokensOf } from './issued-token.js'
import { callOAuth, clientAuth, parameters, serverAt } from './oauth-call.js'
import type { TokenFetcher } from './token-fetcher.js'

const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange'

/**
 * What a subject token is: Logto's name for a personal access token, and the one of RFC 8693 under which every version
 * of Logto takes the token that lets an administrator act as a user.
 */
export const subjectTokenTypes = {
  personal: 'urn:logto:token-type:personal_access_token',
  impersonation: 'urn:ietf:params:oauth:token-type:access_token',
} as const

export interface Exchange {
  tokenUrl: URL
  /** The client id. */
  id: string
  /** Of an application that has one. */
  secret?: string
  subjectToken: string
  subjectTokenType: (typeof subjectTokenTypes)[keyof typeof subjectTokenTypes]
  /** Without one the token is opaque. */
  resource?: string
  /** For a token of this organization. */
  organizationId?: string
  /** The Account API wants at least `openid`. */
  scope?: string
}

/** Exchanges a user's token for an access token (RFC 8693); there is never a refresh token. Throws as `refusal`. */
export async function exchangeToken(exchange: Exchange, fetch: TokenFetcher): Promise<TokenSet> {
  const { tokenUrl, id, secret, subjectToken, subjectTokenType, resource, organizationId, scope } = exchange
  const server = serverAt(tokenUrl)
  const client = { client_id: id }
  const sent = {
    subject_token: subjectToken,
    subject_token_type: subjectTokenType,
    resource,
    organization_id: organizationId,
    scope,
  }
  return callOAuth(
    {
      fetch,
      asked: { grant: 'exchange', url: tokenUrl, id, resource, scope },
      secrets: [subjectToken, ...(secret === undefined ? [] : [secret])],
    },
    (oauth, options) => {
      const auth = clientAuth(oauth, secret)
      return oauth.genericTokenEndpointRequest(server, client, auth, grantType, parameters(sent), options)
    },
    async (oauth, response) => tokensOf(await oauth.processGenericTokenEndpointResponse(server, client, response)),
  )
}

/** An access token of the user whose personal access token the credential holds. */
export async function requestExchangedToken(credential: ExchangeCredential, fetch: TokenFetcher): Promise<IssuedToken> {
  const { tokenUrl, id, resource, scope } = credential
  const secret = await credential.secret?.()
  const { token } = await exchangeToken(
    {
      tokenUrl,
      id,
      subjectToken: await credential.subjectToken(),
      subjectTokenType: subjectTokenTypes.personal,
      ...(secret === undefined ? {} : { secret }),
      ...(resource === undefined ? {} : { resource }),
      ...(scope === undefined ? {} : { scope }),
    },
    fetch,
  )
  return token
}
