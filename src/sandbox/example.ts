import { textMatching } from '../request/pattern-text.js'
import { typesOf } from '../request/schema.js'
import type { Schema } from './operations.js'

const exampleTime = Date.UTC(2026, 0, 1)

/**
 * A value that satisfies the schema, the same each time: every declared property, `null` where it is allowed,
 * the first value of an enum and the first branch of a union. `name` is the property it stands for.
 */
export function example(schema: Schema, name = 'value'): unknown {
  if (schema.enum) return schema.enum[0]
  const types = typesOf(schema)
  // The default of an object is filled in from those of its properties.
  if (schema.default !== undefined && !types.includes('object')) return schema.default
  if (types.includes('null')) return null
  const branch = (schema.oneOf ?? schema.anyOf)?.[0]
  if (branch) return example(branch, name)
  if (types.includes('array')) return schema.items ? [example(schema.items, name)] : []
  if (types.includes('boolean')) return true
  if (types.includes('number') || types.includes('integer')) return exampleNumber(schema, name)
  if (types.includes('string')) return exampleText(schema, name)
  const properties = Object.entries(schema.properties ?? {})
  return Object.fromEntries(properties.map(([key, property]) => [key, example(property, key)]))
}

function exampleNumber(schema: Schema, name: string): number {
  return /(At|Time|Ts)$/.test(name) ? exampleTime : Math.max(1, schema.minimum ?? 1)
}

function exampleText(schema: Schema, name: string): string {
  const { pattern, format, minLength = 0, maxLength = 256 } = schema
  if (format === 'email') return 'someone@example.com'
  if (pattern) return textMatching(pattern)
  return name.padEnd(minLength, '-').slice(0, maxLength)
}
