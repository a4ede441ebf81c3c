import { type OpenApiDocument, parameterOf, type Schema } from '../../src/call/facts/repairs/document.js'
import { loadDocuments } from '../openapi/reference.js'

/** Undeclared names that the free-form parameter `search_params` stands for, as Logto reads them. */
const searchName = /^(?:(?:search|mode)(?:\..+)?|joint|isCaseSensitive)$/

/**
 * The documents of a folder in a form that takes no more than they declare: an object with named properties takes no
 * others, and the free-form search parameter, which would swallow every query name, is left to `refusedQueryNames`.
 */
export function strictDocuments(folder: string): OpenApiDocument[] {
  return Object.values(loadDocuments(folder)).map((document) => {
    const copy = structuredClone(document)
    close(copy)
    for (const operation of Object.values(copy.paths).flatMap((item) => Object.values(item))) {
      const kept = operation.parameters?.filter((p) => parameterOf(copy, p)?.name !== 'search_params')
      if (kept) operation.parameters = kept
    }
    return copy
  })
}

/** Query names that an operation with these declared ones does not take. */
export function refusedQueryNames(given: Iterable<string>, declared: readonly string[]): string[] {
  const searches = declared.includes('search_params')
  return [...new Set(given)].filter(
    (name) => name === 'search_params' || !(declared.includes(name) || (searches && searchName.test(name))),
  )
}

/** Closes every schema with properties below `part`, unless it says itself what other properties it takes. */
function close(part: unknown): void {
  if (typeof part !== 'object' || part === null) return
  const { properties, additionalProperties } = part as Schema
  if (isSchemaMap(properties) && additionalProperties === undefined) {
    Object.assign(part, { additionalProperties: false })
  }
  for (const below of Object.values(part)) close(below)
}

/** A body may itself have a property named `properties`: only a map of schemas makes a schema. */
function isSchemaMap(properties: unknown): boolean {
  return (
    typeof properties === 'object' &&
    properties !== null &&
    Object.values(properties).every((schema) => typeof schema === 'object' && schema !== null)
  )
}
