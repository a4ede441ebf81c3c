import { UsageError } from '../errors.js'
import { nearest } from '../nearest.js'
import type { FieldFact, Operation } from '../operation/operation.js'
import type { Input } from '../request/build.js'
import { isPlainObject } from '../value-path.js'

/** Turns the one table of a call into what the command line would have given. Throws a UsageError. */
export function inputOf(operation: Operation, name: string, table: Readonly<Record<string, unknown>>): Input {
  const args: Record<string, string> = {}
  const flags: Record<string, unknown> = {}
  const body: Record<string, unknown> = {}
  const fields = operation.body?.fields ?? {}
  const known = namesOf(operation)
  for (const [key, value] of Object.entries(table)) {
    const flag = key.replaceAll('_', '-')
    const arg = Object.entries(operation.args).find(
      ([each, { wire }]) => key === wire || flag === each || key === snake(wire),
    )
    const query = Object.entries(operation.query).find(
      ([each, { wire }]) => key === wire || flag === each || key === snake(wire),
    )
    const field = Object.entries(fields).find(
      ([each, { wire }]) => key === wire || flag === each || key === snake(wire),
    )
    if (arg) args[arg[0]] = text(key, value)
    else if (query) flags[query[0]] = queryValue(key, query[1], value)
    else if (operation.search && searchFlags.has(flag)) flags[flag] = searchValue(key, flag, value)
    else if (operation.paging && pagingFlags.has(flag)) flags[flag] = text(key, value)
    else if (operation.headers && Object.hasOwn(operation.headers, flag)) flags[flag] = text(key, value)
    else if (key === 'headers') flags.header = pairs(key, value, ': ')
    else if (key === 'file' && operation.body?.media === 'multipart') flags.file = text(key, value)
    else if (key === 'body' && operation.body) continue
    else if ((key === 'merge' || key === 'replace') && operation.body?.patch === 'replaces') flags[key] = value === true
    else if (field) body[field[1].wire] = value
    else if (operation.body?.shape === 'free') body[key] = value
    else throw unknown(name, key, known)
  }
  for (const [arg, { wire }] of Object.entries(operation.args)) {
    if (args[arg] === undefined)
      throw new UsageError(`${name}: ${snake(wire)} is missing`, {
        code: 'usage.missing_argument',
        hint: `it takes ${known.join(', ')}`,
      })
  }
  const whole = wholeBody(name, table.body, body)
  if (whole !== undefined) flags.body = JSON.stringify(whole)
  return { args, flags }
}

const searchFlags = new Set(['contains', 'search', 'where', 'mode', 'joint', 'case-sensitive'])
const pagingFlags = new Set(['page', 'page-size'])

function wholeBody(name: string, given: unknown, properties: Record<string, unknown>): unknown {
  if (Object.keys(properties).length === 0) return given
  if (given === undefined) return properties
  if (isPlainObject(given)) return { ...given, ...properties }
  throw new UsageError(`${name}: properties beside a body that is no object`, {
    code: 'usage.bad_body',
    hint: 'give the body alone',
  })
}

function namesOf({ args, query, search, paging, headers, body }: Operation): string[] {
  return [
    ...[args, query, headers ?? {}].flatMap((each) => Object.keys(each)),
    ...(search ? searchFlags : []),
    ...(paging ? pagingFlags : []),
    ...(body?.media === 'multipart' ? ['file'] : body ? ['body', ...Object.keys(body.fields ?? {})] : []),
    ...(body?.patch === 'replaces' ? ['merge', 'replace'] : []),
    'headers',
  ].map((flag) => flag.replaceAll('-', '_'))
}

function text(key: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  throw wrongType(key, 'a text or a number')
}

function queryValue(key: string, field: FieldFact, value: unknown): unknown {
  if (field.list && Array.isArray(value)) return value.map((each) => literal(field, text(key, each)))
  if (field.type === 'boolean') {
    if (typeof value !== 'boolean') throw wrongType(key, 'true or false')
    return value
  }
  const one = literal(field, text(key, value))
  if (field.options && !field.options.includes(one)) throw wrongType(key, `one of ${field.options.join(', ')}`)
  return field.list ? [one] : one
}

/** The command line reads files and standard input where a value asks for it; a script has no such values. */
function literal(field: FieldFact, value: string): string {
  if ((field.secret || field.text || field.type === 'json') && /^[@?-]/.test(value)) {
    throw new UsageError(`the value may not begin with ${value.slice(0, 1)}`, {
      code: 'usage.bad_value',
      hint: 'give it in the body',
    })
  }
  return value
}

function searchValue(key: string, flag: string, value: unknown): unknown {
  if (flag === 'case-sensitive') return value === true
  if (flag !== 'where' && flag !== 'mode') return text(key, value)
  return isPlainObject(value) ? pairs(key, value, '=') : [text(key, value)]
}

function pairs(key: string, value: unknown, separator: string): string[] {
  if (!isPlainObject(value)) throw wrongType(key, 'a table of names and values')
  return Object.entries(value).map(([name, each]) => `${name}${separator}${text(key, each)}`)
}

function wrongType(key: string, wanted: string): UsageError {
  return new UsageError(`${key} must be ${wanted}`, { code: 'usage.wrong_type', hint: `give ${key} as ${wanted}` })
}

function unknown(name: string, key: string, known: readonly string[]): UsageError {
  const close = nearest(key, known)
  return new UsageError(`${name} takes no ${key}`, {
    code: 'usage.unknown_parameter',
    hint: close.length > 0 ? `did you mean ${close.join(' or ')}?` : `it takes ${known.join(', ')}`,
  })
}

/** `userId` → `user_id`. */
function snake(name: string): string {
  return name
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .replaceAll('-', '_')
    .toLowerCase()
}
