import { ClosedPipe, type Streams } from './streams.js'

/** Streams whose output may stand in a pager, until `end`. */
export interface PagedStreams extends Streams {
  /** Hands over what was held back, and waits until the person has left the pager. */
  end(): Promise<void>
}

/**
 * The command line of a person's pager: LOGTO_PAGER, else PAGER, as gh has it; `cat` and an empty one are none. Only
 * where a person reads and types.
 */
export function chosenPager(env: NodeJS.ProcessEnv, isPerson: boolean): string | undefined {
  if (!isPerson || env.TERM === 'dumb') return undefined
  const line = (env.LOGTO_PAGER ?? env.PAGER ?? '').trim()
  return line === '' || line === 'cat' ? undefined : line
}

/**
 * Output that is longer than the screen goes through the person's pager; anything shorter is written as it is. Lines for
 * standard error that come while the pager has the screen follow it. Whoever leaves the pager early ends the program as
 * a closed pipe does, quietly.
 */
export function withPager(streams: Streams, env: NodeJS.ProcessEnv = process.env): PagedStreams {
  const line = chosenPager(env, process.stdout.isTTY === true && process.stdin.isTTY === true)
  return line !== undefined ? new Paged(streams, line, process.stdout.rows ?? 24) : { ...streams, end: async () => {} }
}

/** Writes one text, through the pager where it is long. */
export async function outPaged(streams: Streams, text: string): Promise<void> {
  const paged = withPager(streams)
  await paged.out(text)
  await paged.end()
}

type Running = Awaited<ReturnType<typeof import('./run-pager.js')['startPager']>>

class Paged implements PagedStreams {
  readonly errIsTTY: boolean
  readonly outIsFile: boolean
  /** What may still fit on the screen. */
  private held = ''
  /** Something had to be written past what is held: from then on all is. */
  private isPlain = false
  private running: Running | undefined
  private readonly later: (() => Promise<void>)[] = []

  constructor(
    private readonly streams: Streams,
    private readonly line: string,
    private readonly rows: number,
  ) {
    this.errIsTTY = streams.errIsTTY
    this.outIsFile = streams.outIsFile
  }

  async out(text: string): Promise<void> {
    if (this.running) return this.hand(text)
    if (this.isPlain) return this.streams.out(text)
    this.held += text
    if (this.held.split('\n').length <= this.rows) return
    const { startPager } = await import('./run-pager.js')
    this.streams.status('')
    this.running = await startPager(this.line)
    const whole = this.held
    this.held = ''
    if (this.running) return this.hand(whole)
    await this.streams.err(`the pager ${this.line} cannot be started: check LOGTO_PAGER and PAGER`)
    this.isPlain = true
    return this.streams.out(whole)
  }

  async err(line: string, paint?: (harmless: string) => string): Promise<void> {
    if (this.running) this.later.push(() => this.streams.err(line, paint))
    else {
      await this.flush()
      await this.streams.err(line, paint)
    }
  }

  /** No status stands below a pager's screen. */
  status(line: string): void {
    if (!this.running) this.streams.status(line)
  }

  async end(): Promise<void> {
    await this.flush()
    await this.running?.left()
    this.running = undefined
    this.isPlain = true
    for (const say of this.later.splice(0)) await say()
  }

  private async flush(): Promise<void> {
    if (this.held === '') return
    const text = this.held
    this.held = ''
    this.isPlain = true
    await this.streams.out(text)
  }

  private async hand(text: string): Promise<void> {
    if (!(await this.running?.write(text))) throw new ClosedPipe()
  }
}
