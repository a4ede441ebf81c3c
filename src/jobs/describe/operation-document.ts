import type { FieldFact, Operation } from '../../call/facts/operation.js'
import type { BodySchema, OperationSchema } from '../../call/request/schema.js'
import type { FoundCommand } from './find-command.js'

/** What `logto schema --json` prints: one operation whole, in the API's own terms. */
export interface OperationDocument {
  command: string
  /** Where the command is a preset: the command made for the operation. */
  runs?: string
  operation: string
  api: Operation['api']
  method: string
  path: string
  /** Made from the tenant's documents. */
  reviewed?: false
  /** Whose right the request needs. */
  authority: Operation['authority']
  arguments: { name: string; parameter: string; help: string; options?: readonly string[] }[]
  query: { flag: string; name: string; required?: true; help: string; schema: BodySchema }[]
  headers: { flag: string; name: string; help: string }[]
  search: boolean
  paging: 'required' | 'optional' | null
  body: { media: string; required: boolean; patch?: string; flags: Record<string, string>; schema: BodySchema } | null
  answers: OperationSchema['answers']
}

/** An operation with its schema, as a command runs it. */
export interface DescribedOperation {
  found: FoundCommand
  operation: Operation
  schema: OperationSchema
  /** The command whose own operation it is; another one than that found where that is a preset. */
  runs: string
}

/** The machine document of an operation; its shape is public. */
export function operationDocument({ found, operation, schema, runs }: DescribedOperation): OperationDocument {
  const { body } = schema
  return {
    command: found.command,
    ...(runs === found.command ? {} : { runs }),
    operation: operation.id,
    api: operation.api,
    method: operation.method,
    path: operation.path,
    ...(operation.unreviewed ? { reviewed: false as const } : {}),
    authority: operation.authority,
    arguments: Object.entries(operation.args).map(([name, { wire, help, options }]) => ({
      name,
      parameter: wire,
      help,
      ...(options ? { options } : {}),
    })),
    query: Object.entries(operation.query).map(([flag, field]) => queryParameter(flag, field, schema)),
    headers: Object.entries(operation.headers ?? {}).map(([flag, { wire, help }]) => ({ flag, name: wire, help })),
    search: operation.search !== undefined,
    paging: operation.paging?.kind ?? null,
    body: body
      ? {
          media: body.media,
          required: body.required,
          ...(operation.body?.patch ? { patch: operation.body.patch } : {}),
          flags: flagsByProperty(operation),
          schema: body.schema,
        }
      : null,
    answers: schema.answers,
  }
}

function queryParameter(flag: string, field: FieldFact, { parameters }: OperationSchema) {
  const documented = parameters.find(({ name, in: place }) => place === 'query' && name === field.wire)
  return {
    flag,
    name: field.wire,
    ...(field.required ? { required: true as const } : {}),
    help: field.help,
    schema: documented?.schema ?? {},
  }
}

/** The flag of each property of the body that has one; names of parts are joined by dots. */
export function flagsByProperty({ body }: Operation): Record<string, string> {
  return Object.fromEntries(
    Object.entries(body?.fields ?? {}).map(([flag, { wire, within = [] }]) => [[...within, wire].join('.'), flag]),
  )
}
