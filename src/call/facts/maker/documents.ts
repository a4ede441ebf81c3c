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

/** An operation as a document writes it. */
export interface RawOperation {
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

/** Longest chain of schemas that refer to one another. Logto's own have three. */
const mostReferences = 16

const apis = ['management', 'experience', 'user'] as const
const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/** Every operation of the three documents, in their order, with every `$ref` resolved. */
export function documentedOperations(documents: Readonly<Record<Operation['api'], Document>>): DocumentedOperation[] {
  return apis.flatMap((api) => {
    const document = documents[api]
    return Object.entries(document.paths).flatMap(([path, item]) =>
      methods.flatMap((method) => {
        const raw = item[method]
        return raw ? [documentedOperation(api, method, path, raw, document)] : []
      }),
    )
  })
}

/** One operation. Throws where its schemas, with every `$ref` in its place, are more than `mostSchemas`. */
export function documentedOperation(
  api: Operation['api'],
  method: (typeof methods)[number],
  path: string,
  raw: RawOperation,
  document: Document,
  mostSchemas = Number.POSITIVE_INFINITY,
): DocumentedOperation {
  const resolver = new Resolver(document, mostSchemas)
  const [media, content] = Object.entries(raw.requestBody?.content ?? {})[0] ?? []
  const operation: DocumentedOperation = {
    api,
    id: raw.operationId,
    method: method.toUpperCase() as HttpMethod,
    path,
    parameters: (raw.parameters ?? []).map((parameter) => resolver.parameter(parameter)),
    answers: Object.entries(raw.responses).flatMap(([status, response]) => {
      const contents = Object.entries(response.content ?? {})
      if (contents.length === 0) return [{ status }]
      return contents.map(([media, { schema }]) => ({
        status,
        media,
        ...(schema ? { schema: resolver.schema(schema) } : {}),
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
      schema: resolver.schema(content.schema ?? {}),
    }
  }
  return operation
}

/** Puts what is referred to in the place of each `$ref` of one operation. */
class Resolver {
  constructor(
    private readonly document: Document,
    private left: number,
  ) {}

  parameter(parameter: Parameter | { $ref: string }): Parameter {
    if (!('$ref' in parameter)) return { ...parameter, schema: this.schema(parameter.schema) }
    const found = this.document.components?.parameters?.[parameter.$ref.split('/').pop() ?? '']
    if (!found) throw new Error(`No such parameter: ${parameter.$ref}`)
    return this.parameter(found)
  }

  /** A copy of the schema; a reference to itself (a tree of translations) becomes an open schema. */
  schema(schema: Schema, within: readonly string[] = []): Schema {
    this.left -= 1
    if (this.left < 0) throw new Error('its schemas refer to one another without end')
    if (schema.$ref) {
      const name = schema.$ref.split('/').pop() ?? ''
      const found = this.document.components?.schemas?.[name]
      if (!found) throw new Error(`No such schema: ${schema.$ref}`)
      if (within.length > mostReferences) throw new Error('its schemas refer to one another without end')
      return within.includes(name) ? {} : this.schema(found, [...within, name])
    }
    const each = (list: Schema[]) => list.map((one) => this.schema(one, within))
    const copy: Schema = { ...schema }
    if (schema.properties) {
      copy.properties = Object.fromEntries(
        Object.entries(schema.properties).map(([name, property]) => [name, this.schema(property, within)]),
      )
    }
    if (schema.items) copy.items = this.schema(schema.items, within)
    if (typeof schema.additionalProperties === 'object') {
      copy.additionalProperties = this.schema(schema.additionalProperties, within)
    }
    if (schema.oneOf) copy.oneOf = each(schema.oneOf)
    if (schema.anyOf) copy.anyOf = each(schema.anyOf)
    if (schema.allOf) copy.allOf = each(schema.allOf)
    return copy
  }
}
