import { printAnswer, rowsOf } from '../operation/print-answer.js'
import { settingsOf, wholeNumber } from '../operation/settings.js'
import { notice } from '../output/notice.js'
import type { Streams } from '../output/streams.js'
import { catalogue, type ListedCommand } from './catalogue.js'
import { search } from './search.js'

/** Where the program stands, and all its commands. */
export interface Whole {
  root: string
  commands: readonly ListedCommand[]
}

/** Prints the commands that the words mean, best first. Throws a UsageError for a limit that is no number. */
export async function showFound(
  words: string,
  { root, commands }: Whole,
  flags: Readonly<Record<string, unknown>>,
  streams: Streams,
): Promise<void> {
  const settings = settingsOf(flags)
  const limit = wholeNumber(flags.limit as string | undefined, 'limit', 1, 1000) ?? 10
  const found = search(words, catalogue(root, commands)).slice(0, limit)
  const rows = found.map(({ known: { command, summary, operation }, score }) => {
    const { id = null, method = null, path = null, lua = null } = operation ?? {}
    return { command, summary, operation: id, method, path, lua, score }
  })
  if (rows.length === 0) {
    await notice('no command has these words: try others, or see `logto --help`', settings.format, streams)
  }
  await printAnswer(rowsOf(rows), settings, streams, ['command', 'summary'])
}
