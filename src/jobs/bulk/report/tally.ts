/** What can become of the rows of a run: a word for each outcome, and those that are no trouble. */
export interface Outcomes<S extends string> {
  words: Readonly<Record<S, string>>
  good: readonly S[]
}

/** What becomes of a row of a batch. `invalid`: it was left out with `--skip-invalid`. */
export const rowOutcomes = {
  words: { done: 'done', failed: 'failed', unclear: 'unclear', invalid: 'left out' },
  good: ['done'],
} as const satisfies Outcomes<string>
export type RowState = keyof typeof rowOutcomes.words

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
export type Summary<S extends string = RowState> = Record<S, number> & {
  rows: number
  /** Rows that the run did not come to. */
  left: number
  /** Of them: those with an outcome before, in the run that this one goes on with. */
  before: number
  seconds: number
  reasons: Partial<Record<S, Reason[]>>
  journal?: string
}

/** Rows that are named for each reason. */
const named = 5

/** Reasons that are told apart. */
const mostReasons = 50

/** Counts what became of the rows, in bounded memory. */
export class Tally<S extends string> {
  private readonly counts: Record<S, number>
  private readonly reasons = new Map<string, Reason & { state: S }>()
  private before = 0
  private readonly began = Date.now()

  /** @param total rows that the run has in all, those done before included */
  constructor(
    readonly total: number,
    private readonly outcomes: Outcomes<S>,
  ) {
    this.counts = Object.fromEntries(Object.keys(outcomes.words).map((state) => [state, 0])) as Record<S, number>
  }

  /** Rows that have an outcome. */
  get over(): number {
    return this.sum(() => true)
  }

  get inTrouble(): number {
    return this.sum((state) => !this.outcomes.good.includes(state))
  }

  /** Rows a second in this run. */
  get speed(): number {
    return (this.over - this.before) / Math.max((Date.now() - this.began) / 1000, 0.001)
  }

  add(row: number, state: S, why?: { code: string; message: string }): void {
    this.counts[state] += 1
    if (!why) return
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
  addBefore(row: number, state: S, code: string | undefined): void {
    this.before += 1
    this.add(row, state, code === undefined ? undefined : { code, message: 'in the run before' })
  }

  /** A row that was counted as `from` has turned out to be `to`. */
  change(row: number, from: S, to: S, why: { code: string; message: string }): void {
    this.counts[from] -= 1
    this.add(row, to, why)
  }

  summary(journal: string | undefined): Summary<S> {
    const reasons: Partial<Record<S, Reason[]>> = {}
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

  private sum(counts: (state: S) => boolean): number {
    return (Object.entries(this.counts) as [S, number][])
      .filter(([state]) => counts(state))
      .reduce((all, [, count]) => all + count, 0)
  }
}
