import { isPlainObject } from '../../../base/value-path.js'
import type { Operations } from '../../bulk/run/operations.js'
import type { Plan } from '../plan.js'

/** A webhook that will hear of an import. */
export interface HearingHook {
  name: string
  /** How often it is called, about. */
  calls: number
}

/** The webhooks of a tenant that are called for what an import does. Memberships are given to many at once. */
export async function hearingHooks(operations: Operations, plan: Plan): Promise<HearingHook[]> {
  const identities = plan.identities.reduce((sum, { people }) => sum + people, 0)
  const memberships = plan.organizations.reduce((sum, { people }) => sum + Math.ceil(people / 100), 0)
  const callsFor: Readonly<Record<string, number>> = {
    'User.Created': plan.people,
    'User.SuspensionStatus.Updated': plan.suspended,
    'User.Data.Updated': identities,
    'Organization.Membership.Updated': memberships,
  }
  const hooks: HearingHook[] = []
  for await (const hook of operations.list<unknown>('hooks list')) {
    if (!isPlainObject(hook) || hook.enabled === false) continue
    const events = Array.isArray(hook.events) ? hook.events : [hook.event]
    const calls = events.reduce<number>((sum, event) => sum + (callsFor[String(event)] ?? 0), 0)
    if (calls > 0) hooks.push({ name: String(hook.name ?? hook.id), calls })
  }
  return hooks
}
