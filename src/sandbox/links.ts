import type { Call, Handler } from './call.js'
import { collections } from './collections.js'
import { computeFor, memberRoles } from './computed.js'
import { queryTest } from './filters.js'
import { size } from './issues.js'
import { notFound, Refusal, unknownReference } from './refusal.js'
import type { Relation } from './relations.js'
import { checkRoleScopes } from './rules.js'
import type { Compute } from './shape.js'
import { optional, type Row } from './store.js'
import { invalidInput } from './validate.js'

/** The verbs of a relation, by `METHOD path`: list, add, replace, remove. */
export function linkHandlers(relation: Relation): Record<string, Handler> {
  const { path, envelope } = relation
  return {
    [`GET ${path}`](call) {
      const ids = held(relation, call, holder(relation, call))
      const rows = [...ids].sort().flatMap((id) => optional(call.tenant.table(relation.to).get(id)))
      const asked = queryTest(call, collections.find((c) => c.table === relation.to)?.search ?? [])
      return { list: asked ? rows.filter(asked) : rows, envelope, compute: computeIn(relation, call) }
    },
    [`POST ${path}`](call) {
      if (relation.some && (call.body[relation.body] as unknown[]).length === 0) throw needsOne(relation.body)
      const owner = holder(relation, call)
      const { ids, rows } = wanted(relation, call)
      const before = held(relation, call, owner)
      const added = ids.filter((id) => !before.has(id))
      if (relation.exists && added.length < ids.length) throw new Refusal(422, relation.exists, 'Already related.')
      for (const id of added) link(relation, call, owner, id)
      const { body } = relation
      return {
        body: relation.answersRows ? rows : { [body]: ids, [`added${body[0]?.toUpperCase()}${body.slice(1)}`]: added },
      }
    },
    [`PUT ${path}`](call) {
      const owner = holder(relation, call)
      const { ids } = wanted(relation, call)
      for (const id of held(relation, call, owner)) if (!ids.includes(id)) unlink(relation, call, owner, id)
      for (const id of ids) link(relation, call, owner, id)
      return { body: { [relation.body]: ids } }
    },
    [`DELETE ${path}/{}`](call) {
      if (!unlink(relation, call, holder(relation, call, -1), call.path.at(-1) ?? '')) throw notFound()
      return {}
    },
  }
}

/** Logto's guard wants a list that is not empty, which the documents leave out. */
const needsOne = (property: string) =>
  invalidInput('body', [size('minItems', 1, 'array', [property], 'Array must contain at least 1 element(s)')])

/** Id of the holder: one path value, or two joined; `end` leaves out the last value. Refuses who is not a member. */
function holder(relation: Relation, call: Call, end?: number): string {
  const ids = call.path.slice(0, end)
  const [organization = '', member = ''] = ids
  if (relation.within && !call.tenant.links(relation.within).has(organization, member)) {
    throw new Refusal(422, 'organization.require_membership', 'This needs a member of the organization.')
  }
  if (relation.link === 'consentOrganizations' && !call.owner.isThirdParty) {
    throw new Refusal(422, 'application.third_party_application_only', 'This is for third-party applications.')
  }
  return ids.join('/')
}

function held(relation: Relation, call: Call, owner: string): ReadonlySet<string> {
  const links = call.tenant.links(relation.link)
  return relation.reversed ? new Set(links.holdersOf(owner)) : links.of(owner)
}

function link(relation: Relation, call: Call, owner: string, id: string): void {
  const links = call.tenant.links(relation.link)
  if (relation.reversed) links.add(id, owner)
  else links.add(owner, id)
}

/** Breaks one link; who leaves an organization loses the roles there. */
function unlink(relation: Relation, call: Call, owner: string, id: string): boolean {
  const links = call.tenant.links(relation.link)
  const roles = { members: 'memberRoles', machines: 'machineRoles' }[relation.link]
  if (roles) call.tenant.links(roles).clear(`${owner}/${id}`)
  return relation.reversed ? links.delete(id, owner) : links.delete(owner, id)
}

/** The rows that the body names, by id or by name. */
function wanted(relation: Relation, call: Call): { ids: string[]; rows: Row[] } {
  const table = call.tenant.table(relation.to)
  const names = ((relation.names && call.body[relation.names]) ?? []) as string[]
  const byName = names.map((name) => table.rows.find((row) => row.name === name))
  const unknown = names.filter((_, index) => !byName[index])
  if (unknown.length > 0)
    throw new Refusal(422, 'organization.role_names_not_found', `No roles of these names: ${unknown}.`)
  const ids = [...((call.body[relation.body] ?? []) as string[]), ...byName.map((row) => String(row?.id))]
  const rows = ids.map((id) => {
    const row = table.get(id)
    if (!row) throw unknownReference(relation.unknown)
    return row
  })
  refuseWrongKind(relation, call, rows)
  return { ids: [...new Set(ids)], rows }
}

/** Roles are for people or for machines, never for both. */
function refuseWrongKind(relation: Relation, call: Call, rows: readonly Row[]): void {
  if (relation.link === 'roleScopes') {
    checkRoleScopes(
      String(call.owner.type),
      rows.map((row) => String(row.id)),
      call.tenant,
    )
  }
  if (relation.link !== 'roleUsers' && relation.link !== 'roleApplications') return
  const type = relation.link === 'roleUsers' ? 'User' : 'MachineToMachine'
  const roles = relation.reversed ? rows : [call.owner]
  if (roles.every((role) => role.type === type)) return
  const code = relation.link === 'roleUsers' ? 'user.invalid_role_type' : 'application.invalid_role_type'
  throw new Refusal(422, relation.reversed ? code : 'entity.db_constraint_violated', 'The role is of the wrong type.')
}

/** In lists of members and of memberships each row shows its roles there. */
function computeIn(relation: Relation, call: Call): Compute {
  const compute = computeFor(relation.to, call.tenant)
  const [owner = ''] = call.path
  const link = { members: 'memberRoles', machines: 'machineRoles' }[relation.link]
  return (property, row) => {
    if (property !== 'organizationRoles' || !link) return compute(property, row)
    const id = String(row.id)
    return relation.reversed ? memberRoles(call.tenant, link, id, owner) : memberRoles(call.tenant, link, owner, id)
  }
}
