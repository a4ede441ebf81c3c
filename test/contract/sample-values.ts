import type { Schema } from '../../src/call/facts/maker/documents.js'
import { branchesOf } from '../../src/call/facts/maker/fields.js'

/** How much of a schema a sample fills in, and which branch of the outermost union. */
export interface Extent {
  optional: boolean
  branch: number
}

/** A text for each pattern that request schemas use; a new one must be added by hand. */
const textsByPattern: Readonly<Record<string, string>> = {
  '^#[\\dA-Fa-f]{3}([\\dA-Fa-f]{3})?$': '#5d34F2',
  '^\\d+$': '15551234567',
  '^\\S+@\\S+\\.\\S+$': 'ann.lee+test@example.com',
  '^\\d{4}(-\\d{2}){2}$': '2026-01-31',
  '^[A-Z_a-z]\\w*$': 'ann_lee',
}

const textsByFormat: Readonly<Record<string, string>> = { email: 'ann.lee+test@example.com' }

/** Texts that trip careless quoting, encoding or guessing of types. */
const plainText = '42'
const awkwardText = 'Ünï "x" & =1%'

/**
 * A value that a schema allows: only what is required, or everything declared. Unions below the outermost take their
 * first branch. Throws for a pattern or format it knows no text for.
 */
export function sampleOf(schema: Schema, extent: Extent): unknown {
  const branches = branchesOf(schema)
  const branch = branches.length > 1 ? branches[extent.branch % branches.length] : schema
  if (!branch) throw new Error('a union without branches')
  const inner = { ...extent, branch: branches.length > 1 ? 0 : extent.branch }
  if (branch.enum) return branch.enum[extent.optional ? branch.enum.length - 1 : 0]
  switch (branch.type) {
    case 'boolean':
      return extent.optional
    case 'number':
    case 'integer':
      return numberFor(branch, extent)
    case 'string':
      return textFor(branch, extent)
    case 'array': {
      const item = sampleOf(branch.items ?? {}, inner)
      const alone = !extent.optional || typeof item !== 'string' || branch.items?.enum !== undefined
      return alone ? [item] : [item, sampleOf(branch.items ?? {}, { ...inner, optional: false })]
    }
    default:
      return objectFor(branch, inner)
  }
}

/** Of these not every value of their type passes the check before sending. */
const known: Readonly<Record<string, unknown>> = {
  expiresAt: 4102444800000,
  passwordDigest: JSON.stringify(['sha256', ['salt', '@'], 'ab'.repeat(32)]),
}

function objectFor(schema: Schema, extent: Extent): unknown {
  const { properties, required = [], additionalProperties: others } = schema
  if (!properties) {
    if (typeof others === 'object') return { 'some key': sampleOf(others, extent) }
    return { plan: 'pro', nested: { seats: 3, 'a.b': [true, null] } }
  }
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => extent.optional || required.includes(name))
      .map(([name, property]) => [name, known[name] ?? sampleOf(property, extent)]),
  )
}

function numberFor({ minimum, maximum }: Schema, { optional }: Extent): number {
  return optional ? (maximum ?? minimum ?? 4102444800000) : (minimum ?? 1)
}

function textFor({ pattern, format, minLength = 0, maxLength = Infinity }: Schema, { optional }: Extent): string {
  const known =
    pattern !== undefined ? textsByPattern[pattern] : format !== undefined ? textsByFormat[format] : undefined
  if (known !== undefined) return known
  if (pattern !== undefined || (format !== undefined && format !== 'binary')) {
    throw new Error(`no sample text for ${pattern ?? format}: add one to sample-values.ts`)
  }
  return (optional ? awkwardText : plainText).padEnd(minLength, '0').slice(0, maxLength)
}
