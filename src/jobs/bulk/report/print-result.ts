import { printAnswer } from '../../../call/operation/print-answer.js'
import type { Settings } from '../../../call/operation/settings.js'
import type { Streams } from '../../../call/output/streams.js'

/** Prints what a run came to: a text for people, which is made for them alone, a document for programs and for `--query`. */
export async function printResult(
  document: unknown,
  lines: () => Promise<readonly string[]>,
  settings: Settings,
  streams: Streams,
): Promise<void> {
  const isText = settings.format === 'table' && settings.query === undefined
  if (isText) await streams.out((await lines()).map((line) => `${line}\n`).join(''))
  else await printAnswer({ kind: 'object', value: document }, settings, streams)
}
