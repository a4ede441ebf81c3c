import type { DocumentedOperation, Schema } from './documents.js'
import { branchesOf } from './fields.js'

/** The schema of the first JSON success answer, if any. */
export function successSchema(operation: DocumentedOperation | undefined): Schema | undefined {
  return operation?.answers.find((a) => a.status.startsWith('2') && a.media === 'application/json')?.schema
}

/** The property that holds the rows of an enveloped list: an object whose only list of objects is one property. */
function envelopeOf(schema: Schema | undefined): string | undefined {
  if (schema?.type !== 'object') return undefined
  const properties = Object.entries(schema.properties ?? {})
  const [only] = properties
  return properties.length === 1 && only && only[1].type === 'array' ? only[0] : undefined
}

/** The property of an answer that holds its rows, for a command that lists. */
export function rowsOf(operation: DocumentedOperation, verb: string): string | undefined {
  return verb.startsWith('list') ? envelopeOf(successSchema(operation)) : undefined
}

/** The columns that an answer may have: those of its rows, where it is a list, bare or in an envelope. */
export function answerColumns(operation: DocumentedOperation, verb: string): string[] {
  const success = successSchema(operation)
  const envelope = rowsOf(operation, verb)
  const answer = envelope === undefined ? success : success?.properties?.[envelope]
  return columnPaths(answer?.type === 'array' ? (answer.items ?? {}) : answer)
}

/**
 * Column paths that the document declares for a row (or object): nested with dots, an open object as `path.*`;
 * `*` alone where nothing is declared.
 */
function columnPaths(schema: Schema | undefined, depth = 0): string[] {
  if (!schema) return ['*']
  const branches = branchesOf(schema)
  const open = branches.some((b) => !b.properties && b.type !== 'string' && b.type !== 'number' && b.type !== 'boolean')
  const own = new Set<string>(depth === 0 && open ? ['*'] : [])
  for (const branch of [schema, ...branches]) {
    for (const [name, property] of Object.entries(branch.properties ?? {})) {
      own.add(name)
      if (isOpen(property)) own.add(`${name}.*`)
      if (depth < 4) for (const path of columnPaths(property, depth + 1)) if (path !== '*') own.add(`${name}.${path}`)
    }
  }
  return [...own]
}

function isOpen(schema: Schema): boolean {
  return branchesOf(schema).some(
    (b) => b.type === 'array' || (b.type === 'object' ? !b.properties || Boolean(b.additionalProperties) : !b.type),
  )
}
