import { UsageError } from '../../base/errors.js'
import { formatPath, isPlainObject, type ValuePath } from '../../base/value-path.js'
import type { BodyFact, FieldFact } from '../facts/operation.js'
import { convertText, parseDocument, parseJson } from './convert.js'
import { type FlagValue, fieldValue } from './field-value.js'
import { isWithin, parsePath, setAt } from './paths.js'
import { type BodySchema, schemasAt } from './schema.js'
import type { Sources } from './sources.js'

/** What the command line says of the body. */
export interface BodyFlags {
  /** Values of the property flags, by flag name. */
  fields: Readonly<Record<string, FlagValue>>
  body?: string | undefined
  set: readonly string[]
  setJson: readonly string[]
  merge: boolean
  replace: boolean
}

/** One place inside the body that the command line sets. */
export interface Assignment {
  path: ValuePath
  value: unknown
  /** As the person wrote it, such as `--set profile.givenName`. */
  by: string
}

/** The body as given, and which places came from where. */
export interface AssembledBody {
  /** Undefined when nothing was given at all. */
  value: unknown
  /** Top-level names that `--body` gave. */
  given: ReadonlySet<string>
  assignments: readonly Assignment[]
}

/**
 * Puts the body together: `--body` first, `--set` and `--set-json` over it, flags over both.
 * Throws a UsageError for a place set twice, an object given whole and in part, or a text that cannot be parsed.
 */
export async function assembleBody(
  fact: BodyFact,
  schema: BodySchema,
  flags: BodyFlags,
  sources: Sources | undefined,
): Promise<AssembledBody> {
  const base = flags.body === undefined ? undefined : await readBody(flags.body, sources)
  const sets = [
    ...flags.set.map((text) => assignment(text, '--set', schema)),
    ...flags.setJson.map((text) => assignment(text, '--set-json', schema)),
  ]
  refuseOverlaps(sets)
  const fields = await fieldAssignments(fact, schema, flags.fields, sources)
  refuseWholeAndPart(fields, sets)
  refuseOverlaps(fields)
  const given = new Set(isPlainObject(base) ? Object.keys(base) : [])
  let value = base
  for (const { path, value: part } of [...sets, ...fields]) value = setAt(value, path, part)
  return { value, given, assignments: [...sets, ...fields] }
}

async function readBody(text: string, sources: Sources | undefined): Promise<unknown> {
  if (!sources) return parseJson(text, '--body')
  if (text === '-') return parseDocument(await sources.stdin('--body'), '--body')
  if (text.startsWith('@')) return parseDocument(await sources.file(text.slice(1), '--body'), `--body ${text}`)
  return parseJson(text, '--body')
}

function assignment(text: string, flag: '--set' | '--set-json', schema: BodySchema): Assignment {
  const at = text.indexOf('=')
  if (at < 1) {
    throw new UsageError(
      `${flag} ${at < 0 ? text : ''}: there is no ${at < 0 ? "'=' in it" : 'path before the equals sign'}`,
      {
        code: 'usage.bad_set',
        hint: `write ${flag} PATH=${flag === '--set' ? 'TEXT' : 'JSON'}, such as ${flag} profile.givenName=${flag === '--set' ? 'Ann' : '\'"Ann"\''}`,
      },
    )
  }
  const path = parsePath(text.slice(0, at))
  const by = `${flag} ${formatPath(path)}`
  const value = text.slice(at + 1)
  return {
    path,
    by,
    value: flag === '--set' ? convertText(value, schemasAt([schema], path)) : parseJson(value, by),
  }
}

async function fieldAssignments(
  fact: BodyFact,
  schema: BodySchema,
  values: BodyFlags['fields'],
  sources: Sources | undefined,
): Promise<Assignment[]> {
  const found: Assignment[] = []
  for (const [flag, value] of Object.entries(values)) {
    const field: FieldFact | undefined = fact.fields?.[flag]
    if (!field) continue
    const path = [...(field.within ?? []), field.wire]
    const given = await fieldValue(flag, field, value, schemasAt([schema], path), sources)
    found.push({ path, by: `--${flag}`, value: /Ids$/.test(field.wire) ? withoutRepeats(given) : given })
  }
  return found
}

/** Logto fails, or refuses everything, where an id stands in a list twice. */
function withoutRepeats(value: unknown): unknown {
  return Array.isArray(value) ? [...new Set(value)] : value
}

function refuseOverlaps(sets: readonly Assignment[]): void {
  for (const [i, one] of sets.entries()) {
    const other = sets.slice(i + 1).find((o) => isWithin(o.path, one.path) || isWithin(one.path, o.path))
    if (other) throw overlap(one, other)
  }
}

function refuseWholeAndPart(fields: readonly Assignment[], sets: readonly Assignment[]): void {
  for (const field of fields) {
    const part = sets.find((s) => isWithin(s.path, field.path) && s.path.length > field.path.length)
    if (part) throw overlap(field, part)
  }
}

function overlap(one: Assignment, other: Assignment): UsageError {
  const same = formatPath(one.path) === formatPath(other.path)
  return new UsageError(
    same ? `${formatPath(one.path)} is set twice` : `${one.by} and ${other.by} both set the same place`,
    { code: 'usage.overlap', hint: 'give each place once: the whole object, or its parts' },
  )
}

/**
 * Refuses `--set` below an object that a PATCH replaces as a whole, unless `--body` gives that object, or `--merge` or
 * `--replace` says what is meant: Logto would drop everything that is not given. `merged` are the objects whose rest is
 * read and sent.
 */
export function refusePartialReplace(
  fact: BodyFact,
  { assignments, given }: AssembledBody,
  merged: ReadonlySet<string>,
): void {
  if (fact.patch !== 'replaces') return
  const isKept = (name: string) => given.has(name) || merged.has(name)
  const part = assignments.find((a) => a.path.length > 1 && !isKept(String(a.path[0])))
  if (!part) return
  const whole = String(part.path[0])
  throw new UsageError(`${part.by} would replace all of ${whole}: Logto keeps only what a PATCH gives of an object`, {
    code: 'usage.partial_replace',
    hint: `add --merge to keep the rest of ${whole}, or --replace to send this part alone`,
  })
}
