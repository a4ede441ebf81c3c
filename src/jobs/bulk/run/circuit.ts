import { InterruptedError, NetworkError, NotAllowedError, RateLimitError } from '../../../base/errors.js'

/** Failures in a row, without a success between, that stop all workers. */
const tooMany = 5

/** Milliseconds of the pauses behind which one request tries again; after the last the run stops. */
const pausesMs = { away: [1000, 2000, 4000, 8000, 15_000, 30_000, 30_000], refused: [1000, 2000] }

export interface CircuitOptions {
  say: (text: string) => void
  signal: AbortSignal
  pauses?: typeof pausesMs
}

/** The run cannot go on; `cause` says why. */
export class RunStopped extends Error {
  constructor(override readonly cause: unknown) {
    super('the run has stopped')
  }
}

/** Whether a failure is likely to meet every row: the server is away, or refuses the credentials. */
export function isGeneral(error: unknown): boolean {
  // Too many messages went to the one recipient.
  if (error instanceof RateLimitError && error.code === 'request.message_rate_limited') return false
  return error instanceof NetworkError || error instanceof NotAllowedError || error instanceof RateLimitError
}

/** A quota that is used up for the month: each further request would only be refused. */
function isLasting(error: unknown): boolean {
  return error instanceof RateLimitError && error.code === 'auth.exceed_token_limit'
}

/**
 * Keeps a run from burning its rows while nothing can work: failures that come again and again pause all workers, then
 * one of them tries again, and after some pauses the run stops.
 */
export class Circuit {
  /** Requests that the server took. */
  successes = 0
  private failures = 0
  private pauses = 0
  private openUntil = 0
  private isProbing = false
  private stopped: RunStopped | undefined
  private waiting: (() => void)[] = []

  constructor(private readonly options: CircuitOptions) {
    options.signal.addEventListener('abort', () => this.wake(), { once: true })
  }

  /** Waits until a request may be made. Throws a RunStopped when none will be any more, and an InterruptedError. */
  async pass(): Promise<void> {
    for (;;) {
      if (this.stopped) throw this.stopped
      if (this.options.signal.aborted) throw new InterruptedError('interrupted', { code: 'interrupted' })
      if (this.failures < tooMany) return
      const wait = this.openUntil - Date.now()
      if (wait <= 0 && !this.isProbing) {
        this.isProbing = true
        return
      }
      await this.change(wait)
    }
  }

  /** The server took a request, whatever it said of it. */
  worked(): void {
    this.successes += 1
    this.failures = 0
    this.pauses = 0
    this.isProbing = false
    this.wake()
  }

  failed(error: unknown): void {
    const wasProbing = this.isProbing
    this.isProbing = false
    this.failures += 1
    // Those that were under way together when it began say nothing new.
    if ((this.failures < tooMany && !isLasting(error)) || (Date.now() < this.openUntil && !wasProbing)) {
      this.wake()
      return
    }
    const { pauses = pausesMs, say } = this.options
    const steps = error instanceof NotAllowedError ? pauses.refused : pauses.away
    const pause = isLasting(error) ? undefined : steps[this.pauses]
    this.pauses += 1
    if (pause === undefined) this.stopped = new RunStopped(error)
    else {
      this.openUntil = Date.now() + pause
      say(`${error instanceof Error ? error.message : String(error)}: trying again in ${pause / 1000} s`)
    }
    this.wake()
  }

  private change(wait: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = wait > 0 ? setTimeout(resolve, wait) : undefined
      this.waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  private wake(): void {
    const waiting = this.waiting
    this.waiting = []
    for (const go of waiting) go()
  }
}
