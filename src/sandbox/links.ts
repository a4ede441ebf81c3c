import type { Call, Handler, Listing } from './call.js'
import { collections } from './collections.js'
import { invalidInput } from './columns.js'
import { computeFor, memberRoles } from './computed.js'
import { queryTest } from './filters.js'
import { size } from './issues.js'
import { checkKind, refuseWrongKind } from './link-kinds.js'
import { ordered } from './order.js'
import { missing, notFound, Refusal, ServerFault, unknownReference } from './refusal.js'
import type { Relation } from './relations.js'
import type { Compute } from './shape.js'
import { optional, type Row } from './store.js'
import { invalidInput as invalidBody } from './validate.js'

/** The verbs of a relation, by `METHOD path`: list, add, replace, remove. */
export function linkHandlers(relation: Relation): Record<string, Handler> {
  const { path, envelope, body } = relation
  return {
    [`GET ${path}`](call) {
      const list = listing(relation, call, holder(relation, call))
      return { list, envelope, compute: computeIn(relation, call) }
    },
    [`POST ${path}`](call) {
      if (relation.some) checkSome(call.body, body)
      const owner = holder(relation, call)
      const given = wanted(relation, call)
      const before = held(relation, call, owner)
      if (relation.exists && given.some((id) => before.has(id))) {
        throw new Refusal(422, relation.exists, 'Already related.')
      }
      const added = given.filter((id) => !before.has(id))
      checkKind(relation, call, added)
      checkKnown(relation, call, added)
      refuseWrongKind(relation, call, added)
      if (relation.twice === 'fault' && hasTwins(added)) throw new ServerFault()
      for (const id of added) link(relation, call, owner, id)
      if (relation.answersRows)
        return { body: [...held(relation, call, owner)].flatMap((id) => rowOf(relation, call, id)) }
      const addedProperty = `added${body[0]?.toUpperCase()}${body.slice(1)}`
      return { body: { [body]: relation.answersRaw ? given : once(given), [addedProperty]: once(added) } }
    },
    [`PUT ${path}`](call) {
      if (relation.neverNone) checkSome(call.body, body)
      const owner = holder(relation, call)
      const given = wanted(relation, call)
      const before = held(relation, call, owner)
      const added = given.filter((id) => !before.has(id))
      checkKnown(relation, call, given)
      const remove = () => {
        for (const id of before) if (!given.includes(id)) unlink(relation, call, owner, id)
      }
      if (hasRolesOfOne(relation)) {
        // Logto takes away before it adds, and what it took away stays away when adding fails.
        remove()
        if (relation.link === 'roleApplications' && added.length === 0) throw invalidInput()
        refuseWrongKind(relation, call, added)
        if (hasTwins(added)) throw new ServerFault()
      } else {
        refuseWrongKind(relation, call, added)
        if (relation.replacedTwice === 'refused' && hasTwins(given)) {
          throw new Refusal(422, 'entity.unique_integrity_violation', 'An id is given twice.')
        }
        remove()
      }
      for (const id of added) link(relation, call, owner, id)
      return { body: { [body]: once(given) } }
    },
    [`DELETE ${path}/{}`](call) {
      if (!unlink(relation, call, holder(relation, call, -1), call.path.at(-1) ?? '')) throw notFound()
      return {}
    },
  }
}

/** The roles of one user or of one application. */
const hasRolesOfOne = ({ link, reversed }: Relation) =>
  reversed === true && (link === 'roleUsers' || link === 'roleApplications')

const once = (ids: readonly string[]) => [...new Set(ids)]
const hasTwins = (ids: readonly string[]) => new Set(ids).size < ids.length

/** Logto's guard wants lists that are not empty, which the documents leave out. */
export function checkSome(body: Row, ...properties: string[]): void {
  const empty = properties.filter((property) => (body[property] as unknown[]).length === 0)
  if (empty.length === 0) return
  const message = 'Array must contain at least 1 element(s)'
  throw invalidBody(
    'body',
    empty.map((property) => size('minItems', 1, 'array', [property], message)),
  )
}

function listing(relation: Relation, call: Call, owner: string): Listing | readonly Row[] {
  const { tenant } = call
  const collection = collections.find((each) => each.table === relation.to)
  const asked = queryTest(call, collection?.search ?? [])
  const ids = held(relation, call, owner)
  const shown = (row: Row) => (!asked || asked(row)) && (relation.link !== 'roleApplications' || isListed(row))
  if (relation.order === 'table') {
    const rows = tenant.table(relation.to).rows.filter((row) => ids.has(String(row.id)) && shown(row))
    return ordered(rows, collection?.order)
  }
  const inOrder = relation.order === 'ids' ? tenant.links(relation.link).sorted(owner) : [...ids]
  if (!asked && relation.link !== 'roleApplications') {
    const slice = (start: number, end: number) => inOrder.slice(start, end).flatMap((id) => rowOf(relation, call, id))
    return { length: inOrder.length, slice }
  }
  return inOrder.flatMap((id) => rowOf(relation, call, id)).filter(shown)
}

/** A role may be given to an application of any type; those that are no machines are not listed. */
const isListed = (row: Row) => row.oidcClientMetadata === undefined || row.type === 'MachineToMachine'

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
  if (relation.link === 'roleApplications' && relation.reversed && call.owner.type !== 'MachineToMachine') {
    throw new Refusal(422, 'application.invalid_type', 'Only machine-to-machine applications have roles.')
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

/** The ids that the body gives, or gives by name, in their order; an id may come twice where that matters. */
function wanted(relation: Relation, call: Call): string[] {
  const given = (call.body[relation.body] ?? []) as string[]
  if (!relation.names) return given
  const names = (call.body[relation.names] ?? []) as string[]
  const table = call.tenant.table(relation.to)
  const byName = names.map((name) => table.rows.find((row) => row.name === name))
  const unknown = names.filter((_, index) => !byName[index])
  if (unknown.length > 0) {
    throw new Refusal(422, 'organization.role_names_not_found', `No roles of these names: ${unknown}.`)
  }
  return once([...given, ...byName.map((row) => String(row?.id))])
}

function rowOf(relation: Relation, call: Call, id: string): Row[] {
  return optional(call.tenant.table(relation.to).get(id))
}

function checkKnown(relation: Relation, call: Call, ids: readonly string[]): void {
  const unknown = ids.find((id) => rowOf(relation, call, id).length === 0)
  if (unknown === undefined) return
  throw relation.unknown === 'foreign_key' ? unknownReference(422) : missing(relation.unknown, relation.to, unknown)
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
