import type { FieldFact, ValueType } from '../operation.js'
import { isInstantName } from '../time-properties.js'
import type { Schema } from './documents.js'

/** Flag name of a wire name: `page_size` → `page-size`, `includeSsoIdentities` → `include-sso-identities`. */
export function kebab(wire: string): string {
  return wire
    .replace(/[_.]/g, '-')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
}

/** What the schemas of one property, over all branches of a union, say about a flag's value. */
export type FieldShape = Pick<
  FieldFact,
  'type' | 'list' | 'options' | 'default' | 'min' | 'max' | 'nullable' | 'pattern' | 'deprecated'
>

/** The branches of a union, or the schema itself. */
export function branchesOf(schema: Schema): Schema[] {
  const unions = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]
  return unions.length > 0 ? unions.flatMap(branchesOf) : [schema]
}

/** Top-level properties of a body over all branches, each with its schemas. */
export function propertiesOf(schema: Schema): Map<string, Schema[]> {
  const found = new Map<string, Schema[]>()
  const parts = [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])]
  for (const part of parts) {
    for (const [name, property] of Object.entries(part.properties ?? {})) {
      const known = found.get(name)
      if (known) known.push(property)
      else found.set(name, [property])
    }
  }
  return found
}

/** Names that every form of the body requires. */
export function requiredOf(schema: Schema): Set<string> {
  const branches = schema.oneOf ?? schema.anyOf ?? []
  const [first, ...others] = branches.map((branch) => branch.required ?? [])
  const inAll = (first ?? []).filter((name) => others.every((required) => required.includes(name)))
  return new Set([...(schema.required ?? []), ...inAll])
}

/** Turns the schemas of a property into the facts of its flag. Types come from the schema, never from a value's look. */
export function shapeOf(wire: string, schemas: Schema[]): FieldShape {
  const branches = schemas.flatMap(branchesOf)
  const types = new Set(branches.map(typeOf))
  const list = types.size === 1 && types.has('list')
  const members = list ? branches.flatMap((b) => branchesOf(b.items ?? {})) : branches
  const shape: FieldShape = { type: list ? scalarType(members) : mergedType(types) }
  if (list) shape.list = true
  const options = optionsOf(members)
  if (options && shape.type !== 'json' && shape.type !== 'any') shape.options = options
  if (shape.type === 'number' && isInstantName(wire)) shape.type = 'time'
  const first = schemas.length === 1 ? schemas[0] : undefined
  const fallback = first?.default
  if (typeof fallback === 'string' || typeof fallback === 'number' || typeof fallback === 'boolean') {
    shape.default = fallback
  }
  if (first?.minimum !== undefined) shape.min = first.minimum
  if (first?.maximum !== undefined) shape.max = first.maximum
  const [pattern, ...otherPatterns] = new Set(members.map((member) => member.pattern))
  if (pattern !== undefined && otherPatterns.length === 0) shape.pattern = pattern
  if (schemas.some((s) => s.nullable)) shape.nullable = true
  if (schemas.every((s) => s.deprecated)) shape.deprecated = true
  return shape
}

type Kind = ValueType | 'list'

function typeOf(schema: Schema): Kind {
  switch (schema.type) {
    case 'string':
      return 'string'
    case 'number':
    case 'integer':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'array': {
      const items = branchesOf(schema.items ?? {}).map(typeOf)
      return items.every((t) => t === 'string' || t === 'number') ? 'list' : 'json'
    }
    case 'object':
      return 'json'
    default:
      if (schema.properties) return 'json'
      return schema.enum?.every((v) => typeof v === 'string') ? 'string' : 'any'
  }
}

function scalarType(members: Schema[]): ValueType {
  return members.every((m) => typeOf(m) === 'number') ? 'number' : 'string'
}

function mergedType(types: Set<Kind>): ValueType {
  const [only] = types
  if (types.size === 1 && only && only !== 'list') return only
  const structured = [...types].every((t) => t === 'json' || t === 'list')
  return structured ? 'json' : 'any'
}

/** The closed set of values, when every branch has one. */
function optionsOf(branches: Schema[]): string[] | undefined {
  const sets = branches.map((b) => b.enum)
  if (sets.length === 0 || sets.some((s) => !s)) return undefined
  const values = sets.flatMap((s) => s ?? []).filter((v) => v !== null)
  if (!values.every((v) => typeof v === 'string')) return undefined
  return [...new Set(values)]
}
