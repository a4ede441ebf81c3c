import { isPlainObject } from '../../base/value-path.js'
import type { FieldFact } from '../facts/operation.js'
import { patternInWords } from '../facts/patterns.js'
import type { RefusedOperation } from './refused.js'

/** One mistake that Logto found in a request, as Zod 3 describes it (https://v3.zod.dev/ERROR_HANDLING). */
interface Issue {
  code?: unknown
  path?: unknown
  message?: unknown
  expected?: unknown
  received?: unknown
  options?: unknown
  keys?: unknown
  validation?: unknown
  type?: unknown
  minimum?: unknown
  maximum?: unknown
  unionErrors?: unknown
}

/** The mistakes that `data` of an error lists; none where it lists none. */
export function issuesIn(data: unknown): Issue[] {
  const issues = isPlainObject(data) ? data.issues : undefined
  return Array.isArray(issues) ? issues.filter(isPlainObject).map(deepest) : []
}

/** Of the mistakes of a union the first of the form that fits best. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union' || !Array.isArray(issue.unionErrors)) return issue
  const forms = issue.unionErrors.map(issuesIn).filter((issues) => issues.length > 0)
  const [best] = forms.sort((a, b) => depth(b[0]) - depth(a[0]) || a.length - b.length)
  return best?.[0] ?? issue
}

function depth(issue: Issue | undefined): number {
  return Array.isArray(issue?.path) ? issue.path.length : 0
}

/**
 * A mistake in one line: the input, and the rule that it breaks. Values are not repeated: they may be secrets. `within`
 * is where the path of the mistake begins.
 */
export function issueText(issue: Issue, operation: RefusedOperation, within: readonly string[] = []): string {
  const path = [...within, ...(Array.isArray(issue.path) ? issue.path : [])]
  const { name, field } = inputAt(path, operation)
  return `${name} ${ruleOf(issue, path.length === 1 ? field : undefined)}`
}

/** The input that a path leads to, in the words of the command line. */
function inputAt(
  path: readonly unknown[],
  { args = {}, query = {}, body }: RefusedOperation,
): { name: string; field?: Pick<FieldFact, 'help' | 'pattern'> } {
  const [first] = path
  if (first === undefined) return { name: 'the body' }
  const argument = Object.entries(args).find(([, { wire }]) => wire === first)
  if (argument) return { name: `the argument ${argument[0]}`, field: argument[1] }
  const fields = [...Object.entries(query), ...Object.entries(body?.fields ?? {})]
  const [flag, field] = fields.find(([, { wire, within }]) => wire === first && !within) ?? []
  const place = path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${part}`),
    '',
  )
  return field ? { name: `${place} (--${flag})`, field } : { name: place }
}

function ruleOf(issue: Issue, field: Pick<FieldFact, 'help' | 'pattern'> | undefined): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.received === 'undefined'
        ? 'is missing'
        : `must be ${typeWord(issue.expected)}, not ${typeWord(issue.received)}`
    case 'invalid_literal':
      return `must be ${JSON.stringify(issue.expected)}`
    case 'invalid_enum_value':
    case 'invalid_union_discriminator':
      return Array.isArray(issue.options) ? `must be one of ${issue.options.join(', ')}` : 'is not one of its values'
    case 'unrecognized_keys':
      return Array.isArray(issue.keys)
        ? `has no property ${issue.keys.join(', ')}`
        : 'has properties that Logto refuses'
    case 'too_small':
      return issue.minimum === 1 && issue.type !== 'number'
        ? 'must not be empty'
        : bound(issue.type, 'at least', issue.minimum)
    case 'too_big':
      return bound(issue.type, 'at most', issue.maximum)
    case 'invalid_string':
      return `must be ${formOf(issue.validation, field)}`
    default:
      return other(issue.message, field)
  }
}

function bound(type: unknown, words: string, limit: unknown): string {
  switch (type) {
    case 'string':
      return `must have ${words} ${limit} character${limit === 1 ? '' : 's'}`
    case 'array':
    case 'set':
      return `must hold ${words} ${limit} value${limit === 1 ? '' : 's'}`
    default:
      return `must be ${words} ${limit}`
  }
}

/** What a text must be. Zod names no pattern: that of the document stands with the field. */
function formOf(validation: unknown, field: Pick<FieldFact, 'help' | 'pattern'> | undefined): string {
  if (validation === 'email') return 'an e-mail address such as ann@example.com'
  if (validation === 'url') return 'a URL such as https://example.com/path'
  if (field?.pattern !== undefined) return patternInWords(field.pattern)
  if (typeof validation === 'string' && validation !== 'regex') return `a valid ${validation}`
  return `in the right form${field ? ` (${field.help})` : ''}`
}

function other(message: unknown, field: Pick<FieldFact, 'help'> | undefined): string {
  const text = typeof message === 'string' && !/^invalid( input)?$/i.test(message) ? `: ${message}` : ''
  return `is not valid${text || (field ? ` (${field.help})` : '')}`
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  float: 'a number with a fraction',
  nan: 'something else',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

function typeWord(type: unknown): string {
  const name = String(type)
  return Object.hasOwn(typeWords, name) ? (typeWords[name] ?? name) : name
}
