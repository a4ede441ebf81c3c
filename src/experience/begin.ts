import type { AuthorizationServer } from 'oauth4webapi'
import { denied, newProofs } from '../auth/authorization-code.js'
import { discover } from '../auth/discovery.js'
import type { Tenant } from '../auth/tenant.js'
import { type CliFailure, NetworkError } from '../errors.js'
import type { Answer } from '../http/exchange.js'
import { Cookies } from '../interaction/cookies.js'
import { Interaction } from '../interaction/interaction.js'
import { interactionLifetimeMs, type Session } from '../interaction/session.js'
import type { SessionStore } from '../interaction/session-store.js'
import { refuseWrite } from '../operation/protection.js'
import { notLogto, refusalOf } from '../operation/refusal.js'
import { TenantClient } from '../operation/tenant-client.js'
import type { AuthorizationWishes } from './authorization-wishes.js'
import type { ExperienceProgram } from './program.js'
import { reworded } from './reworded.js'

/** Where a new sign-in is kept: in a store under a name, or in this process alone. */
export interface Keeping {
  name: string
  store?: SessionStore
}

/** A sign-in that has begun, and the client that carries its cookies. */
export interface Begun {
  client: TenantClient
  interaction: Interaction
}

/**
 * Sends the authorization request that every sign-in begins with (authorization code with PKCE, S256) and keeps the
 * cookies by which the tenant knows it. Throws a RefusedError or NotAllowedError with the tenant's code when it takes
 * client, redirect URI, scope or resource for wrong.
 */
export async function beginSignIn(
  wishes: AuthorizationWishes,
  tenant: Tenant,
  { name, store }: Keeping,
  program: ExperienceProgram,
): Promise<Begun> {
  refuseWrite(tenant)
  const server = await serverOf(tenant, program)
  const { codeChallenge, ...proofs } = await newProofs()
  const now = Date.now()
  const session: Session = {
    version: 1,
    name,
    endpoint: tenant.endpoint.href.replace(/\/$/, ''),
    server,
    clientId: wishes.clientId,
    redirectUri: wishes.redirectUri.href,
    scope: wishes.scope,
    resources: wishes.resources,
    ...proofs,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + interactionLifetimeMs).toISOString(),
    cookies: (await Cookies.open()).stored(),
  }
  const opening = new Interaction(session)
  const asking = new TenantClient(tenant, program.settings, program.context, opening)
  try {
    const answer = await asking.open(authorizationUrl(server, wishes, { ...proofs, codeChallenge }))
    refuseUnlessBegun(answer, wishes, asking)
    await refuseWithoutCookie(opening, tenant, answer)
  } finally {
    await asking.close()
  }
  const begun = { ...opening.session, expiresAt: expiryOf(opening.session) }
  await store?.create(begun)
  const interaction = new Interaction(begun, store && ((own, change) => store.update(own, change)))
  return { interaction, client: new TenantClient(tenant, program.settings, program.context, interaction) }
}

async function serverOf(tenant: Tenant, { settings, context }: ExperienceProgram): Promise<AuthorizationServer> {
  const client = new TenantClient(tenant, settings, context)
  try {
    return await discover(new URL(`${tenant.endpoint.href.replace(/\/$/, '')}/oidc`), client.fetcher())
  } finally {
    await client.close()
  }
}

function authorizationUrl(
  server: AuthorizationServer,
  { clientId, redirectUri, scope, resources, parameters }: AuthorizationWishes,
  { state, nonce, codeChallenge }: { state: string; nonce: string; codeChallenge: string },
): URL {
  const url = new URL(server.authorization_endpoint ?? `${server.issuer}/auth`)
  const query: (readonly [string, string])[] = [
    ['client_id', clientId],
    ['redirect_uri', redirectUri.href],
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

/** A sign-in has begun when the tenant sends a browser on to its sign-in page, which nobody need open. */
function refuseUnlessBegun(answer: Answer, wishes: AuthorizationWishes, { tenant }: TenantClient): void {
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
        `${redirectUri.href} is not a redirect URI of the application ${clientId} (${failure.code})`,
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

async function refuseWithoutCookie(interaction: Interaction, { endpoint }: Tenant, answer: Answer): Promise<void> {
  const cookie = (await interaction.cookieFor(new URL(`${endpoint.href.replace(/\/$/, '')}/api/experience`))) ?? ''
  if (/(^|; )_interaction=/.test(cookie)) return
  throw new NetworkError('the tenant set no cookie for the sign-in', {
    code: 'experience.no_cookie',
    status: answer.status,
    requestId: answer.requestId,
    hint: 'is the endpoint the address of a Logto tenant, and does a proxy keep its cookies back?',
  })
}

/** The cookie says how long the server keeps the interaction; it is never kept longer than Logto's hour. */
function expiryOf({ cookies, expiresAt }: Session): string {
  const own = cookies.cookies.find(({ key }) => key === '_interaction')
  const ends = typeof own?.expires === 'string' ? Date.parse(own.expires) : Number.NaN
  return Number.isNaN(ends) ? expiresAt : new Date(Math.min(ends, Date.parse(expiresAt))).toISOString()
}
