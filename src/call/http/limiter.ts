import { InterruptedError } from '../../base/errors.js'
import { Afterwards } from './afterwards.js'
import { BestConcurrency } from './best-concurrency.js'
import { span } from './diagnosis.js'
import { type Rate, RequestWindow } from './request-window.js'

/** What came of a request, as far as its sender must know. */
export type Verdict =
  /** The server took it, whatever it answered. */
  | { kind: 'taken' }
  /** Too many requests: none is to be sent for this time. */
  | { kind: 'limited'; waitMs: number }
  /** The server or the way to it is in trouble. */
  | { kind: 'trouble' }
  /** It was given up before there was an answer. */
  | { kind: 'none' }

export interface LimiterOptions {
  /** Requests at once; without it, the best from 1 to 16 is found. */
  concurrency?: number | undefined
  /** None without. */
  rate?: Rate | undefined
  /** Hears why nothing is sent for a while. */
  say?: ((text: string) => void) | undefined
}

/** Share of its rate that is left after the server has refused a request. */
const lowered = 0.8

/** Milliseconds after which a lowered rate rises again by a twentieth. */
const calmMs = 30_000

/**
 * Decides when requests to one server start: how many at once, how many in a time, and none while the server wants none.
 * Every request of a run passes through one limiter, tokens and look-ups too.
 */
export class Limiter {
  private readonly found = new BestConcurrency()
  private readonly waiting: (() => void)[] = []
  private readonly afterwards = new Afterwards()
  private window: RequestWindow | undefined
  private underWay = 0
  private timer: NodeJS.Timeout | undefined
  private pausedUntil = 0
  /** Another request waits for nothing but one that is under way. */
  private isFull = false
  private loweredAt = Number.NEGATIVE_INFINITY
  /** Answers since `countedSince`: how fast the server answered when it said that this was too fast. */
  private answers = 0
  private countedSince = now()

  constructor(private readonly options: LimiterOptions = {}) {
    if (options.rate) this.window = new RequestWindow({ ...options.rate })
  }

  /** Requests that may be under way at once. */
  get concurrency(): number {
    return this.options.concurrency ?? this.found.current
  }

  /**
   * Runs `send` when its turn has come; while others wait for theirs, these go before what is done with the result. Throws
   * an InterruptedError when `signal` is aborted before.
   */
  async run<T>(
    send: () => Promise<T>,
    verdictOf: (result: T) => Verdict,
    signal?: AbortSignal | undefined,
  ): Promise<T> {
    await this.turn(signal)
    const started = now()
    try {
      const result = await send()
      this.answered(started, verdictOf(result))
      if (this.waiting.length > 0) await this.afterwards.turn()
      return result
    } catch (error) {
      // It was given up, which says nothing of the server.
      this.answered(started, { kind: 'none' })
      throw error
    }
  }

  private turn(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) return Promise.reject(interrupted())
    if (this.waiting.length === 0 && this.mayBegin()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const begin = () => {
        signal?.removeEventListener('abort', giveUp)
        resolve()
      }
      const giveUp = () => {
        this.waiting.splice(this.waiting.indexOf(begin), 1)
        reject(interrupted())
      }
      signal?.addEventListener('abort', giveUp, { once: true })
      this.waiting.push(begin)
      this.next()
    })
  }

  /** Lets those start whose turn it is, and looks again when the next can. */
  private next(): void {
    while (this.waiting.length > 0 && this.mayBegin()) this.waiting.shift()?.()
    if (this.waiting.length === 0) this.isFull = false
  }

  /** Begins one more request, if its turn has come. */
  private mayBegin(): boolean {
    clearTimeout(this.timer)
    this.isFull = this.underWay >= this.concurrency
    if (this.isFull) return false
    const time = now()
    const wait = Math.max(this.pausedUntil - time, this.window?.wait(time) ?? 0)
    if (wait > 0) {
      // Where an answer has to come first, it looks again then.
      if (Number.isFinite(wait)) this.timer = setTimeout(() => this.next(), Math.ceil(wait))
      return false
    }
    if (this.underWay === 0) this.found.rested()
    this.underWay += 1
    this.afterwards.begun()
    this.window?.started(time)
    return true
  }

  private answered(started: number, verdict: Verdict): void {
    const time = now()
    this.underWay -= 1
    this.window?.answered(time)
    if (verdict.kind === 'limited') this.limited(verdict.waitMs, started, time)
    else if (verdict.kind === 'trouble') this.found.trouble(time, started)
    else if (verdict.kind === 'taken') {
      this.answers += 1
      this.found.took(time, started, this.isFull)
      this.rise(time)
    }
    this.next()
  }

  private limited(waitMs: number, started: number, time: number): void {
    const until = time + waitMs
    const isNew = until > this.pausedUntil + 50
    this.pausedUntil = Math.max(this.pausedUntil, until)
    // Others that had been sent by then are refused for the same reason.
    if (started > this.loweredAt) this.lower(time)
    this.found.trouble(time, started)
    if (isNew) this.options.say?.(`the server takes no more requests for now: going on in ${span(waitMs)}`)
  }

  /** Where no rate was known, it is what the server had taken by now. */
  private lower(time: number): void {
    this.loweredAt = time
    const perMs = 10_000
    const taken = (this.answers / Math.max(time - this.countedSince, 1000)) * perMs
    const rate = this.window?.rate ?? { requests: Math.max(10, taken), perMs }
    const requests = Math.max(1, Math.floor(rate.requests * lowered))
    if (this.window) this.window.rate = { ...rate, requests }
    else this.window = this.inheriting({ ...rate, requests }, time)
    this.answers = 0
    this.countedSince = time
  }

  /** A window that knows of the requests under way, this one among them. */
  private inheriting(rate: Rate, time: number): RequestWindow {
    const window = new RequestWindow(rate)
    for (let i = 0; i < this.underWay; i++) window.started(time)
    return window
  }

  private rise(time: number): void {
    const { window, options } = this
    if (!window || time - this.loweredAt < calmMs || this.loweredAt < 0) return
    const top = options.rate?.requests ?? Number.POSITIVE_INFINITY
    window.rate = { ...window.rate, requests: Math.min(top, Math.ceil(window.rate.requests * 1.05)) }
    this.loweredAt = window.rate.requests === top ? Number.NEGATIVE_INFINITY : time
  }
}

function interrupted(): InterruptedError {
  return new InterruptedError('interrupted', { code: 'interrupted' })
}

/** Milliseconds on a clock that only goes forward. */
function now(): number {
  return process.uptime() * 1000
}
