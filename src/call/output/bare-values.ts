import { UsageError } from '../../base/errors.js'
import { isPlainObject } from '../../base/value-path.js'
import type { PrintOptions } from './answer.js'
import { chooseColumns } from './columns.js'
import { programCells } from './delimited.js'
import { jsonLine } from './json-text.js'
import type { RowFormat } from './row-format.js'

type Asked = Pick<PrintOptions, 'columns' | 'isQueried'>

/**
 * Bare values for `xargs` and shell variables, a line each and without a header: the columns asked for between tabs,
 * what a query yields, else each row's id. Throws a UsageError for a row without one (`output.no_id`), and for a value
 * that would not be one word of a line (`output.not_one_line`), before anything of its page is printed.
 */
export function bareValues(options: Asked): RowFormat {
  const valuesOf = chooser(options)
  return { page: (rows) => rows.map((row) => `${valuesOf(row).map(bare).join('\t')}\n`).join('') }
}

function chooser(options: Asked): (row: unknown) => unknown[] {
  if (options.columns !== undefined && options.columns.length > 0) {
    return (row) => programCells(row, chooseColumns([row], options))
  }
  return options.isQueried ? (row) => [row] : (row) => [idOf(row)]
}

/** A row that is a plain value stands for itself. */
function idOf(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row
  const id = isPlainObject(row) ? row.id : undefined
  if (typeof id === 'string' || typeof id === 'number') return id
  throw noId()
}

/** Said before sending too, where it is known that the answer has no id. */
export function noId(): UsageError {
  return new UsageError('-o text prints ids, and the answer has none', {
    code: 'output.no_id',
    hint: 'choose what to print with --columns or --query, or use -o json',
  })
}

/** Control characters and line separators: a reader of lines would act on parts of the value. */
const breaking = /[\p{Cc}\u{2028}\u{2029}]/u

function bare(value: unknown): string {
  if (value === null || value === undefined) return ''
  // JSON has escapes for what would break the line.
  if (typeof value === 'object') return jsonLine(value, true)
  const text = String(value)
  if (!breaking.test(text)) return text
  throw new UsageError('a value holds a line break, a tab or a control character: as text it would be read in parts', {
    code: 'output.not_one_line',
    hint: 'use --json, or leave the value out with --columns or --query',
  })
}
