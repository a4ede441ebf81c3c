import type { SourceRow } from './source-row.js'

/**
 * The columns of `firebase auth:export x.csv`, which has no header: 29 in old releases, 52 since, and a comma behind the
 * last (firebase/firebase-tools, src/accountExporter.ts). Each provider has ID, e-mail, name and picture.
 */
const providers: readonly (readonly [string, number])[] = [
  ['google.com', 7],
  ['facebook.com', 11],
  ['twitter.com', 15],
  ['github.com', 19],
  ['apple.com', 28],
  ['microsoft.com', 32],
  ['gc.apple.com', 36],
  ['playgames.google.com', 40],
  ['linkedin.com', 44],
  ['yahoo.com', 48],
]

const lengths = [29, 52]

/** Cells that hold an address of a picture: firebase-tools writes them without quotes, whatever is in them. */
const pictures = [6, ...providers.map(([, first]) => first + 3)]

const text = {
  0: 'localId',
  1: 'email',
  2: 'emailVerified',
  3: 'passwordHash',
  4: 'salt',
  5: 'displayName',
  6: 'photoUrl',
  23: 'createdAt',
  24: 'lastSignedInAt',
  25: 'phoneNumber',
  26: 'disabled',
  27: 'customAttributes',
} as const

/** Whether a text begins as such a file does: ID, address, and whether that is verified. */
export function looksLikeFirebaseCsv(start: string): boolean {
  return (
    /^[\w.:-]{1,128},("[^"]*"|[^",\r\n]*),(true|false)?,/.test(start) &&
    (start.split('\n', 1)[0] ?? '').split(',').length > 20
  )
}

/** Reads the file piece by piece. Its two faults (see `cellsAt` and `rejoined`) are mended where only one reading fits. */
export class FirebaseCsvReader {
  private rest = ''
  private line = 1
  private number = 0

  push(piece: string): SourceRow[] {
    this.rest += piece
    return this.rows(false)
  }

  end(): SourceRow[] {
    return this.rows(true)
  }

  private rows(isEnd: boolean): SourceRow[] {
    const rows: SourceRow[] = []
    let at = 0
    while (at < this.rest.length) {
      const record = cellsAt(this.rest, at, isEnd)
      if (record === undefined) break
      let { end } = record
      let read = this.row(record, this.rest.slice(at, end))
      if (read?.fault && endOfLine(this.rest, at) < end) {
        // A quote that is never closed finds its end in a later row: the line alone is at fault, and those after it are rows.
        end = endOfLine(this.rest, at)
        read = this.row({ ...record, fault: 'a quote is not closed as it should be' }, this.rest.slice(at, end))
      }
      if (read) rows.push({ number: ++this.number, ...read })
      this.line += this.rest.slice(at, end).split(/\r\n|\n|\r/).length - 1
      at = end
    }
    this.rest = this.rest.slice(at)
    return rows
  }

  private row({ cells, fault }: FirebaseRecord, written: string): Omit<SourceRow, 'number'> | undefined {
    if (written.trim() === '') return undefined
    const place = { line: this.line, written: written.replace(/[\r\n]+$/, '') }
    const refused = (code: string, message: string) => ({
      ...place,
      values: {},
      fault: { code: `rows.${code}`, message, line: this.line },
    })
    if (fault !== undefined) return refused('bad_quote', fault)
    if (written.includes('\0')) return refused('nul', 'there is a NUL character in it')
    const whole = rejoined(cells)
    if (whole === 'misplaced') return refused('shifted', 'its cells do not stand where Firebase has them')
    if (whole === 'ragged')
      return refused('ragged', `it has ${cells.length} cells, and a row of Firebase ${lengths.join(' or ')}`)
    if (whole === 'ambiguous')
      return refused('shifted', 'a comma in the address of a picture shifts its cells, and it cannot be told which')
    return { ...place, values: valuesOf(whole) }
  }
}

interface FirebaseRecord {
  cells: string[]
  /** Where the next record begins. */
  end: number
  fault?: string
}

/**
 * The cells of the record that begins at `from`; undefined where it does not end within the text, and more may come.
 * Quotes are doubled, but for those that a backslash stands before: custom attributes are JSON, and end with the first
 * quote that makes them whole.
 */
function cellsAt(text: string, from: number, isEnd: boolean): FirebaseRecord | undefined {
  const cells: string[] = []
  let at = from
  for (;;) {
    const quoted = text[at] === '"'
    const end = quoted ? endOfQuoted(text, at) : endOfPlain(text, at)
    if (end === undefined) {
      if (!isEnd && !isHopeless(text, at)) return undefined
      const lineEnd = endOfLine(text, at)
      return { cells, end: lineEnd, fault: `the quote of cell ${cells.length + 1} is not closed as it should be` }
    }
    if (end === text.length && !isEnd) return undefined
    cells.push(quoted ? unquoted(text.slice(at + 1, end - 1)) : text.slice(at, end))
    if (text[end] !== ',') return { cells, end: endOfLine(text, end) }
    at = end + 1
  }
}

/** Longer than any cell of Firebase's (custom attributes have 1,000 characters, names 256): the quote is never closed. */
const longestCell = 100_000

function isHopeless(text: string, at: number): boolean {
  return text.length - at > longestCell
}

function endOfPlain(text: string, at: number): number {
  const found = /[,\r\n]/g
  found.lastIndex = at
  return found.exec(text)?.index ?? text.length
}

function endOfLine(text: string, at: number): number {
  const found = /\r\n|\n|\r/g
  found.lastIndex = at
  const match = found.exec(text)
  return match ? match.index + match[0].length : text.length
}

/** Behind the closing quote, which a comma or the end of the line follows. */
function endOfQuoted(text: string, at: number): number | undefined {
  const isJson = text.startsWith('"{', at)
  const closing = /"(?=,|\r|\n|$)/g
  closing.lastIndex = at + 1
  for (let match = closing.exec(text); match && match.index - at < longestCell; match = closing.exec(text)) {
    const inner = text.slice(at + 1, match.index)
    // An even number of quotes within: this one is not half of a doubled one.
    const isEven = (/"*$/.exec(inner)?.[0].length ?? 0) % 2 === 0
    if (isJson ? isObject(unquoted(inner)) : isEven && (inner.match(/"/g)?.length ?? 0) % 2 === 0)
      return match.index + 1
  }
  return undefined
}

function unquoted(inner: string): string {
  return inner.replaceAll('""', '"')
}

function isObject(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

/**
 * The cells of a row whose pictures' addresses had commas in them, put together again: only in such a way that the times
 * stand where they belong, and only where there is one way.
 */
function rejoined(given: readonly string[]): string[] | 'ragged' | 'misplaced' | 'ambiguous' {
  const cells = given.at(-1) === '' ? given.slice(0, -1) : [...given]
  if (lengths.includes(cells.length) && isPlausible(cells)) return cells
  const found: string[][] = []
  for (const length of lengths) {
    const excess = cells.length - length
    if (excess > 0 && excess <= 12) join(cells, excess, 0, found)
  }
  const [first, ...others] = [...new Set(found.map((one) => JSON.stringify(one)))]
  if (first === undefined) return lengths.includes(cells.length) ? 'misplaced' : 'ragged'
  return others.length > 0 ? 'ambiguous' : (JSON.parse(first) as string[])
}

function join(cells: readonly string[], excess: number, next: number, found: string[][]): void {
  if (excess === 0) {
    if (isPlausible(cells)) found.push([...cells])
    return
  }
  for (let i = next; i < pictures.length; i++) {
    const at = pictures[i] ?? 0
    if (!cells[at]?.startsWith('http')) continue
    for (let more = 1; more <= excess; more++) {
      const joined = cells.slice(at, at + more + 1).join(',')
      join([...cells.slice(0, at), joined, ...cells.slice(at + more + 1)], excess - more, i + 1, found)
    }
  }
}

/** Times are milliseconds, a telephone number begins with +, flags are flags, pictures have addresses. */
function isPlausible(cells: readonly string[]): boolean {
  const at = (index: number) => cells[index] ?? ''
  const isTime = (value: string) => value === '' || /^\d{10,14}$/.test(value)
  const isFlag = (value: string) => ['', 'true', 'false'].includes(value)
  return (
    isTime(at(23)) &&
    isTime(at(24)) &&
    /^(\+\d+)?$/.test(at(25)) &&
    isFlag(at(26)) &&
    isFlag(at(2)) &&
    (at(27) === '' || at(27).startsWith('{')) &&
    pictures.every((index) => at(index) === '' || /^https?:/.test(at(index)))
  )
}

/** The same shape as the JSON export's. */
function valuesOf(cells: readonly string[]): Record<string, unknown> {
  const named = Object.entries(text).map(([index, name]) => [name, cells[Number(index)] ?? ''] as const)
  const infos = providers
    .map(([providerId, first]) => {
      const [rawId, email, displayName, photoUrl] = cells.slice(first, first + 4)
      return { providerId, rawId, email, displayName, photoUrl }
    })
    .filter(({ rawId }) => rawId !== undefined && rawId !== '')
  return { ...Object.fromEntries(named.filter(([, value]) => value !== '')), providerUserInfo: infos }
}
