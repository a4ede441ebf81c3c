/** The part of OpenAPI 3.0 that Logto's documents use, and the ways to find one's way in them. */

export const apiNames = ['management', 'experience', 'user'] as const
export type ApiName = (typeof apiNames)[number]

/** The order in which a path's methods are kept. */
export const methods = ['get', 'post', 'put', 'patch', 'delete'] as const
export type Method = (typeof methods)[number]

export type JsonType = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'

export interface Schema {
  $ref?: string
  type?: JsonType
  format?: string
  pattern?: string
  enum?: unknown[]
  nullable?: boolean
  default?: unknown
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
  deprecated?: boolean
  title?: string
  description?: string
  example?: unknown
  'x-logto-ignored'?: true
  'x-logto-merges'?: true
  'x-logto-wanted'?: true
  'x-logto-example'?: unknown
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header' | 'cookie'
  required?: boolean
  deprecated?: boolean
  style?: string
  explode?: boolean
  schema?: Schema
  description?: string
}

export interface Reference {
  $ref: string
}

export interface MediaType {
  schema?: Schema
}

export type Content = Record<string, MediaType>

export interface RequestBody {
  required?: boolean
  content: Content
  description?: string
}

export interface Answer {
  description?: string
  content?: Content
}

/** Names of security schemes with the scopes wanted; all of one object, any one of a list. */
export type SecurityRequirement = Record<string, string[]>

export interface Operation {
  operationId: string
  tags?: string[]
  deprecated?: boolean
  summary?: string
  description?: string
  parameters?: (Parameter | Reference)[]
  requestBody?: RequestBody
  responses: Record<string, Answer>
  security?: SecurityRequirement[]
  'x-logto-paging'?: 'required' | 'optional'
  'x-logto-keeps'?: true
  'x-logto-search'?: string[]
  'x-logto-memberwise'?: string
  'x-logto-made-anyway'?: { by: string; despite: string }
}

export interface SecurityScheme {
  type: string
  description?: string
  [field: string]: unknown
}

export interface OpenApiDocument {
  openapi: string
  info: { title: string; version: string; description?: string }
  servers?: { url: string; description?: string }[]
  security?: SecurityRequirement[]
  paths: Record<string, Partial<Record<Method, Operation>>>
  components: {
    schemas?: Record<string, Schema>
    parameters?: Record<string, Parameter>
    securitySchemes?: Record<string, SecurityScheme>
  }
  tags?: { name: string; description?: string }[]
}

export type Documents = Record<ApiName, OpenApiDocument>

/** One operation and where it stands. */
export interface OperationPlace {
  api: ApiName
  path: string
  method: Method
  operation: Operation
}

/** Every operation of the three documents. */
export function* operationsOf(documents: Documents): Generator<OperationPlace> {
  for (const api of apiNames) {
    for (const [path, item] of Object.entries(documents[api].paths)) {
      for (const method of methods) {
        const operation = item[method]
        if (operation) yield { api, path, method, operation }
      }
    }
  }
}

/** The parameter itself, also where the list only refers to one of the document's components. */
export function parameterOf(document: OpenApiDocument, entry: Parameter | Reference): Parameter | undefined {
  if (!('$ref' in entry)) return entry
  return document.components.parameters?.[entry.$ref.replace('#/components/parameters/', '')]
}
