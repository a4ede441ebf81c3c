import type { AuthorizationServer } from 'oauth4webapi'
import { NetworkError } from '../../base/errors.js'
import { callOAuth, serverAt } from './oauth-call.js'
import type { TokenFetcher } from './token-fetcher.js'

/**
 * The endpoints beside a token endpoint. Logto's lie where they always lie, so nothing is asked of it; of another token
 * URL (`LOGTO_TOKEN_URL`), the discovery document on that host says.
 */
export async function serverBeside(tokenUrl: URL, fetch: TokenFetcher): Promise<AuthorizationServer> {
  const issuer = /^(.*\/oidc)\/token$/.exec(tokenUrl.pathname)?.[1]
  if (issuer === undefined) return discover(new URL('/oidc', tokenUrl), fetch)
  const at = (path: string) => new URL(issuer + path, tokenUrl).href
  return {
    ...serverAt(tokenUrl),
    device_authorization_endpoint: at('/device/auth'),
    revocation_endpoint: at('/token/revocation'),
  }
}

/**
 * Reads `<issuer>/.well-known/openid-configuration` (OpenID Connect Discovery 1.0).
 * Throws a NetworkError when there is none, when it is another issuer's, and when an endpoint in it lies on another
 * host: secrets go nowhere else.
 */
export async function discover(issuer: URL, fetch: TokenFetcher): Promise<AuthorizationServer> {
  let named: unknown
  const server = await callOAuth(
    { fetch, asked: { grant: 'discovery', url: issuer, id: '' }, secrets: [] },
    (oauth, options) => oauth.discoveryRequest(issuer, options),
    async (oauth, response) => {
      named = await response
        .clone()
        .json()
        .then((document) => (document as { issuer?: unknown } | null)?.issuer)
        .catch(() => undefined)
      return oauth.processDiscoveryResponse(issuer, response)
    },
  ).catch((error: unknown) => {
    if (typeof named !== 'string' || named === issuer.href) throw error
    throw elsewhere(`${issuer.href} calls itself ${named}`, named)
  })
  for (const [name, address] of Object.entries(server)) {
    const isFetched = name.endsWith('_endpoint') || name === 'jwks_uri'
    if (isFetched && typeof address === 'string' && originOf(address) !== issuer.origin) {
      throw elsewhere(`${issuer.href} has its ${name} on another host: ${address}`, address)
    }
  }
  return server
}

function elsewhere(message: string, address: string): NetworkError {
  const origin = originOf(address)
  return new NetworkError(message, {
    code: 'auth.other_host',
    hint: origin
      ? `use ${origin} as the endpoint, or correct the server's own ENDPOINT`
      : "correct the server's ENDPOINT",
  })
}

function originOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).origin : undefined
}
