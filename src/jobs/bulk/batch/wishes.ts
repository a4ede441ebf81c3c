import type { Input } from '../../../call/request/input.js'
import { type KeptRunWishes, keptRunWishesOf } from '../run/run-wishes.js'

/** What the command line of a batch says, understood. */
export interface Wishes extends KeptRunWishes {
  /** Path of the rows, `-` for standard input. */
  input: string
  encoding: string | undefined
  failed: string | undefined
  ordered: boolean
}

/** Throws a UsageError as `keptRunWishesOf`. */
export function wishesOf(typed: Input): Wishes {
  const { flags } = typed
  return {
    ...keptRunWishesOf(typed),
    input: (flags.input as string | undefined) ?? '-',
    encoding: flags.encoding as string | undefined,
    failed: flags.failed as string | undefined,
    ordered: flags.unordered !== true,
  }
}
