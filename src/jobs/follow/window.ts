import type { Entry } from './entries.js'

/**
 * How far each look reaches back behind the newest entry, in milliseconds. An entry is stamped before it is written, and
 * by one of several servers, so that it may appear after a later one.
 */
const overlapMs = 10_000

/** Knows which entries are new. Each look overlaps the one before; only the entries of that overlap are remembered. */
export class Window {
  private readonly seen = new Map<string, number>()
  private newest: number

  /** @param begin the earliest time of interest, epoch milliseconds */
  constructor(private readonly begin: number) {
    this.newest = begin
  }

  /**
   * Where the next look must begin so that nothing is missed, in epoch milliseconds. `serverTime`: an entry from its
   * future, by a server whose clock is fast, must not move the window past the others'.
   */
  next(serverTime = Number.POSITIVE_INFINITY): number {
    const from = Math.max(this.begin, Math.min(this.newest, serverTime) - overlapMs)
    for (const [id, createdAt] of this.seen) if (createdAt < from) this.seen.delete(id)
    return from
  }

  /** Those of the entries that have not been taken before, in their order. */
  take<E extends Entry>(entries: readonly E[]): E[] {
    return entries.filter(({ id, createdAt }) => {
      if (this.seen.has(id)) return false
      this.seen.set(id, createdAt)
      this.newest = Math.max(this.newest, createdAt)
      return true
    })
  }
}
