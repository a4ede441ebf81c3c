import { InterruptedError, OutputError, PartialError, RefusedError } from '../../base/errors.js'
import { many } from '../../base/many.js'
import { interruption } from '../../call/operation/interruption.js'
import { refuseUnfitCredentials } from '../../call/operation/unfit-credentials.js'
import { Progress } from '../../call/output/progress.js'
import { ClosedPipe } from '../../call/output/streams.js'
import { terminalOf } from '../../call/output/terminal.js'
import { Bar } from '../bulk/report/bar.js'
import { Tally } from '../bulk/report/tally.js'
import type { LoadCommand } from '../bulk/run/doors.js'
import { Operations } from '../bulk/run/operations.js'
import { type BulkProgram, Session } from '../bulk/run/session.js'
import { type Destination, openDestination } from './destination.js'
import { type HeldRelations, readRelations } from './held-relations.js'
import { type ExportedPerson, type PeopleText, peopleText } from './people-text.js'
import { PeopleWriter } from './people-writer.js'
import { recordColumns, recordNames } from './records.js'
import { relationKinds } from './relation-kinds.js'
import { unbroken } from './unbroken.js'
import { asksEverybody, type Beside, type ListedPerson, wholePeople } from './whole-people.js'
import type { ExportWishes } from './wishes.js'

/**
 * Runs `logto users export`. Throws a PartialError where people may be missing; after any other failure nothing of a
 * file stays.
 */
export async function runExport(wishes: ExportWishes, program: BulkProgram, load: LoadCommand): Promise<void> {
  // What was begun is taken away again, however the run is ended.
  interruption(['SIGINT', 'SIGTERM', 'SIGHUP'])
  const session = new Session(wishes, program)
  try {
    refuseUnfitCredentials((await session.client()).tenant, 'management')
    const isSecret = wishes.with.has('password-hash')
    const destination = await openDestination({ file: wishes.file, isSecret }, program.streams)
    try {
      await new ExportRun(wishes, session, new Operations(session, load)).execute(destination)
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
  private readonly progress: Progress

  constructor(
    private readonly wishes: ExportWishes,
    private readonly session: Session,
    private readonly operations: Operations,
  ) {
    // No bar beside the data, which a file is not.
    const format = wishes.file === undefined ? wishes.form : 'table'
    this.progress = new Progress(session.program.streams, { format, env: process.env })
  }

  async execute(destination: Destination): Promise<void> {
    const { wishes, session } = this
    const { file, filters } = wishes
    const people = await this.progress.during(() => this.operations.count('users list', { flags: filters }))
    const relations = await this.progress.during(() => this.relations(people), 'reading who holds what')
    const beside = { relations, records: recordNames.filter((name) => wishes.with.has(name)) }
    await this.announce(beside, people)
    const writer = new PeopleWriter(destination, this.text(beside))
    try {
      await this.write(writer, beside, people)
    } catch (error) {
      throw file === undefined ? partial(error, writer.written) : error
    }
    if (file !== undefined) await session.say(`${many(writer.count, 'person', 'people')} in ${file}`)
    if (this.changed !== undefined) throw this.changed
  }

  private async relations(people: number | undefined): Promise<HeldRelations[]> {
    const { session, operations, onChanged } = this
    const found: HeldRelations[] = []
    for (const kind of relationKinds.filter(({ name }) => this.wishes.with.has(name))) {
      found.push(await readRelations(kind, { session, operations, people, onChanged }))
    }
    return found
  }

  /** What is asked person by person is said before it is begun. */
  private async announce({ relations, records }: Beside, people = 0): Promise<void> {
    const asked = [...relations.filter(({ isAsked }) => isAsked).map(({ name }) => name), ...records]
    if (asked.length === 0 || people === 0) return
    const what = asked.length === 1 ? `${asked[0]} takes` : `${asked.slice(0, -1).join(', ')} and ${asked.at(-1)} take`
    const requests = many(asked.length * people, 'request', 'requests')
    await this.session.say(`${what} one request${asked.length === 1 ? '' : ' each'} for each person: ${requests}`)
  }

  private text({ relations, records }: Beside): PeopleText {
    const { file, form, settings } = this.wishes
    return peopleText(form, {
      more: [
        ...(this.wishes.with.has('password-hash') ? ['passwordDigest', 'passwordAlgorithm'] : []),
        ...relations.map(({ name }) => name),
        ...records.map((name) => recordColumns[name]),
      ],
      csvSafe: settings.csvSafe,
      terminal: terminalOf(file === undefined ? process.stdout : {}, process.env, settings),
    })
  }

  private async write(writer: PeopleWriter, beside: Beside, total: number | undefined): Promise<void> {
    const { session, operations, wishes } = this
    const hashes = wishes.with.has('password-hash')
    const flags = { ...wishes.filters, ...(hashes ? { 'include-password-hash': true } : {}) }
    const tally = new Tally<'done'>(total ?? 0, { words: { done: 'done' }, good: ['done'] })
    const bar = new Bar(this.progress, tally)
    const pages = unbroken(operations.listAhead<ListedPerson>('users list', { flags }), this.onChanged)
    await session.carryOut<readonly ListedPerson[], readonly ExportedPerson[]>({
      items: asksEverybody(beside) ? oneByOne(pages) : pages,
      ordered: true,
      journal: undefined,
      perform: (people, context) => wholePeople(people, beside, operations, context),
      take: async (people) => {
        if (hashes && people.some(({ passwordDigest }) => passwordDigest === undefined)) throw noHashes()
        for (const _ of people) tally.add(0, 'done')
        await writer.add(people)
        if (total !== undefined) await bar.draw()
      },
    })
    if (session.stop.isStopped) throw session.stop.reason
    await writer.end()
  }

  private readonly onChanged = (error: unknown): void => {
    this.changed ??= error
  }
}

/** So that many are asked for at once. */
async function* oneByOne<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<readonly T[]> {
  for await (const page of pages) for (const one of page) yield [one]
}

/** A failure after people were written where that cannot be taken back. */
function partial(error: unknown, written: number): unknown {
  const isOther = error instanceof InterruptedError || error instanceof ClosedPipe || error instanceof OutputError
  if (written === 0 || isOther) return error
  return new PartialError(`stopped after ${many(written, 'person', 'people')}`, { code: 'partial.pages', cause: error })
}

function noHashes(): RefusedError {
  return new RefusedError('this Logto does not give password hashes: nothing was exported', {
    code: 'export.no_password_hashes',
    hint: 'Logto gives them from 1.38 on; without password-hash in --with, people choose a new password where they go',
  })
}
