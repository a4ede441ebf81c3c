/** What many workers do with the items of a list. */
export interface Work<Item, Result> {
  items: AsyncIterable<Item> | Iterable<Item>
  /** Items under way at once, at most. */
  workers: number
  /** Items that may be under way at once now; all workers without. */
  atOnce?: () => number
  /** Results that may wait for an earlier one; then no further item is begun. */
  window: number
  /** Results come in the order of the items, else as they are there. */
  ordered: boolean
  /** True once no further item is to be begun. */
  isStopped: () => boolean
  perform: (item: Item) => Promise<Result>
  /** Takes one result; the next waits until this one is taken. */
  take: (result: Result) => Promise<void>
}

/** Does all of the work, or what is under way when it is stopped. Throws the first error of its functions. */
export async function work<Item, Result>(job: Work<Item, Result>): Promise<void> {
  const results = new Results(job)
  const items = Symbol.asyncIterator in job.items ? job.items[Symbol.asyncIterator]() : job.items[Symbol.iterator]()
  const { workers, atOnce = () => workers } = job
  const resting: (() => void)[] = []
  const wake = () => {
    for (const go of resting.splice(0)) go()
  }
  let begun = 0
  let active = 0
  let isBroken = false
  const isOver = () => isBroken || job.isStopped()
  const worker = async () => {
    while (!isOver()) {
      if (active >= atOnce()) {
        await new Promise<void>((resolve) => resting.push(resolve))
        continue
      }
      active += 1
      try {
        await results.room(begun)
        if (isOver()) return
        const { done, value } = await items.next()
        if (done || isOver()) return
        const place = begun++
        await results.add(place, await job.perform(value))
      } finally {
        active -= 1
        wake()
      }
    }
  }
  const guarded = () =>
    worker().catch((error: unknown) => {
      isBroken = true
      results.release()
      wake()
      throw error
    })
  const ended = await Promise.allSettled(Array.from({ length: workers }, guarded))
  await items.return?.()
  const failed = ended.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}

/** Results on their way to who takes them. */
class Results<Result> {
  private readonly early = new Map<number, Result>()
  private next = 0
  private taking: Promise<void> = Promise.resolve()
  private waiting: (() => void)[] = []
  private isReleased = false

  constructor(private readonly job: Pick<Work<never, Result>, 'ordered' | 'window' | 'take'>) {}

  /** Waits until there is room for one more that is begun. */
  async room(begun: number): Promise<void> {
    while (!this.isReleased && begun - this.next >= this.job.window) {
      await new Promise<void>((resolve) => this.waiting.push(resolve))
    }
  }

  add(place: number, result: Result): Promise<void> {
    this.early.set(place, result)
    this.taking = this.taking.then(() => this.takeReady(place))
    return this.taking
  }

  release(): void {
    this.isReleased = true
    this.wake()
  }

  private async takeReady(place: number): Promise<void> {
    const { ordered, take } = this.job
    for (let at = ordered ? this.next : place; this.early.has(at); at = ordered ? this.next : -1) {
      const result = this.early.get(at) as Result
      this.early.delete(at)
      this.next += 1
      await take(result)
    }
    this.wake()
  }

  private wake(): void {
    const waiting = this.waiting
    this.waiting = []
    for (const go of waiting) go()
  }
}
