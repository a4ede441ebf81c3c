import { grouped } from '../../base/many.js'
import { type Format, isMachineFormat } from './format.js'
import { harmlessLine } from './harmless.js'
import { jsonLine } from './json-text.js'
import type { Streams } from './streams.js'

/** Says something to the person beside the data: a plain line on stderr, or `{"notice":…}` in a machine format. */
export async function notice(text: string, format: Format, streams: Streams): Promise<void> {
  await streams.err(isMachineFormat(format) ? jsonLine({ notice: text }, streams.errIsTTY) : harmlessLine(text))
}

/**
 * The hint that rows are left, or nothing when all are shown; `page` is the one that was asked for.
 * A capped total is a lower bound, as Logto counts no further.
 */
export function leftNotice(
  shown: number,
  total: number | undefined,
  capped: boolean,
  page?: number | undefined,
): string | undefined {
  if (total === undefined || (shown >= total && !capped)) return undefined
  const count = grouped
  const where = page === undefined ? '' : ` (page ${count(page)})`
  return `showing ${count(shown)} of ${capped ? 'more than ' : ''}${count(total)}${where}: use --all`
}
