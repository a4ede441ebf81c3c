/** How often a client hears that a call is still under way: well below the minute after which one gives up. */
const beatMs = 10_000

/** Sends one progress notification; `progress` grows with each. */
export type Notify = (progress: number, total: number | undefined, message: string) => void

/** What a call of a tool gets of its request. */
export interface Around {
  signal: AbortSignal
  heartbeat: Heartbeat
}

/** Tells a client that a call is under way, and how far a script says it is. */
export class Heartbeat {
  private last = 0
  private readonly timer: NodeJS.Timeout

  /** `notify` is undefined for a client that does not want to know. */
  constructor(private readonly notify: Notify | undefined) {
    this.timer = setInterval(() => this.beat(), beatMs)
    this.timer.unref()
  }

  /** What a script says of itself: `done` of `total`. */
  async at(done: number, total?: number): Promise<void> {
    if (!(done > this.last)) return
    this.last = done
    this.notify?.(done, total, total === undefined ? String(done) : `${done} of ${total}`)
  }

  stop(): void {
    clearInterval(this.timer)
  }

  /** A protocol without a sign of life but progress: it grows by next to nothing. */
  private beat(): void {
    this.last += 0.001
    this.notify?.(this.last, undefined, 'under way')
  }
}
