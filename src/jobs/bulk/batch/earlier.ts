import { readJournal } from '../journal/read-journal.js'

/** What an earlier run says of each row, a byte each. */
export class Earlier {
  private readonly states: Uint8Array
  /** Times of intents without an outcome, which are few. */
  private readonly open = new Map<number, number>()
  readonly failures = new Map<number, string>()

  constructor(rows: number) {
    this.states = new Uint8Array(rows + 1)
  }

  /** Reads the journal that is gone on with. */
  static async of(path: string, rows: number): Promise<Earlier> {
    const earlier = new Earlier(rows)
    await readJournal(path, (entry) => {
      if ('do' in entry) earlier.open.set(Number(entry.do), entry.at)
      if (!('did' in entry)) return
      const row = Number(entry.did)
      const state = states.indexOf(entry.as)
      earlier.states[row] = Math.max(0, state)
      // What is unclear is looked at again, with the time of its intent.
      if (entry.as !== 'unclear') earlier.open.delete(row)
      if (entry.as === 'failed') earlier.failures.set(row, String(entry.facts?.code))
    })
    return earlier
  }

  /** `done` and `failed` are over; `open` was intended at a time, and its outcome is not known. */
  of(row: number): { as: 'done' } | { as: 'failed'; code: string } | { as: 'open'; at: number } | undefined {
    const at = this.open.get(row)
    if (at !== undefined) return { as: 'open', at }
    const as = states[this.states[row] ?? 0]
    if (as === 'done') return { as }
    return as === 'failed' ? { as, code: this.failures.get(row) ?? 'unknown' } : undefined
  }
}

const states: readonly string[] = ['unsent', 'done', 'failed', 'unclear']
