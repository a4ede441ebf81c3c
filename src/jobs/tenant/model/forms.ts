import { isPlainObject } from '../../../base/value-path.js'
import { type BodySchema, branchesOf, ownProperty, typesOf } from '../../../call/request/schema.js'
import { NamedSecret, Secret } from './secret.js'

/** The form of a union that a value has: the first whose closed sets take the values that it gives. */
export function formOf(schema: BodySchema, value: unknown): BodySchema {
  const forms = branchesOf(schema)
  const [first = schema] = forms
  if (forms.length < 2) return first
  if (!isPlainObject(value)) return forms.find((form) => fitsScalar(form, value)) ?? first
  const fits = (form: BodySchema) =>
    Object.entries(value).every(([name, part]) => {
      const set = ownProperty(form, name)?.enum
      return set === undefined || part === null || set.includes(part)
    })
  const named = forms.filter(({ properties }) => properties)
  return named.find(fits) ?? named[0] ?? first
}

function fitsScalar(form: BodySchema, value: unknown): boolean {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  const isNumber = type === 'number' || type === 'bigint'
  return typesOf(form).some((each) => each === type || (isNumber && (each === 'integer' || each === 'number')))
}

/** Properties of an object that the document names one by one; undefined for a free map and for anything else. */
export function namedProperties(schema: BodySchema, value: unknown): Readonly<Record<string, BodySchema>> | undefined {
  const { properties, additionalProperties } = formOf(schema, value)
  if (!properties || Object.keys(properties).length === 0) return undefined
  return additionalProperties ? undefined : properties
}

/** A stored value as files have it: each property that the document names is there, null where it is not set. */
export function inFull(value: unknown, schema: BodySchema): unknown {
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) {
    const { items = {} } = formOf(schema, value)
    return value.map((item) => inOrder(item, items))
  }
  const named = isPlainObject(value) ? namedProperties(schema, value) : undefined
  if (!named) return value
  const parts = value as Record<string, unknown>
  return Object.fromEntries(Object.entries(named).map(([name, each]) => [name, inFull(parts[name], each)]))
}

/** Objects in lists are whole: only their properties come in the order of the document. */
function inOrder(value: unknown, schema: BodySchema): unknown {
  const named = isPlainObject(value) ? namedProperties(schema, value) : undefined
  if (!named) return value
  const own = value as Record<string, unknown>
  const first = Object.keys(named).filter((name) => Object.hasOwn(own, name))
  const rest = Object.keys(own).filter((name) => !Object.hasOwn(named, name))
  return Object.fromEntries([...first, ...rest].map((name) => [name, inOrder(own[name], named[name] ?? {})]))
}

/**
 * What is stored once a wish has come true: objects whose properties the document names are laid over the stored ones at
 * every depth, where null takes a property out; lists, free maps and scalars are whole. A secret that is named alone stays
 * as it is stored. `undefined` stands for a value that is taken out.
 * @param absent is told of secrets that are named and not stored
 */
export function laidOver(
  stored: unknown,
  wish: unknown,
  schema: BodySchema,
  absent: (secret: NamedSecret) => void,
): unknown {
  if (wish === null || wish === undefined) return undefined
  const named = isPlainObject(wish) && !isSecret(wish) ? namedProperties(schema, withStored(wish, stored)) : undefined
  if (!named) return withStoredSecrets(wish, stored, absent)
  const result: Record<string, unknown> = isPlainObject(stored) ? { ...stored } : {}
  for (const [name, part] of Object.entries(wish as Record<string, unknown>)) {
    const value = laidOver(result[name], part, named[name] ?? {}, absent)
    if (value === undefined) delete result[name]
    else result[name] = value
  }
  return result
}

/** The form of a wish that leaves out what tells the form is that of what is stored. */
function withStored(wish: unknown, stored: unknown): unknown {
  return isPlainObject(wish) && isPlainObject(stored) ? { ...stored, ...wish } : wish
}

function withStoredSecrets(wish: unknown, stored: unknown, absent: (secret: NamedSecret) => void): unknown {
  if (wish instanceof NamedSecret) {
    if (stored !== undefined && stored !== null && stored !== '') return stored
    absent(wish)
    return wish
  }
  if (Array.isArray(wish)) {
    return wish.map((item, i) => withStoredSecrets(item, Array.isArray(stored) ? stored[i] : undefined, absent))
  }
  if (!isPlainObject(wish) || isSecret(wish)) return wish
  const before = isPlainObject(stored) ? stored : {}
  return Object.fromEntries(
    Object.entries(wish).map(([name, part]) => [name, withStoredSecrets(part, before[name], absent)]),
  )
}

function isSecret(value: unknown): boolean {
  return value instanceof Secret || value instanceof NamedSecret
}
