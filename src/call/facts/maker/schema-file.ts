import { answerColumns, successSchema } from './columns.js'
import type { DocumentedOperation } from './documents.js'
import { propertiesOf } from './fields.js'
import { type JsonSchema, toJsonSchema } from './json-schema.js'
import type { NamedCommand } from './names.js'

/** What `operations/<topic>/<verb>.json` holds: read only when the operation's check, columns or schema are needed. */
export interface SchemaFile {
  id: string
  method: string
  path: string
  parameters: { name: string; in: string; required?: true; schema: JsonSchema }[]
  body?: { media: string; required: boolean; schema: JsonSchema }
  answers: { status: number; media?: string; schema?: JsonSchema }[]
  /** Column paths of a row or object: see `columnPaths`. */
  columns: string[]
  /** What a GET of the same path answers, where it holds more than the operation's own answer. */
  read?: JsonSchema
  /** From the table of names: what it needs, and the commands around it. */
  needs?: string
  before?: string[]
  after?: string[]
}

/** The generated schema of one operation; `all` are those of its documents. */
export function schemaFile(
  operation: DocumentedOperation,
  named: NamedCommand,
  all: readonly DocumentedOperation[],
): SchemaFile {
  const success = successSchema(operation)
  const file: SchemaFile = {
    id: operation.id,
    method: operation.method,
    path: operation.path,
    parameters: operation.parameters.map((p) => ({
      name: p.name,
      in: p.in,
      ...(p.required ? { required: true as const } : {}),
      schema: toJsonSchema(p.schema),
    })),
    answers: operation.answers
      .filter((a) => /^[23]/.test(a.status) || a.schema)
      .map((a) => ({
        status: Number(a.status),
        ...(a.media ? { media: a.media } : {}),
        ...(a.schema ? { schema: toJsonSchema(a.schema) } : {}),
      })),
    columns: answerColumns(operation, named.verb),
  }
  const { needs, before, after } = named.name
  if (needs) file.needs = needs
  if (before) file.before = before
  if (after) file.after = after
  if (!operation.body) return file
  file.body = { ...operation.body, schema: toJsonSchema(operation.body.schema) }
  if (operation.method === 'POST') return file
  const read = successSchema(all.find(({ method, path }) => method === 'GET' && path === operation.path))
  const own = propertiesOf(success ?? {})
  if (read && [...propertiesOf(read).keys()].some((name) => !own.has(name))) file.read = toJsonSchema(read)
  return file
}
