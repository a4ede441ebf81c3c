import { inputFault } from './row.js'

/** One record of a CSV file. */
export interface CsvRecord {
  cells: readonly string[]
  /** 1-based line that it begins on. */
  line: number
  /** A quote that stands where none can, or a NUL: code, words and line. */
  fault?: { code: string; message: string; line: number }
}

/** Characters of one cell at most: an unclosed quote would take in the rest of the file. */
const longestCell = 16_000_000

const quote = 0x22
const lf = 0x0a
const cr = 0x0d

/** Where the reader stands: before a cell, in a plain or a quoted one, or behind a quote within that. */
type State = 'cell' | 'plain' | 'quoted' | 'closing'

/**
 * Reads CSV (RFC 4180) piece by piece: quoted line breaks, doubled quotes, and CRLF, LF or CR at the end of a record,
 * also mixed. Empty lines are no records. A quote in the middle of a cell is a fault of its record, since it cannot be
 * told what was meant.
 */
export class CsvReader {
  private state: State = 'cell'
  private cells: string[] = []
  private cell = ''
  private line = 1
  private recordLine = 1
  private quoteLine = 1
  private fault: CsvRecord['fault']

  constructor(private readonly separator: ',' | ';' | '\t') {}

  /**
   * The records that end within this text, which must not end between a CR and its LF. Throws a UsageError for a quote
   * that cannot be closed any more.
   */
  push(text: string): CsvRecord[] {
    const records: CsvRecord[] = []
    const separator = this.separator.charCodeAt(0)
    let from = 0
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (this.state === 'quoted') {
        if (code === quote) {
          this.cell += text.slice(from, i)
          this.state = 'closing'
        } else if (code === lf) this.line += 1
        else if (code === cr && text.charCodeAt(i + 1) !== lf) this.line += 1
        else if (code === 0) this.refuse('nul', 'there is a NUL character in it')
        continue
      }
      if (this.state === 'closing') {
        if (code === quote) {
          // A doubled quote stands for one: it is the first character of what follows.
          from = i
          this.state = 'quoted'
          continue
        }
        from = i
        if (code !== separator && code !== lf && code !== cr) {
          this.refuse('bad_quote', 'there is text behind a closing quote; a quote within quotes is written twice')
        }
        this.state = 'plain'
      }
      if (code === separator) {
        this.endCell(text, from, i)
        from = i + 1
      } else if (code === lf || code === cr) {
        this.endRecord(text, from, i, records)
        if (code === cr && text.charCodeAt(i + 1) === lf) i += 1
        from = i + 1
      } else if (code === quote) {
        if (this.state === 'cell') {
          this.state = 'quoted'
          this.quoteLine = this.line
          from = i + 1
        } else this.refuse('bad_quote', 'there is a quote in a cell that does not begin with one')
      } else {
        if (code === 0) this.refuse('nul', 'there is a NUL character in it')
        this.state = 'plain'
      }
    }
    if (this.state === 'plain' || this.state === 'quoted') this.cell += text.slice(from)
    if (this.cell.length > longestCell) throw this.state === 'quoted' ? this.unclosed() : this.tooLong()
    return records
  }

  /** The last record, where the file does not end in a line break. Throws a UsageError for an unclosed quote. */
  end(): CsvRecord[] {
    if (this.state === 'quoted') throw this.unclosed()
    const records: CsvRecord[] = []
    this.endRecord('', 0, 0, records)
    return records
  }

  private endCell(text: string, from: number, to: number): void {
    this.cells.push(this.cell + text.slice(from, to))
    this.cell = ''
    this.state = 'cell'
  }

  private endRecord(text: string, from: number, to: number, records: CsvRecord[]): void {
    const isQuoted = this.state !== 'cell'
    this.endCell(text, from, to)
    const isEmpty = !isQuoted && this.cells.length === 1 && this.cells[0] === ''
    if (!isEmpty) {
      records.push({ cells: this.cells, line: this.recordLine, ...(this.fault ? { fault: this.fault } : {}) })
    }
    this.cells = []
    this.fault = undefined
    this.line += 1
    this.recordLine = this.line
  }

  /** The first fault of a record is told. */
  private refuse(code: string, message: string): void {
    this.fault ??= { code: `rows.${code}`, message, line: this.line }
  }

  private unclosed() {
    return inputFault(
      'unclosed_quote',
      `line ${this.quoteLine}: the quote that opens here is never closed`,
      'close it; a quote that belongs to a value is written twice, within quotes',
    )
  }

  private tooLong() {
    return inputFault('too_long', `line ${this.line}: a cell is longer than 16 MB`, 'is this a CSV file?')
  }
}
