import { UsageError } from '../../../base/errors.js'
import { exactJson, parseExact } from '../../../base/exact-json.js'
import { isPlainObject } from '../../../base/value-path.js'
import type { FieldFact } from '../../../call/facts/operation.js'
import type { Input } from '../../../call/request/input.js'
import type { Row } from '../rows/row.js'
import type { Place, Places } from './places.js'

/** What holds for every row: the command line's own arguments and flags, each value as it stands. */
export type Line = Input

/** Between the values of a list in one cell. */
const listSeparator = '|'

/**
 * The input of one row, as the command would have got it on its command line. `isText`: cells are texts, which the
 * schema of their place makes into something else; JSON values are what they are. `bareName` is the argument that a bare
 * value stands for. Throws a UsageError for a value that cannot be meant.
 */
export function rowInput(row: Row, places: Places, line: Line, bareName: string, isText: boolean): Input {
  const args: Record<string, string> = { ...line.args }
  const flags: Record<string, unknown> = {}
  const sets: string[] = []
  const jsonSets: string[] = []
  const properties: Record<string, unknown> = {}
  let body: unknown
  for (const [name, value] of Object.entries(row.values)) {
    const column = name === '' ? bareName : name
    const place = places.of(column)
    if (value === null && (place.kind === 'argument' || place.kind === 'query')) continue
    refuseGiven(place, column, line)
    switch (place.kind) {
      case 'argument':
        args[place.name] = oneText(value, column)
        break
      case 'query':
        flags[place.flag] = flagValue(place.field, value, column)
        break
      case 'property':
        if (isText) flags[place.flag] = flagValue(place.field, value, column)
        else properties[place.field.wire] = value
        break
      case 'path':
        if (isText) sets.push(`${place.path}=${String(value)}`)
        else jsonSets.push(`${place.path}=${exactJson(value)}`)
        break
      case 'body':
        body = isText ? parsed(String(value)) : value
    }
  }
  return { args, flags: { ...line.flags, ...flags, ...bodyFlags(line, body, properties, sets, jsonSets) } }
}

function bodyFlags(
  { flags }: Line,
  rowBody: unknown,
  properties: Readonly<Record<string, unknown>>,
  sets: readonly string[],
  jsonSets: readonly string[],
): Record<string, unknown> {
  const base = rowBody ?? (typeof flags.body === 'string' ? parseExact(flags.body) : undefined)
  const isOwn = Object.keys(properties).length > 0
  if (isOwn && base !== undefined && !isPlainObject(base)) {
    throw new UsageError(`the body is no object, so that ${Object.keys(properties).join(', ')} cannot be added to it`, {
      code: 'usage.overlap',
      hint: 'put everything into the body',
    })
  }
  const whole = isOwn ? { ...(base as object | undefined), ...properties } : base
  const list = (name: string) => (flags[name] as string[] | undefined) ?? []
  return {
    ...(whole === undefined ? {} : { body: exactJson(whole) }),
    ...(sets.length === 0 ? {} : { set: [...list('set'), ...sets] }),
    ...(jsonSets.length === 0 ? {} : { 'set-json': [...list('set-json'), ...jsonSets] }),
  }
}

/** What the line gives holds for every row: a row that gives it, too, contradicts it. */
function refuseGiven(place: Place, column: string, { args, flags }: Line): void {
  const flag = 'flag' in place ? place.flag : place.kind === 'body' ? 'body' : undefined
  const isGiven =
    place.kind === 'argument' ? args[place.name] !== undefined : flag !== undefined && flags[flag] !== undefined
  if (!isGiven) return
  throw new UsageError(`${column} is given by the rows and by the command line`, {
    code: 'usage.overlap',
    hint: 'give it in one of the two places',
  })
}

function oneText(value: unknown, column: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  throw badValue(column, 'one text or number')
}

function flagValue({ list, type }: FieldFact, value: unknown, column: string): unknown {
  if (list)
    return Array.isArray(value) ? value.map((one) => oneText(one, column)) : oneText(value, column).split(listSeparator)
  if (type !== 'boolean') return oneText(value, column)
  const text = oneText(value, column).toLowerCase()
  if (text === 'true' || text === 'false') return text === 'true'
  throw badValue(column, 'true or false')
}

function badValue(column: string, expected: string): UsageError {
  return new UsageError(`${column} must be ${expected}`, { code: 'usage.bad_value', hint: 'correct the row' })
}

function parsed(text: string): unknown {
  try {
    return parseExact(text)
  } catch {
    throw badValue('body', 'JSON')
  }
}
