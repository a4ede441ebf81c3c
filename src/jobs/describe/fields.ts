import { type BodySchema, branchesOf, typesOf } from '../../call/request/schema.js'

/** One property of a body or an answer, or one input, in words a program can read as well. */
export interface FieldView {
  /** As Logto spells it. */
  name: string
  /** The flag that sets it, without dashes. */
  flag?: string
  /** `string`, `integer`, `string[]`, `object`, `any`; alternatives are joined by ` or `. */
  type: string
  required?: true
  nullable?: true
  help?: string
  /** The closed set of values. */
  options?: unknown[]
  /** Such as `1 to 64 characters`. */
  limits?: string
  default?: unknown
  /** A PATCH replaces it as a whole, or lays its keys over the stored ones. */
  replaces?: true
  merges?: true
  /** Logto takes it and ignores it. */
  ignored?: true
  secret?: true
  deprecated?: true
  /** Of an object, or of the items of a list. */
  fields?: FieldView[]
  /** Where it takes one of several forms. */
  variants?: Variant[]
}

/** One form of a union: what tells it from the others, and its properties. */
export interface Variant {
  name: string
  type: string
  fields?: FieldView[]
}

/** The properties of an object's schema, or of a list's items; required ones first, else in the document's order. */
export function fieldsOf(schema: BodySchema): FieldView[] {
  const object = itemsOf(schema)
  const fields = inOrder(object).map(([name, property]) =>
    fieldOf(name, property, object.required?.includes(name) ?? false),
  )
  const { additionalProperties: others } = object
  const any = typeof others === 'object' && Object.keys(others).length > 0 ? [fieldOf('*', others, false)] : []
  return [...fields, ...any]
}

/** The properties of an object, required ones first, else in the document's order. */
export function inOrder({ properties = {}, required = [] }: BodySchema): [string, BodySchema][] {
  const all = Object.entries(properties)
  return [...all.filter(([name]) => required.includes(name)), ...all.filter(([name]) => !required.includes(name))]
}

function fieldOf(name: string, schema: BodySchema, required: boolean): FieldView {
  const variants = variantsOf(itemsOf(schema))
  const fields = variants.length > 0 ? [] : fieldsOf(schema)
  const options = optionsOf(itemsOf(schema))
  const limits = limitsOf(itemsOf(schema))
  return {
    name,
    type: typeText(schema),
    ...(required ? { required } : {}),
    ...(isNullable(schema) ? { nullable: true as const } : {}),
    ...(options.length > 0 ? { options } : {}),
    ...(limits === undefined ? {} : { limits }),
    ...(schema.default === undefined ? {} : { default: schema.default }),
    ...(schema['x-logto-ignored'] ? { ignored: true as const } : {}),
    ...(schema.deprecated ? { deprecated: true as const } : {}),
    ...(fields.length > 0 ? { fields } : {}),
    ...(variants.length > 0 ? { variants } : {}),
  }
}

/** The forms of a union that are more than another simple type; empty where there is one form. */
export function variantsOf(schema: BodySchema): Variant[] {
  const forms = formsOf(schema)
  if (forms.length < 2 || !forms.some((form) => form.properties)) return []
  return forms.map((form) => {
    const fields = fieldsOf(form)
    return { name: variantName(form), type: typeText(form), ...(fields.length > 0 ? { fields } : {}) }
  })
}

/** The branches of a union, without `null`, each with the properties that all share. */
export function formsOf(schema: BodySchema): BodySchema[] {
  return branchesOf(schema)
    .filter((branch) => branch.type !== 'null')
    .map((branch) =>
      schema.properties && branch !== schema
        ? { ...branch, properties: { ...schema.properties, ...branch.properties } }
        : branch,
    )
}

/** What tells one form of a union from the others: its fixed values, else its required properties, else its type. */
export function variantName(form: BodySchema): string {
  const fixed = Object.entries(form.properties ?? {}).filter(([, { enum: values }]) => values?.length === 1)
  const [first] = fixed
  if (first) return `${first[0]}: ${String(first[1].enum?.[0])}`
  if (form.required?.length) return form.required.join(', ')
  return form.properties ? Object.keys(form.properties).join(', ') : typeText(form)
}

/** `string`, `integer`, `object[]`, `any`; null is told apart. */
export function typeText(schema: BodySchema): string {
  const forms = formsOf(schema)
  if (forms.length > 1) return [...new Set(forms.map(typeText))].join(' or ')
  const [only = schema] = forms
  const types = typesOf(only).filter((type) => type !== 'null')
  if (types.includes('array')) {
    const item = typeText(only.items ?? {})
    return item.includes(' or ') ? `(${item})[]` : `${item}[]`
  }
  return types.join(' or ') || (only.properties ? 'object' : 'any')
}

function isNullable(schema: BodySchema): boolean {
  return branchesOf(schema).some((branch) => typesOf(branch).includes('null'))
}

function optionsOf(schema: BodySchema): unknown[] {
  return formsOf(schema)
    .flatMap((form) => form.enum ?? [])
    .filter((value) => value !== null)
}

/** A list's item, however deep; else the schema itself. */
function itemsOf(schema: BodySchema): BodySchema {
  return schema.items ? itemsOf(schema.items) : schema
}

/** The bounds a schema gives, in words; undefined where there are none. */
export function limitsOf(schema: BodySchema): string | undefined {
  const { minLength, maxLength, minimum, maximum, minItems, pattern, format } = schema
  const limits = [
    range(minLength, maxLength, ' characters'),
    range(minimum, maximum, ''),
    minItems === undefined ? undefined : `${minItems} or more`,
    format === 'email' ? 'an e-mail address' : undefined,
    pattern === undefined ? undefined : `matching ${pattern}`,
  ].filter((limit) => limit !== undefined)
  return limits.length > 0 ? limits.join(', ') : undefined
}

function range(from: number | undefined, to: number | undefined, unit: string): string | undefined {
  if (from === undefined && to === undefined) return undefined
  if (to === undefined) return from === 1 && unit ? 'not empty' : `${from} or more${unit}`
  return from === undefined ? `up to ${to}${unit}` : `${from} to ${to}${unit}`
}
