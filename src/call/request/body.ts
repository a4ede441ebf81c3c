import { UsageError } from '../../base/errors.js'
import { formatPath, isPlainObject, type ValuePath } from '../../base/value-path.js'
import type { BodyFact, FieldFact } from '../facts/operation.js'
import { convertText } from './convert.js'
import { type FlagValue, fieldValue } from './field-value.js'
import { parseDocument } from './parse-document.js'
import { parseJson } from './parse-json.js'
import { appendAt, isWithin, parsePath, setAt } from './paths.js'
import { withoutReadOnly } from './read-only.js'
import { retypedNotices } from './retyped-notice.js'
import { type BodySchema, schemasAt } from './schema.js'
import type { Sources } from './sources.js'
import { instantAt, parseTime } from './times.js'

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
  /** `path` is a list, and `value` goes behind what is in it: `tags[]=vip`, `tags+=vip`. */
  appends?: true
  /** As the person wrote it, such as `--set profile.givenName`. */
  by: string
}

/** The body as given, and which places came from where. */
export interface AssembledBody {
  /** Undefined when nothing was given at all. What is to be appended is not in it yet: see `appended`. */
  value: unknown
  /** Top-level names that `--body` gave. */
  given: ReadonlySet<string>
  assignments: readonly Assignment[]
  /** What is worth saying of how the documents were read. */
  notices: readonly string[]
}

/**
 * Puts the body together: `--body` first, `--set` and `--set-json` over it, flags over both.
 * What an operation with `answered` answers and does not take is left out of a `--body` that was such an answer.
 * Throws a UsageError for a place set twice, an object given whole and in part, or a text that cannot be parsed.
 */
export async function assembleBody(
  fact: BodyFact,
  schema: BodySchema,
  flags: BodyFlags,
  sources: Sources | undefined,
  answered: BodySchema | undefined,
): Promise<AssembledBody> {
  const notices: string[] = []
  const read = flags.body === undefined ? undefined : await readBody(flags.body, schema, sources, notices)
  const { body, leftOut } = withoutReadOnly(read, schema, answered)
  if (leftOut.length > 0) notices.push(`left out of the body what this command does not take: ${leftOut.join(', ')}`)
  const base = leftOut.length > 0 && Object.keys(body as object).length === 0 ? undefined : body
  const sets = [
    ...flags.set.map((text) => assignment(text, '--set', schema)),
    ...flags.setJson.map((text) => assignment(text, '--set-json', schema)),
  ]
  refuseOverlaps(sets)
  const fields = await fieldAssignments(fact, schema, flags.fields, sources, notices)
  refuseWholeAndPart(fields, sets)
  refuseOverlaps(fields)
  const given = new Set(isPlainObject(base) ? Object.keys(base) : [])
  let value = base
  for (const { path, value: part, appends } of [...sets, ...fields]) if (!appends) value = setAt(value, path, part)
  return { value, given, assignments: [...sets, ...fields], notices }
}

/** The body with what `tags[]=vip` puts behind its lists: those given, and with `--merge` those stored. */
export function appended(value: unknown, assignments: readonly Assignment[]): unknown {
  let whole = value
  for (const { path, value: part, appends } of assignments) if (appends) whole = appendAt(whole, path, part)
  return whole
}

async function readBody(
  text: string,
  schema: BodySchema,
  sources: Sources | undefined,
  notices: string[],
): Promise<unknown> {
  const isElsewhere = sources !== undefined && (text === '-' || text.startsWith('@'))
  if (!isElsewhere) return parseJson(text, '--body')
  const { value, retyped } =
    text === '-'
      ? await parseDocument(await sources.stdin('--body'), '--body')
      : await parseDocument(await sources.file(text.slice(1), '--body'), `--body ${text}`)
  notices.push(...retypedNotices(retyped, [schema]))
  return value
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
  const { path: typed, appends } = appending(text.slice(0, at))
  const path = parsePath(typed)
  const by = `${flag} ${formatPath(path)}${appends ? '[]' : ''}`
  const value = text.slice(at + 1)
  const schemas = schemasAt([schema], appends ? [...path, 0] : path)
  return {
    path,
    by,
    value: flag === '--set' ? textAt(path.at(-1), value, schemas, by) : parseJson(value, by),
    ...(appends ? { appends: true } : {}),
  }
}

/** `tags[]` and `tags+` name a list to put something behind. */
function appending(typed: string): { path: string; appends: boolean } {
  const end = /(?:\[\]|(?<!\\)\+)$/.exec(typed)
  return end ? { path: typed.slice(0, end.index), appends: true } : { path: typed, appends: false }
}

function textAt(name: string | number | undefined, text: string, schemas: readonly BodySchema[], by: string): unknown {
  const direction = instantAt(name, schemas)
  return direction ? parseTime(text, by, Date.now(), direction) : convertText(text, schemas)
}

async function fieldAssignments(
  fact: BodyFact,
  schema: BodySchema,
  values: BodyFlags['fields'],
  sources: Sources | undefined,
  notices: string[],
): Promise<Assignment[]> {
  const found: Assignment[] = []
  for (const [flag, value] of Object.entries(values)) {
    const field: FieldFact | undefined = fact.fields?.[flag]
    if (!field) continue
    const path = [...(field.within ?? []), field.wire]
    const given = await fieldValue(flag, field, value, { schemas: schemasAt([schema], path), sources, notices })
    found.push({ path, by: `--${flag}`, value: field.ids ? withoutRepeats(given) : given })
  }
  return found
}

/** Logto fails, or refuses everything, where an id stands in a list twice. */
function withoutRepeats(value: unknown): unknown {
  return Array.isArray(value) ? [...new Set(value)] : value
}

function refuseOverlaps(sets: readonly Assignment[]): void {
  for (const [i, one] of sets.entries()) {
    const other = sets.slice(i + 1).find((o) => overlaps(one, o))
    if (other) throw overlap(one, other)
  }
}

/** Both set one place, or one a part of the other; what is appended goes well with a whole list and its other ends. */
function overlaps(one: Assignment, other: Assignment): boolean {
  const same = one.path.length === other.path.length
  if (same && (one.appends || other.appends)) return false
  return isWithin(one.path, other.path) || isWithin(other.path, one.path)
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
  if (!fact.patch) return
  const whole = new Set(assignments.filter((a) => a.path.length === 1 && !a.appends).map((a) => a.path[0]))
  const part = assignments.find((a) => {
    const [name] = a.path
    const isKept = given.has(String(name)) || merged.has(String(name)) || whole.has(name)
    return (a.path.length > wholeBelow(fact, a.path) || a.appends) && !isKept
  })
  if (!part) return
  const name = formatPath(part.path.slice(0, wholeBelow(fact, part.path)))
  const keep = fact.patch === 'mergeable' ? `add --merge to keep the rest of ${name}` : `give all of ${name}`
  throw new UsageError(
    `${part.by} would replace all of ${name}: Logto keeps only what a PATCH gives of ${part.path.length > 1 ? 'an object' : 'a list'}`,
    {
      code: 'usage.partial_replace',
      hint: `${keep}, or --replace to send this part alone`,
    },
  )
}

/** How deep a place may lie in a PATCH before something beside it is lost: below its first key, or the second of a merging object. */
function wholeBelow({ fields }: BodyFact, [first]: ValuePath): number {
  return Object.values(fields ?? {}).some(({ wire, merges }) => merges && wire === first) ? 2 : 1
}

/** What to say of `--replace` where Logto keeps an object's other keys whatever is sent. */
export function keptDespiteReplace({ fields }: BodyFact, value: unknown): string[] {
  const merging = Object.values(fields ?? {}).filter(
    ({ wire, merges }) => merges && isPlainObject(value) && wire in value,
  )
  return merging.map(({ wire }) => `Logto keeps the keys of ${wire} that are not given: --replace cannot remove them`)
}
