import type { Tenant } from '../../access/auth/tenant.js'
import { decodeJwt } from '../../access/tokens/decode.js'
import { CliFailure } from '../../base/errors.js'
import { Progress } from '../../call/output/progress.js'
import { Session } from '../bulk/run/session.js'
import { Api } from './model/api.js'
import type { Surroundings } from './model/kind.js'
import type { Program, Wishes } from './wishes.js'

/** A tenant that is worked on. */
export interface OpenTenant {
  tenant: Tenant
  session: Session
  api: Api
  progress: Progress
  /** Found out while the tenant is read. */
  around: Promise<Surroundings>
}

/** Opens the tenant in force, and finds out who asks; `writes`: with what right, too. Throws as a token request would. */
export async function openTenant({ settings }: Wishes, program: Program, writes: boolean): Promise<OpenTenant> {
  const session = new Session({ settings, concurrency: undefined, perSecond: undefined, shard: undefined }, program)
  try {
    const client = await session.client()
    const claims = decodeJwt(await client.accessToken('management'))?.claims as Record<string, unknown> | undefined
    const own = typeof claims?.client_id === 'string' ? claims.client_id : undefined
    const person = typeof claims?.sub === 'string' && claims.sub !== own ? claims.sub : undefined
    const api = new Api(session, program.load)
    const roles = writes ? ownRoles(api, own, person) : Promise.resolve(new Set<string>())
    const around = roles.then((ownRoles) => ({
      managementApi: client.tenant.resource,
      ownApplication: own,
      ownRoles,
    }))
    // Whoever does not come to read the tenant has another failure to tell.
    around.catch(() => {})
    const progress = new Progress(program.streams, { format: settings.format, env: process.env })
    return { tenant: client.tenant, session, api, progress, around }
  } catch (error) {
    await session.close()
    throw error
  }
}

/** The roles that the right of the caller may come from: they must not be lost. */
async function ownRoles(api: Api, application: string | undefined, person: string | undefined): Promise<Set<string>> {
  const ids = new Set<string>()
  const lists = [
    ...(application === undefined ? [] : [['apps list-roles', application] as const]),
    ...(person === undefined ? [] : [['users list-roles', person] as const]),
  ]
  for (const [command, id] of lists) {
    try {
      for (const role of await api.rows(command, [id])) ids.add(String(role.id))
    } catch (error) {
      // It is not of this tenant: people of a self-hosted Logto are in the admin tenant.
      if (!(error instanceof CliFailure) || error.status === undefined || error.status === 401) throw error
    }
  }
  return ids
}
