import { createHash } from 'node:crypto'
import { DiffersError, InterruptedError, PartialError, UsageError } from '../../base/errors.js'
import { prepareLocks } from '../../base/file-lock.js'
import { confirmDestruction } from '../../call/operation/confirm.js'
import { refuseWrite } from '../../call/operation/protection.js'
import { canAsk } from '../../call/operation/questions.js'
import { documentText } from '../../call/output/document-text.js'
import { isMachineFormat } from '../../call/output/format.js'
import { notice } from '../../call/output/notice.js'
import { terminalOf } from '../../call/output/terminal.js'
import type { Journal } from '../bulk/journal/journal.js'
import { openJournal } from '../bulk/journal/open-journal.js'
import { performer } from './apply/perform.js'
import { type Report, reportLines, reportOf } from './apply/report.js'
import { type Run, runActions } from './apply/run.js'
import type { Work } from './apply/steps.js'
import { shortfalls } from './apply/verify.js'
import { refuseUnread } from './diff.js'
import { allKinds } from './kinds/all.js'
import type { KindFacts } from './model/facts.js'
import { type OpenTenant, openTenant } from './open-tenant.js'
import type { Action, Plan } from './plan/action.js'
import { markOf } from './plan/fingerprint.js'
import { type PlanFile, readPlan } from './plan/plan-file.js'
import { printPlan } from './plan/print-plan.js'
import { tallyText, wantedActions } from './plan/tally.js'
import { checkedWish, factsOfAll, type Prepared, prepared } from './prepare.js'
import { refuseFailed } from './read/refuse-failed.js'
import { readState, type State } from './read/state.js'
import { type Program, type Wishes, wishesOf, withReferred } from './wishes.js'

/** Makes the tenant as files, or a plan, want it. Throws a PartialError where not all of it came true. */
export async function apply(path: string, flags: Readonly<Record<string, unknown>>, program: Program): Promise<void> {
  const wishes = await wishesOf(flags)
  const kept = path === '-' ? undefined : readPlan(path, wishes.given.secret)
  const text = path === '-' ? await standardInput(wishes) : undefined
  const wish = kept ? undefined : await checkedWish(path, wishes, program.root, text)
  const opened = await openTenant(wishes, program, true)
  try {
    refuseWrite(opened.tenant)
    prepareLocks()
    const ready = wish
      ? await prepared(wish, wishes, opened)
      : await keptPlan(kept as PlanFile, wishes, opened, program.root)
    await new Application(ready, wishes, opened, program).run(path)
  } finally {
    await opened.session.close()
  }
}

async function standardInput({ yes }: Wishes): Promise<string> {
  if (!yes) {
    throw new UsageError('a document from standard input is applied with --yes only', {
      code: 'usage.not_confirmed',
      hint: 'look at it first with logto tenant diff FILE, then add --yes',
    })
  }
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk
  return text
}

/** A plan of a file with the state that it is for. Throws a DiffersError where the tenant has moved since. */
async function keptPlan(plan: PlanFile, wishes: Wishes, opened: OpenTenant, root: string): Promise<Prepared> {
  if (plan.tenant !== opened.tenant.endpoint.origin) {
    throw new UsageError(`the plan is for ${plan.tenant}, not for ${opened.tenant.endpoint.origin}`, {
      code: 'tenant.other_tenant',
      hint: 'choose its profile with -p',
    })
  }
  if (plan.withDeletions !== wishes.withDeletions && wantedActions({ ...plan, withDeletions: true }).length > 0) {
    const deletes = plan.actions.some(({ do: verb }) => verb === 'delete')
    if (plan.withDeletions && deletes) {
      throw new UsageError('the plan deletes', {
        code: 'usage.not_confirmed',
        hint: 'add --delete, as it was made with it',
      })
    }
    if (!plan.withDeletions) {
      throw new UsageError('the plan was made without --delete', {
        code: 'tenant.bad_plan',
        hint: 'leave --delete out, or make a new plan with it',
      })
    }
  }
  const names = new Set([...plan.actions.map(({ kind }) => kind), ...plan.seen.map(({ kind }) => kind)])
  const facts = await factsOfAll(withReferred(allKinds.filter(({ name }) => names.has(name))), root)
  const keys = new Map(plan.seen.map(({ kind, key, id }) => [`${kind}\n${id}`, key]))
  const created = plan.actions.filter((action) => action.do === 'create')
  const state = await readState(
    opened.api,
    facts,
    {
      of: (kind, parent) =>
        created
          .filter((one) => one.kind === kind && one.parentKey === parent)
          .map((one) => ({
            key: one.name,
            values: { ...one.wish, ...(one.title === undefined ? {} : { name: one.title }) },
          })),
      keyOf: (kind, id) => keys.get(`${kind}\n${id}`),
    },
    opened.around,
  )
  refuseFailed(state, facts, 'nothing was sent')
  refuseStale(plan, state)
  return { plan, state, facts }
}

function refuseStale(plan: PlanFile, state: State): void {
  const moved = plan.seen.filter(({ kind, key, mark }) => {
    const thing = state.things.get(kind)?.get(key)
    return !thing || markOf(thing.values) !== mark
  })
  const there = plan.actions.filter(
    (action) => action.do === 'create' && !action.replaces && state.things.get(action.kind)?.has(action.key),
  )
  const names = [...moved, ...there].map(({ kind, key }) => `${kind} ${key}`.trim())
  if (names.length === 0) return
  const more = names.length > 5 ? ` and ${names.length - 5} more` : ''
  throw new DiffersError(
    `the plan no longer fits, and nothing was sent: ${names.slice(0, 5).join(', ')}${more} changed meanwhile`,
    {
      code: 'tenant.plan_stale',
      hint: 'make a new one: logto tenant diff FOLDER --out plan.json',
    },
  )
}

class Application {
  private readonly facts: ReadonlyMap<string, KindFacts>

  constructor(
    private readonly ready: Prepared,
    private readonly wishes: Wishes,
    private readonly opened: OpenTenant,
    private readonly program: Program,
  ) {
    this.facts = new Map(ready.facts.map((facts) => [facts.kind.name, facts]))
  }

  async run(path: string): Promise<void> {
    const { plan } = this.ready
    const { settings } = this.wishes
    const actions = wantedActions(plan)
    const isForPeople = !isMachineFormat(settings.format)
    if (isForPeople) await printPlan(plan, settings, this.program.streams)
    if (actions.length === 0) {
      if (!isForPeople) await this.print(reportOf([], [], undefined))
      refuseUnread(plan)
      return
    }
    refuseManyDeletions(plan, actions, this.wishes)
    await this.confirm(plan, path)
    const work = this.work()
    const journal = await this.journal(actions, path)
    try {
      const { session, progress } = this.opened
      const carryOut = () => runActions(actions, this.facts, work, performer(session, journal))
      const run = await progress.during(carryOut, `applying ${actions.length} changes`)
      await this.conclude(run, work, journal.path)
      await journal.close(true)
    } finally {
      await journal.close(false).catch(() => {})
    }
  }

  /** What is sent is kept, as in any run of many requests; a run that was cut off is not gone on with but made anew. */
  private async journal(actions: readonly Action[], path: string): Promise<Journal> {
    const { tenant } = this.opened
    const names = actions.map(({ do: verb, kind, key }) => `${verb} ${kind} ${key}`)
    const facts = {
      job: 'tenant apply',
      tenant: tenant.endpoint.origin,
      name: path,
      hash: createHash('sha256').update(names.join('\n')).digest('hex'),
      rows: actions.length,
      wishes: names,
    }
    const given = this.wishes.flags.journal as string | undefined
    const wishes = { journal: given, resume: undefined, newRun: true, canAsk: false }
    return openJournal(facts, wishes, process.env)
  }

  private work(): Work {
    const { state, plan } = this.ready
    const paths = new Map<string, readonly string[]>()
    for (const [kind, things] of state.things)
      for (const { key, ids } of things.values()) paths.set(`${kind}\n${key}`, ids)
    const seen = new Map(plan.seen.map((one) => [`${one.kind}\n${one.key}`, one]))
    return { api: this.opened.api, names: state.names, paths, seen }
  }

  private confirm(plan: Plan, path: string): Promise<void> {
    const { yes, confirm, settings } = this.wishes
    const flags = { yes, ...(confirm === undefined ? {} : { confirm }) }
    return confirmDestruction(
      this.opened.tenant,
      { args: {}, flags },
      {
        what: `applying ${path}`,
        summary: `Apply: ${tallyText(plan)}`,
        effect: 'changes the tenant',
        names: async () => [],
        canAsk: canAsk(settings.noInput),
      },
    )
  }

  /** Reads the tenant again, says what came of it, and throws where not all did. */
  private async conclude({ jobs, stopped }: Run, work: Work, journal: string): Promise<void> {
    const different = stopped === undefined ? shortfalls(jobs, await this.readAgain(work)) : []
    const report = reportOf(jobs, different, journal)
    const { settings } = this.wishes
    if (isMachineFormat(settings.format)) await this.print(report)
    else for (const line of reportLines(report)) await notice(line, settings.format, this.program.streams)
    if (stopped instanceof InterruptedError || (stopped !== undefined && report.done === 0)) throw stopped
    if (stopped === undefined && report.refused.length + report.untried.length + different.length === 0) {
      refuseUnread(this.ready.plan)
      return
    }
    throw new PartialError('the tenant is not all as it was to be', {
      code: 'tenant.partly_applied',
      hint: `the reasons are above, and ${journal} says what was sent; applying again goes on from there`,
      ...(stopped === undefined ? {} : { cause: stopped }),
    })
  }

  private readAgain({ names, paths }: Work): Promise<State> {
    const keys = new Map(
      [...paths].map(([mark, ids]) => {
        const [kind = '', key = ''] = mark.split('\n')
        return [`${kind}\n${ids.slice(-2).join('/')}`, key] as const
      }),
    )
    const keyOf = (kind: string, id: string) => keys.get(`${kind}\n${id}`) ?? names.known(kind, id)
    return readState(this.opened.api, this.ready.facts, { of: () => [], keyOf }, this.opened.around)
  }

  private async print(report: Report): Promise<void> {
    const { format, noColor } = this.wishes.settings
    const terminal = terminalOf(process.stdout, process.env, { noColor })
    await this.program.streams.out(await documentText(report, { format, terminal }))
  }
}

/** Many deletions at once are rarely meant: each is named. */
function refuseManyDeletions({ withDeletions }: Plan, actions: readonly Action[], { maxDeletes }: Wishes): void {
  const gone = actions.filter(({ do: verb }) => verb === 'delete')
  if (!withDeletions || gone.length <= maxDeletes) return
  throw new UsageError(`${gone.length} deletions are more than ${maxDeletes}`, {
    code: 'tenant.many_deletes',
    details: gone.map(({ kind, key }) => `${kind} ${key}`.trim()).join('\n'),
    hint: `if all of them are meant, add --max-deletes ${gone.length}`,
  })
}
