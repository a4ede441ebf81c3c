import { nearest } from '../../base/nearest.js'
import { printAnswer, rowsOf } from '../../call/operation/print-answer.js'
import { settingsOf, wholeNumber } from '../../call/operation/settings.js'
import { notice } from '../../call/output/notice.js'
import type { Streams } from '../../call/output/streams.js'
import { addressOf } from './by-address.js'
import { catalogue, type Known, type ListedCommand } from './catalogue.js'
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
  const known = catalogue(root, commands)
  const found = search(words, known).slice(0, limit)
  const rows = found.map(({ known: { command, summary, operation, unreviewed }, score }) => {
    const { id = null, method = null, path = null, lua = null } = operation ?? {}
    return { command, summary, operation: id, method, path, lua, ...(unreviewed ? { reviewed: false } : {}), score }
  })
  if (rows.length === 0) {
    await notice(whatToTry(words, known), settings.format, streams)
  }
  await printAnswer(rowsOf(rows), settings, streams, ['command', 'summary'])
}

/** What to do where nothing is found. */
function whatToTry(words: string, known: readonly Known[]): string {
  if (addressOf(words))
    return 'no command has this path: `logto refresh` makes commands of what the tenant has, `logto api` sends a request to any'
  const common = new Set(
    known.flatMap(({ command, keywords }) => [command, ...keywords].flatMap((text) => text.split(/[ -]/))),
  )
  const close = [...new Set(words.split(/\s+/).flatMap((word) => nearest(word, common, 2)))].slice(0, 3)
  if (close.length > 0)
    return `no command has these words: did you mean ${close.join(' or ')}? Else see \`logto --help\``
  return 'no command has these words: try others, or see `logto --help`'
}
