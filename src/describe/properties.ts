import type { BodyFact, FieldFact } from '../operation/operation.js'
import { type BodySchema, branchesOf, literalsOf, typesOf } from '../request/schema.js'

/** One property of a body or an answer, with what stands inside it. */
export interface PropertyDescription {
  /** As Logto spells it. */
  name: string
  /** `string`, `number`, `integer`, `boolean`, `object` or `any`, with `[]` behind it for a list; `string | object` for both. */
  type: string
  required: boolean
  /** What it means, for properties that have a flag. */
  description?: string
  /** Its flag, without the dashes. */
  flag?: string
  /** The closed set of values, of a list for its items. */
  values?: unknown[]
  default?: unknown
  /** Limits in the words of JSON Schema; of a list of scalars those of its items, beside `minItems`. */
  limits?: Limits
  nullable?: true
  secret?: true
  /** A PATCH replaces what is stored as a whole. */
  replaces?: true
  /** Logto accepts it and ignores it. */
  ignored?: true
  deprecated?: true
  /** What the object, or each object of the list, holds. */
  properties?: PropertyDescription[]
  /** Names of its properties are free; what each holds. */
  entries?: PropertyDescription
  /** The forms it may take, where there are several. */
  variants?: VariantDescription[]
}

/** One form of a value that may take several. */
export interface VariantDescription {
  /** What tells it from the others: `type: Totp`, `with email`, or its type. */
  label: string
  type: string
  properties?: PropertyDescription[]
}

export type Limits = Pick<
  BodySchema,
  'minLength' | 'maxLength' | 'minimum' | 'maximum' | 'minItems' | 'pattern' | 'format'
>

/** What a body or an answer holds: properties, or forms of which one applies. */
export type ContentDescription = Pick<PropertyDescription, 'type' | 'properties' | 'entries' | 'variants' | 'values'>

/** Describes what stands in a value: a body with the facts of its flags, or an answer. */
export function contentOf(schema: BodySchema, body?: BodyFact): ContentDescription {
  const { name: _, required: __, ...content } = new Describer(body?.fields).property('', schema, true)
  return content
}

class Describer {
  private readonly byWire: ReadonlyMap<string, [string, FieldFact]>

  /** `fields` are the flags of the outermost properties. */
  constructor(fields: BodyFact['fields']) {
    this.byWire = new Map(Object.entries(fields ?? {}).map(([flag, field]) => [field.wire, [flag, field]]))
  }

  property(name: string, schema: BodySchema, required: boolean): PropertyDescription {
    const [flag, field] = this.byWire.get(name) ?? []
    // Names below the outermost ones are no flags.
    const below = name === '' && this.byWire.size > 0 ? this : new Describer(undefined)
    const item = schema.type === 'array' || typesOf(schema).includes('array') ? (schema.items ?? {}) : undefined
    const inner = item ?? schema
    const branches = branchesOf(inner).filter((branch) => branch.type !== 'null')
    const [only = {}] = branches
    const limits = limitsOf({ ...(branches.length === 1 ? only : {}), ...pickItems(schema) })
    const values = branches.length === 1 ? only.enum?.filter((value) => value !== null) : undefined
    return {
      name,
      type: `${typeName(branches)}${item ? '[]' : ''}`,
      required,
      ...(field ? { description: field.help } : {}),
      ...(flag === undefined ? {} : { flag }),
      ...(values ? { values } : {}),
      ...(schema.default === undefined ? {} : { default: schema.default }),
      ...(limits ? { limits } : {}),
      ...(isNullable(schema) ? { nullable: true as const } : {}),
      ...(field?.secret ? { secret: true as const } : {}),
      ...(field?.replaces ? { replaces: true as const } : {}),
      ...(schema['x-logto-ignored'] ? { ignored: true as const } : {}),
      ...(schema.deprecated ? { deprecated: true as const } : {}),
      ...(branches.length > 1
        ? { variants: branches.map((branch) => below.variant(branch, branches)) }
        : below.within(only)),
    }
  }

  private within(schema: BodySchema): Pick<PropertyDescription, 'properties' | 'entries'> {
    if (schema.properties) {
      const named = Object.entries(schema.properties)
      return { properties: named.map(([name, s]) => this.property(name, s, schema.required?.includes(name) ?? false)) }
    }
    const { additionalProperties: open } = schema
    return typeof open === 'object' ? { entries: new Describer(undefined).property('', open, false) } : {}
  }

  private variant(branch: BodySchema, all: readonly BodySchema[]): VariantDescription {
    const { properties } = this.within(branch)
    return { label: labelOf(branch, all), type: typeName([branch]), ...(properties ? { properties } : {}) }
  }
}

/** What tells a form from the others: a literal, a property that only it requires, or its type. */
function labelOf(branch: BodySchema, all: readonly BodySchema[]): string {
  const [literal] = literalsOf(branch)
  if (literal) return `${literal[0]}: ${String(literal[1])}`
  const closed = Object.entries(branch.properties ?? {}).find(([, { enum: set }]) => set && set.length < 9)
  if (closed) return `${closed[0]}: ${closed[1].enum?.join(', ')}`
  const others = all.filter((other) => other !== branch)
  const own = branch.required?.filter((name) => !others.some((other) => other.required?.includes(name))) ?? []
  return own.length > 0 ? `with ${own.join(', ')}` : typeName([branch])
}

function typeName(branches: readonly BodySchema[]): string {
  const names = branches.flatMap((branch) => {
    const types = typesOf(branch).filter((type) => type !== 'null')
    if (types.includes('array')) return [`${typeName(branchesOf(branch.items ?? {}))}[]`]
    if (types.length > 0) return types
    if (branch.properties) return ['object']
    return [branch.enum?.every((value) => typeof value === 'string') ? 'string' : 'any']
  })
  return [...new Set(names)].join(' | ') || 'any'
}

function isNullable(schema: BodySchema): boolean {
  return typesOf(schema).includes('null') || (schema.oneOf ?? schema.anyOf ?? []).some(isNullable)
}

function pickItems({ minItems }: BodySchema): Limits {
  return minItems === undefined ? {} : { minItems }
}

function limitsOf(schema: BodySchema): Limits | undefined {
  const names = ['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'pattern', 'format'] as const
  const found = names.filter((name) => schema[name] !== undefined).map((name) => [name, schema[name]])
  return found.length > 0 ? (Object.fromEntries(found) as Limits) : undefined
}
