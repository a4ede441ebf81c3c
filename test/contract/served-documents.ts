import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { storedOperations } from '../../generate/stored-documents.js'
import type { DocumentedOperation, Schema } from '../../src/call/facts/maker/documents.js'
import { branchesOf } from '../../src/call/facts/maker/fields.js'
import { referenceFolder } from '../openapi/reference.js'

/** Every operation as Logto itself documents it, before any repair, by `METHOD /path`. */
export function servedOperations(): Map<string, DocumentedOperation> {
  const folder = pathToFileURL(`${join(referenceFolder, 'openapi')}/`)
  return new Map(storedOperations(folder).map((operation) => [`${operation.method} ${operation.path}`, operation]))
}

/** Names in a request that Logto's own document does not have: `query NAME`, or the path of a body property. */
export function unservedNames(
  served: DocumentedOperation,
  query: readonly (readonly [string, string])[],
  body: unknown,
): string[] {
  const declared = new Set(served.parameters.filter((p) => p.in === 'query').map((p) => p.name))
  const search = declared.has('search_params') ? /^(?:(?:search|mode)(?:\..+)?|joint|isCaseSensitive)$/ : /^(?!)/
  const names = query.map(([name]) => name).filter((name) => !declared.has(name) && !search.test(name))
  const properties = body === undefined ? [] : unservedProperties([served.body?.schema ?? {}], body, '')
  return [...new Set([...names.map((name) => `query ${name}`), ...properties])]
}

/** A place is judged by all schemas that may describe it; where none declares properties, any are taken. */
function unservedProperties(schemas: readonly Schema[], value: unknown, place: string): string[] {
  // A union may have properties of its own beside those of its branches.
  const branches = schemas.flatMap((schema) => [schema, ...branchesOf(schema)])
  if (Array.isArray(value)) {
    const items = branches.flatMap(({ items }) => items ?? [])
    return value.flatMap((one) => unservedProperties(items, one, `${place}[]`))
  }
  if (typeof value !== 'object' || value === null) return []
  const open = branches.every(({ properties }) => !properties) || branches.some((b) => b.additionalProperties === true)
  return Object.entries(value).flatMap(([name, part]) => {
    const below = branches.flatMap(({ properties }) => properties?.[name] ?? [])
    const path = place === '' ? name : `${place}.${name}`
    if (below.length === 0) return open ? [] : [path]
    return unservedProperties(below, part, path)
  })
}
