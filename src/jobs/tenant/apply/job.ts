import type { CliFailure } from '../../../base/errors.js'
import type { KindFacts } from '../model/facts.js'
import type { Reference } from '../model/reference.js'
import type { Row } from '../model/row.js'
import type { Action } from '../plan/action.js'

/** What came of an action. */
export type Outcome =
  | { as: 'done' }
  | { as: 'refused'; error: CliFailure }
  /** What it needs was not made, or the run ended before. */
  | { as: 'untried'; why: string }

/** An action under way. */
export class Job {
  outcome: Outcome | undefined
  /** Ids of its path; of a new object, once it is made. */
  ids: readonly string[] | undefined
  /** The object as it was read right before its change. */
  stored: Promise<Row> | undefined
  /** A request of ours may have changed it, although its answer was never seen. */
  isTouched = false
  /** Steps that are left. */
  left = 0

  constructor(
    readonly action: Action,
    readonly facts: KindFacts,
  ) {}

  get isOver(): boolean {
    return this.outcome !== undefined
  }

  refuse(error: CliFailure): void {
    this.outcome ??= { as: 'refused', error }
  }

  leave(why: string): void {
    this.outcome ??= { as: 'untried', why }
  }

  /** One of its steps was carried out. */
  stepped(): void {
    this.left -= 1
    if (this.left === 0) this.outcome ??= { as: 'done' }
  }
}

/** One request or few of an action. */
export interface Step {
  /** Its name in the journal. */
  key: string
  job: Job
  phase: number
  /** The object that it makes. */
  makes?: Reference
  /** All that it has to wait for, where that is known: of it, what is made in this run. */
  needs?: readonly Reference[] | undefined
  perform: () => Promise<void>
  /** Whether a creation whose answer was never seen was carried out. */
  isDone?: () => Promise<boolean>
}
