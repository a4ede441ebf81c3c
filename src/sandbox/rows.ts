import type { OperationSchema } from '../call/request/schema.js'
import type { Call, Handler, Listing } from './call.js'
import type { Collection } from './collections.js'
import { invalidInput } from './columns.js'
import { computeFor } from './computed.js'
import { queryTest } from './filters.js'
import { uniqueKey } from './indices.js'
import { ordered } from './order.js'
import { missing, Refusal } from './refusal.js'
import { rules } from './rules.js'
import { exactMatches } from './search.js'
import { isRow } from './shape.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

/** The five verbs of a collection, by `METHOD path`; those that Logto does not have are never routed to. */
export function rowHandlers(collection: Collection): Record<string, Handler> {
  const { path, table, owner } = collection
  const ownerId = (call: Call) => (owner ? call.path[0] : undefined)
  const found = (call: Call) => findRow(collection, call)
  const answer = (call: Call, row: Row) => ({ body: row, compute: computeFor(table, call.tenant, call.query) })
  return {
    [`GET ${path}`]: (call) => ({
      list: listing(collection, call),
      compute: computeFor(table, call.tenant, call.query),
    }),
    async [`POST ${path}`](call) {
      const body = (await rules[table]?.beforehand?.(call.body)) ?? call.body
      return answer(call, create(collection, call.tenant, body, ownerId(call), call.owner))
    },
    [`GET ${path}/{}`]: (call) => answer(call, found(call)),
    [`PATCH ${path}/{}`](call) {
      const { tenant, body, operation } = call
      return answer(call, change(collection, tenant, found(call), body, call.owner, mergesOf(operation)))
    },
    [`DELETE ${path}/{}`](call) {
      const row = found(call)
      if (!collection.kind) rules[table]?.beforeDelete?.(row, call.tenant)
      call.tenant.remove(collection, row)
      return {}
    },
  }
}

/**
 * Makes a row from a checked body, or throws the refusal of its table's rules. The tenant and the time of making are
 * the server's: given ones are dropped.
 */
export function create(
  collection: Collection,
  tenant: Tenant,
  { tenantId: _, createdAt: __, ...body }: Row,
  ownerId?: string,
  owner: Row = {},
): Row {
  const row = collection.kind ? body : (rules[collection.table]?.prepare?.(body, tenant, owner) ?? body)
  refuseTwins(collection, tenant, row, ownerId)
  const made = tenant.insert(collection, row, ownerId)
  rules[collection.table]?.made?.(made, body, tenant)
  return made
}

/**
 * Changes a row as PATCH does: each property given is overwritten, those that `merges` names are laid over the stored
 * ones. Nothing given is refused where Logto's statement would set nothing.
 */
export function change(
  collection: Collection,
  tenant: Tenant,
  row: Row,
  body: Row,
  owner: Row = {},
  merges: readonly string[] = [],
): Row {
  const changed = collection.kind ? body : (rules[collection.table]?.prepare?.(body, tenant, owner, row) ?? body)
  refuseTwins(collection, tenant, changed, collection.owner && String(row[collection.owner]), row)
  const isEmpty = Object.keys(changed).every((name) => !Object.hasOwn(body, name))
  if (isEmpty && !collection.takesNothing) throw invalidInput()
  const merged = merges.filter((name) => isRow(changed[name]))
  const whole = Object.fromEntries(merged.map((name) => [name, { ...(row[name] as Row), ...(changed[name] as Row) }]))
  return tenant.change(collection.table, row, { ...changed, ...whole })
}

/** The properties that a PATCH lays over the stored ones, by the document. */
function mergesOf({ body }: OperationSchema): string[] {
  const properties = Object.entries(body?.schema.properties ?? {})
  return properties.flatMap(([name, schema]) => ((schema as Row)['x-logto-merges'] ? [name] : []))
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
  const table = call.tenant.table(collection.table)
  const fields = collection.search ?? []
  const asked = queryTest(call, fields)
  const { owner, kind, order } = collection
  if (!asked && !owner && !kind) return ordered(table.rows, order)
  const rows = owner ? table.by('owner', call.path[0] ?? '') : (exactMatches(table, call.query) ?? table.rows)
  const wanted = rows.filter((row) => ofKind(collection, row) && (!asked || asked(row)))
  return ordered(wanted, order)
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
  const whole = collection.owner ? { ...given, [collection.owner]: ownerId } : given
  for (const [property, code] of Object.entries(collection.unique ?? {})) {
    const twins = uniqueKey(collection, whole, property).flatMap((key) =>
      tenant.table(collection.table).by(property, key),
    )
    if (twins.every((twin) => twin === self)) continue
    throw new Refusal(422, code, `\`${given[property]}\` is already taken.`)
  }
}
