import { typesOf } from '../../src/call/request/schema.js'
import type { Schema } from '../../src/sandbox/operations.js'

const texts = ['a@example.com', 'https://example.com', 'abcdefgh', '#ffffff', '123456']

/**
 * The smallest valid value of a schema: required properties and those that `given` has a value for, such as ids
 * that must exist.
 */
export function sample(schema: Schema, given: Readonly<Record<string, unknown>> = {}, name = ''): unknown {
  if (name in given) return given[name]
  if (schema.enum) return schema.enum[0]
  const branch = (schema.oneOf ?? schema.anyOf)?.[0]
  if (branch) return sample(branch, given, name)
  const [type] = typesOf(schema)
  if (type === 'array')
    return schema.items && (schema as { minItems?: number }).minItems ? [sample(schema.items, given)] : []
  if (type === 'boolean') return true
  if (type === 'number' || type === 'integer') return Math.max(schema.minimum ?? 1, 1)
  if (type === 'string') return text(schema)
  const known = Object.keys(schema.properties ?? {}).filter((key) => key in given || schema.required?.includes(key))
  return Object.fromEntries(known.map((key) => [key, sample(schema.properties?.[key] ?? {}, given, key)]))
}

/** Different each time, so that nothing is made twice. */
let serial = 0

function text(schema: Schema): string {
  const { pattern, format } = schema
  if (pattern || format === 'email') return texts.find((one) => new RegExp(pattern ?? '@').test(one)) ?? ''
  return `text${serial++}`.slice(0, schema.maxLength)
}
