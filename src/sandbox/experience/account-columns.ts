import { refuseTaken, withNormalPhone } from '../identity/people.js'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'

/** Refuses identifiers that somebody else took meanwhile. */
export function refuseConflicts(tenant: Tenant, user: Row | undefined, profile: Row): void {
  for (const [type, column] of [
    ['username', 'username'],
    ['email', 'primaryEmail'],
    ['phone', 'primaryPhone'],
  ] as const) {
    if (profile[column]) refuseTaken(tenant, { type, value: String(profile[column]) }, user)
  }
}

/** Columns of an account for a profile as an interaction holds it, where `password` is the columns of a new one. */
export function accountOf(user: Row, { password, jitOrganizationIds: _, ...given }: Row): Row {
  const { profile, customData, ...rest } = withNormalPhone(given)
  return {
    ...rest,
    ...(profile ? { profile: { ...(user.profile as Row), ...(profile as Row) } } : {}),
    ...(customData ? { customData: { ...(user.customData as Row), ...(customData as Row) } } : {}),
    ...(password as Row | undefined),
    updatedAt: Date.now(),
  }
}

/** Makes the user a member of the organizations that a one-time token names. */
export function joinOrganizations(tenant: Tenant, user: Row, { jitOrganizationIds = [] }: Row): void {
  for (const id of jitOrganizationIds as string[]) {
    if (tenant.table('organizations').get(id)) tenant.links('members').add(id, String(user.id))
  }
}
