/** The part of JSON Schema (draft 2020-12) that generated schemas use. */
export interface BodySchema {
  type?: string | string[]
  properties?: Record<string, BodySchema>
  required?: string[]
  items?: BodySchema
  additionalProperties?: boolean | BodySchema
  enum?: unknown[]
  oneOf?: BodySchema[]
  anyOf?: BodySchema[]
  allOf?: BodySchema[]
  default?: unknown
  deprecated?: boolean
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  format?: string
  pattern?: string
  'x-logto-ignored'?: boolean
  'x-logto-wanted'?: boolean
  'x-logto-example'?: unknown
}

/** What `operations/<topic>/<verb>.json` holds. */
export interface OperationSchema {
  id: string
  method: string
  path: string
  parameters: { name: string; in: string; required?: true; schema: BodySchema }[]
  body?: { media: string; required: boolean; schema: BodySchema }
  answers: { status: number; media?: string; schema?: BodySchema }[]
  columns: string[]
  /** What a GET of the same path answers, where it holds more than the operation's own answer. */
  read?: BodySchema
  /** What it needs beside the right that its API asks for, as the end of a sentence. */
  needs?: string
  /** Commands that usually come before and after it. */
  before?: string[]
  after?: string[]
}

/** The branches of a union, or the schema itself. */
export function branchesOf(schema: BodySchema): BodySchema[] {
  const union = schema.oneOf ?? schema.anyOf
  return union ? union.flatMap(branchesOf) : [schema]
}

/** The JSON types a schema allows; empty when it does not say. */
export function typesOf(schema: BodySchema): string[] {
  if (schema.type === undefined) return []
  return Array.isArray(schema.type) ? schema.type : [schema.type]
}

/** Schemas that may describe the value at `path` below `schemas`; empty when nothing is known of that place. */
export function schemasAt(schemas: readonly BodySchema[], path: readonly (string | number)[]): readonly BodySchema[] {
  const [head, ...rest] = path
  if (head === undefined) return schemas.flatMap(branchesOf)
  const [only, ...others] = schemas
  if (only && others.length === 0 && rest.length === 0) return directlyBelow(only, head)
  return schemasAt(stepInto(schemas, head), rest)
}

/** What was found directly below a schema: each row of a run asks for the same places. */
const found = new WeakMap<BodySchema, Map<string | number, readonly BodySchema[]>>()

function directlyBelow(schema: BodySchema, head: string | number): readonly BodySchema[] {
  const places = found.get(schema) ?? new Map<string | number, readonly BodySchema[]>()
  found.set(schema, places)
  const below = places.get(head) ?? stepInto([schema], head).flatMap(branchesOf)
  places.set(head, below)
  return below
}

function stepInto(schemas: readonly BodySchema[], head: string | number): BodySchema[] {
  return schemas.flatMap(withBranches).flatMap((schema) => {
    if (typeof head === 'number') return schema.items ? [schema.items] : []
    const property = ownProperty(schema, head)
    if (property) return [property]
    return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : []
  })
}

/** A union's own properties and those of its branches. */
export function withBranches(schema: BodySchema): BodySchema[] {
  const union = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])]
  return [schema, ...union.flatMap(withBranches)]
}

/** The schema of a declared property; names such as `constructor` are not found on the object's prototype. */
export function ownProperty({ properties }: BodySchema, name: string): BodySchema | undefined {
  return properties && Object.hasOwn(properties, name) ? properties[name] : undefined
}
