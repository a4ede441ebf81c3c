import { constraintViolated, Refusal, unknownReference } from './refusal.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

/** Refuses access rules that name what is not there or cannot be meant, and none at all while they are switched on. */
export function checkAccessRules(tenant: Tenant, body: Row, owner: Row): void {
  const list = (name: string) => (body[name] ?? []) as string[]
  const rules = (body.organizationRoleRules ?? []) as { organizationId: string; organizationRoleIds: string[] }[]
  const known = (table: string, ids: readonly string[]) => ids.every((id) => tenant.table(table).get(id))
  const isKnown =
    known('users', list('userIds')) &&
    known('roles', list('userRoleIds')) &&
    known('organizations', [...list('organizationIds'), ...rules.map(({ organizationId }) => organizationId)]) &&
    known(
      'organization_roles',
      rules.flatMap(({ organizationRoleIds }) => organizationRoleIds),
    )
  if (!isKnown) throw unknownReference(404)
  if (list('userRoleIds').some((id) => tenant.table('roles').get(id)?.type !== 'User')) throw constraintViolated()
  const isEmpty = Object.values(body).every((each) => Array.isArray(each) && each.length === 0)
  if (isEmpty && owner.appLevelAccessControlEnabled === true) {
    throw new Refusal(422, 'request.invalid_input', 'There has to be a rule as long as the rules are switched on.')
  }
}
