import type { AuthorizationServer } from 'oauth4webapi'
import { denied } from '../../access/auth/authorization-code.js'
import type { Tenant } from '../../access/auth/tenant.js'
import { type CliFailure, NetworkError } from '../../base/errors.js'
import type { Answer } from '../../call/http/exchange.js'
import { notLogto, refusalOf } from '../../call/operation/refusal.js'
import type { AuthorizationWishes } from './authorization-wishes.js'
import { reworded } from './reworded.js'

/** The address of an authorization request (RFC 6749, section 4.1.1; RFC 7636; RFC 8707). */
export function authorizationUrl(
  server: AuthorizationServer,
  { clientId, redirectUri, scope, resources, parameters }: AuthorizationWishes,
  { state, nonce, codeChallenge }: { state: string; nonce: string; codeChallenge: string },
): URL {
  const url = new URL(server.authorization_endpoint ?? `${server.issuer}/auth`)
  const query: (readonly [string, string])[] = [
    ['client_id', clientId],
    ['redirect_uri', redirectUri],
    ['response_type', 'code'],
    ['scope', scope],
    ...resources.map((resource) => ['resource', resource] as const),
    ['state', state],
    ['nonce', nonce],
    ['code_challenge', codeChallenge],
    ['code_challenge_method', 'S256'],
    ...parameters,
  ]
  for (const [name, value] of query) url.searchParams.append(name, value)
  return url
}

/**
 * A sign-in has begun when the tenant sends a browser on to its sign-in page, which nobody need open. Throws the tenant's
 * refusal, and a NetworkError for an answer that is no Logto's.
 */
export function refuseUnlessBegun(answer: Answer, wishes: AuthorizationWishes, tenant: Tenant): void {
  const { location } = answer.headers
  if (answer.status >= 400) throw refused(answer, wishes, tenant)
  if (typeof location !== 'string') throw notLogto(answer)
  const url = new URL(location, tenant.endpoint)
  const error = url.searchParams.get('error')
  if (error !== null) throw denied(error, url.searchParams.get('error_description') ?? undefined)
  if (url.origin === tenant.endpoint.origin) return
  throw new NetworkError(`the tenant sends the sign-in on to ${url.origin}, and nothing is sent there`, {
    code: 'http.redirect',
    hint: "check the endpoint, and the tenant's own address (ENDPOINT)",
  })
}

/** What the tenant takes for wrong in a request, said in the words of the flags. */
function refused(answer: Answer, { clientId, redirectUri }: AuthorizationWishes, tenant: Tenant): CliFailure {
  const failure = refusalOf({ answer, token: undefined }, { authority: 'interaction' }, tenant)
  switch (failure.code) {
    case 'oidc.invalid_client':
      return reworded(
        failure,
        `the client id ${clientId} is unknown to this tenant (${failure.code})`,
        'see `logto apps list`',
      )
    case 'oidc.invalid_redirect_uri':
      return reworded(
        failure,
        `${redirectUri} is not a redirect URI of the application ${clientId} (${failure.code})`,
        `see \`logto apps get ${clientId}\`: oidcClientMetadata.redirectUris must hold it to the letter`,
      )
    default:
      return reworded(
        failure,
        `the authorization request was refused: ${failure.message} (${failure.code})`,
        failure.hint,
      )
  }
}
