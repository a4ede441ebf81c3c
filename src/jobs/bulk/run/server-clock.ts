import type { Answer } from '../../../call/http/exchange.js'

/** The server's clock, as its answers tell it: what it creates is stamped by that, and this machine's may be wrong. */
export class ServerClock {
  private ahead = 0

  /** Learns from the `Date` of an answer. */
  learn({ headers }: Pick<Answer, 'headers'>): void {
    const date = Date.parse(String(headers.date ?? ''))
    if (!Number.isNaN(date)) this.ahead = date - Date.now()
  }

  /** Milliseconds since 1970. */
  readonly now = (): number => Date.now() + this.ahead
}
