import type { Call } from './call.js'
import { constraintViolated, Refusal } from './refusal.js'
import type { Relation } from './relations.js'
import { checkRoleScopes } from './rules.js'
import { optional, type Row } from './store.js'

/** What Logto itself checks of the rows that are to be related; the database checks the rest. */
export function checkKind(relation: Relation, call: Call, ids: readonly string[]): void {
  if (relation.link === 'roleScopes') checkRoleScopes(String(call.owner.type), ids, call.tenant)
  if (!relation.reversed || rowsOf(relation, call, ids).every((row) => row.type === relation.type)) return
  const code = { roleUsers: 'user.invalid_role_type', roleApplications: 'application.invalid_role_type' }[relation.link]
  if (code) throw new Refusal(422, code, 'The role is of the wrong type.')
}

/** Roles are for people or for machines, and only machines are members beside people: constraints of the database. */
export function refuseWrongKind(relation: Relation, call: Call, ids: readonly string[]): void {
  if (!relation.type) return
  // The role is the holder of its users and applications, and what is related everywhere else.
  const isHolder = relation.path.startsWith('/api/roles/')
  const rows = isHolder ? [call.owner] : rowsOf(relation, call, ids)
  if (rows.some((row) => row.type !== relation.type)) throw constraintViolated()
}

function rowsOf(relation: Relation, call: Call, ids: readonly string[]): Row[] {
  return ids.flatMap((id) => optional(call.tenant.table(relation.to).get(id)))
}
