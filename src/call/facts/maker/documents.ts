import type { HttpMethod, Operation } from '../operation.js'

/** An OpenAPI 3.0 schema object: read loosely, since vendor marks and unions vary. */
export interface Schema {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: boolean | Schema
  enum?: unknown[]
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
  nullable?: boolean
  default?: unknown
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  format?: string
  pattern?: string
  deprecated?: boolean
  $ref?: string
  [mark: `x-${string}`]: unknown
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header' | 'cookie'
  required?: boolean
  deprecated?: boolean
  schema: Schema
}

export interface MediaType {
  schema?: Schema
}

interface RawOperation {
  operationId: string
  parameters?: (Parameter | { $ref: string })[]
  requestBody?: { required?: boolean; content: Record<string, MediaType> }
  responses: Record<string, { content?: Record<string, MediaType> }>
  security?: Record<string, string[]>[]
  deprecated?: boolean
  [mark: `x-${string}`]: unknown
}

/** A document as far as it is read. */
export interface Document {
  paths: Record<string, Record<string, RawOperation>>
  security?: Record<string, string[]>[]
  components?: { schemas?: Record<string, Schema>; parameters?: Record<string, Parameter> }
}

/** One operation of one document, with every `$ref` resolved. */
export interface DocumentedOperation {
  api: Operation['api']
  id: string
  method: HttpMethod
  path: string
  parameters: Parameter[]
  body?: { required: boolean; media: string; schema: Schema }
  /** By status; a status without content has no media. */
  answers: { status: string; media?: string; schema?: Schema }[]
  /** Absent: the document's own; empty: anonymous. An empty object among others: anonymous is also possible. */
  security: Record<string, string[]>[]
  deprecated: boolean
  marks: Record<string, unknown>
}

const apis = ['management', 'experience', 'user'] as const
const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/** Every operation of the three documents, in their order. */
export function documentedOperations(documents: Readonly<Record<Operation['api'], Document>>): DocumentedOperation[] {
  return apis.flatMap((api) => {
    const document = documents[api]
    return Object.entries(document.paths).flatMap(([path, item]) =>
      methods.flatMap((method) => {
        const raw = item[method]
        return raw ? [operationOf(api, method, path, raw, document)] : []
      }),
    )
  })
}

function operationOf(
  api: Operation['api'],
  method: (typeof methods)[number],
  path: string,
  raw: RawOperation,
  document: Document,
): DocumentedOperation {
  const [media, content] = Object.entries(raw.requestBody?.content ?? {})[0] ?? []
  const operation: DocumentedOperation = {
    api,
    id: raw.operationId,
    method: method.toUpperCase() as HttpMethod,
    path,
    parameters: (raw.parameters ?? []).map((p) => resolveParameter(p, document)),
    answers: Object.entries(raw.responses).flatMap(([status, response]) => {
      const contents = Object.entries(response.content ?? {})
      if (contents.length === 0) return [{ status }]
      return contents.map(([media, { schema }]) => ({
        status,
        media,
        ...(schema ? { schema: resolveSchema(schema, document) } : {}),
      }))
    }),
    security: raw.security ?? document.security ?? [],
    deprecated: raw.deprecated ?? false,
    marks: Object.fromEntries(Object.entries(raw).filter(([key]) => key.startsWith('x-'))),
  }
  if (media && content) {
    operation.body = {
      required: raw.requestBody?.required ?? false,
      media,
      schema: resolveSchema(content.schema ?? {}, document),
    }
  }
  return operation
}

function resolveParameter(parameter: Parameter | { $ref: string }, document: Document): Parameter {
  if (!('$ref' in parameter)) return { ...parameter, schema: resolveSchema(parameter.schema, document) }
  const found = document.components?.parameters?.[parameter.$ref.split('/').pop() ?? '']
  if (!found) throw new Error(`No such parameter: ${parameter.$ref}`)
  return resolveParameter(found, document)
}

/** Copies a schema with its `$ref`s put in place; a reference to itself (a tree of translations) becomes an open schema. */
function resolveSchema(schema: Schema, document: Document, within: readonly string[] = []): Schema {
  if (schema.$ref) {
    const name = schema.$ref.split('/').pop() ?? ''
    const found = document.components?.schemas?.[name]
    if (!found) throw new Error(`No such schema: ${schema.$ref}`)
    return within.includes(name) ? {} : resolveSchema(found, document, [...within, name])
  }
  const each = (list: Schema[]) => list.map((s) => resolveSchema(s, document, within))
  const copy: Schema = { ...schema }
  if (schema.properties) {
    copy.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, s]) => [name, resolveSchema(s, document, within)]),
    )
  }
  if (schema.items) copy.items = resolveSchema(schema.items, document, within)
  if (typeof schema.additionalProperties === 'object') {
    copy.additionalProperties = resolveSchema(schema.additionalProperties, document, within)
  }
  if (schema.oneOf) copy.oneOf = each(schema.oneOf)
  if (schema.anyOf) copy.anyOf = each(schema.anyOf)
  if (schema.allOf) copy.allOf = each(schema.allOf)
  return copy
}
