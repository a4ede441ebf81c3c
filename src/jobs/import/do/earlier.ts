import type { Entry } from '../../bulk/journal/entry.js'
import { readJournal } from '../../bulk/journal/read-journal.js'
import { IdTable } from './id-table.js'

/** The steps of one person, as they are named in a journal: `create 12`, `identity 12 google`. */
export type StepName = 'create' | 'update' | 'suspend' | 'legacy' | 'identity' | 'totp'

export function stepKey(step: StepName, row: number, part?: string): string {
  return part === undefined ? `${step} ${row}` : `${step} ${row} ${part}`
}

/** What the intent of a batch of relations keeps: whom it is about, by row, place among the person's relations, and ID. */
export interface BatchFacts {
  /** What the people are given; see `Relation.key`. */
  to: string
  rows: readonly number[]
  places: readonly number[]
  users: readonly string[]
}

/** What a journal says of the run that is gone on with. */
export class Earlier {
  /** Those created, and those updated, by the number of their first row. */
  readonly ids = new IdTable()
  /** Codes of those refused. */
  readonly refused = new Map<number, string>()
  /** Rows of people who existed, and were left as they are. */
  readonly existed = new Set<number>()
  /** Times of intents whose outcome is open, by key. */
  readonly open = new Map<string, number>()
  /** Batches that are open. */
  readonly openBatches = new Map<string, BatchFacts & { at: number }>()
  /** Whether the tenant takes IDs, where the run before has found that out. */
  keepsIds: boolean | undefined
  /** The number of the last batch. */
  batches = 0
  private readonly created = new Set<number>()
  private readonly done = new Set<string>()
  private readonly toBeSuspended = new Set<number>()
  private readonly places = new Map<number, number>()
  private readonly farPlaces = new Set<string>()
  private readonly meant = new Map<string, BatchFacts>()

  /** Reads a journal. Throws a UsageError for a file that is none. */
  static async of(path: string): Promise<Earlier> {
    const earlier = new Earlier()
    await readJournal(path, (entry) => earlier.learn(entry))
    return earlier
  }

  wasCreated(row: number): boolean {
    return this.created.has(row)
  }

  isDone(key: string): boolean {
    return this.done.has(key)
  }

  /** Whether a person has got the relation at a place of its list. */
  has(row: number, place: number): boolean {
    return place < 32 ? ((this.places.get(row) ?? 0) & (1 << place)) !== 0 : this.farPlaces.has(`${row} ${place}`)
  }

  /** Whether somebody of this row may be there who should be suspended and is not: first of all on going on. */
  isUrgent(row: number): boolean {
    return this.toBeSuspended.has(row)
  }

  get hasUrgent(): boolean {
    return this.toBeSuspended.size > 0
  }

  private learn(entry: Entry): void {
    if ('do' in entry) this.intended(entry.do, entry.at, entry.facts ?? {})
    else if ('did' in entry) this.ended(entry.did, entry.as, entry.facts ?? {})
  }

  private intended(key: string, at: number, facts: Readonly<Record<string, unknown>>): void {
    const [step, row] = parts(key)
    if (step === 'relate') {
      this.batches = Math.max(this.batches, row)
      const batch = facts as unknown as BatchFacts
      this.meant.set(key, batch)
      this.openBatches.set(key, { ...batch, at })
      return
    }
    this.open.set(key, at)
    if (step === 'create' && facts.suspend === true) this.toBeSuspended.add(row)
  }

  private ended(key: string, as: string, facts: Readonly<Record<string, unknown>>): void {
    const [step, row] = parts(key)
    if (step === 'relate') {
      this.related(key, as)
      return
    }
    // What is unclear is looked at again, with the time of its intent.
    if (as === 'unclear') return
    this.open.delete(key)
    if (step === 'create') this.endedCreation(row, as, facts)
    if (as !== 'done') return
    if (step === 'suspend') this.toBeSuspended.delete(row)
    if (step === 'update') this.ids.set(row, String(facts.id))
    if (step !== 'create') this.done.add(key)
  }

  private endedCreation(row: number, as: string, facts: Readonly<Record<string, unknown>>): void {
    if (as === 'failed') this.refused.set(row, String(facts.code))
    if (as !== 'done' || facts.existed === true) this.toBeSuspended.delete(row)
    if (as !== 'done') return
    if (facts.existed === true) this.existed.add(row)
    else {
      this.created.add(row)
      this.ids.set(row, String(facts.id))
    }
    if (typeof facts.kept === 'boolean') this.keepsIds = facts.kept
  }

  private related(key: string, as: string): void {
    const batch = this.meant.get(key)
    if (as === 'unclear' || batch === undefined) return
    this.meant.delete(key)
    this.openBatches.delete(key)
    if (as === 'done') this.given(batch)
  }

  /** Notes that a batch was carried out. */
  given(batch: BatchFacts): void {
    batch.rows.forEach((row, i) => {
      const place = batch.places[i] ?? 0
      if (place < 32) this.places.set(row, (this.places.get(row) ?? 0) | (1 << place))
      else this.farPlaces.add(`${row} ${place}`)
    })
  }
}

function parts(key: string): [string, number] {
  const [step = '', row = ''] = key.split(' ')
  return [step, Number(row)]
}
