import { NetworkError, RateLimitError } from '../../base/errors.js'
import { backoff } from '../../call/http/retry.js'

/** Times when the log cannot be read: said once when they begin and once when they are over. */
export class Outage {
  private failures = 0

  constructor(
    private readonly intervalMs: number,
    private readonly say: (text: string) => Promise<void>,
  ) {}

  /** Takes a failure as passing, or throws it again: what is refused will be refused again. */
  async add(error: unknown): Promise<void> {
    if (!(error instanceof NetworkError || error instanceof RateLimitError)) throw error
    this.failures += 1
    if (this.failures === 1) await this.say(`the log cannot be read for now, trying again: ${error.message}`)
  }

  /** An answer has come. */
  async over(): Promise<void> {
    if (this.failures === 0) return
    this.failures = 0
    await this.say('the log can be read again; nothing is lost')
  }

  /** Milliseconds until the next look: the interval, or longer with each failure. */
  get pauseMs(): number {
    if (this.failures === 0) return this.intervalMs
    return Math.max(this.intervalMs, backoff(this.failures + 1, this.intervalMs))
  }
}
