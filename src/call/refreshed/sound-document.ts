/**
 * Understands an API document that somebody else wrote: a tenant's, or one from the cache. Taken over are paths below
 * `/api/`, methods, inputs in path and query, bodies, answers and ids of operations; never servers, security, headers or
 * sentences. What is not sound is left out, and a document that goes too far is refused.
 */

import {
  type Method,
  methods,
  type OpenApiDocument,
  type Operation,
  type Parameter,
} from '../facts/repairs/document.js'
import { SoundSchemas } from './sound-schema.js'
import { isPlainName, isPlainText, membersOf, plainEntries } from './sound-value.js'
import { UnsoundDocument } from './unsound-document.js'

/** A document of Logto's has some 700 kB. */
export const longestDocument = 8 * 1024 * 1024

/** Most operations of one document. */
const mostOperations = 2000

/** Media of a body that this program can send. */
const sendable = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data']

const title = { title: '', version: '' }

/** The document of a text. `isMended`: it was made by this program, whose marks it has. Throws an UnsoundDocument. */
export function soundText(text: string, isMended = false): OpenApiDocument {
  if (text.length > longestDocument) throw new UnsoundDocument('it is larger than 8 MB')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new UnsoundDocument('it is not JSON')
  }
  return soundDocument(value, isMended)
}

/** The document of a JSON value. Throws an UnsoundDocument. */
export function soundDocument(value: unknown, isMended = false): OpenApiDocument {
  const given = Object.fromEntries(plainEntries(value))
  if (!isPlainText(given.openapi) || !/^3\.[01]\.\d+$/.test(given.openapi) || typeof given.paths !== 'object') {
    throw new UnsoundDocument('it is no OpenAPI 3 document')
  }
  const components = Object.fromEntries(plainEntries(given.components))
  const schemas = plainEntries(components.schemas).filter(([name]) => /^[\w.-]+$/.test(name))
  const sound = new SoundSchemas(new Set(schemas.map(([name]) => name)), isMended)
  const shared = new Map(plainEntries(components.parameters))
  let left = mostOperations
  const paths = plainEntries(given.paths).flatMap(([path, item]): [string, Partial<Record<Method, Operation>>][] => {
    if (!isApiPath(path)) return []
    const operations = plainEntries(item).flatMap(([name, operation]): [Method, Operation][] => {
      const method = methods.find((one) => one === name)
      const understood = method && operationOf(operation, path, shared, sound, isMended)
      return method && understood ? [[method, understood]] : []
    })
    left -= operations.length
    if (left < 0) throw new UnsoundDocument(`it has more than ${mostOperations} operations`)
    return operations.length > 0 ? [[path, Object.fromEntries(operations)]] : []
  })
  return {
    openapi: given.openapi,
    info: title,
    paths: Object.fromEntries(paths),
    components: { schemas: Object.fromEntries(schemas.map(([name, schema]) => [name, sound.schema(schema)])) },
  }
}

/** `/api/users/{userId}/roles`: words and parameters, nothing that a client or a server would resolve. */
function isApiPath(path: string): boolean {
  const [empty, api, ...segments] = path.split('/')
  const isSegment = (segment: string) => /^(?!\.{1,2}$)[\w.~-]+$/.test(segment) || parameterIn(segment) !== undefined
  return empty === '' && api === 'api' && segments.length > 0 && segments.length <= 20 && segments.every(isSegment)
}

function parameterIn(segment: string): string | undefined {
  return /^\{([A-Za-z]\w{0,63})\}$/.exec(segment)?.[1]
}

type Shared = ReadonlyMap<string, unknown>

function operationOf(
  value: unknown,
  path: string,
  shared: Shared,
  sound: SoundSchemas,
  isMended: boolean,
): Operation | undefined {
  const given = Object.fromEntries(plainEntries(value))
  const { operationId } = given
  if (!isPlainName(operationId) || !/^[A-Za-z]\w{1,79}$/.test(operationId)) return undefined
  const parameters = parametersOf(membersOf(given.parameters), path, shared, sound)
  const body = Object.fromEntries(plainEntries(given.requestBody))
  const content = plainEntries(body.content).filter(([media]) => sendable.includes(media))
  return {
    operationId,
    ...(given.deprecated === true ? { deprecated: true } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(content.length > 0
      ? { requestBody: { required: body.required === true, content: contentOf(content, sound) } }
      : {}),
    responses: Object.fromEntries(
      plainEntries(given.responses).flatMap(([status, answer]) => {
        if (!/^[23]\d\d$/.test(status)) return []
        const media = plainEntries(Object.fromEntries(plainEntries(answer)).content)
        return [[status, media.length > 0 ? { content: contentOf(media, sound) } : {}]]
      }),
    ),
    ...(isMended ? marksOf(given) : {}),
  }
}

function contentOf(media: readonly [string, unknown][], sound: SoundSchemas) {
  return Object.fromEntries(
    media.map(([name, value]) => {
      const { schema } = Object.fromEntries(plainEntries(value))
      return [name, schema === undefined ? {} : { schema: sound.schema(schema) }]
    }),
  )
}

/** Inputs in the path, all of them, and in the query; each once. */
function parametersOf(given: readonly unknown[], path: string, shared: Shared, sound: SoundSchemas): Parameter[] {
  const found = new Map<string, Parameter>()
  for (const entry of given) {
    const own = Object.fromEntries(plainEntries(entry))
    const name = typeof own.$ref === 'string' ? own.$ref.replace('#/components/parameters/', '') : undefined
    const parameter = name === undefined ? own : Object.fromEntries(plainEntries(shared.get(name)))
    if (!isPlainName(parameter.name) || (parameter.in !== 'path' && parameter.in !== 'query')) continue
    found.set(`${parameter.in} ${parameter.name}`, {
      name: parameter.name,
      in: parameter.in,
      required: parameter.in === 'path' || parameter.required === true,
      ...(parameter.deprecated === true ? { deprecated: true } : {}),
      schema: sound.schema(parameter.schema ?? {}),
    })
  }
  const wanted = path.split('/').flatMap((segment) => parameterIn(segment) ?? [])
  const inPath = wanted.map(
    (name) =>
      found.get(`path ${name}`) ?? { name, in: 'path' as const, required: true, schema: { type: 'string' as const } },
  )
  return [...inPath, ...[...found.values()].filter((parameter) => parameter.in === 'query')]
}

function marksOf(given: Readonly<Record<string, unknown>>): Partial<Operation> {
  const { 'x-logto-paging': paging, 'x-logto-search': search, 'x-logto-memberwise': memberwise } = given
  return {
    ...(paging === 'required' || paging === 'optional' ? { 'x-logto-paging': paging } : {}),
    ...(Array.isArray(search) ? { 'x-logto-search': search.filter(isPlainName) } : {}),
    ...(isPlainName(memberwise) ? { 'x-logto-memberwise': memberwise } : {}),
    ...(given['x-logto-keeps'] === true ? { 'x-logto-keeps': true } : {}),
  }
}
