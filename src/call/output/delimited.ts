import type { PrintOptions } from './answer.js'
import { fullText, namesIn, programValue } from './cell-text.js'
import { type Column, cellsOf, chooseColumns } from './columns.js'
import type { RowFormat } from './row-format.js'

/** Tab-separated rows with a header, for programs: nothing cut, masked or coloured; lists of things by their names. */
export function tabSeparated(options: PrintOptions): RowFormat {
  return delimited(options, (cells) => tabLine(cells.map((cell) => namesIn(cell)?.join(', ') ?? cell)))
}

/** RFC 4180 rows with a header, for programs and spreadsheets (docs/design/0013): lines end in a plain line feed. */
export function commaSeparated(options: PrintOptions): RowFormat {
  return delimited(options, (cells) => commaLine(options.csvSafe ? cells.map(defused) : cells))
}

function delimited(options: PrintOptions, line: (cells: readonly unknown[]) => string): RowFormat {
  let columns: Column[] | undefined
  return {
    page(rows) {
      const header = columns === undefined
      columns ??= chooseColumns(rows, options)
      const chosen = columns
      const lines = rows.map((row) => line(programCells(row, chosen)))
      if (header && chosen.length > 0) lines.unshift(line(chosen.map(({ name }) => name)))
      return lines.join('')
    },
  }
}

/** A row's values as programs get them. */
export function programCells(row: unknown, columns: readonly Column[]): unknown[] {
  return cellsOf(row, columns).map((cell, index) => programValue(cell, columns[index]?.path ?? []))
}

const tabEscapes: Record<string, string> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' }

/** One line of cells between tabs, in which tabs, line breaks and backslashes are escaped. */
export function tabLine(cells: readonly unknown[]): string {
  return `${cells.map((cell) => fullText(cell).replace(/[\t\n\r\\]/g, (found) => tabEscapes[found] ?? found)).join('\t')}\n`
}

function commaLine(cells: readonly unknown[]): string {
  const texts = cells.map(fullText).map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
  // A line with nothing on it would be read as no row at all.
  return `${texts.length === 1 && texts[0] === '' ? '""' : texts.join(',')}\n`
}

/** What begins a formula, also behind spaces, quotes and invisible characters, which some spreadsheets skip. */
const formula = /^[\t\r\n]|^[\s\p{Cc}\p{Cf}"'`]*[=+\-@＝＋－＠]/u

/** A number, as in a phone number or an amount, runs nothing. */
const number = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i

/** A text that a spreadsheet would run as a formula gets a `'` in front, which makes it text there. */
function defused(cell: unknown): unknown {
  return typeof cell === 'string' && isFormula(cell) ? `'${cell}` : cell
}

/** Whether a spreadsheet would run a cell with this text. */
export function isFormula(text: string): boolean {
  return formula.test(text) && !number.test(text)
}
