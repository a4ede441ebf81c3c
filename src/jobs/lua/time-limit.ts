import { parseDuration } from '../../call/request/times.js'

/** Where nobody can press Ctrl-C. */
const unwatchedMs = 600_000

/** Milliseconds that a script may compute, by `--time-limit`; no limit when undefined. Throws a UsageError. */
export function timeLimitMs(text: string | undefined, isWatched: boolean): number | undefined {
  if (text === 'none') return undefined
  if (text === undefined) return isWatched ? undefined : unwatchedMs
  return parseDuration(text, 'time-limit')
}
