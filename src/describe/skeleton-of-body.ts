import { UsageError } from '../errors.js'
import type { Format } from '../output/format.js'
import type { BodyDescription, Description } from './description.js'
import type { ContentDescription, PropertyDescription, VariantDescription } from './properties.js'
import { chosen, inForm, skeletonValue } from './skeleton.js'
import { skeletonYaml } from './skeleton-yaml.js'

/** A body to edit: YAML with comments, or the same value without them and what is to be said beside it. */
export interface Skeleton {
  value: unknown
  yaml?: string
  notices: string[]
}

/**
 * Makes a body to edit of what an operation takes. `variant` chooses a form of a union by its number or by what tells
 * it from the others. Throws a UsageError for an operation without a body, a form that is none, and csv.
 */
export function skeletonOf(description: Description, format: Format, variant?: string): Skeleton {
  const { command } = description
  const body = bodyOf(description)
  if (format === 'csv') {
    throw new UsageError('a body is no table', { code: 'usage.bad_format', hint: 'use --output yaml or json' })
  }
  const form = formOf(body, variant, command)
  const content = opened(inForm(body, form))
  const value = skeletonValue({ name: '', ...content }, { all: false })
  if (format === 'json' || format === 'jsonl') {
    return { value, notices: [...formWords(body, form), ...optionalWords(content, command)] }
  }
  const args = description.arguments.map(({ name }) => ` ${name.toUpperCase()}`).join('')
  const head = [
    `${description.method} ${description.path}: ${description.summary}.`,
    `Send it with: logto ${command}${args} --body @FILE`,
    ...freeWords(body),
    ...formWords(body, form),
    ...(isOffering(content) ? ['What is optional stands behind a #: take it away from the lines to send.'] : []),
  ]
  return { value, yaml: skeletonYaml({ name: '', ...content }, head), notices: [] }
}

function bodyOf({ command, body }: Description): BodyDescription {
  if (!body) {
    throw new UsageError(`${command} takes no body`, {
      code: 'usage.no_body',
      hint: `see what it takes: logto schema ${command}`,
    })
  }
  if (body.media.startsWith('multipart/')) {
    throw new UsageError(`${command} takes a file, no body`, {
      code: 'usage.no_body',
      hint: `give it with --file PATH; see logto ${command} --help`,
    })
  }
  return body
}

/** A free object gets an entry, to show what may be there. */
function opened(content: ContentDescription): ContentDescription {
  const { properties, entries, variants, type } = content
  if (properties || entries || variants || !/^(object|any)$/.test(type)) return content
  return { ...content, entries: { name: '', type: 'any', required: false } }
}

function formOf({ variants }: BodyDescription, asked: string | undefined, command: string) {
  if (asked === undefined) return variants?.[0]
  if (!variants) {
    throw new UsageError(`the body of ${command} has one form only`, {
      code: 'usage.bad_value',
      hint: 'leave --variant out',
    })
  }
  const wanted = asked.toLowerCase()
  const form = variants.find((each, i) => wanted === String(i + 1) || namesOf(each).includes(wanted))
  if (form) return form
  const known = variants.map(({ label }, i) => `${i + 1} (${label})`).join(', ')
  throw new UsageError(`--variant ${asked}: there is no such form`, {
    code: 'usage.bad_value',
    hint: `the forms are ${known}`,
  })
}

/** `type: Totp` is also called `Totp`, and `with email` also `email`. */
function namesOf({ label }: VariantDescription): string[] {
  const name = label.toLowerCase()
  return [name, name.replace(/^with |^[^:]*: /, '')]
}

function formWords({ variants }: BodyDescription, form: VariantDescription | undefined): string[] {
  if (!variants || !form) return []
  const others = variants.flatMap(({ label }, i) => (variants[i] === form ? [] : [`${i + 1} (${label})`]))
  const number = variants.indexOf(form) + 1
  return [`Form ${number} of ${variants.length} (${form.label}). Others, with --variant: ${others.join(', ')}.`]
}

function freeWords({ shape }: BodyDescription): string[] {
  if (shape === 'free') return ['Any JSON object: this is an example.']
  return shape === 'unknown' ? ['Logto does not say what belongs here: this is an example.'] : []
}

function offeredBy({ properties }: ContentDescription): PropertyDescription[] {
  return properties ? chosen(properties, { all: false }).offered : []
}

function isOffering({ properties = [] }: ContentDescription): boolean {
  return (
    offeredBy({ type: 'object', properties }).length > 0 ||
    properties.some((each) => isOffering(each) || each.variants?.some((form) => isOffering(form)))
  )
}

function optionalWords(content: ContentDescription, command: string): string[] {
  const names = offeredBy(content).map(({ name }) => name)
  return names.length > 0 ? [`optional: ${names.join(', ')}; see logto schema ${command}`] : []
}
