import { type Format, isMachineFormat } from './format.js'
import type { Distance } from './status-line.js'
import type { Streams } from './streams.js'

/** A wait shorter than this is none. */
const patienceMs = 300
const tickMs = 100

/** What a walk yields, as far as its progress goes. */
interface Counted {
  rows: readonly unknown[]
  total?: number
  capped: boolean
}

/**
 * Says on stderr that the program waits, and how far it has come: on a terminal, for people, and after 300 ms only. What
 * draws the line is loaded then, so that a short wait costs a timer.
 */
export class Progress {
  private readonly isShown: boolean
  private readonly env: NodeJS.ProcessEnv
  private depth = 0
  private timer: NodeJS.Timeout | undefined
  private label = ''
  private distance: Distance | undefined

  constructor(
    private readonly streams: Streams,
    { format, env }: { format: Format; env: NodeJS.ProcessEnv },
  ) {
    const isAutomatic = env.TERM === 'dumb' || !['', '0', 'false'].includes(env.CI ?? '')
    // Beside the data on a terminal, or from a pipe whose reader may draw there as well, a program's format stays alone.
    const isBeside = isMachineFormat(format) && !streams.outIsFile
    this.isShown = streams.errIsTTY && !isBeside && !isAutomatic
    this.env = env
  }

  /** Shows that `work` is waited for. Work within work is part of the same wait; no question may be asked within. */
  async during<T>(work: () => Promise<T>, label = 'waiting for the answer'): Promise<T> {
    this.begin(label)
    try {
      return await work()
    } finally {
      this.end()
    }
  }

  /** Passes the pages of a walk on, and shows how many of its rows have come; `limit` is how many are wanted. */
  async *along<P extends Counted>(pages: AsyncIterable<P>, limit = Number.POSITIVE_INFINITY): AsyncGenerator<P> {
    let done = 0
    this.begin('fetching')
    try {
      for await (const page of pages) {
        done += page.rows.length
        const total = page.capped || page.total === undefined ? limit : Math.min(page.total, limit)
        this.distance = { done, total: Number.isFinite(total) ? total : undefined }
        yield page
      }
    } finally {
      this.end()
    }
  }

  /**
   * Shows how far work has come that counts by itself, and what it says beside; the line stands until something else is
   * written.
   */
  async at(done: number, total?: number, beside?: string): Promise<void> {
    if (!this.isShown) return
    const { statusLine } = await import('./status-line.js')
    this.streams.status(statusLine(done, '', { done, total, beside }, this.env))
  }

  private begin(label: string): void {
    this.depth += 1
    if (!this.isShown || this.depth > 1) return
    this.label = label
    this.distance = undefined
    this.timer = setTimeout(() => void this.show(), patienceMs).unref()
  }

  private end(): void {
    this.depth -= 1
    if (!this.isShown || this.depth > 0) return
    clearTimeout(this.timer)
    this.timer = undefined
    this.streams.status('')
  }

  private async show(): Promise<void> {
    const waitedFor = this.timer
    const { statusLine } = await import('./status-line.js')
    if (this.timer !== waitedFor) return
    let tick = 0
    const draw = () => this.streams.status(statusLine(tick++, this.label, this.distance, this.env))
    this.timer = setInterval(draw, tickMs).unref()
    draw()
  }
}
