/** How many requests at once are tried at first, and at most. */
const atFirst = 4
const most = 16

/** At first the number is doubled, as long as that brings a fifth more; later it goes up by two for a twentieth. */
const doubling = { next: (number: number) => number * 2, gain: 1.2, shortestMs: 60 }
const creeping = { next: (number: number) => number + 2, gain: 1.05, shortestMs: 400 }

/** Rounds of answers that are measured at least, and measurements to rest after a step that brought nothing. */
const rounds = 4
const rest = 10

/** Share of the answers at which another request must have waited. */
const fullShare = 0.6

/**
 * Finds how many requests at once a server takes best: while all that may be are under way and others wait, it measures how
 * many are answered in a time, and goes up as long as that brings more. Trouble halves it.
 */
export class BestConcurrency {
  current = atFirst
  private pace = doubling
  private answered = 0
  private full = 0
  private since: number | undefined
  /** The number before the last step, and the answers in a millisecond that were measured with it. */
  private before: { number: number; perMs: number } | undefined
  private resting = 0
  private troubledAt = Number.NEGATIVE_INFINITY

  /** An answer has come. `isFull`: another request waits for nothing else. Times are in milliseconds. */
  took(now: number, isFull: boolean): void {
    this.since ??= now
    this.answered += 1
    if (isFull) this.full += 1
    if (now - this.since < this.pace.shortestMs || this.answered < rounds * this.current) return
    const perMs = this.answered / (now - this.since)
    // A time in which more could have been sent says nothing of the server.
    const isTelling = this.full > this.answered * fullShare
    this.restart(now)
    if (isTelling) this.step(perMs)
  }

  /** A request that began at `started` failed; of many that were under way together, the first counts. */
  trouble(now: number, started: number): void {
    this.restart(now)
    if (started < this.troubledAt) return
    this.troubledAt = now
    this.current = Math.max(1, Math.floor(this.current / 2))
    this.before = undefined
    this.pace = doubling
    this.resting = 2
  }

  private restart(now: number): void {
    this.since = now
    this.answered = 0
    this.full = 0
  }

  private settle(): void {
    this.pace = creeping
    this.resting = rest
  }

  private step(perMs: number): void {
    if (this.before && perMs < this.before.perMs * this.pace.gain) {
      this.current = this.before.number
      this.before = undefined
      this.settle()
    } else if (this.resting > 0) {
      this.resting -= 1
    } else if (this.current < most) {
      this.before = { number: this.current, perMs }
      this.current = Math.min(most, this.pace.next(this.current))
    } else this.before = undefined
  }
}
