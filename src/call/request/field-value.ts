import { UsageError } from '../../base/errors.js'
import type { FieldFact } from '../facts/operation.js'
import { convertText, parseDocument, parseJson } from './convert.js'
import type { BodySchema } from './schema.js'
import type { Sources } from './sources.js'
import { parseTime } from './times.js'

/** What the parser hands over for a flag: one text, several, or a switch. */
export type FlagValue = string | boolean | readonly string[]

/**
 * Turns what was given for a flag into the value for the wire: `-`, `@FILE` and `?` are read where the field takes
 * them, JSON is parsed, numbers and times are converted. Throws a UsageError for what cannot be converted.
 */
export async function fieldValue(
  flag: string,
  field: FieldFact,
  given: FlagValue,
  schemas: readonly BodySchema[],
  sources: Sources | undefined,
): Promise<unknown> {
  if (typeof given === 'boolean') return given
  if (typeof given !== 'string') {
    return Promise.all(
      given.map((one) =>
        scalar(
          flag,
          field,
          one,
          schemas.flatMap((s) => s.items ?? []),
          sources,
        ),
      ),
    )
  }
  return scalar(flag, field, given, schemas, sources)
}

async function scalar(
  flag: string,
  field: FieldFact,
  given: string,
  schemas: readonly BodySchema[],
  sources: Sources | undefined,
): Promise<unknown> {
  if (field.type === 'json') return jsonValue(flag, given, sources)
  const text = await textValue(flag, field, given, sources)
  switch (field.type) {
    case 'number':
      return numberValue(text, flag)
    case 'time':
      return parseTime(text, flag, Date.now(), false)
    case 'any':
      return /^\s*[[{]/.test(text) ? parseJson(text, `--${flag}`) : convertText(text, schemas)
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

async function jsonValue(flag: string, given: string, sources: Sources | undefined): Promise<unknown> {
  if (!sources) return parseJson(given, `--${flag}`)
  if (given === '-') return parseDocument(await sources.stdin(`--${flag}`), `--${flag}`)
  if (given.startsWith('@')) return parseDocument(await sources.file(given.slice(1), `--${flag}`), `--${flag} ${given}`)
  return parseJson(given, `--${flag}`)
}

/** The text of a field; secrets and long texts may be elsewhere. One line break at the end of a secret is dropped. */
async function textValue(flag: string, field: FieldFact, given: string, sources: Sources | undefined): Promise<string> {
  if (!sources) return given
  const asker = `--${flag}`
  if ((field.secret || field.text || field.type === 'any') && given.startsWith('@') && given.length > 1) {
    const text = await sources.file(given.slice(1), asker)
    return field.secret ? text.replace(/\r?\n$/, '') : text
  }
  if (!field.secret) return given
  if (given === '-') return (await sources.stdin(asker)).replace(/\r?\n$/, '')
  if (given === '?') return sources.secret(field.help, asker)
  return given
}
