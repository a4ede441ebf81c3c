import { type BodySchema, typesOf } from './schema.js'

const exampleTime = Date.UTC(2026, 0, 1)
/** What expires has not done so yet. */
const exampleExpiry = Date.UTC(2036, 0, 1)
const texts = ['#5d34f2', '15551234567', 'someone@example.com', 'ann_lee']

/**
 * A value that satisfies the schema, the same each time: every declared property, `null` where it is allowed (unless
 * `nulls` is false), the first value of an enum and the first branch of a union. `name` is the property it stands for.
 */
export function example(schema: BodySchema, name = 'value', nulls = true): unknown {
  if (schema['x-logto-example'] !== undefined) return schema['x-logto-example']
  if (schema.enum) return schema.enum[0]
  const types = typesOf(schema)
  // The default of an object is filled in from those of its properties.
  if (schema.default !== undefined && !types.includes('object')) return schema.default
  if (nulls && types.includes('null')) return null
  const branch = (schema.oneOf ?? schema.anyOf)?.[0]
  if (branch) return example(branch, name, nulls)
  if (types.includes('array')) return schema.items ? [example(schema.items, name, nulls)] : []
  if (types.includes('boolean')) return true
  if (types.includes('number') || types.includes('integer')) return exampleNumber(schema, name)
  if (types.includes('string')) return exampleText(schema, name)
  const properties = Object.entries(schema.properties ?? {})
  return Object.fromEntries(properties.map(([key, property]) => [key, example(property, key, nulls)]))
}

function exampleNumber(schema: BodySchema, name: string): number {
  if (/expires?At$/i.test(name)) return exampleExpiry
  return /(At|Time|Ts)$/.test(name) ? exampleTime : Math.max(1, schema.minimum ?? 1)
}

function exampleText(schema: BodySchema, name: string): string {
  const { pattern, format, minLength = 0, maxLength = 256 } = schema
  if (format === 'email') return 'someone@example.com'
  if (pattern) return texts.find((text) => new RegExp(pattern).test(text)) ?? ''
  return name.padEnd(minLength, '-').slice(0, maxLength)
}
