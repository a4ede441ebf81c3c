import { alike, OutputError } from '../../base/errors.js'
import { grouped } from '../../base/many.js'
import { isPlainObject } from '../../base/value-path.js'
import type { PrintOptions, RowPrinter } from './answer.js'
import { bareValues } from './bare-values.js'
import { commaSeparated, tabSeparated } from './delimited.js'
import { documentText, listTexts } from './document-text.js'
import { harmless } from './harmless.js'
import { jsonLine } from './json-text.js'
import { notice } from './notice.js'
import { projection } from './project.js'
import type { RowFormat } from './row-format.js'
import type { Streams } from './streams.js'

/**
 * Opens a printer for the rows of a list that come page by page.
 * `envelope`: the property that holds the rows, where the API answers a list in an object.
 */
export function openRowPrinter(
  options: PrintOptions,
  streams: Streams,
  shape: { envelope?: string | undefined } = {},
): RowPrinter {
  return options.format === 'json' || options.format === 'yaml'
    ? collecting(options, streams, shape.envelope)
    : streaming(options, streams)
}

/** Prints each page at once and forgets it. */
function streaming(options: PrintOptions, streams: Streams): RowPrinter {
  const isShown = options.format === 'table' && options.terminal.isTTY
  let format: RowFormat | undefined
  let printed = 0

  const show = async (rows: readonly unknown[]) => {
    format ??= await rowFormat(options)
    await streams.out(format.page(rows)).catch((error: unknown) => {
      throw withCount(error, printed)
    })
    printed += rows.length
  }

  return {
    get printed() {
      return printed
    },
    async rows(rows) {
      // An empty page must not settle the columns.
      if (rows.length > 0) await show(rows)
    },
    async end() {
      if (printed === 0 && !isShown) await show([])
      if (printed === 0 && isShown) await notice('nothing found', options.format, streams)
      const hidden = format?.hidden ?? []
      if (hidden.length > 0) {
        await notice(`no room for ${hidden.join(', ')}: choose --columns or -o json`, options.format, streams)
      }
    },
  }
}

/** A failure to write, with how many rows were written before. */
function withCount(error: unknown, rows: number): unknown {
  if (!(error instanceof OutputError) || rows === 0) return error
  return alike(error, `${error.message}, after ${grouped(rows)} rows`, error)
}

async function rowFormat(options: PrintOptions): Promise<RowFormat> {
  const { isTTY } = options.terminal
  if (options.format === 'jsonl') {
    const project = projection(options.columns)
    return { page: (rows) => rows.map((row) => `${jsonLine(project(row), isTTY)}\n`).join('') }
  }
  if (options.format === 'csv') {
    const csv = commaSeparated(options)
    return isTTY ? { page: (rows) => harmless(csv.page(rows)) } : csv
  }
  if (options.format === 'text') {
    const values = bareValues(options)
    return isTTY ? { page: (rows) => harmless(values.page(rows)) } : values
  }
  if (!isTTY) return tabSeparated(options)
  const { fittedTable } = await import('./table.js')
  return fittedTable(options)
}

/** Keeps the rows and prints them as one document, of the shape that one page has. */
function collecting(options: PrintOptions, streams: Streams, envelope: string | undefined): RowPrinter {
  const project = projection(options.columns)
  const collected: unknown[] = []
  let around: unknown
  let printed = 0

  return {
    get printed() {
      return printed
    },
    async rows(rows, page) {
      around ??= page
      for (const row of rows) collected.push(project(row))
    },
    async end() {
      if (envelope === undefined || Array.isArray(around)) {
        for await (const text of listTexts(collected, options)) await streams.out(text)
      } else {
        await streams.out(
          await documentText({ ...(isPlainObject(around) ? around : {}), [envelope]: collected }, options),
        )
      }
      printed = collected.length
    },
  }
}
