import { InterruptedError, NotFoundError, OutputError, PartialError, RefusedError } from '../../base/errors.js'
import { many } from '../../base/many.js'
import { interruption } from '../../call/operation/interruption.js'
import { refuseUnfitCredentials } from '../../call/operation/unfit-credentials.js'
import { Progress } from '../../call/output/progress.js'
import { ClosedPipe } from '../../call/output/streams.js'
import { terminalOf } from '../../call/output/terminal.js'
import { Bar } from '../bulk/report/bar.js'
import { Tally } from '../bulk/report/tally.js'
import { carryOut, type StepContext } from '../bulk/run/carry-out.js'
import { type LoadCommand, Operations } from '../bulk/run/operations.js'
import { type BulkProgram, Session } from '../bulk/run/session.js'
import { type Destination, openDestination } from './destination.js'
import { type HeldRelations, readRelations } from './held-relations.js'
import { type ExportedPerson, peopleText } from './people-text.js'
import { type Records, readRecords, recordColumns } from './records.js'
import { relationKinds } from './relation-kinds.js'
import { unbroken } from './unbroken.js'
import type { ExportWishes } from './wishes.js'

/** A person as the list of users shows it. */
export interface ListedPerson extends Record<string, unknown> {
  id: string
  createdAt?: number
}

/** Text is written in pieces of about this many characters. */
const pieceSize = 65_536

/**
 * Runs `logto users export`. Throws a PartialError where people may be missing; after any other failure nothing of a file
 * stays.
 */
export async function runExport(wishes: ExportWishes, program: BulkProgram, load: LoadCommand): Promise<void> {
  // What was begun is taken away again, however the run is ended.
  interruption(['SIGINT', 'SIGTERM', 'SIGHUP'])
  const session = new Session(wishes, program)
  const isSecret = wishes.with.has('password-hash')
  try {
    refuseUnfitCredentials((await session.client()).tenant, 'management')
    const destination = await openDestination({ file: wishes.file, isSecret }, program.streams)
    try {
      await new ExportRun(wishes, session, new Operations(session, load), destination).execute()
    } finally {
      await destination.discard()
    }
  } finally {
    await session.close()
  }
}

class ExportRun {
  /** Why people, or what they hold, may be missing. */
  private changed: unknown
  private written = 0
  private readonly progress: Progress

  constructor(
    private readonly wishes: ExportWishes,
    private readonly session: Session,
    private readonly operations: Operations,
    private readonly destination: Destination,
  ) {
    const { file, form, settings } = wishes
    // A bar beside the data, which a file is not.
    const format = file === undefined ? form : 'table'
    this.progress = new Progress(session.program.streams, { format, env: process.env })
    this.isSafe = settings.csvSafe
  }

  private readonly isSafe: boolean

  async execute(): Promise<void> {
    const { wishes, session, destination } = this
    const people = await this.operations.count('users list', { flags: wishes.filters })
    const relations = await this.progress.during(() => this.relations(people), 'reading who holds what')
    await this.announce(relations, people)
    try {
      await this.people(relations, people)
    } catch (error) {
      throw wishes.file === undefined ? this.partial(error) : error
    }
    await destination.finish()
    if (wishes.file !== undefined) {
      await session.say(`${many(this.written, 'person', 'people')} in ${wishes.file}`)
    }
    if (this.changed !== undefined) throw this.changed
  }

  private async relations(people: number | undefined): Promise<HeldRelations[]> {
    const { session, operations, wishes } = this
    const found: HeldRelations[] = []
    for (const kind of relationKinds) {
      if (!wishes.with.has(kind.name)) continue
      found.push(await readRelations(kind, { session, operations, people, onChanged: this.onChanged }))
    }
    return found
  }

  /** What is asked person by person is said before it is begun. */
  private async announce(relations: readonly HeldRelations[], people = 0): Promise<void> {
    const asked = [...relations.filter(({ isAsked }) => isAsked).map(({ name }) => name), ...this.records]
    if (asked.length === 0 || people === 0) return
    const what = asked.length === 1 ? `${asked[0]} takes` : `${asked.slice(0, -1).join(', ')} and ${asked.at(-1)} take`
    await this.session.say(`${what} a request for each person: ${many(asked.length * people, 'request', 'requests')}`)
  }

  private get records(): Records[] {
    return (['mfa', 'sso-identities'] as const).filter((name) => this.wishes.with.has(name))
  }

  private async people(relations: readonly HeldRelations[], total: number | undefined): Promise<void> {
    const { wishes, session, destination, isSafe } = this
    const hashes = wishes.with.has('password-hash')
    const flags = { ...wishes.filters, ...(hashes ? { 'include-password-hash': true } : {}) }
    const listed = this.operations.listAhead<ListedPerson>('users list', { flags })
    const { streams } = session.program
    const stdout = wishes.file === undefined ? process.stdout : {}
    const text = peopleText(wishes.form, {
      more: [
        ...(hashes ? ['passwordDigest', 'passwordAlgorithm'] : []),
        ...relations.map(({ name }) => name),
        ...this.records.map((name) => recordColumns[name]),
      ],
      csvSafe: isSafe,
      terminal: terminalOf(stdout, process.env, { noColor: true }),
    })
    const tally = new Tally<'done'>(total ?? 0, { words: { done: 'done' }, good: ['done'] })
    const bar = new Bar(this.progress, tally)
    let waiting: ExportedPerson[] = []
    let piece = ''
    const flush = async () => {
      piece += text.rows(waiting)
      waiting = []
      if (piece.length < pieceSize) return
      await destination.write(piece)
      piece = ''
      this.written = tally.over
    }
    await session.carryOut<ListedPerson, ExportedPerson | undefined>({
      items: unbroken(listed, this.onChanged),
      ordered: true,
      journal: undefined,
      perform: (person, context) => this.whole(person, relations, context),
      take: async (person) => {
        if (person === undefined) return
        if (hashes && person.passwordDigest === undefined) throw noHashes()
        tally.add(0, 'done')
        waiting.push(person)
        if (waiting.length >= 20) await flush()
        if (total !== undefined) await bar.draw()
      },
    })
    if (session.stop.isStopped) throw session.stop.reason
    await flush()
    await destination.write(piece + text.end())
    streams.status('')
    this.written = tally.over
  }

  /** A person with all that is asked for; undefined for somebody who was deleted meanwhile. */
  private async whole(
    person: ListedPerson,
    relations: readonly HeldRelations[],
    context: StepContext,
  ): Promise<ExportedPerson | undefined> {
    const { records } = this
    if (relations.length === 0 && records.length === 0) return person
    const more: Record<string, unknown> = {}
    const read = async () => {
      for (const relation of relations) more[relation.name] = await relation.of(person)
      for (const name of records) more[recordColumns[name]] = await readRecords[name](person.id, this.operations)
    }
    const isAsked = records.length > 0 || relations.some((relation) => relation.isAsked)
    if (!isAsked) {
      await read()
      return { ...person, ...more }
    }
    const step = { key: person.id, send: read, lookUp: async () => ({ as: 'undone' }) as const }
    const result = await carryOut(step, context)
    if (result.as === 'done') return { ...person, ...more }
    if (result.error instanceof NotFoundError) return undefined
    throw result.error
  }

  private readonly onChanged = (error: unknown): void => {
    this.changed ??= error
  }

  /** A failure after people were written where it cannot be taken back. */
  private partial(error: unknown): unknown {
    const isOther = error instanceof InterruptedError || error instanceof ClosedPipe || error instanceof OutputError
    if (this.written === 0 || isOther) return error
    return new PartialError(`stopped after ${many(this.written, 'person', 'people')}`, {
      code: 'partial.pages',
      cause: error,
    })
  }
}

function noHashes(): RefusedError {
  return new RefusedError('this Logto does not give password hashes: nothing was exported', {
    code: 'export.no_password_hashes',
    hint: 'Logto gives them from 1.38 on; without password-hash in --with, people choose a new password where they go',
  })
}
