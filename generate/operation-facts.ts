import { type OpenApiDocument, type Operation, parameterOf, type Schema } from '../src/call/facts/repairs/document.js'

/** Components refer to themselves (a tree of phrases), so the way down ends somewhere. */
const deepest = 12

/**
 * An operation as a flat list of facts that a person can compare: `query page` → `integer, from 1, default 1`,
 * `body profile.givenName` → `string`. A union's branches are put together under the names they share.
 */
export function operationFacts(document: OpenApiDocument, operation: Operation): Map<string, string> {
  const facts = new FactList(document)
  facts.add('id', operation.operationId)
  if (operation.deprecated) facts.add('deprecated', 'yes')
  if (operation.security) facts.add('security', JSON.stringify(operation.security))
  if (operation['x-logto-paging']) facts.add('paging', operation['x-logto-paging'])
  if (operation['x-logto-search']) facts.add('search', operation['x-logto-search'].join(', '))
  if (operation['x-logto-keeps']) facts.add('keeps', 'what is not given')
  if (operation['x-logto-memberwise']) facts.add('memberwise', operation['x-logto-memberwise'])
  const madeAnyway = operation['x-logto-made-anyway']
  if (madeAnyway) facts.add('made anyway', `despite ${madeAnyway.despite}, found by ${madeAnyway.by}`)
  for (const entry of operation.parameters ?? []) {
    const parameter = parameterOf(document, entry)
    if (!parameter) continue
    const { in: place, name, required, schema = {} } = parameter
    facts.addSchema(`${place} ${name}`, schema, required ?? false)
  }
  const { requestBody } = operation
  for (const [contentType, { schema = {} }] of Object.entries(requestBody?.content ?? {})) {
    const where = contentType === 'application/json' ? 'body' : `body (${contentType})`
    facts.addSchema(where, schema, requestBody?.required ?? false)
  }
  for (const [status, { content }] of Object.entries(operation.responses)) {
    const types = Object.entries(content ?? {})
    if (types.length === 0) facts.add(`answer ${status}`, 'no content')
    for (const [contentType, { schema = {} }] of types) {
      const where = contentType === 'application/json' ? `answer ${status}` : `answer ${status} (${contentType})`
      facts.addSchema(where, schema, false)
    }
  }
  return new Map([...facts.values].map(([name, texts]) => [name, [...texts].join(' | ')]))
}

class FactList {
  readonly values = new Map<string, Set<string>>()
  readonly #document: OpenApiDocument

  constructor(document: OpenApiDocument) {
    this.#document = document
  }

  add(name: string, text: string): void {
    const texts = this.values.get(name) ?? new Set()
    this.values.set(name, texts.add(text))
  }

  addSchema(name: string, entry: Schema, required: boolean, depth = 0): void {
    const schema = this.#resolved(entry)
    if (depth > deepest) return
    const branches = schema.oneOf ?? schema.anyOf
    if (branches) for (const branch of branches) this.addSchema(name, branch, required, depth + 1)
    else this.add(name, describe(schema, required))
    for (const [property, below] of Object.entries(schema.properties ?? {})) {
      const path = /^(body|answer \d+)( \([^)]*\))?$/.test(name) ? `${name} ${property}` : `${name}.${property}`
      this.addSchema(path, below, schema.required?.includes(property) ?? false, depth + 1)
    }
    if (schema.items) this.addSchema(`${name}[]`, schema.items, false, depth + 1)
    if (typeof schema.additionalProperties === 'object') {
      this.addSchema(`${name}.*`, schema.additionalProperties, false, depth + 1)
    }
  }

  #resolved(schema: Schema): Schema {
    const name = schema.$ref?.replace('#/components/schemas/', '')
    return name === undefined ? schema : (this.#document.components.schemas?.[name] ?? {})
  }
}

/** Everything a schema says of a value itself, in a few words. */
function describe(schema: Schema, required: boolean): string {
  const { type, properties, items, additionalProperties, required: _, ...rest } = schema
  const bounds = Object.entries(rest).map(([keyword, value]) => `${keyword} ${JSON.stringify(value)}`)
  return [type ?? 'any', required ? 'required' : 'optional', ...bounds].join(', ')
}
