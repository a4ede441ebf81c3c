import type { Readable } from 'node:stream'
import { CliFailure, UsageError } from '../../../base/errors.js'
import { isPlainObject } from '../../../base/value-path.js'
import type { Kind } from '../../bulk/rows/kind.js'
import { openRows, type Rows } from '../../bulk/rows/open-rows.js'
import type { Row } from '../../bulk/rows/row.js'
import { type InputFile, openInput } from '../../bulk/rows/spool.js'
import { textChunks } from '../../bulk/rows/text-chunks.js'
import { allSources } from '../sources/all-sources.js'
import { Sample, type Source } from '../sources/source.js'
import { FirebaseCsvReader, looksLikeFirebaseCsv } from './firebase-csv.js'
import { LdifReader, looksLikeLdif } from './ldif.js'
import type { SourceRow } from './source-row.js'

export interface PeopleInput {
  /** Path, or `-` for standard input. */
  input: string
  stdin?: Readable & { isTTY?: boolean }
  encoding?: string | undefined
  /** `--from`; found by content without. */
  from?: string | undefined
  /** Rows with columns that no source has are understood by a mapping of the user's. */
  hasMap?: boolean
}

/** A file of people, understood as far as its source and its rows; it can be read as often as it takes. */
export interface People {
  source: Source
  /** Whether the source was named or found. */
  isFound: boolean
  file: InputFile
  /** CSV and JSON Lines, which the file of failed rows keeps; undefined for all else, whose people are written as Logto's. */
  kind: Kind | undefined
  columns: readonly string[]
  /** Whether the file says that there are people whom it does not hold. */
  isPartial: boolean
  /** All rows, those together that one piece of the file holds. */
  pieces(): AsyncGenerator<SourceRow[]>
  close(): Promise<void>
}

/** Names that documents have for their list of people: `users` of Firebase, Keycloak and FusionAuth, Cognito's, WorkOS's. */
const lists = ['users', 'Users', 'data', 'resources', 'Resources']

/** How many rows are looked at to recognise a source. */
const sampleSize = 50

/**
 * Opens a file of people. Throws a UsageError for one that cannot be read, that no source knows, or whose source is
 * another than `from` says.
 */
export async function openPeople(options: PeopleInput): Promise<People> {
  const file = await openInput(options.input, options.stdin ?? process.stdin)
  try {
    return await understood(file, options)
  } catch (error) {
    await file.close()
    throw error
  }
}

async function understood(file: InputFile, options: PeopleInput): Promise<People> {
  const { encoding, from } = options
  if (from !== undefined && !allSources.some(({ name }) => name === from)) throw unknownSource(from)
  const texts = () => textChunks(file.path, encoding)
  const start = await startOf(texts())
  const common = { isFound: from === undefined, file, close: () => file.close() }
  const reader = start.trim() === '' ? undefined : ownReader(start, from)
  if (reader) {
    const pieces = () => unchanged(file, () => readBy(reader.open(), texts()))
    return { ...common, source: sourceNamed(reader.source), kind: undefined, columns: [], isPartial: false, pieces }
  }
  const isColumn = (name: string) => /^[A-Za-z_][\w.:-]*$/.test(name)
  const opened = await openRows({ input: file.path, encoding, isColumn, lists })
  const kind = ['csv', 'tsv', 'jsonl'].includes(opened.kind.form) ? opened.kind : undefined
  const pieces = () => unchanged(file, () => sourceRows(opened, kind !== undefined))
  const sample = await sampleOf(pieces(), opened.columns)
  const source = recognised(sample, from, options.hasMap ?? false)
  const isPartial = opened.kind.form === 'json' && (source.isPartial?.(await endOf(texts())) ?? false)
  return { ...common, source, kind, columns: opened.columns ?? [], isPartial, pieces }
}

/** What is read again is what was read before: a file that was changed meanwhile is refused. */
async function* unchanged(file: InputFile, pieces: () => AsyncGenerator<SourceRow[]>): AsyncGenerator<SourceRow[]> {
  await file.refuseChanged()
  yield* pieces()
}

/** Sources whose files have forms of their own. */
function ownReader(start: string, from: string | undefined) {
  if ((from ?? 'ldap') === 'ldap' && looksLikeLdif(start)) return { source: 'ldap', open: () => new LdifReader() }
  if ((from ?? 'firebase') === 'firebase' && looksLikeFirebaseCsv(start)) {
    return { source: 'firebase', open: () => new FirebaseCsvReader() }
  }
  return undefined
}

interface PieceReader {
  push(piece: string): SourceRow[]
  end(): SourceRow[]
}

async function* readBy(reader: PieceReader, texts: AsyncIterable<string>): AsyncGenerator<SourceRow[]> {
  for await (const piece of texts) yield reader.push(piece)
  yield reader.end()
}

/** Rows, and where a row is a page of answers (`aws cognito-idp list-users` called again and again), the people on it. */
async function* sourceRows(opened: Rows, isKept: boolean): AsyncGenerator<SourceRow[]> {
  let number = 0
  const peopleOf = (row: Row): SourceRow[] => {
    const page = pageOf(row.values)
    if (page) return page.map((values) => ({ number: ++number, line: row.line, values }))
    const { line, values, fault, written } = row
    const one: SourceRow = { number: ++number, line, values }
    if (isKept) one.row = row
    if (fault) one.fault = fault
    if (typeof written === 'string') one.written = written
    return [one]
  }
  try {
    for await (const rows of opened.pieces()) yield rows.flatMap(peopleOf)
  } catch (error) {
    // A header without rows is a file of nobody.
    if (!(error instanceof CliFailure) || error.code !== 'rows.header_alone') throw error
  }
}

function pageOf(values: Readonly<Record<string, unknown>>): Record<string, unknown>[] | undefined {
  const list = values.Users ?? values.users ?? (values.object === 'list' ? values.data : undefined)
  return Array.isArray(list) && list.every(isPlainObject) ? list : undefined
}

async function sampleOf(pieces: AsyncGenerator<SourceRow[]>, columns: readonly string[] | undefined): Promise<Sample> {
  const rows: SourceRow[] = []
  for await (const piece of pieces) {
    rows.push(...piece.slice(0, sampleSize - rows.length))
    if (rows.length >= sampleSize) break
  }
  const sound = rows.filter(({ fault }) => fault === undefined)
  return new Sample(
    sound.map(({ values }) => values),
    columns,
    rows.length - sound.length,
  )
}

function recognised(sample: Sample, from: string | undefined, hasMap: boolean): Source {
  const found = allSources.find((source) => source.knows(sample))
  if (from !== undefined) {
    const named = sourceNamed(from)
    if (hasMap || found === undefined || named.knows(sample)) return named
    throw new UsageError(`--from ${from}: these rows look like those of ${found.title}`, {
      code: 'usage.other_source',
      hint: `say --from ${found.name}, or leave --from out; with --map FILE any columns will do`,
    })
  }
  if (found) return found
  // Where no row can be understood, each of them says why.
  if (hasMap || (sample.rows.length === 0 && sample.refused > 0)) return sourceNamed('logto')
  if (sample.has('passwordHash') && sample.hasAny('_id', '_ID')) {
    throw new UsageError("this is Auth0's export of password hashes, without the people", {
      code: 'usage.unknown_source',
      hint: 'give it with the export of the people: logto users import EXPORT --hashes FILE',
    })
  }
  const shown = sample.columns.slice(0, 6).map((name) => (name === '' ? 'a bare value' : name))
  throw new UsageError(`no source is known that has these columns: ${shown.join(', ') || 'none'}`, {
    code: 'usage.unknown_source',
    hint: `name the source with --from (${allSources.map(({ name }) => name).join(', ')}), or say with --map FILE which column goes where`,
  })
}

function sourceNamed(name: string): Source {
  const source = allSources.find((one) => one.name === name)
  if (!source) throw unknownSource(name)
  return source
}

function unknownSource(name: string): UsageError {
  return new UsageError(`--from: ${name} is no source that this program knows`, {
    code: 'usage.bad_value',
    hint: `one of ${allSources.map((source) => source.name).join(', ')}`,
  })
}

const lookedAt = 64 * 1024

async function startOf(texts: AsyncIterable<string>): Promise<string> {
  for await (const text of texts) return text.slice(0, lookedAt)
  return ''
}

async function endOf(texts: AsyncIterable<string>): Promise<string> {
  let end = ''
  for await (const text of texts) end = (end + text).slice(-lookedAt)
  return end.slice(end.lastIndexOf(']') + 1)
}
