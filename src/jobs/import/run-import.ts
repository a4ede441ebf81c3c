import { InterruptedError, PartialError, UsageError } from '../../base/errors.js'
import { many } from '../../base/many.js'
import { confirmDestruction } from '../../call/operation/confirm.js'
import { refuseWrite } from '../../call/operation/protection.js'
import { askBesideData, canAsk } from '../../call/operation/questions.js'
import { refuseUnfitCredentials } from '../../call/operation/unfit-credentials.js'
import { isMachineFormat } from '../../call/output/format.js'
import { Progress } from '../../call/output/progress.js'
import { terminalOf } from '../../call/output/terminal.js'
import type { Journal } from '../bulk/journal/journal.js'
import { openJournal } from '../bulk/journal/open-journal.js'
import { Bar } from '../bulk/report/bar.js'
import { refuseInput } from '../bulk/report/failed-rows.js'
import { printResult } from '../bulk/report/print-result.js'
import { summaryLines } from '../bulk/report/summary-lines.js'
import { type Summary, Tally } from '../bulk/report/tally.js'
import type { LoadCommand } from '../bulk/run/doors.js'
import { Operations } from '../bulk/run/operations.js'
import { type BulkProgram, Session } from '../bulk/run/session.js'
import { takes } from '../bulk/run/shard.js'
import { besideFile } from './beside-file.js'
import type { CommandWishes } from './command-wishes.js'
import { Earlier } from './do/earlier.js'
import { Existing } from './do/existing.js'
import { FailedPeople } from './do/failed-people.js'
import { KeepIds } from './do/keep-ids.js'
import { type PersonState, personOutcomes } from './do/outcomes.js'
import { PeopleRun } from './do/people-run.js'
import { TenantNames } from './do/tenant-names.js'
import { type HearingHook, hearingHooks } from './do/webhooks.js'
import { openPeople, type People } from './input/open-people.js'
import type { FaultGroup, Plan } from './plan.js'
import { type Understanding, understand } from './understand.js'

/** Runs `logto users import FILE`. Throws a UsageError where nothing was sent, a PartialError where not all is done. */
export async function runImport(wishes: CommandWishes, program: BulkProgram, load: LoadCommand): Promise<void> {
  if (wishes.file === '-') askBesideData()
  const { file: input, from, encoding, beside } = wishes
  const people = await openPeople({ input, encoding, ...(from ? { from } : {}), hasMap: beside.map !== undefined })
  const run = new ImportRun(wishes, program, people, load)
  try {
    await run.execute()
  } finally {
    await run.close()
  }
}

class ImportRun {
  private readonly session: Session
  private readonly operations: Operations
  private readonly progress: Progress
  private journal: Journal | undefined
  private failed: FailedPeople | undefined

  constructor(
    private readonly wishes: CommandWishes,
    private readonly program: BulkProgram,
    private readonly people: People,
    load: LoadCommand,
  ) {
    this.session = new Session(wishes, program)
    this.operations = new Operations(this.session, load)
    this.progress = new Progress(program.streams, { format: wishes.settings.format, env: process.env })
  }

  async execute(): Promise<void> {
    const { wishes, people } = this
    await refuseInput(wishes.failed, people.file.path)
    const { understanding, names } = await this.progress.during(() => this.understood(), 'checking the people')
    const { plan } = understanding
    if (wishes.settings.dryRun) {
      await this.print({ plan }, async () => [await this.planText(plan, process.stdout)])
      return refusePlan(plan, wishes)
    }
    await this.tell(plan)
    refusePlan(plan, wishes)
    if (!names) throw new Error('the tenant was not asked')
    const journal = await this.guard(plan)
    this.failed = wishes.failed === undefined ? undefined : await FailedPeople.open(wishes.failed, people)
    const earlier = wishes.resume === undefined ? undefined : await Earlier.of(wishes.resume)
    await this.session.say(`journal: ${journal.path}`)
    const tally = new Tally<PersonState>(await this.count(understanding), personOutcomes)
    const run = new PeopleRun({
      ...{ session: this.session, operations: this.operations, understanding, names, journal, tally, earlier, wishes },
      ...{ shard: wishes.shard, failed: this.failed },
      bar: new Bar(this.progress, tally),
      existing: new Existing(this.operations, wishes.match),
      keepIds: new KeepIds(wishes.keepIds, earlier?.keepsIds),
    })
    await run.execute()
    await this.conclude(plan, tally, run, journal)
  }

  async close(): Promise<void> {
    await this.people.close()
    await this.failed?.close()
    await this.journal?.close(false).catch(() => {})
    await this.session.close()
  }

  /** The people, and what the tenant has of what they name. Reads alone are sent. */
  private async understood(): Promise<{ understanding: Understanding; names: TenantNames | undefined }> {
    const { wishes, people, operations } = this
    const beside = await besideFile(people, wishes.beside)
    const understanding = await understand(people, wishes.people, beside)
    if (wishes.offline) return { understanding, names: undefined }
    const { plan } = understanding
    const names = await TenantNames.read(operations, plan)
    const judged = names.fit(plan) ? understanding : await understanding.judged((person) => names.faults(person))
    judged.plan.notes.push(...(await this.notes(judged.plan)))
    return { understanding: judged, names }
  }

  /** What the tenant adds to a plan. */
  private async notes(plan: Plan): Promise<string[]> {
    const { match, onExisting } = this.wishes
    const hooks = await hearingHooks(this.operations, plan)
    return [
      ...hooks.map(hookLine),
      ...(match && 'path' in match && onExisting !== 'fail'
        ? [`Logto cannot search ${match.text}: all users of the tenant are read once.`]
        : []),
    ]
  }

  /** Shows a plan to a person; a program finds it in the document that the run ends with. */
  private async tell(plan: Plan): Promise<void> {
    const { format } = this.wishes.settings
    if (isMachineFormat(format)) return
    const text = await this.planText(plan, process.stderr)
    await this.program.streams.err(text, () => text)
  }

  /** What stands between the plan and the first write: rights, a question, an older journal. */
  private async guard(plan: Plan): Promise<Journal> {
    const { wishes, people } = this
    const { tenant } = await this.session.client()
    refuseUnfitCredentials(tenant, 'management')
    refuseWrite(tenant)
    const mayAsk = canAsk(wishes.settings.noInput)
    const crowd = many(plan.people, 'person', 'people')
    await confirmDestruction(tenant, wishes.typed, {
      what: `users import of ${crowd}`,
      summary: `Import ${crowd} of ${people.file.name}`,
      effect: 'writes to the tenant',
      names: async () => [],
      canAsk: mayAsk,
    })
    const facts = {
      job: 'users import',
      tenant: tenant.endpoint.origin,
      ...{ name: people.file.name, hash: people.file.hash, rows: plan.rows },
      wishes: journalledPart(wishes),
      ...(wishes.shard ? { shard: `${wishes.shard.part}/${wishes.shard.of}` } : {}),
    }
    this.journal = await openJournal(facts, { ...wishes, canAsk: mayAsk }, process.env)
    return this.journal
  }

  /** How many people this run has. */
  private async count({ plan, checked }: Understanding): Promise<number> {
    const { shard } = this.wishes
    if (!shard) return plan.people + plan.refusedPeople
    let count = 0
    for await (const { numbers, person } of checked())
      if (person.leftOut === undefined && takes(shard, numbers[0] ?? 0)) count += 1
    return count
  }

  /** Says what the run came to, and throws where not all of it is done. */
  private async conclude(plan: Plan, tally: Tally<PersonState>, run: PeopleRun, journal: Journal): Promise<void> {
    const { stop } = this.session
    const summary = tally.summary(journal.path)
    const { active, waiting } = run
    const isFinished =
      !stop.isStopped && summary.left + summary.unfinished + summary.unclear + active.length + waiting === 0
    this.journal = undefined
    await journal.close(isFinished).catch((error: unknown) => {
      stop.reason ??= error
    })
    const told = { active: active.length, waiting, ...keptOf(run) }
    await this.print({ plan, summary: { ...summary, ...told } }, async () => [
      ...summaryLines(summary, personOutcomes, ['person', 'people']),
      ...besideLines(run),
    ])
    const goOn = isFinished ? '' : '; to go on: the same command line with --resume and this path'
    await this.session.say(`journal: ${journal.path}${goOn}`)
    throwShortfall(summary, stop.reason, this.wishes)
  }

  private print(document: unknown, lines: () => Promise<readonly string[]>): Promise<void> {
    return printResult(document, lines, this.wishes.settings, this.program.streams)
  }

  private async planText(plan: Plan, stream: NodeJS.WriteStream): Promise<string> {
    const { width, colour } = terminalOf(stream, process.env, { noColor: this.wishes.settings.noColor })
    const { planText } = await import('./plan-text.js')
    return planText(plan, { width, colour }).trimEnd()
  }
}

/** Throws a UsageError for a plan that cannot be carried out as it is. */
function refusePlan({ needs, faults, refusedPeople }: Plan, { skipInvalid, settings }: CommandWishes): void {
  const [need] = needs
  if (need) {
    throw new UsageError(`${need.flag.split(' ')[0]} must be chosen: ${need.why}`, {
      code: 'import.choice_missing',
      hint: needs.map(({ flag }) => `add ${flag}`).join('; '),
    })
  }
  if (faults.rows === 0 || skipInvalid) return
  throw new UsageError(
    `${many(refusedPeople, 'person', 'people')} (${many(faults.rows, 'row', 'rows')}) cannot be imported as they are: nothing was sent`,
    {
      code: 'import.faults',
      hint: 'correct the rows; or --skip-invalid goes on without them, and --failed FILE keeps them',
      // A person has seen them in the plan.
      details: isMachineFormat(settings.format) ? faultDetails(faults.groups) : undefined,
    },
  )
}

function faultDetails(groups: readonly FaultGroup[]): string[] {
  return groups.flatMap(({ code, rows, first }) => [
    ...first.map(({ line, column, message }) => `line ${line}${column === undefined ? '' : `, ${column}`}: ${message}`),
    ...(rows > first.length ? [`and ${many(rows - first.length, 'more row', 'more rows')} of ${code}`] : []),
  ])
}

/** The flags that change what is sent: a run is gone on with under the same. */
function journalledPart(wishes: CommandWishes): unknown {
  const { people, from, encoding, beside, onExisting, match, changeIdentifiers, keepIds, skipInvalid } = wishes
  return { people, from, encoding, beside, onExisting, match, changeIdentifiers, keepIds, skipInvalid }
}

function keptOf({ keptPasswords, keptIdentifiers }: PeopleRun) {
  return {
    ...(keptPasswords.count > 0 ? { keptPasswords: keptPasswords.count } : {}),
    ...(keptIdentifiers.count > 0 ? { keptIdentifiers: { ...keptIdentifiers } } : {}),
  }
}

function besideLines({ active, waiting, keptPasswords, keptIdentifiers }: PeopleRun): string[] {
  const rows = (all: readonly number[], count = all.length) =>
    `(row ${all.slice(0, 20).join(', ')}${count > Math.min(all.length, 20) ? ', …' : ''})`
  return [
    ...(active.length > 0
      ? [`  not suspended yet, and should be: ${many(active.length, 'person', 'people')} ${rows(active)}`]
      : []),
    ...(waiting > 0 ? [`  ${many(waiting, 'role or membership', 'roles and memberships')} not given yet`] : []),
    ...(keptPasswords.count > 0
      ? [`  ${many(keptPasswords.count, 'password', 'passwords')} of people who existed not touched`]
      : []),
    ...(keptIdentifiers.count > 0
      ? [
          `  ${many(keptIdentifiers.count, 'person has', 'people have')} another address, number or name, which stays ${rows(keptIdentifiers.rows, keptIdentifiers.count)}: --change-identifiers changes it`,
        ]
      : []),
  ]
}

function hookLine({ name, calls }: HearingHook): string {
  return `The webhook ${name} hears of it: about ${many(calls, 'call', 'calls')}.`
}

/** Throws where people were not brought in: the reason of a stop before anything was, else a partial failure. */
function throwShortfall(summary: Summary<PersonState>, reason: unknown, { failed }: CommandWishes): void {
  const { rows, created, updated, existed, failed: refused, unclear, unfinished, invalid, left } = summary
  if (reason instanceof InterruptedError) throw reason
  if (reason !== undefined) {
    if (created + updated + existed + refused + unclear + unfinished === 0) throw reason
    throw new PartialError(`stopped with ${left} of ${rows} people left`, { code: 'partial.stopped', cause: reason })
  }
  const bad = refused + unclear + unfinished + invalid
  if (bad === 0) return
  throw new PartialError(
    `${bad} of ${many(rows, 'person', 'people')} ${bad === 1 ? 'is' : 'are'} not in, or not wholly`,
    {
      code: 'partial.rows',
      hint:
        unclear + unfinished > 0
          ? '--resume with the journal goes on with those who are unclear or not finished'
          : failed === undefined
            ? 'the reasons are above; --failed FILE keeps such rows, to be corrected and given again'
            : `correct them in ${failed}, and give that again`,
    },
  )
}
