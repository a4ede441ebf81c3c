import type { Schema } from './documents.js'

/** A JSON Schema (draft 2020-12). */
export type JsonSchema = { [keyword: string]: unknown }

const kept = [
  'enum',
  'default',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'format',
  'pattern',
  'required',
  'deprecated',
] as const

/** Translates an OpenAPI 3.0 schema: `nullable` becomes the type `null`, vendor marks stay. */
export function toJsonSchema(schema: Schema): JsonSchema {
  const out: JsonSchema = {}
  if (schema.type) out.type = schema.nullable ? [schema.type, 'null'] : schema.type
  for (const keyword of kept) if (schema[keyword] !== undefined) out[keyword] = schema[keyword]
  if (schema.nullable && schema.enum && !schema.enum.includes(null)) out.enum = [...schema.enum, null]
  if (schema.properties) {
    out.properties = Object.fromEntries(Object.entries(schema.properties).map(([n, s]) => [n, toJsonSchema(s)]))
  }
  if (schema.items) out.items = toJsonSchema(schema.items)
  if (schema.additionalProperties !== undefined) {
    out.additionalProperties =
      typeof schema.additionalProperties === 'object'
        ? toJsonSchema(schema.additionalProperties)
        : schema.additionalProperties
  }
  for (const keyword of ['oneOf', 'anyOf', 'allOf'] as const) {
    const branches = schema[keyword]
    if (!branches) continue
    out[keyword] = branches.map(toJsonSchema)
    if (schema.nullable && !schema.type && keyword !== 'allOf') {
      out[keyword] = [...(out[keyword] as JsonSchema[]), { type: 'null' }]
    }
  }
  for (const [key, value] of Object.entries(schema)) if (key.startsWith('x-')) out[key] = value
  return out
}
