/** Values of a script as a command's flags take them. Each throws a UsageError for a value of another kind. */

import { UsageError } from '../../base/errors.js'
import { isPlainObject } from '../../base/value-path.js'

export function oneText(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  throw badValue(name, 'text or a number', value)
}

/** One text, or a list of them. */
export function severalTexts(value: unknown, name: string): string[] {
  return Array.isArray(value) ? value.map((one) => oneText(one, name)) : [oneText(value, name)]
}

export function oneSwitch(value: unknown, name: string): boolean {
  if (typeof value === 'boolean') return value
  throw badValue(name, 'true or false', value)
}

/** `{name = 'Ann%'}`; several patterns of one field in a list. */
export function patterns(value: unknown, name: string): string[] {
  if (!isPlainObject(value)) throw badValue(name, 'a table of patterns by field', value)
  return Object.entries(value).flatMap(([field, pattern]) =>
    [pattern].flat().map((one) => `${field}=${oneText(one, `${name}.${field}`)}`),
  )
}

/** One mode for all fields, or a table of modes by field in which `*` stands for the others. */
export function modes(value: unknown, name: string): string[] {
  return isPlainObject(value) ? patterns(value, name).map((mode) => mode.replace(/^\*=/, '')) : [oneText(value, name)]
}

export function pairsOf(value: unknown, name: string): string[] {
  if (!isPlainObject(value)) throw badValue(name, 'a table of values by header', value)
  return Object.entries(value).map(([header, text]) => `${header}:${oneText(text, `${name}.${header}`)}`)
}

function badValue(name: string, expected: string, value: unknown): UsageError {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a table' : value
  return new UsageError(`${name} must be ${expected}, not ${String(kind)}`, {
    code: 'usage.bad_value',
    hint: 'leave out what is not to be given',
  })
}
