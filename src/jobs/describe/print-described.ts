import { printAnswer, printOptions } from '../../call/operation/print-answer.js'
import type { Settings } from '../../call/operation/settings.js'
import { checkColumns } from '../../call/output/check-columns.js'
import { outPaged } from '../../call/output/pager.js'
import type { Streams } from '../../call/output/streams.js'
import { pageWidth } from './outline.js'

/**
 * Prints a page for people, or its document where a program's format, `--query` or `--columns` asks for it. Throws a
 * UsageError for a column that the document does not have.
 */
export async function printDescribed(
  page: (width: number) => string | Promise<string>,
  document: object,
  settings: Settings,
  streams: Streams,
): Promise<void> {
  const { format, columns, query } = settings
  if (format === 'table' && columns === undefined && query === undefined) {
    return outPaged(streams, await page(pageWidth(printOptions(settings).terminal)))
  }
  // Columns of a query's result are what it makes of them.
  if (columns && query === undefined) {
    checkColumns(
      columns,
      Object.keys(document).map((name) => `${name}.*`),
    )
  }
  await printAnswer({ kind: 'object', value: document }, settings, streams)
}
