import { UsageError } from '../../../base/errors.js'

/** One machine's part of a run. */
export interface Shard {
  /** 1-based. */
  part: number
  of: number
}

/** Reads `2/8`. Throws a UsageError for what is no part of a whole. */
export function parseShard(text: string): Shard {
  const [, part, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number)
  if (part !== undefined && of !== undefined && part >= 1 && part <= of) return { part, of }
  throw new UsageError(`--shard: ${text || 'an empty text'} is no part of a whole`, {
    code: 'usage.bad_value',
    hint: 'such as 2/8: the second of eight machines',
  })
}

/**
 * Whether a part takes a row. `number` is 1-based: the row's own, or that of the first row that it belongs together with.
 */
export function takes({ part, of }: Shard, number: number): boolean {
  return (number - 1) % of === part - 1
}
