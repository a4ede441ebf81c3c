import { stringify } from 'yaml'
import type { BodyFact, FieldFact } from '../../call/facts/operation.js'
import { wrap } from '../../call/output/text-width.js'
import { example } from '../../call/request/example.js'
import { type BodySchema, typesOf } from '../../call/request/schema.js'
import { formsOf, inOrder, limitsOf, typeText, variantName } from './fields.js'

/** Columns of a comment, its `# ` included. */
const width = 78

/** A body with every property filled in, required ones first; of a union its first form. Valid by the schema. */
export function skeletonValue(schema: BodySchema): unknown {
  return example(filled(schema, true), 'value', false)
}

/**
 * The same as a YAML text to edit. What is required stands there; the rest are lines to uncomment (`#name: …`). A
 * comment above each (`# …`) says its type, choices, limits and, where it has a flag, our help.
 */
export function skeletonText(schema: BodySchema, fact: BodyFact, command: string): string {
  const help = new Map(topLevel(fact).map((field) => [field.wire, field.help]))
  const body = filled(schema, true)
  const lines = [
    ...comment(`Body of logto ${command}, for --body @FILE. ${introduction(fact, body)}`),
    ...otherForms(schema),
    ...valueLines(body, schema, (name) => help.get(name), true),
  ]
  return `${lines.join('\n')}\n`
}

function topLevel({ fields = {} }: BodyFact): FieldFact[] {
  return Object.values(fields).filter(({ within }) => !within)
}

function introduction({ shape }: BodyFact, body: BodySchema): string {
  switch (shape) {
    case 'fields':
      return body.required?.length
        ? 'What is required is filled in; take away the # of other lines that you want.'
        : 'Nothing is required: take away the # of the lines that you want.'
    case 'free':
      return body['x-logto-example'] === undefined
        ? 'Any object will do: this is an example.'
        : 'An example: Logto checks the names in it.'
    case 'array':
      return 'A list: this is an example with one item.'
    case 'unknown':
      return 'The API documents do not say what it holds: this is an example.'
  }
}

/**
 * The schema of a skeleton: of each union the first form, required properties first, none that is deprecated or
 * ignored, and a property `key` where the names are free.
 */
function filled(schema: BodySchema, top = false): BodySchema {
  const form = formsOf(schema)[0] ?? schema
  if (form['x-logto-example'] !== undefined) return form
  if (form.items) {
    // An empty list, as a default may be, shows nothing.
    const { default: _, ...list } = form
    return { ...list, items: filled(form.items) }
  }
  const { properties, required, additionalProperties: others } = form
  if (properties) {
    const kept = inOrder(form).filter(
      ([name, property]) => required?.includes(name) || !(property.deprecated || property['x-logto-ignored']),
    )
    return { ...form, properties: Object.fromEntries(kept.map(([name, property]) => [name, filled(property)])) }
  }
  const named = typeof others === 'object' && Object.keys(others).length > 0
  const isObject = typesOf(form).includes('object') || typesOf(form).length === 0
  if (!isObject || !(named || top)) return form
  return { ...form, properties: { key: named ? filled(others) : { type: 'string' } }, required: ['key'] }
}

/** The lines of a value. `schema` is the one before it was filled, for the other forms it names. */
function valueLines(
  value: BodySchema,
  schema: BodySchema,
  helpOf: (name: string) => string | undefined = () => undefined,
  top = false,
): string[] {
  const properties = Object.entries(value.properties ?? {})
  if (properties.length > 0) {
    // Where nothing is required everything stands there, since an empty object would say nothing.
    const all = !top && !value.required?.length
    return properties.flatMap(([name, property]) => {
      const before = originalOf(schema, name) ?? property
      const required = value.required?.includes(name) || property['x-logto-wanted'] === true
      const lines = propertyLines(name, property, before)
      return [
        ...(top ? [''] : []),
        ...comment(factsText(before, required, helpOf(name))),
        ...otherForms(before),
        ...(required || all ? lines : lines.map((line) => `#${line}`)),
      ]
    })
  }
  if (value.items) {
    const items = formsOf(schema)[0]?.items ?? value.items
    const [first = '', ...rest] = valueLines(value.items, items)
    return [
      ...otherForms(items),
      ...(first.startsWith('#') ? ['-', ...indented([first, ...rest])] : [`- ${first}`, ...indented(rest)]),
    ]
  }
  return yamlLines(example(value, 'value', false))
}

function propertyLines(name: string, value: BodySchema, schema: BodySchema): string[] {
  if (!value.properties && !value.items) return yamlLines({ [name]: example(value, name, false) })
  const inner =
    value.items && !value.items.properties && !value.items.items
      ? itemLines(value.items, name)
      : valueLines(value, schema)
  return [`${stringify(name).trim()}:`, ...indented(inner)]
}

/** A list of simple values takes the property's name for its text. */
function itemLines(items: BodySchema, name: string): string[] {
  return yamlLines([example(items, name, false)])
}

function originalOf(schema: BodySchema, name: string): BodySchema | undefined {
  const form = formsOf(schema)[0]
  if (form?.properties && Object.hasOwn(form.properties, name)) return form.properties[name]
  return typeof form?.additionalProperties === 'object' ? form.additionalProperties : undefined
}

/** `string, optional, up to 128 characters: Full name`. */
export function factsText(schema: BodySchema, required: boolean, help: string | undefined): string {
  const [form = schema] = formsOf(schema)
  const inner = form.items && !form.items.properties ? form.items : form
  const choices = inner.enum?.filter((value) => value !== null) ?? []
  const open = typesOf(inner).includes('object') && !inner.properties && typeof inner.additionalProperties !== 'object'
  const facts = [
    typeText(schema),
    required ? 'required' : 'optional',
    ...(choices.length > 1 ? [`one of ${choices.join(', ')}`] : []),
    ...(open ? ['any properties'] : []),
    ...(limitsOf(inner) === undefined ? [] : [limitsOf(inner)]),
  ]
  return help === undefined ? facts.join(', ') : `${facts.join(', ')}: ${help}`
}

/** Comments that name the forms of a union beside the first, which is filled in. */
function otherForms(schema: BodySchema): string[] {
  const [first, ...others] = formsOf(schema)
  if (others.length === 0 || !(first?.properties || others.some((form) => form.properties))) return []
  return [...others.flatMap((form) => comment(`or ${formText(form)}`)), ...comment('(--variant NAME fills in another)')]
}

function formText(form: BodySchema): string {
  if (!form.properties) return `a value of the type ${typeText(form)}`
  const names = inOrder(form).map(([name]) => (form.required?.includes(name) ? `${name} (required)` : name))
  return `${variantName(form)}: with ${names.join(', ')}`
}

/** Lines of a comment in YAML. */
export function comment(text: string): string[] {
  return wrap(text, width - 2).map((line) => `# ${line}`)
}

function yamlLines(value: unknown): string[] {
  return stringify(value, { lineWidth: 0, compat: 'yaml-1.1' }).trimEnd().split('\n')
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}
