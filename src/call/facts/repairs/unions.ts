import type { JsonType, Schema } from './document.js'
import type { Repair } from './repair.js'
import { become, schemasOf } from './schema-walk.js'

/**
 * Logto's unions mean "the first branch that fits", while `oneOf` means "exactly one": a string that fits two branches
 * is taken by Logto and refused by the document. What remains `oneOf` after this mend is told apart by a literal;
 * every other union is `anyOf`, or is simplified when its branches amount to one plain schema.
 * Runs after the literals and the formats.
 */
export const overlappingUnions: Repair = {
  name: 'unions that overlap',
  apply(documents, log) {
    for (const { schema, use } of schemasOf(documents)) {
      if (!schema.oneOf) continue
      dropSiblings(schema)
      const branches = withoutRepeats(schema.oneOf)
      // A query parameter that is one value or a list of them looks the same on the wire as a list.
      const inQuery = use === 'parameter' && isValueOrList(branches)
      const single = inQuery ? branches.find(({ type }) => type === 'array') : asOneSchema(branches)
      if (single) replaceUnion(schema, single, branches)
      else keepUnion(schema, branches)
      log.mend()
    }
  },
}

/**
 * A `type` beside the branches contradicts those of other types. Named properties beside them come from prose: they
 * repeat the branches', or name something that the code drops, which every branch then takes and ignores.
 */
function dropSiblings(schema: Schema): void {
  const branches = (schema.oneOf ?? []).filter((branch) => branch.properties)
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (branches.some((branch) => branch.properties?.[name])) continue
    for (const branch of branches) {
      branch.properties = { ...branch.properties, [name]: { ...property, 'x-logto-ignored': true } }
    }
  }
  delete schema.type
  delete schema.properties
}

/** Leaves out branches that the prose beside Logto's code adds a second time: the same properties, a vaguer literal. */
function withoutRepeats(branches: Schema[]): Schema[] {
  return branches.filter((branch, index) => !branches.slice(0, index).some((earlier) => repeats(branch, earlier)))
}

/** Whether a branch has an earlier one's properties, and its literals misspelt (`TOTP` for `Totp`) or left out. */
function repeats(branch: Schema, earlier: Schema): boolean {
  if (propertyNames(branch) !== propertyNames(earlier)) return false
  const literals = Object.entries(earlier.properties ?? {}).filter(([, property]) => property.enum?.length === 1)
  return (
    literals.length > 0 &&
    literals.every(([name, { enum: literal }]) => {
      const own = branch.properties?.[name]?.enum
      return own === undefined || String(own).toLowerCase() === String(literal).toLowerCase()
    })
  )
}

function propertyNames({ properties }: Schema): string {
  return Object.keys(properties ?? {})
    .sort()
    .join()
}

function isValueOrList(branches: Schema[]): boolean {
  const [first, second] = branches
  if (branches.length !== 2 || !first || !second) return false
  const [list, value] = first.type === 'array' ? [first, second] : [second, first]
  return JSON.stringify(list.items) === JSON.stringify(value)
}

/** The one schema that says the same as all the branches, if there is one. */
function asOneSchema(branches: Schema[]): Schema | undefined {
  if (branches.length === 1) return branches[0]
  if (branches.every(({ type }) => type === 'string')) return asOneString(branches)
  const types = new Set<JsonType | undefined>(branches.map(({ type }) => type))
  const everyType: JsonType[] = ['object', 'array', 'string', 'number', 'boolean']
  return everyType.every((type) => types.has(type)) ? {} : undefined
}

/** Closed sets add up to one; beside a free string no set, pattern or least length holds for all. */
function asOneString(branches: Schema[]): Schema {
  if (branches.every((branch) => branch.enum)) {
    return { type: 'string', enum: [...new Set(branches.flatMap((branch) => branch.enum ?? []))] }
  }
  const lengths = branches
    .filter((branch) => !branch.enum)
    .map(({ maxLength }) => maxLength ?? Number.POSITIVE_INFINITY)
  const maxLength = Math.max(...lengths)
  return Number.isFinite(maxLength) ? { type: 'string', maxLength } : { type: 'string' }
}

/** An open schema takes null by itself; any other takes it when the union or one of its branches does. */
function replaceUnion(schema: Schema, single: Schema, branches: Schema[]): void {
  const { oneOf: _, nullable, ...around } = schema
  const takesNull = nullable === true || branches.some((branch) => branch.nullable)
  const merged: Schema = { ...around, ...single }
  if (Object.keys(single).length > 0 && takesNull) merged.nullable = true
  become(schema, merged)
}

/** Null is said on the branches, since `nullable` without a `type` beside it means nothing in OpenAPI 3.0. */
function keepUnion(schema: Schema, branches: Schema[]): void {
  if (schema.nullable) {
    delete schema.nullable
    for (const branch of branches) if (branch.type) branch.nullable = true
  }
  delete schema.oneOf
  if (areToldApart(branches)) schema.oneOf = branches
  else schema.anyOf = branches
}

/** Whether one property has a literal of its own in every branch, so that no value can fit two. */
function areToldApart(branches: Schema[]): boolean {
  return Object.keys(branches[0]?.properties ?? {}).some((name) => {
    const literals = branches.map((branch) => branch.properties?.[name]?.enum)
    if (!literals.every((values) => values?.length === 1)) return false
    const distinct = new Set(literals.map((values) => values?.[0]))
    const optional = branches.filter((branch) => !branch.required?.includes(name))
    return distinct.size === branches.length && optional.length <= 1
  })
}
