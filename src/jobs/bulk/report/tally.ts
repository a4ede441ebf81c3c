/** What became of a row, as it is counted. `invalid`: it was left out with `--skip-invalid`. */
export type RowState = 'done' | 'failed' | 'unclear' | 'invalid'

/** Rows that did not go well for one reason. */
export interface Reason {
  code: string
  /** Of the first such row. */
  message: string
  count: number
  /** The first of them, by number. */
  rows: number[]
}

/** What a run came to: the document of `--json`. */
export interface Summary {
  rows: number
  done: number
  failed: number
  unclear: number
  invalid: number
  /** Rows that the run did not come to. */
  left: number
  /** Of them: done, failed and unclear before, in the run that this one goes on with. */
  before: number
  seconds: number
  reasons: Partial<Record<Exclude<RowState, 'done'>, Reason[]>>
  journal?: string
}

/** Rows that are named for each reason. */
const named = 5

/** Reasons that are told apart. */
const mostReasons = 50

/** Counts what became of the rows, in bounded memory. */
export class Tally {
  private readonly counts: Record<RowState, number> = { done: 0, failed: 0, unclear: 0, invalid: 0 }
  private readonly reasons = new Map<string, Reason & { state: Exclude<RowState, 'done'> }>()
  private before = 0
  private readonly began = Date.now()

  /** @param total rows that the run has in all, those done before included */
  constructor(readonly total: number) {}

  /** Rows that have an outcome. */
  get over(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0)
  }

  get inTrouble(): number {
    return this.over - this.counts.done
  }

  /** Rows a second in this run. */
  get speed(): number {
    return (this.over - this.before) / Math.max((Date.now() - this.began) / 1000, 0.001)
  }

  add(row: number, state: RowState, why?: { code: string; message: string }): void {
    this.counts[state] += 1
    if (state === 'done' || !why) return
    const key = `${state} ${why.code}`
    const known = this.reasons.get(key)
    if (known) {
      known.count += 1
      if (known.rows.length < named) known.rows.push(row)
    } else if (this.reasons.size < mostReasons) {
      this.reasons.set(key, { state, code: why.code, message: why.message, count: 1, rows: [row] })
    }
  }

  /** A row that had its outcome in the run that this one goes on with. */
  addBefore(row: number, state: RowState, code: string | undefined): void {
    this.before += 1
    this.add(row, state, code === undefined ? undefined : { code, message: 'in the run before' })
  }

  summary(journal: string | undefined): Summary {
    const reasons: Summary['reasons'] = {}
    for (const { state, ...reason } of this.reasons.values()) {
      const list = reasons[state] ?? []
      list.push(reason)
      reasons[state] = list
    }
    return {
      rows: this.total,
      ...this.counts,
      left: this.total - this.over,
      before: this.before,
      seconds: Math.round((Date.now() - this.began) / 100) / 10,
      reasons,
      ...(journal === undefined ? {} : { journal }),
    }
  }
}
