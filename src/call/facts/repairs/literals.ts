import type { JsonType, Schema } from './document.js'
import type { Repair } from './repair.js'
import { schemasOf } from './schema-walk.js'

/**
 * Logto's generator writes a literal into `format`: `"Totp"` with its quotes, `true`, or several with bars between;
 * `empty` is the literal empty string. `format` constrains nothing, so branches of a union cannot be told apart.
 * An `enum` says the same in the way every reader of OpenAPI understands.
 */
export const literalsInFormat: Repair = {
  name: 'literals in format',
  apply(documents, log) {
    for (const { schema } of schemasOf(documents)) {
      const literals = literalsOf(schema)
      if (!literals) continue
      schema.enum = literals
      delete schema.format
      log.mend()
    }
  },
}

/** The literals that `format` holds; undefined when it is a format, or holds values of another type. */
function literalsOf({ format, type }: Schema): unknown[] | undefined {
  if (format === undefined) return undefined
  if (format === 'empty') return type === 'string' ? [''] : undefined
  const values = format.split(' | ').map(parseLiteral)
  return values.every((value) => isOfType(value, type)) ? values : undefined
}

function parseLiteral(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isOfType(value: unknown, type: JsonType | undefined): boolean {
  return typeof value === (type === 'integer' ? 'number' : type)
}
