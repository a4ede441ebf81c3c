import { STATUS_CODES } from 'node:http'
import type {
  Answer,
  Content,
  OpenApiDocument,
  Operation,
  Parameter,
  Reference,
  Schema,
  SecurityScheme,
} from '../repairs/document.js'
import { methods } from '../repairs/document.js'

/** Keys that hold sentences or samples wherever OpenAPI allows them; our own words are kept elsewhere. */
const prose = new Set(['description', 'summary', 'title', 'example', 'examples', 'externalDocs'])

/** The order of a schema's keywords: what it is, what bounds it, what is inside. Others follow by name. */
const keywordOrder = [
  '$ref',
  'type',
  'nullable',
  'format',
  'pattern',
  'enum',
  'default',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'required',
  'properties',
  'additionalProperties',
  'items',
  'oneOf',
  'anyOf',
  'allOf',
]

/**
 * A copy with the facts alone, in an order that does not depend on the server: paths by name, methods and keywords in
 * a fixed order. Properties and parameters keep the document's order, which is the one people know them in.
 * OpenAPI wants a description of every answer: it is the status phrase.
 */
export function stripProse(document: OpenApiDocument, title: string): OpenApiDocument {
  const { parameters, schemas, securitySchemes } = document.components
  return {
    openapi: document.openapi,
    info: { title, version: document.info.version },
    servers: [{ url: '/' }],
    ...(document.security ? { security: document.security } : {}),
    ...(document.tags ? { tags: document.tags.map(({ name }) => ({ name })) } : {}),
    paths: byName(document.paths, (item) => {
      const kept = methods.flatMap((method) => {
        const operation = item[method]
        return operation ? [[method, stripOperation(operation)]] : []
      })
      return Object.fromEntries(kept)
    }),
    components: {
      ...(securitySchemes ? { securitySchemes: byName(securitySchemes, stripSecurityScheme) } : {}),
      ...(parameters ? { parameters: byName(parameters, stripParameter) } : {}),
      ...(schemas ? { schemas: byName(schemas, stripSchema) } : {}),
    },
  }
}

function stripOperation(operation: Operation): Operation {
  const { operationId, tags, deprecated, parameters, requestBody, responses, security } = operation
  const {
    'x-logto-paging': paging,
    'x-logto-search': search,
    'x-logto-keeps': keeps,
    'x-logto-memberwise': memberwise,
    'x-logto-made-anyway': madeAnyway,
  } = operation
  return {
    operationId,
    ...(tags ? { tags } : {}),
    ...(deprecated ? { deprecated } : {}),
    ...(security ? { security } : {}),
    ...(paging ? { 'x-logto-paging': paging } : {}),
    ...(search ? { 'x-logto-search': search } : {}),
    ...(keeps ? { 'x-logto-keeps': keeps } : {}),
    ...(memberwise ? { 'x-logto-memberwise': memberwise } : {}),
    ...(madeAnyway ? { 'x-logto-made-anyway': madeAnyway } : {}),
    ...(parameters?.length ? { parameters: parameters.map(stripParameterEntry) } : {}),
    ...(requestBody
      ? { requestBody: { required: requestBody.required ?? false, content: stripContent(requestBody.content) } }
      : {}),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, answer]) => [status, stripAnswer(status, answer)]),
    ),
  }
}

function stripAnswer(status: string, { content }: Answer): Answer {
  return { description: STATUS_CODES[status] ?? '', ...(content ? { content: stripContent(content) } : {}) }
}

function stripContent(content: Content): Content {
  return byName(content, ({ schema }) => (schema ? { schema: stripSchema(schema) } : {}))
}

function stripParameterEntry(entry: Parameter | Reference): Parameter | Reference {
  return '$ref' in entry ? entry : stripParameter(entry)
}

function stripParameter({ name, in: place, required, deprecated, style, explode, schema }: Parameter): Parameter {
  return {
    name,
    in: place,
    required: required ?? false,
    ...(deprecated ? { deprecated } : {}),
    ...(style ? { style } : {}),
    ...(explode === undefined ? {} : { explode }),
    ...(schema ? { schema: stripSchema(schema) } : {}),
  }
}

/** OAuth 2 flows must say something of each scope: the empty text. */
function stripSecurityScheme(scheme: SecurityScheme): SecurityScheme {
  const silence = (_key: string, value: unknown) =>
    _key === 'scopes' ? byName(value as Record<string, string>, () => '') : value
  const { description: _, ...facts } = scheme
  return JSON.parse(JSON.stringify(facts, silence)) as SecurityScheme
}

/** Goes down by the meaning of each keyword: a property may well be named `description` or `title`. */
function stripSchema(schema: Schema): Schema {
  const entries = Object.entries(schema)
    .filter(([keyword]) => !prose.has(keyword))
    .map(([keyword, value]): [string, unknown] => [keyword, stripKeyword(keyword, value)])
  return Object.fromEntries(entries.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))) as Schema
}

function stripKeyword(keyword: string, value: unknown): unknown {
  switch (keyword) {
    case 'properties':
      return Object.fromEntries(
        Object.entries(value as Record<string, Schema>).map(([name, property]) => [name, stripSchema(property)]),
      )
    case 'items':
      return stripSchema(value as Schema)
    case 'additionalProperties':
      return typeof value === 'boolean' ? value : stripSchema(value as Schema)
    case 'oneOf':
    case 'anyOf':
    case 'allOf':
      return (value as Schema[]).map(stripSchema)
    default:
      return value
  }
}

function rank(keyword: string): number {
  const index = keywordOrder.indexOf(keyword)
  return index < 0 ? keywordOrder.length : index
}

function byName<From, To>(record: Record<string, From>, map: (value: From) => To): Record<string, To> {
  const entries = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, value]) => [name, map(value)]))
}
