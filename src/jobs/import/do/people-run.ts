import { CliFailure, InterruptedError } from '../../../base/errors.js'
import type { Journal } from '../../bulk/journal/journal.js'
import type { Bar } from '../../bulk/report/bar.js'
import type { Tally } from '../../bulk/report/tally.js'
import type { StepContext } from '../../bulk/run/carry-out.js'
import type { Session } from '../../bulk/run/session.js'
import { type Shard, takes } from '../../bulk/run/shard.js'
import type { Checked } from '../check/checked-people.js'
import type { Understanding } from '../understand.js'
import type { FailedPeople } from './failed-people.js'
import type { PersonState } from './outcomes.js'
import { type Outcome, type PeopleParts, PersonWork } from './person-work.js'
import { Relations } from './relations.js'

/** What a run of people needs. */
export interface PeopleRunParts extends Omit<PeopleParts, 'relations'> {
  session: Session
  understanding: Understanding
  shard: Shard | undefined
  journal: Journal
  tally: Tally<PersonState>
  bar: Bar
  failed: FailedPeople | undefined
}

/** What came of one person; `left`: the run stopped before it was done. */
type Done = { one: Checked; outcome: Outcome | { as: 'left' } }

/** How many rows are named where people are told of. */
const named = 20

/** Rows of people of whom something is told: their number, and the first of them. */
export class Told {
  count = 0
  readonly rows: number[] = []

  add(row: number): void {
    this.count += 1
    if (this.rows.length < named) this.rows.push(row)
  }
}

/** Brings all people of a file into the tenant: first of all those who should be suspended by now. */
export class PeopleRun {
  private readonly relations: Relations
  private readonly work: PersonWork
  /** Why people who are there did not get all that belongs to them. */
  private readonly unfinished = new Map<number, CliFailure>()
  private readonly updated = new Set<number>()
  /** Passwords of people who existed, which were not touched. */
  readonly keptPasswords = new Told()
  /** People who existed with another address, number or name, which they kept. */
  readonly keptIdentifiers = new Told()

  constructor(private readonly parts: PeopleRunParts) {
    const { operations, earlier } = parts
    this.relations = new Relations(operations, (row, error) => this.unfinished.set(row, error), earlier)
    this.work = new PersonWork({ ...parts, relations: this.relations })
  }

  /** Rows of people who are to be suspended and are not yet. */
  get active(): readonly number[] {
    return [...this.work.active]
  }

  /** Relations that nobody was given yet. */
  get waiting(): number {
    return this.relations.left
  }

  async execute(): Promise<void> {
    const { earlier, tally, session } = this.parts
    if (earlier?.hasUrgent) await this.people((row) => earlier.isUrgent(row))
    if (earlier) await this.others([(context) => this.relations.settle(context)])
    await this.people((row) => !earlier?.isUrgent(row))
    for (let names = this.relations.names; !session.stop.isStopped && names.length > 0; names = this.relations.names) {
      await this.others(names.map((name) => (context: StepContext) => this.relations.giveNamed(name, context)))
    }
    for (const [row, error] of this.unfinished) {
      tally.change(row, this.updated.has(row) ? 'updated' : 'created', 'unfinished', error)
    }
  }

  private people(isMeant: (row: number) => boolean): Promise<void> {
    const { session, journal } = this.parts
    return session.carryOut<Checked, Done>({
      items: this.meant(isMeant),
      ordered: false,
      journal,
      perform: (one, context) => this.perform(one, context),
      take: (done) => this.take(done),
    })
  }

  private async others(tasks: readonly ((context: StepContext) => Promise<void>)[]): Promise<void> {
    const { session, journal } = this.parts
    await session.carryOut<(typeof tasks)[number], void>({
      items: tasks,
      ordered: false,
      journal,
      perform: async (task, context) => {
        try {
          await task(context)
        } catch (error) {
          session.stop.by(error)
        }
      },
      take: async () => {},
    })
  }

  private async *meant(isMeant: (row: number) => boolean): AsyncGenerator<Checked> {
    const { understanding, shard, earlier, tally, wishes, failed } = this.parts
    for await (const one of understanding.checked()) {
      const [row = 0] = one.numbers
      if (one.person.leftOut !== undefined || !isMeant(row) || (shard && !takes(shard, row))) continue
      const code = earlier?.refused.get(row)
      if (code !== undefined) {
        tally.addBefore(row, 'failed', code)
        await failed?.add(one, code)
      } else if (wishes.onExisting === 'skip' && earlier?.existed.has(row)) tally.addBefore(row, 'existed', undefined)
      else yield one
    }
  }

  private async perform(one: Checked, context: StepContext): Promise<Done> {
    if (one.faults.length > 0) return { one, outcome: { as: 'left' } }
    try {
      return { one, outcome: await this.work.perform(one, context) }
    } catch (error) {
      if (error instanceof CliFailure && !(error instanceof InterruptedError))
        return { one, outcome: { as: 'failed', error } }
      this.parts.session.stop.by(error)
      return { one, outcome: { as: 'left' } }
    }
  }

  private async take({ one, outcome }: Done): Promise<void> {
    const { tally, failed, bar, earlier } = this.parts
    const [row = 0] = one.numbers
    const [fault] = one.faults
    if (fault) {
      tally.add(row, 'invalid', fault)
      await failed?.add(one, one.faults.map(({ code, message }) => `${code}: ${message}`).join('; '))
    } else if (outcome.as === 'created' || outcome.as === 'updated') {
      const [failure] = outcome.failures
      if (failure) this.unfinished.set(row, failure)
      if (outcome.as === 'updated') this.updated.add(row)
      if (outcome.keptPassword) this.keptPasswords.add(row)
      if (outcome.kept.length > 0) this.keptIdentifiers.add(row)
      if (earlier?.wasCreated(row)) tally.addBefore(row, outcome.as, undefined)
      else tally.add(row, outcome.as)
    } else if (outcome.as === 'existed') tally.add(row, 'existed')
    else if (outcome.as === 'failed' || outcome.as === 'unclear') {
      const { error } = outcome
      tally.add(row, outcome.as, error)
      if (outcome.as === 'failed') await failed?.add(one, `${error.code}: ${error.message}`)
    }
    await bar.draw()
  }
}
