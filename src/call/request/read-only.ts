import { isPlainObject } from '../../base/value-path.js'
import { type BodySchema, branchesOf, ownProperty, typesOf, withBranches } from './schema.js'

/** Properties that only the server gives, so that a document that has one was an answer. */
const marks = ['id', 'tenantId'] as const

/** A body without what only an answer holds, and what was left out of it. */
export interface Cleared {
  body: unknown
  /** Places, such as `createdAt`. */
  leftOut: readonly string[]
}

/**
 * Takes what `get` prints for what `update` takes: of a document that was an answer, the properties are left out that
 * the operation answers with and does not take, and so is a null that says that something is not set where the operation
 * takes none. A document counts as one when it holds an `id` or a `tenantId` that the
 * operation gives and does not take; any other is left as it is, for the check to refuse what is unknown in it.
 */
export function withoutReadOnly(body: unknown, taken: BodySchema, answered: BodySchema | undefined): Cleared {
  if (!answered || !isPlainObject(body)) return { body, leftOut: [] }
  const wasAnswer = marks.some((name) => Object.hasOwn(body, name) && isReadOnly(name, [taken], [answered]))
  if (!wasAnswer) return { body, leftOut: [] }
  const leftOut: string[] = []
  return { body: cleared(body, [taken], [answered], '', leftOut), leftOut }
}

type Schemas = readonly BodySchema[]

function cleared(value: unknown, taken: Schemas, answered: Schemas, place: string, leftOut: string[]): unknown {
  if (taken.length === 0 || answered.length === 0) return value
  if (Array.isArray(value)) {
    const below = [itemsOf(taken), itemsOf(answered)] as const
    return value.map((item, i) => cleared(item, ...below, `${place}[${i}]`, leftOut))
  }
  if (!isPlainObject(value)) return value
  const parts = Object.entries(value).flatMap(([name, part]): [string, unknown][] => {
    const at = place === '' ? name : `${place}.${name}`
    const below = [propertiesOf(name, taken), propertiesOf(name, answered)] as const
    const isUnset = part === null && below[0].length > 0 && !takesNull(below[0]) && takesNull(below[1])
    if (isUnset || isReadOnly(name, taken, answered)) {
      leftOut.push(at)
      return []
    }
    return [[name, cleared(part, ...below, at, leftOut)]]
  })
  return Object.fromEntries(parts)
}

/** The operation answers with it, and knows what it takes, among which it is not. */
function isReadOnly(name: string, taken: Schemas, answered: Schemas): boolean {
  const forms = taken.flatMap(withBranches)
  const isClosed =
    forms.some(({ properties }) => properties) && !forms.some(({ additionalProperties }) => additionalProperties)
  return isClosed && propertiesOf(name, taken).length === 0 && propertiesOf(name, answered).length > 0
}

/** Null may stand there; where nothing is said, it may. */
function takesNull(schemas: Schemas): boolean {
  return schemas.flatMap(branchesOf).some((schema) => {
    const types = typesOf(schema)
    return types.length === 0 ? schema.enum?.includes(null) !== false : types.includes('null')
  })
}

function propertiesOf(name: string, schemas: Schemas): BodySchema[] {
  return schemas.flatMap(withBranches).flatMap((schema) => ownProperty(schema, name) ?? [])
}

function itemsOf(schemas: Schemas): BodySchema[] {
  return schemas.flatMap(withBranches).flatMap(({ items }) => items ?? [])
}
