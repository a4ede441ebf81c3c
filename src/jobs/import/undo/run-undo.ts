import { InterruptedError, NotFoundError, PartialError, RefusedError, UsageError } from '../../../base/errors.js'
import { many } from '../../../base/many.js'
import { confirmDestruction } from '../../../call/operation/confirm.js'
import { refuseWrite } from '../../../call/operation/protection.js'
import { canAsk } from '../../../call/operation/questions.js'
import { refuseUnfitCredentials } from '../../../call/operation/unfit-credentials.js'
import { Progress } from '../../../call/output/progress.js'
import type { Input } from '../../../call/request/input.js'
import type { Journal } from '../../bulk/journal/journal.js'
import { openJournal } from '../../bulk/journal/open-journal.js'
import { readJournal } from '../../bulk/journal/read-journal.js'
import { Bar } from '../../bulk/report/bar.js'
import { printResult } from '../../bulk/report/print-result.js'
import { summaryLines } from '../../bulk/report/summary-lines.js'
import { type Outcomes, Tally } from '../../bulk/report/tally.js'
import { carryOut, type StepContext, type StepResult } from '../../bulk/run/carry-out.js'
import type { LoadCommand } from '../../bulk/run/doors.js'
import { Operations } from '../../bulk/run/operations.js'
import { type KeptRunWishes, keptRunWishesOf } from '../../bulk/run/run-wishes.js'
import { type BulkProgram, Session } from '../../bulk/run/session.js'
import { markOf, type User } from '../do/user.js'
import { type CreatedPeople, type CreatedPerson, createdPeople } from './created-people.js'

/** What becomes of somebody whom an import has created. */
const outcomes = {
  words: { deleted: 'deleted', gone: 'gone already', kept: 'left alone', failed: 'not deleted', unclear: 'unclear' },
  good: ['deleted', 'gone'],
} as const satisfies Outcomes<string>
type State = keyof typeof outcomes.words

/** Somebody, by their place in the journals. */
interface Numbered extends CreatedPerson {
  number: number
}

type Done = { number: number; state: State | 'open'; why?: { code: string; message: string } }

/**
 * Runs `logto users import --undo JOURNAL…`: deletes exactly those whom the imports have created. Everybody is read right
 * before: who has signed in since, or has another e-mail address, phone number or username, stays.
 */
export async function runUndo(typed: Input, program: BulkProgram, load: LoadCommand): Promise<void> {
  refuseImport(typed)
  const wishes = keptRunWishesOf(typed)
  const created = await createdPeople(typed.flags.undo as string[])
  const undo = new Undo(wishes, program, load, created)
  try {
    await undo.execute()
  } finally {
    await undo.close()
  }
}

class Undo {
  private readonly session: Session
  private readonly operations: Operations
  private readonly tally: Tally<State>
  private readonly bar: Bar
  private journal: Journal | undefined

  constructor(
    private readonly wishes: KeptRunWishes,
    private readonly program: BulkProgram,
    load: LoadCommand,
    private readonly created: CreatedPeople,
  ) {
    this.session = new Session(wishes, program)
    this.operations = new Operations(this.session, load)
    this.tally = new Tally<State>(created.people.length, outcomes)
    this.bar = new Bar(new Progress(program.streams, { format: wishes.settings.format, env: process.env }), this.tally)
  }

  async execute(): Promise<void> {
    const { people, unclear, updated } = this.created
    const { settings, resume } = this.wishes
    if (settings.dryRun) {
      const ids = people.map(({ id }) => id)
      const answer = { delete: ids, unclear, updated }
      const told = `${many(people.length, 'person', 'people')} to be deleted, unless they are in use${ids.length > 0 ? `: ${ids.join(', ')}` : ''}`
      return this.print(answer, [told, ...this.besideLines()])
    }
    const journal = await this.guard()
    const before = resume === undefined ? new Set<number>() : await doneBefore(resume)
    await this.session.say(`journal: ${journal.path}`)
    await this.session.carryOut<Numbered, Done>({
      items: this.items(before),
      ordered: false,
      journal,
      perform: (person, context) => this.perform(person, context),
      take: async ({ number, state, why }) => {
        if (state !== 'open') this.tally.add(number, state, why)
        await this.bar.draw()
      },
    })
    await this.conclude(journal)
  }

  async close(): Promise<void> {
    await this.journal?.close(false).catch(() => {})
    await this.session.close()
  }

  private async guard(): Promise<Journal> {
    const { people, tenant: of, hash } = this.created
    const { settings, typed } = this.wishes
    const { tenant } = await this.session.client()
    if (tenant.endpoint.origin !== of) {
      throw new UsageError(`the import was on the tenant ${of}, not on ${tenant.endpoint.origin}`, {
        code: 'journal.other_run',
        hint: 'choose its profile with -p',
      })
    }
    refuseUnfitCredentials(tenant, 'management')
    refuseWrite(tenant)
    const mayAsk = canAsk(settings.noInput)
    const crowd = many(people.length, 'person', 'people')
    await confirmDestruction(tenant, typed, {
      what: `users import --undo of ${crowd}`,
      summary: `Delete ${crowd} whom the import has created`,
      names: async () => [],
      canAsk: mayAsk,
    })
    const facts = {
      job: 'users import --undo',
      tenant: of,
      ...{ name: (typed.flags.undo as string[]).join(' '), hash, rows: people.length },
      wishes: { evenIfUsed: typed.flags['even-if-used'] === true },
    }
    this.journal = await openJournal(facts, { ...this.wishes, canAsk: mayAsk }, process.env)
    return this.journal
  }

  private async *items(before: ReadonlySet<number>): AsyncGenerator<Numbered> {
    for (const [index, person] of this.created.people.entries()) {
      const number = index + 1
      if (before.has(number)) this.tally.addBefore(number, 'deleted', undefined)
      else yield { ...person, number }
    }
  }

  private async perform(person: Numbered, context: StepContext): Promise<Done> {
    const { number, id } = person
    const args = { 'user-id': id }
    try {
      const result: StepResult<State> = await carryOut<State>(
        {
          key: String(number),
          send: async () => {
            const user = (await this.operations.call('users get', { args })) as User
            this.refuseUsed(user, person)
            await this.operations.call('users delete', { args })
            return 'deleted'
          },
          lookUp: async () => ({ as: 'undone' }),
        },
        context,
      )
      if (result.as === 'done') return { number, state: result.value }
      const { error } = result
      if (error instanceof NotFoundError) return { number, state: 'gone' }
      return { number, state: error.code.startsWith('undo.') ? 'kept' : result.as, why: error }
    } catch (error) {
      this.session.stop.by(error)
      return { number, state: 'open' }
    }
  }

  /** Whoever has made use of the account since is nobody to be taken back. */
  private refuseUsed(user: User, { who }: CreatedPerson): void {
    if (this.wishes.typed.flags['even-if-used'] === true) return
    const hint = 'to delete them all the same: --even-if-used'
    if (user.lastSignInAt != null) {
      throw new RefusedError(`they have signed in since, such as ${user.id}`, { code: 'undo.signed_in', hint })
    }
    if (markOf(user) !== who) {
      throw new RefusedError(
        `their e-mail address, phone number or username is another one now, such as that of ${user.id}`,
        {
          code: 'undo.changed',
          hint,
        },
      )
    }
  }

  private async conclude(journal: Journal): Promise<void> {
    const { stop } = this.session
    const summary = this.tally.summary(journal.path)
    const isFinished = !stop.isStopped && summary.left + summary.unclear === 0
    this.journal = undefined
    await journal.close(isFinished).catch((error: unknown) => {
      stop.reason ??= error
    })
    const { updated, unclear } = this.created
    const lines = [...summaryLines(summary, outcomes, ['person', 'people']), ...this.besideLines()]
    await this.print({ ...summary, created: { updated, unclear } }, lines)
    await this.session.say(`journal: ${journal.path}`)
    if (stop.reason instanceof InterruptedError) throw stop.reason
    const bad = summary.kept + summary.failed + summary.unclear + summary.left
    if (bad === 0 && stop.reason === undefined && unclear === 0) return
    throw new PartialError(`${many(bad + unclear, 'person is', 'people are')} still there, or may be`, {
      code: 'partial.undo',
      ...(stop.reason === undefined ? {} : { cause: stop.reason }),
      hint:
        summary.kept > 0
          ? 'look at those who are left alone; --even-if-used deletes them, too'
          : 'the reasons are above',
    })
  }

  private besideLines(): string[] {
    const { updated, unclear } = this.created
    return [
      ...(unclear > 0
        ? [
            `  ${many(unclear, 'creation is', 'creations are')} unclear and not undone: --resume of the import finds out`,
          ]
        : []),
      ...(updated > 0
        ? [`  ${many(updated, 'person', 'people')} who existed were changed by the import, and stay so`]
        : []),
    ]
  }

  private print(document: unknown, lines: readonly string[]): Promise<void> {
    return printResult(document, async () => lines, this.wishes.settings, this.program.streams)
  }
}

/** Those who are over, in an undo that is gone on with. */
async function doneBefore(path: string): Promise<Set<number>> {
  const done = new Set<number>()
  await readJournal(path, (entry) => {
    if ('did' in entry && entry.as === 'done') done.add(Number(entry.did))
  })
  return done
}

/** An undo takes no people, and no choices of an import. */
function refuseImport({ args, flags }: Input): void {
  if (args.file !== undefined) {
    throw new UsageError(`--undo takes journals, and ${args.file} is a file beside them`, {
      code: 'usage.bad_flags',
      hint: 'undo first, then import again',
    })
  }
  const idle = [
    'failed',
    'shard',
    'skip-invalid',
    'on-existing',
    'match',
    'keep-ids',
    'roles',
    'organization',
    'unverified',
  ]
  const given = idle.find((name) => flags[name] !== undefined)
  if (given === undefined) return
  throw new UsageError(`--${given} is for an import, and means nothing with --undo`, {
    code: 'usage.bad_flags',
    hint: 'leave it out',
  })
}
