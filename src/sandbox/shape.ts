import { example } from '../call/request/example.js'
import type { Schema } from './operations.js'
import type { Row } from './store.js'

/** Gives a property that is worked out, not stored; `undefined` where there is none. */
export type Compute = (property: string, row: Row) => unknown

/**
 * What is stored, as the answer's schema declares it: a property of the row, else a computed one, else, if the
 * document promises it, an example value. Anything undeclared (a password) stays inside.
 */
export function shape(schema: Schema | undefined, value: unknown, compute: Compute): unknown {
  if (Array.isArray(value)) return schema?.items ? value.map((item) => shape(schema.items, item, compute)) : value
  const properties = schema?.properties
  if (!properties || !isRow(value)) return value
  const shaped: Row = {}
  for (const [name, property] of Object.entries(properties)) {
    const known = Object.hasOwn(value, name) ? value[name] : compute(name, value)
    if (known !== undefined) shaped[name] = inOrder(property, known)
    else if (schema.required?.includes(name)) shaped[name] = example(property, name)
  }
  return shaped
}

/** Nested objects come with the declared properties first, in the order of the document. */
function inOrder({ properties }: Schema, value: unknown): unknown {
  if (!properties || !isRow(value)) return value
  const declared = Object.entries(properties).filter(([name]) => Object.hasOwn(value, name))
  return {
    ...Object.fromEntries(declared.map(([name, schema]) => [name, inOrder(schema, value[name])])),
    ...rest(value, properties),
  }
}

function rest(value: Row, properties: Record<string, Schema>): Row {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !Object.hasOwn(properties, name)))
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * What Logto's parser keeps of an accepted body: declared properties only, at every depth where the schema lists
 * them, and none that it is known to ignore.
 */
export function keepDeclared(schema: Schema, value: unknown): unknown {
  const branches = schema.oneOf ?? schema.anyOf
  if (Array.isArray(value)) return schema.items ? value.map((item) => keepDeclared(schema.items ?? {}, item)) : value
  if (!isRow(value)) return value
  const declared = declaredIn([schema, ...(branches ?? [])])
  if (schema.additionalProperties || Object.keys(declared).length === 0) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const property = declared[name]
      return property && !property['x-logto-ignored'] ? [[name, keepDeclared(property, item)]] : []
    }),
  )
}

/** The properties of all branches; one that several declare is a union of theirs. */
function declaredIn(schemas: readonly Schema[]): Record<string, Schema> {
  const all: Record<string, Schema> = {}
  for (const { properties } of schemas) {
    for (const [name, property] of Object.entries(properties ?? {})) {
      const known = all[name]
      all[name] = known ? { anyOf: [...(known.anyOf ?? [known]), property] } : property
    }
  }
  return all
}
