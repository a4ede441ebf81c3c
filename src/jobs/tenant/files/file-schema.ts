import type { BodySchema } from '../../../call/request/schema.js'
import type { KindFacts } from '../model/facts.js'

/** The schema of one object in a file: its managed properties, and the objects that stand in it. */
export function entrySchema({ kind, properties, schemaOf }: KindFacts, values: Record<string, unknown>): BodySchema {
  const own = [...properties.keys()].map((name) => [name, schemaOf(name, values)] as const)
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(own),
      ...(kind.key.repeats ? { name: { type: 'string', minLength: 1 } } : {}),
      ...(kind.key.renamable ? { renamedFrom: { type: 'string' } } : {}),
    },
  }
}
