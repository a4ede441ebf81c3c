import { Refusal, ServerFault } from './refusal.js'
import type { Row } from './store.js'

/** Longest texts in characters, where a document leaves them out: Logto's database refuses what is longer. */
const limits: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  users: { username: 128, primaryEmail: 128, primaryPhone: 128, name: 128, avatar: 2048 },
}

/** Halves of surrogate pairs that stand alone. */
const halves = /\p{Surrogate}/gu

/**
 * The properties as Logto's database keeps them: an empty text is null, half of a surrogate pair is replaced, blanks
 * beyond the limit are cut, and an object has its keys in the order of `jsonb` (short ones first).
 *
 * Throws 422 `entity.value_too_long`, 422 `entity.invalid_input` for an object that is no Unicode, and an error of the
 * server for the character NUL.
 */
export function stored(table: string, given: Row): Row {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, storedValue(table, name, value)]))
}

function storedValue(table: string, name: string, value: unknown): unknown {
  if (typeof value === 'string') return text(value, limits[table]?.[name])
  return typeof value === 'object' ? jsonb(value) : value
}

function text(value: string, limit = Number.POSITIVE_INFINITY): string | null {
  if (value === '') return null
  if (value.includes('\0')) throw new ServerFault()
  const characters = value.length > limit ? [...value] : []
  if (characters.length <= limit) return value.replaceAll(halves, '\ufffd')
  if (characters.slice(limit).every((character) => character === ' ')) return characters.slice(0, limit).join('')
  throw new Refusal(422, 'entity.value_too_long', 'The value is too long.', {
    data: { message: `value too long for type character varying(${limit})` },
  })
}

/** A value as a `jsonb` column gives it back. */
export function jsonb(value: unknown): unknown {
  if (typeof value === 'string') return json(value)
  if (Array.isArray(value)) return value.map(jsonb)
  if (typeof value !== 'object' || value === null) return value
  const names = Object.keys(value).sort(byBytes)
  return Object.fromEntries(names.map((name) => [json(name), jsonb((value as Row)[name])]))
}

/** The order of keys in `jsonb`: by the length of their UTF-8, then by its bytes. */
function byBytes(one: string, other: string): number {
  return Buffer.byteLength(one) - Buffer.byteLength(other) || Buffer.from(one).compare(Buffer.from(other))
}

function json(text: string): string {
  if (text.includes('\0')) throw new ServerFault()
  if (text.search(halves) >= 0) throw invalidInput()
  return text
}

/** The refusal of a statement that the database cannot carry out as it stands, such as one that sets nothing. */
export const invalidInput = () => new Refusal(422, 'entity.invalid_input', 'Invalid input. There is nothing to store.')
