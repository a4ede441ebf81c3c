import { apiNames, type Documents, type OpenApiDocument, operationsOf, type Schema } from './document.js'

/** What a schema describes; `shared` ones are components, which may be anything. */
export type SchemaUse = 'parameter' | 'body' | 'answer' | 'shared'

/** One schema and where it stands. */
export interface SchemaPlace {
  schema: Schema
  use: SchemaUse
  /** The operation it belongs to; absent for a component. */
  operationId?: string
  /** Property names from the root down; list items and union branches add nothing. */
  names: readonly string[]
}

/** The schemas one level below, each with the property name that leads to it, if one does. */
function* childrenOf(schema: Schema): Generator<[Schema, string?]> {
  for (const [name, property] of Object.entries(schema.properties ?? {})) yield [property, name]
  if (schema.items) yield [schema.items]
  if (typeof schema.additionalProperties === 'object') yield [schema.additionalProperties]
  for (const branch of [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])]) yield [branch]
}

/** A schema and all below it, the inner ones first, so that a mend sees what is inside already mended. */
export function* schemasBelow(schema: Schema, names: readonly string[] = []): Generator<[Schema, readonly string[]]> {
  for (const [child, name] of childrenOf(schema)) {
    yield* schemasBelow(child, name === undefined ? names : [...names, name])
  }
  yield [schema, names]
}

function* rootsOf(documents: Documents): Generator<Omit<SchemaPlace, 'names'> & { name?: string }> {
  for (const { operation } of operationsOf(documents)) {
    const { operationId } = operation
    for (const entry of operation.parameters ?? []) {
      if ('name' in entry && entry.schema) {
        yield { schema: entry.schema, use: 'parameter', operationId, name: entry.name }
      }
    }
    for (const { schema } of Object.values(operation.requestBody?.content ?? {})) {
      if (schema) yield { schema, use: 'body', operationId }
    }
    for (const answer of Object.values(operation.responses)) {
      for (const { schema } of Object.values(answer.content ?? {})) {
        if (schema) yield { schema, use: 'answer', operationId }
      }
    }
  }
  for (const api of apiNames) yield* componentRoots(documents[api])
}

function* componentRoots({ components }: OpenApiDocument): Generator<Omit<SchemaPlace, 'names'>> {
  for (const schema of Object.values(components.schemas ?? {})) yield { schema, use: 'shared' }
  for (const { schema } of Object.values(components.parameters ?? {})) {
    if (schema) yield { schema, use: 'parameter' }
  }
}

/** Every schema of the three documents, inner ones before those around them. */
export function* schemasOf(documents: Documents): Generator<SchemaPlace> {
  for (const { name, ...root } of rootsOf(documents)) {
    for (const [schema, names] of schemasBelow(root.schema, name === undefined ? [] : [name])) {
      yield { ...root, schema, names }
    }
  }
}

/** Puts another schema in this one's place, keeping the object that its surroundings hold. */
export function become(schema: Schema, other: Schema): void {
  const copy = { ...other }
  for (const key of Object.keys(schema)) delete schema[key as keyof Schema]
  Object.assign(schema, copy)
}
