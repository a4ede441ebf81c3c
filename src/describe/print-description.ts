import { printAnswer, printOptions } from '../operation/print-answer.js'
import type { Settings } from '../operation/settings.js'
import { checkColumns } from '../output/check-columns.js'
import { print } from '../output/print.js'
import type { Streams } from '../output/streams.js'
import type { PageStyle } from './layout.js'

/** Prints a page for people, or its document where a program's format, `--query` or `--columns` asks for it. */
export async function printDescription(
  document: object,
  page: (style: PageStyle) => string,
  settings: Settings,
  streams: Streams,
): Promise<void> {
  const { format, columns, query } = settings
  const options = printOptions(settings)
  if (format === 'table' && columns === undefined && query === undefined) {
    await print({ kind: 'text', text: page(options.terminal), contentType: 'text/plain' }, options, streams)
    return
  }
  if (columns)
    checkColumns(
      columns,
      Object.keys(document).map((name) => `${name}.*`),
    )
  await printAnswer({ kind: 'object', value: document }, settings, streams)
}
