import { UsageError } from '../../base/errors.js'
import type { FieldFact } from '../facts/operation.js'
import { convertText } from './convert.js'
import { parseDocument } from './parse-document.js'
import { parseJson } from './parse-json.js'
import { retypedNotices } from './retyped-notice.js'
import type { BodySchema } from './schema.js'
import type { Sources } from './sources.js'
import { directionOf, parseTime } from './times.js'

/** What the parser hands over for a flag: one text, several, or a switch. */
export type FlagValue = string | boolean | readonly string[]

/** What reading a value may need. */
export interface Reading {
  /** Of the value, where a schema tells. */
  schemas: readonly BodySchema[]
  sources: Sources | undefined
  /** Gets what is worth saying. */
  notices: string[]
}

/**
 * Turns what was given for a flag into the value for the wire: `-`, `@FILE` and `?` are read where the field takes
 * them, JSON is parsed, numbers and times are converted, ids are taken apart at their commas. Throws a UsageError for
 * what cannot be converted.
 */
export async function fieldValue(flag: string, field: FieldFact, given: FlagValue, reading: Reading): Promise<unknown> {
  if (typeof given === 'boolean') return given
  if (typeof given === 'string') return scalar(flag, field, given, reading)
  const items = { ...reading, schemas: reading.schemas.flatMap((s) => s.items ?? []) }
  const texts = field.ids && reading.sources ? given.flatMap((text) => idsIn(text, flag)) : given
  return Promise.all(texts.map((one) => scalar(flag, field, one, items)))
}

/** `a,b`: no id of Logto's holds a comma. */
function idsIn(text: string, flag: string): string[] {
  const ids = text.split(',').map((id) => id.trim())
  if (ids.length === 1 || !ids.includes('')) return ids.length === 1 ? [text] : ids
  throw new UsageError(`--${flag}: there is an id missing beside a comma`, {
    code: 'usage.bad_value',
    hint: `write --${flag} ID,ID, or --${flag} once for each`,
  })
}

async function scalar(flag: string, field: FieldFact, given: string, reading: Reading): Promise<unknown> {
  if (field.type === 'json') return jsonValue(flag, field, given, reading)
  const text = await textValue(flag, field, given, reading.sources)
  switch (field.type) {
    case 'number':
      return numberValue(text, flag)
    case 'time':
      return parseTime(text, `--${flag}`, Date.now(), directionOf(field.wire))
    case 'any':
      return /^\s*[[{]/.test(text) ? parseJson(text, `--${flag}`) : convertText(text, reading.schemas)
    default:
      return text
  }
}

/** A number, or a UsageError. */
export function numberValue(text: string, flag: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new UsageError(`--${flag}: ${text || 'an empty value'} is not a number`, {
      code: 'usage.bad_number',
      hint: `give --${flag} a number`,
    })
  }
  return value
}

async function jsonValue(
  flag: string,
  field: FieldFact,
  given: string,
  { schemas, sources, notices }: Reading,
): Promise<unknown> {
  const asker = `--${flag}`
  if (!sources || (given !== '-' && !given.startsWith('@'))) return parseJson(given, asker)
  const { value, retyped } =
    given === '-'
      ? await parseDocument(await sources.stdin(asker), asker)
      : await parseDocument(await sources.file(given.slice(1), asker), `${asker} ${given}`)
  notices.push(...retypedNotices(retyped, schemas, [field.wire]))
  return value
}

/** The text of a field; secrets and long texts may be elsewhere. One line break at the end of a secret is dropped. */
export async function textValue(
  flag: string,
  field: FieldFact,
  given: string,
  sources: Sources | undefined,
): Promise<string> {
  if (!sources) return given
  const asker = `--${flag}`
  if ((field.secret || field.text || field.type === 'any') && given.startsWith('@') && given.length > 1) {
    const text = await sources.file(given.slice(1), asker)
    return field.secret ? secretIn(text, asker, `the file ${given.slice(1)}`) : text
  }
  if (!field.secret) return given
  if (given === '-') return secretIn(await sources.stdin(asker), asker, 'standard input')
  if (given === '?') return sources.secret(field.help, asker)
  return given
}

/** A secret that was read, without the line break at its end. Throws a UsageError for none: nobody means an empty one. */
function secretIn(text: string, asker: string, place: string): string {
  const secret = text.replace(/\r?\n$/, '')
  if (secret !== '') return secret
  throw new UsageError(`${asker}: ${place} is empty`, {
    code: 'usage.empty_secret',
    hint: 'is something wrong with the command or file that the secret comes from?',
  })
}
