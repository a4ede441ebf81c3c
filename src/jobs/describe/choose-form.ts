import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import { type BodySchema, branchesOf } from '../../call/request/schema.js'
import { inOrder, variantName, variantsOf } from './fields.js'

/**
 * The schema with the wanted form of a union in the first place, where a skeleton fills it in. `wanted` is a form's
 * number, counted from 1 in the first union, or what tells it from the others: `type: Totp`, or `Totp` alone.
 * Throws a UsageError for a body without such a form.
 */
export function chooseForm(schema: BodySchema, wanted: string, command: string): BodySchema {
  const chosen = withFormFirst(schema, wanted.toLowerCase())
  if (chosen) return chosen
  const names = formNames(schema)
  if (names.length === 0) {
    throw new UsageError(`the body of logto ${command} has one form only`, {
      code: 'usage.bad_value',
      hint: 'leave --variant out',
    })
  }
  const [close] = nearest(wanted, names.map(shortName))
  throw new UsageError(`--variant: the body has no form ${wanted}${close ? `; did you mean ${close}?` : ''}`, {
    code: 'usage.bad_value',
    hint: `the forms are ${names.map((name, i) => `${i + 1} (${name})`).join(', ')}`,
  })
}

/** What the forms of the first union in a body are called; empty where there is none. */
export function formNames(schema: BodySchema): string[] {
  const forms = variantsOf(schema)
  if (forms.length > 0) return forms.map(({ name }) => name)
  const inner = schema.items ? [schema.items] : inOrder(schema).map(([, property]) => property)
  return inner.map(formNames).find((names) => names.length > 0) ?? []
}

function withFormFirst(schema: BodySchema, wanted: string): BodySchema | undefined {
  if (variantsOf(schema).length > 0) {
    const branches = branchesOf(schema)
    const forms = branches.filter(({ type }) => type !== 'null')
    const named = forms.find((form, i) => wanted === String(i + 1) || isCalled(variantName(form), wanted))
    // Else the wanted form may be one of a union within the first form.
    const [first] = forms
    const chosen = named ?? (first && withFormFirst(first, wanted))
    const { anyOf: _, ...rest } = schema
    return chosen && { ...rest, oneOf: [chosen, ...branches.filter((form) => form !== (named ?? first))] }
  }
  if (schema.items) {
    const items = withFormFirst(schema.items, wanted)
    return items && { ...schema, items }
  }
  for (const [name, property] of inOrder(schema)) {
    const within = withFormFirst(property, wanted)
    if (within) return { ...schema, properties: { ...schema.properties, [name]: within } }
  }
  return undefined
}

function isCalled(name: string, wanted: string): boolean {
  return [name, shortName(name)].some((each) => each.toLowerCase() === wanted)
}

/** `Totp` for `type: Totp`. */
function shortName(name: string): string {
  return name.replace(/^[^:]*: /, '')
}
