/** How many requests a server takes in a time. */
export interface Rate {
  requests: number
  perMs: number
}

/** Starts that are late by no more are made up for. */
const mostLateMs = 250

/**
 * Keeps within a rate, whatever the network does: a request counts from its start until `perMs` after its answer, so
 * that the server cannot have received more than `requests` of them in any time of that length. Up to half of them may
 * start at once; from there on they are spread.
 */
export class RequestWindow {
  private underWay = 0
  /** Times at which requests stop counting, in order. */
  private readonly ends: number[] = []
  private first = 0
  /** When the next of those that are spread is due. A late one does not put off the others. */
  private due = Number.NEGATIVE_INFINITY

  constructor(public rate: Rate) {}

  /** Milliseconds until the next request may start; 0 for now, Infinity when an answer has to come first. */
  wait(now: number): number {
    while ((this.ends[this.first] ?? Number.POSITIVE_INFINITY) <= now) this.first += 1
    if (this.first > 1000) {
      this.ends.splice(0, this.first)
      this.first = 0
    }
    const { requests } = this.rate
    const counting = this.underWay + this.ends.length - this.first
    if (counting >= requests) {
      const next = this.ends[this.first + counting - requests]
      return next === undefined ? Number.POSITIVE_INFINITY : next - now
    }
    if (counting < requests / 2) return 0
    return Math.max(0, this.due - now)
  }

  started(now: number): void {
    const { requests, perMs } = this.rate
    this.underWay += 1
    this.due = Math.max(this.due, now - mostLateMs) + perMs / requests
  }

  answered(now: number): void {
    this.underWay -= 1
    this.ends.push(now + this.rate.perMs)
  }
}
