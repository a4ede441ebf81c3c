import { isPlainObject } from '../../base/value-path.js'
import { isInstantName } from '../facts/time-properties.js'
import { type BodySchema, ownProperty, typesOf, withBranches } from './schema.js'
import { directionOf, instantAt, parseTime } from './times.js'

/**
 * The body with its points in time as the wire wants them: a date or a length of time where the schema says that a
 * number of milliseconds goes. Throws a UsageError for a text that is no time.
 */
export function withInstants(body: unknown, schema: BodySchema, now: number): unknown {
  if (!mayHoldInstants(schema)) return body
  return changed(body, [schema], '', (value, name, place) =>
    typeof value === 'string' ? parseTime(value, place, now, directionOf(name)) : value,
  )
}

/** What would have expired before it began: a slip of the year, or seconds in the place of milliseconds. */
export function pastExpiries(body: unknown, schema: BodySchema, now: number): string[] {
  if (!mayHoldInstants(schema)) return []
  const problems: string[] = []
  changed(body, [schema], '', (value, name, place) => {
    if (directionOf(name) === 'ahead' && typeof value === 'number' && value <= now) {
      const seconds = value > now / 1000 && value < now / 100 ? '; Logto counts in milliseconds' : ''
      problems.push(`${place} lies in the past: ${dateText(value)}${seconds}`)
    }
    return value
  })
  return problems
}

function dateText(value: number): string {
  const date = new Date(value)
  return Number.isNaN(date.getTime()) ? String(value) : date.toISOString()
}

/** Schemas that were looked through: many requests of a run are checked by the same one. */
const looked = new WeakMap<BodySchema, boolean>()

/** Whether a body of this schema can have a point in time somewhere; most cannot. */
function mayHoldInstants(schema: BodySchema): boolean {
  const known = looked.get(schema)
  if (known !== undefined) return known
  const { properties = {}, items = [], oneOf = [], anyOf = [], allOf = [] } = schema
  const named =
    Object.keys(properties).some(isInstantName) || [additional(schema)].flat().some((one) => typesOf(one).length > 0)
  const inner = [Object.values(properties), items, additional(schema), oneOf, anyOf, allOf].flat()
  const may = named || inner.some(mayHoldInstants)
  looked.set(schema, may)
  return may
}

type Change = (value: unknown, name: string, place: string) => unknown

/** A copy in which each point in time is what `change` makes of it. */
function changed(value: unknown, schemas: readonly BodySchema[], place: string, change: Change): unknown {
  if (schemas.length === 0) return value
  const all = schemas.flatMap(withBranches)
  if (Array.isArray(value)) {
    const items = all.flatMap((one) => one.items ?? [])
    return value.map((item, i) => changed(item, items, `${place}[${i}]`, change))
  }
  if (!isPlainObject(value)) return value
  const parts = Object.entries(value).map(([name, part]): [string, unknown] => {
    const below = all.flatMap((one) => ownProperty(one, name) ?? additional(one))
    const at = place === '' ? name : `${place}.${name}`
    return [name, instantAt(name, below) ? change(part, name, at) : changed(part, below, at, change)]
  })
  return Object.fromEntries(parts)
}

function additional({ additionalProperties }: BodySchema): BodySchema | [] {
  return typeof additionalProperties === 'object' ? additionalProperties : []
}
