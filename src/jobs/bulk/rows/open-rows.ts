import type { Readable } from 'node:stream'
import { parseExact } from '../../../base/exact-json.js'
import { jsonFacts } from '../../../base/json-tokens.js'
import { isPlainObject } from '../../../base/value-path.js'
import { CsvReader, type CsvRecord } from './csv.js'
import { JsonCutter, type JsonText } from './json-values.js'
import { type Kind, kindOf } from './kind.js'
import { LineReader } from './lines.js'
import { inputFault, type Row, type RowFault, reasonColumn } from './row.js'
import { type InputFile, openInput } from './spool.js'
import { textChunks } from './text-chunks.js'

/** The name that the only value of a row has where the input names none: a plain line, an element that is no object. */
export const bareColumn = ''

export interface RowsOptions {
  /** Path, or `-` for standard input. */
  input: string
  stdin?: Readable & { isTTY?: boolean }
  /** Of files without a byte-order mark; UTF-8 without. */
  encoding?: string | undefined
  /** Tells a header of one column from a plain line. */
  isColumn?: (name: string) => boolean
  /**
   * Names of the list in a document's root object that holds the rows: the first that is there, and where none is, the
   * object is a row itself. Without: the only list.
   */
  lists?: readonly string[] | undefined
}

/** An input understood, to be read as often as it takes. */
export interface Rows {
  kind: Kind
  file: InputFile
  /** The columns that the input names for all rows; undefined where each row names its own. */
  columns: readonly string[] | undefined
  /** All rows, in order and in bounded memory. Throws a UsageError for what makes the whole input unusable. */
  [Symbol.asyncIterator](): AsyncGenerator<Row>
  /** The same, those together that one piece of the input holds: to wait for each row alone takes longer than to read it. */
  pieces(): AsyncGenerator<Row[]>
  close(): Promise<void>
}

/** Opens an input and finds out what it is, by its content. Throws a UsageError for one that is none. */
export async function openRows(options: RowsOptions): Promise<Rows> {
  const { input, stdin = process.stdin, encoding } = options
  const file = await openInput(input, stdin)
  try {
    const texts = () => textChunks(file.path, encoding)
    const kind = await kindOfInput(texts, options)
    const pieces = async function* () {
      await file.refuseChanged()
      let number = 0
      for await (const rows of rowsOf(kind, texts())) yield rows.map((row): Row => ({ number: ++number, ...row }))
      if (number === 0) throw noRows(kind)
    }
    return {
      kind,
      file,
      columns: 'columns' in kind ? kind.columns.filter((name) => name !== reasonColumn) : undefined,
      pieces,
      async *[Symbol.asyncIterator]() {
        for await (const rows of pieces()) for (const row of rows) yield row
      },
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function kindOfInput(
  texts: () => AsyncIterable<string>,
  { isColumn = () => false, lists }: RowsOptions,
): Promise<Kind> {
  let first = ''
  for await (const text of texts()) {
    first += text
    // Two lines tell most; a header may have a line break in quotes.
    if (first.length > 1_000_000 || /\S[^\r\n]*[\r\n]+\s*\S[^\r\n]*[\r\n]/.test(first)) break
  }
  const kind = kindOf(first, isColumn)
  if (kind === 'object') return objectKind(texts(), lists)
  return kind.form === 'yaml' && lists !== undefined ? { ...kind, lists } : kind
}

/** A document that begins with a brace: an object that holds a list of objects, or values one behind the other. */
async function objectKind(texts: AsyncIterable<string>, lists: readonly string[] | undefined): Promise<Kind> {
  const cutter = new JsonCutter(2)
  const held = new Set<string>()
  const look = (values: readonly JsonText[]) => {
    for (const value of values) if (value.list !== undefined && value.text.startsWith('{')) held.add(value.list)
  }
  for await (const text of texts) {
    look(cutter.push(text))
    if (cutter.roots > 1) return { form: 'json', depth: 0 }
  }
  look(cutter.end())
  const meant = meantList([...held], lists)
  return meant === undefined ? { form: 'json', depth: 0 } : { form: 'json', depth: 2, list: meant }
}

/** The first list that is wished, or the only one. Throws a UsageError where there are several and none was wished. */
function meantList(held: readonly string[], lists: readonly string[] | undefined): string | undefined {
  return lists ? lists.find((name) => held.includes(name)) : onlyList(held)
}

/** The only one of a document's lists. Throws a UsageError where there are several. */
function onlyList([only, ...others]: readonly string[]): string | undefined {
  if (others.length === 0) return only
  throw inputFault(
    'many_lists',
    `the document holds several lists: ${[only, ...others].join(', ')}`,
    'give the one that is meant by itself',
  )
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && isPlainObject(value[0])
}

type Unnumbered = Omit<Row, 'number'>

function rowsOf(kind: Kind, texts: AsyncIterable<string>): AsyncGenerator<Unnumbered[]> {
  switch (kind.form) {
    case 'csv':
    case 'tsv':
      return csvRows(kind, texts)
    case 'jsonl':
      return jsonLines(texts)
    case 'json':
      return jsonElements(kind, texts)
    case 'yaml':
      return yamlRows(texts, kind.lists)
    case 'lines':
      return plainLines(texts)
  }
}

async function* csvRows(
  { separator, columns, hasSepLine }: Extract<Kind, { columns: unknown }>,
  texts: AsyncIterable<string>,
): AsyncGenerator<Unnumbered[]> {
  // The line `sep=;` and the header are no rows.
  let before = hasSepLine ? 2 : 1
  for await (const records of piecesRead(new CsvReader(separator), texts)) {
    const rows = records.slice(before)
    before -= records.length - rows.length
    yield rows.map((record) => csvRow(record, columns))
  }
}

function csvRow({ cells, line, fault }: CsvRecord, columns: readonly string[]): Unnumbered {
  const ragged =
    cells.length === columns.length
      ? undefined
      : {
          code: 'rows.ragged',
          message: `it has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, and the header ${columns.length}`,
          line,
        }
  const found = fault ?? ragged
  if (found) return { line, values: {}, fault: found, written: cells }
  const values: [string, string][] = []
  for (const [i, name] of columns.entries()) {
    const cell = cells[i]
    if (cell !== undefined && cell !== '' && name !== reasonColumn) values.push([name, cell])
  }
  return { line, values: Object.fromEntries(values) }
}

async function* jsonLines(texts: AsyncIterable<string>): AsyncGenerator<Unnumbered[]> {
  for await (const lines of piecesRead(new LineReader(), texts)) {
    yield lines.filter(({ text }) => text.trim() !== '').map(jsonRow)
  }
}

async function* jsonElements(
  { depth, list }: Extract<Kind, { form: 'json' }>,
  texts: AsyncIterable<string>,
): AsyncGenerator<Unnumbered[]> {
  for await (const values of piecesRead(new JsonCutter(depth), texts)) {
    yield values.filter((value) => value.list === list).map(jsonRow)
  }
}

/** Levels of lists and objects in one row at most: what reads them further on calls itself for each. */
const deepest = 500

function jsonRow({ text, line }: JsonText): Unnumbered {
  try {
    const { depth, doubled } = jsonFacts(text)
    const refused = (code: string, message: string): Unnumbered => ({
      ...{ line, values: {}, written: text },
      fault: { code: `rows.${code}`, message, line },
    })
    if (depth > deepest) return refused('too_deep', `it has more than ${deepest} levels of lists and objects`)
    const value = parseExact(text)
    if (doubled) return refused('doubled_name', `it has ${JSON.stringify(doubled.name)} twice in one object`)
    return valueRow(value, line, text)
  } catch (error) {
    // Some Nodes say where.
    const at = /at position (\d+)/.exec((error as Error).message)?.[1]
    const message = `it is no valid JSON${at === undefined ? '' : ` (column ${Number(at) + 1})`}`
    return { line, values: {}, fault: { code: 'rows.bad_json', message, line }, written: text }
  }
}

function valueRow(value: unknown, line: number, written: string): Unnumbered {
  const refused = (message: string): Unnumbered => {
    const fault: RowFault = { code: 'rows.no_row', message, line }
    return { line, values: {}, fault, written }
  }
  if (value === null || Array.isArray(value))
    return refused(`a row is an object or a value, not ${value === null ? 'null' : 'a list'}`)
  if (written.includes('\0') || written.includes('\\u0000')) {
    return {
      ...refused('there is a NUL character in it'),
      fault: { code: 'rows.nul', message: 'there is a NUL character in it', line },
    }
  }
  if (!isPlainObject(value)) return { line, values: { [bareColumn]: value } }
  const { [reasonColumn]: _, ...values } = value
  return { line, values }
}

async function* yamlRows(
  texts: AsyncIterable<string>,
  lists: readonly string[] | undefined,
): AsyncGenerator<Unnumbered[]> {
  let whole = ''
  for await (const text of texts) whole += text
  const { yamlContent } = await import('./yaml-rows.js')
  const { value, lineOf } = yamlContent(whole)
  const rows = (values: readonly unknown[], list: string | undefined) =>
    values.map((one, i) => valueRow(one, lineOf(list, i), ''))
  if (Array.isArray(value)) {
    yield rows(value, undefined)
    return
  }
  const held = isPlainObject(value) ? Object.keys(value).filter((name) => isListOfObjects(value[name])) : []
  const name = meantList(held, lists)
  yield name === undefined ? [valueRow(value, 1, '')] : rows((value as Record<string, unknown[]>)[name] ?? [], name)
}

async function* plainLines(texts: AsyncIterable<string>): AsyncGenerator<Unnumbered[]> {
  for await (const lines of piecesRead(new LineReader(), texts)) {
    yield lines.filter(({ text }) => text !== '').map(plainRow)
  }
}

function plainRow({ text, line }: { text: string; line: number }): Unnumbered {
  const fault = text.includes('\0')
    ? { fault: { code: 'rows.nul', message: 'there is a NUL character in it', line }, written: text }
    : {}
  return { line, values: { [bareColumn]: text }, ...fault }
}

/** What a reader makes of each piece of a text. */
async function* piecesRead<T>(
  reader: { push(text: string): T[]; end(): T[] },
  texts: AsyncIterable<string>,
): AsyncGenerator<T[]> {
  for await (const text of texts) yield reader.push(text)
  yield reader.end()
}

function noRows(kind: Kind) {
  return 'columns' in kind
    ? inputFault('header_alone', 'the input has a header and no rows', 'is the file the right one?')
    : inputFault('empty', 'the input has no rows', 'is the file the right one?')
}
