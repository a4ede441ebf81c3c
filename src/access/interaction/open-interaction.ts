import { NotAllowedError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import type { Tenant } from '../auth/tenant.js'
import { Interaction } from './interaction.js'
import { isExpired } from './session.js'
import { SessionStore } from './session-store.js'

const beginning = 'logto experience authorize --client-id ID --redirect-uri URI'

/** The name of a session that nobody named: one for each profile, or for each tenant without one. */
export function defaultSessionName({ profile, endpoint }: Pick<Tenant, 'profile' | 'endpoint'>): string {
  return profile?.name ?? endpoint.host.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9_]+/, '')
}

/**
 * Opens the sign-in that a command acts on. Throws a NotAllowedError that says how to begin one when there is none, when
 * it has expired, and when it is another tenant's: its cookies go nowhere else.
 */
export async function openInteraction(
  tenant: Tenant,
  named: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Interaction> {
  const store = new SessionStore(env)
  const name = named ?? defaultSessionName(tenant)
  const flag = named === undefined ? '' : ` --session ${name}`
  const session = await store.read(name)
  if (!session) {
    const near = nearest(name, await store.names())
    throw new NotAllowedError(`there is no sign-in under way${named === undefined ? '' : ` in session ${name}`}`, {
      code: 'experience.no_session',
      hint:
        near.length > 0 && named !== undefined
          ? `did you mean ${near.join(' or ')}?`
          : `begin one: ${beginning}${flag}`,
    })
  }
  if (new URL(session.endpoint).origin !== tenant.endpoint.origin) {
    throw new NotAllowedError(
      `the sign-in in session ${name} is at ${session.endpoint}, not at ${tenant.endpoint.origin}`,
      {
        code: 'experience.other_tenant',
        hint: 'choose the tenant that it was begun at, or another --session',
      },
    )
  }
  if (session.ended) {
    throw new NotAllowedError(`the password reset in session ${name} is done`, {
      code: 'experience.session_ended',
      hint: `begin a sign-in: ${beginning}${flag}`,
    })
  }
  if (isExpired(session)) {
    throw new NotAllowedError(`the sign-in in session ${name} expired at ${session.expiresAt}`, {
      code: 'experience.session_expired',
      hint: `begin another: ${beginning}${flag}`,
    })
  }
  return new Interaction(session, (own, change) => store.update(own, change))
}
