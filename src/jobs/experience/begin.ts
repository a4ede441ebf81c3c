import type { AuthorizationServer } from 'oauth4webapi'
import { newProofs } from '../../access/auth/authorization-code.js'
import { discover } from '../../access/auth/discovery.js'
import type { Tenant } from '../../access/auth/tenant.js'
import { Cookies } from '../../access/interaction/cookies.js'
import { Interaction } from '../../access/interaction/interaction.js'
import { interactionLifetimeMs, type Session } from '../../access/interaction/session.js'
import type { SessionStore } from '../../access/interaction/session-store.js'
import { NetworkError } from '../../base/errors.js'
import type { Answer } from '../../call/http/exchange.js'
import { refuseWrite } from '../../call/operation/protection.js'
import { TenantClient } from '../../call/operation/tenant-client.js'
import { authorizationUrl, refuseUnlessBegun } from './authorization-request.js'
import type { AuthorizationWishes } from './authorization-wishes.js'
import type { ExperienceProgram } from './program.js'

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
    redirectUri: wishes.redirectUri,
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
    refuseUnlessBegun(answer, wishes, tenant)
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
