/** How many requests at once are tried at first, and at most. */
const atFirst = 4
const most = 16

/** What is measured of a step: in milliseconds, and in rounds of as many answers as requests may be under way. */
interface Look {
  shortestMs: number
  rounds: number
  /** What is answered in a time must rise by this, or the step was in vain. */
  gain: number
}

/** How far a step goes. A quick look sees a gain that is clear; before a step is said to be in vain, it is looked at longer. */
interface Pace {
  next: (number: number) => number
  quick: Look
  sure: Look
}

/** The answers in a millisecond that were measured with a number at once. */
interface Measured {
  number: number
  perMs: number
}

/** At first the number is doubled, where it can after each round; later it goes up by two. */
const doubling: Pace = {
  next: (number) => number * 2,
  quick: { shortestMs: 8, rounds: 1, gain: 1.5 },
  sure: { shortestMs: 60, rounds: 4, gain: 1.35 },
}
const slow: Look = { shortestMs: 400, rounds: 4, gain: 1.05 }
const creeping: Pace = { next: (number) => number + 2, quick: slow, sure: slow }

/** What a number that was left must have brought more than the one before it, once both are measured for long. */
const lasting = 1.2

/** Measurements to rest after a step that brought nothing. */
const rest = 10

/** Share of the answers at which another request must have waited. */
const fullShare = 0.6

/**
 * Finds how many requests at once a server takes best: while all that may be are under way and others wait, it measures how
 * many are answered in a time, and goes up as long as that brings more. Trouble halves it.
 */
export class BestConcurrency {
  current = atFirst
  private pace: Pace = doubling
  private answered = 0
  private full = 0
  private since: number | undefined
  /** The number before the last step. */
  private before: Measured | undefined
  /** The number that was left because it seemed to bring nothing: a quick look may have flattered the one before it. */
  private left: Measured | undefined
  private resting = 0
  private troubledAt = Number.NEGATIVE_INFINITY

  /** A request that began at `started` was answered. `isFull`: another waits for nothing else. Times are in milliseconds. */
  took(now: number, started: number, isFull: boolean): void {
    this.since ??= started
    this.answered += 1
    if (isFull) this.full += 1
    const { quick, sure } = this.pace
    const isSure = this.isMeasured(now, sure)
    if (!isSure && !this.isMeasured(now, quick)) return
    const perMs = this.answered / (now - this.since)
    // A time in which more could have been sent says nothing of the server.
    const isTelling = this.full > this.answered * fullShare
    const isInVain = this.before !== undefined && perMs < this.before.perMs * (isSure ? sure : quick).gain
    const isInDoubt = isInVain || this.left !== undefined
    if (isTelling && isInDoubt && !isSure) return
    this.restart(now)
    if (isTelling) this.step(perMs, isInVain)
  }

  private isMeasured(now: number, { shortestMs, rounds }: Look): boolean {
    return now - (this.since ?? now) >= shortestMs && this.answered >= rounds * this.current
  }

  /** Nothing was under way: the time says nothing of the server. */
  rested(): void {
    this.since = undefined
    this.answered = 0
    this.full = 0
  }

  /** A request that began at `started` failed; of many that were under way together, the first counts. */
  trouble(now: number, started: number): void {
    this.restart(now)
    if (started < this.troubledAt) return
    this.troubledAt = now
    this.current = Math.max(1, Math.floor(this.current / 2))
    this.before = undefined
    this.left = undefined
    this.pace = doubling
    this.resting = 2
  }

  private restart(now: number): void {
    this.rested()
    this.since = now
  }

  private settle(): void {
    this.pace = creeping
    this.resting = rest
  }

  private step(perMs: number, isInVain: boolean): void {
    const { before, left, current } = this
    this.before = undefined
    this.left = undefined
    if (before && isInVain) {
      this.current = before.number
      if (this.pace === doubling) this.left = { number: current, perMs }
      else this.settle()
    } else if (left && left.perMs < perMs * lasting) {
      this.settle()
    } else if (this.resting > 0) {
      this.resting -= 1
    } else if (current < most) {
      this.before = { number: current, perMs }
      this.current = Math.min(most, this.pace.next(current))
    }
  }
}
