import type { Call, Handler, Listing } from './call.js'
import type { Collection } from './collections.js'
import { computeFor } from './computed.js'
import { queryTest } from './filters.js'
import { missing, Refusal } from './refusal.js'
import { rules } from './rules.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

/** The five verbs of a collection, by `METHOD path`; those that Logto does not have are never routed to. */
export function rowHandlers(collection: Collection): Record<string, Handler> {
  const { path, table, owner } = collection
  const ownerId = (call: Call) => (owner ? call.path[0] : undefined)
  const found = (call: Call) => findRow(collection, call)
  const answer = (call: Call, row: Row) => ({ body: row, compute: computeFor(table, call.tenant) })
  return {
    [`GET ${path}`]: (call) => ({ list: listing(collection, call), compute: computeFor(table, call.tenant) }),
    [`POST ${path}`]: (call) => answer(call, create(collection, call.tenant, call.body, ownerId(call), call.owner)),
    [`GET ${path}/{}`]: (call) => answer(call, found(call)),
    [`PATCH ${path}/{}`]: (call) => answer(call, change(collection, call.tenant, found(call), call.body, call.owner)),
    [`DELETE ${path}/{}`](call) {
      const row = found(call)
      if (!collection.kind) rules[table]?.beforeDelete?.(row)
      call.tenant.remove(collection, row)
      return {}
    },
  }
}

/** Makes a row from a checked body, or throws the refusal of its table's rules. */
export function create(collection: Collection, tenant: Tenant, body: Row, ownerId?: string, owner: Row = {}): Row {
  const row = collection.kind ? body : (rules[collection.table]?.prepare?.(body, tenant, owner) ?? body)
  refuseTwins(collection, tenant, row, ownerId)
  const made = tenant.insert(collection, row, ownerId)
  rules[collection.table]?.made?.(made, body, tenant)
  return made
}

/** Changes a row as PATCH does: each property given is overwritten. */
export function change(collection: Collection, tenant: Tenant, row: Row, body: Row, owner: Row = {}): Row {
  const changed = collection.kind ? body : (rules[collection.table]?.prepare?.(body, tenant, owner, row) ?? body)
  refuseTwins(collection, tenant, changed, collection.owner && String(row[collection.owner]), row)
  return tenant.table(collection.table).change(row, changed)
}

/** The row that the last segment names, or the refusal its collection makes. */
function findRow(collection: Collection, call: Call): Row {
  const key = call.path.at(-1) ?? ''
  const ownerId = collection.owner && call.path[0]
  const row = call.tenant.table(collection.table).get(key, collection.key ? ownerId : undefined)
  const verb = call.operation.method as 'GET' | 'PATCH' | 'DELETE'
  const otherwise = verb === 'DELETE' ? 'not_found' : 'with_id'
  if (!row || (collection.owner && row[collection.owner] !== ownerId)) {
    throw missing(collection.missing?.[verb] ?? otherwise, collection.table, key)
  }
  if (collection.kind && !ofKind(collection, row)) {
    throw new Refusal(422, 'application.saml.saml_application_only', 'This is not a SAML application.')
  }
  return row
}

function listing(collection: Collection, call: Call): Listing {
  const { rows } = call.tenant.table(collection.table)
  const asked = queryTest(call, collection.search ?? [])
  const { owner, kind } = collection
  if (!asked && !owner && !kind) return collection.newestFirst ? backwards(rows) : rows
  const filtered = rows.filter(
    (row) => (!owner || row[owner] === call.path[0]) && ofKind(collection, row) && (!asked || asked(row)),
  )
  return collection.newestFirst ? filtered.reverse() : filtered
}

/** A page from the end costs no more than one from the start, however many rows there are. */
function backwards(rows: readonly Row[]): Listing {
  const { length } = rows
  return { length, slice: (start, end) => rows.slice(Math.max(0, length - end), Math.max(0, length - start)).reverse() }
}

function ofKind(collection: Collection, row: Row): boolean {
  return Object.entries(collection.kind ?? {}).every(([name, value]) => row[name] === value)
}

function refuseTwins(
  collection: Collection,
  tenant: Tenant,
  given: Row,
  ownerId: string | undefined,
  self?: Row,
): void {
  for (const [property, code] of Object.entries(collection.unique ?? {})) {
    const value = given[property]
    if (value === undefined || value === null) continue
    const { rows } = tenant.table(collection.table)
    const twin = rows.find((row) => row[property] === value && (!collection.owner || row[collection.owner] === ownerId))
    if (twin && twin !== self) throw new Refusal(422, code, `\`${value}\` is already taken.`)
  }
}
