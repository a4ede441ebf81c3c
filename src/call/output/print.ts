import { isPlainObject } from '../../base/value-path.js'
import type { Printable, PrintOptions } from './answer.js'
import { bareValues } from './bare-values.js'
import { fullText } from './cell-text.js'
import { chooseColumns } from './columns.js'
import { commaSeparated, programCells, tabLine } from './delimited.js'
import { documentText } from './document-text.js'
import { harmless, harmlessLine } from './harmless.js'
import { projection } from './project.js'
import { openRowPrinter } from './row-printer.js'
import type { Streams } from './streams.js'

/** Prints one answer whole, in the format asked for (contract, section 3). */
export async function print(answer: Printable, options: PrintOptions, streams: Streams): Promise<void> {
  if (answer.kind !== 'rows') return streams.out(await textOf(answer, options))
  const printer = openRowPrinter(options, streams, answer)
  await printer.rows(answer.rows, answer.document)
  await printer.end()
}

async function textOf(answer: Exclude<Printable, { kind: 'rows' }>, options: PrintOptions): Promise<string> {
  const { format } = options
  const { isTTY } = options.terminal
  switch (answer.kind) {
    case 'object':
      return objectText(answer.value, options)
    case 'text':
      return format === 'table' || format === 'csv' || format === 'text'
        ? plainText(answer.text, options)
        : documentText(answer.text, options)
    case 'empty':
      if (format === 'text') return ''
      if (format !== 'table') return documentText({ success: true, status: answer.status }, options)
      return isTTY ? `${harmlessLine(answer.says)}\n` : ''
    case 'redirect': {
      const { status, location } = answer
      if (format === 'text') return `${isTTY ? harmlessLine(location) : location}\n`
      if (format !== 'table') return documentText({ success: true, status, location }, options)
      return isTTY ? `Redirects to ${harmlessLine(location)}\n` : `${location}\n`
    }
  }
}

async function objectText(value: unknown, options: PrintOptions): Promise<string> {
  const { isTTY } = options.terminal
  if (options.format === 'csv') {
    const csv = commaSeparated(options).page([value])
    return isTTY ? harmless(csv) : csv
  }
  if (options.format === 'text') {
    const text = bareValues(options).page([value])
    return isTTY ? harmless(text) : text
  }
  if (options.format !== 'table') return documentText(projection(options.columns)(value), options)
  if (isTTY) {
    const { objectView } = await import('./object-view.js')
    return objectView(value, options)
  }
  return isPlainObject(value) ? twoColumns(value, options) : `${fullText(value)}\n`
}

/** For programs: a line each of name, tab and value. */
function twoColumns(value: Record<string, unknown>, options: PrintOptions): string {
  const columns = chooseColumns([value], options)
  const cells = programCells(value, columns)
  return columns.map(({ name }, index) => tabLine([name, cells[index]])).join('')
}

/** Text as it came; on a terminal made harmless, and the prompt after it gets a line of its own. */
function plainText(text: string, options: PrintOptions): string {
  if (!options.terminal.isTTY) return text
  return harmless(text.endsWith('\n') ? text : `${text}\n`)
}
