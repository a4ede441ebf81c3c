import { keepHeapSmall } from '../../../base/engine.js'
import { InterruptedError, NotAllowedError } from '../../../base/errors.js'
import type { Limiter } from '../../../call/http/limiter.js'
import { Limiters } from '../../../call/http/limiters.js'
import { interruption } from '../../../call/operation/interruption.js'
import { openClient } from '../../../call/operation/open-client.js'
import type { Settings } from '../../../call/operation/settings.js'
import type { TenantClient } from '../../../call/operation/tenant-client.js'
import { notice } from '../../../call/output/notice.js'
import type { Streams } from '../../../call/output/streams.js'
import type { Journal } from '../journal/journal.js'
import type { StepContext } from './carry-out.js'
import { Circuit } from './circuit.js'
import type { RunWishes } from './run-wishes.js'
import { ServerClock } from './server-clock.js'
import { Stop } from './stop.js'
import { type Work, work } from './workers.js'

/** The running program. */
export interface BulkProgram {
  /** The package's folder. */
  root: string
  version: string
  streams: Streams
}

/** Milliseconds that Ctrl-C waits for the answers of writes that are on their way. */
const graceMs = 5000

/** Results that may wait for an earlier one. */
const window = 512

/** Items under way for each request that may be: the intents of some are on their way to the disk meanwhile. */
const itemsForRequest = 2
const mostRequests = 16

/** Items under way at most, where the number of requests at once is not given. */
export const usualItems = itemsForRequest * mostRequests

/** Work of a run: what is done with each item, and what is done with what came of it. */
export interface RunWork<Item, Result> extends Pick<Work<Item, Result>, 'items' | 'ordered' | 'take'> {
  perform: (item: Item, context: StepContext) => Promise<Result>
  journal: Journal | undefined
}

/** Different sentences about requests that are said at most. */
const mostSaid = 100

/** What all requests of one run share: the client, the limiter, the server's clock, and what is said beside the data. */
export class Session {
  readonly clock = new ServerClock()
  readonly stop = new Stop()
  private readonly limiters: Limiters
  private readonly said = new Set<string>()
  private opened: Promise<TenantClient> | undefined
  private circuit: Circuit | undefined

  constructor(
    private readonly wishes: RunWishes,
    readonly program: BulkProgram,
  ) {
    const { concurrency, perSecond, shard } = wishes
    this.limiters = new Limiters({ concurrency, perSecond, shards: shard?.of, say: (text) => void this.say(text) })
  }

  get settings(): Settings {
    return this.wishes.settings
  }

  /** Opened when it is first asked for. Throws a NotAllowedError where there is no tenant. */
  client(): Promise<TenantClient> {
    const { settings } = this.wishes
    const { version, streams } = this.program
    this.opened ??= openClient({ settings, version, streams, limiterFor: this.limiters.for, graceMs })
    return this.opened
  }

  /** The client, or undefined where no endpoint is known. */
  async clientIfAny(): Promise<TenantClient | undefined> {
    try {
      return await this.client()
    } catch (error) {
      if (error instanceof NotAllowedError && error.code === 'auth.no_endpoint') return undefined
      throw error
    }
  }

  async limiter(): Promise<Limiter> {
    return this.limiters.for((await this.client()).tenant.endpoint)
  }

  /**
   * Works through items, as many at once as the server takes, until all are done or the run stops; `stop` says then why.
   */
  async carryOut<Item, Result>({ items, ordered, perform, take, journal }: RunWork<Item, Result>): Promise<void> {
    keepHeapSmall()
    const signal = interruption()
    const limiter = await this.limiter()
    this.circuit ??= new Circuit({ say: (text) => void this.say(text), signal })
    const context = { circuit: this.circuit, journal, now: this.clock.now }
    await work<Item, Result>({
      ...{ items, ordered, take, window },
      workers: this.wishes.concurrency === undefined ? usualItems : itemsForRequest * this.wishes.concurrency,
      atOnce: () => itemsForRequest * limiter.concurrency,
      isStopped: () => this.stop.isStopped || signal.aborted,
      perform: (item) => perform(item, context),
    })
    if (signal.aborted) this.stop.by(new InterruptedError('interrupted', { code: 'interrupted' }))
    this.program.streams.status('')
  }

  say(text: string): Promise<void> {
    return notice(text, this.wishes.settings.format, this.program.streams)
  }

  /** What is said of one request would be said again for each. */
  async sayOnce(text: string): Promise<void> {
    if (this.said.has(text) || this.said.size > mostSaid) return
    this.said.add(text)
    await this.say(text)
  }

  async close(): Promise<void> {
    await (await this.opened?.catch(() => undefined))?.close()
  }
}
