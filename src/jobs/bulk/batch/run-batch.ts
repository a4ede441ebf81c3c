import { CliFailure, InterruptedError, PartialError, UsageError } from '../../../base/errors.js'
import { grouped } from '../../../base/many.js'
import { confirmDestruction, unseen } from '../../../call/operation/confirm.js'
import { shownRequest } from '../../../call/operation/dry-run.js'
import { loadSchema } from '../../../call/operation/load-schema.js'
import { OperationDoor } from '../../../call/operation/operation-door.js'
import { printableOf } from '../../../call/operation/printable.js'
import { refuseWrite } from '../../../call/operation/protection.js'
import { canAsk } from '../../../call/operation/questions.js'
import { refuseUnfitCredentials } from '../../../call/operation/unfit-credentials.js'
import { Progress } from '../../../call/output/progress.js'
import type { Journal } from '../journal/journal.js'
import { openJournal } from '../journal/open-journal.js'
import { Bar } from '../report/bar.js'
import { FailedRows, refuseInput } from '../report/failed-rows.js'
import { summaryLines } from '../report/summary-lines.js'
import { type RowState, rowOutcomes, type Summary, Tally } from '../report/tally.js'
import type { Row } from '../rows/row.js'
import { carryOut, type StepContext } from '../run/carry-out.js'
import { type BulkProgram, Session } from '../run/session.js'
import { takes } from '../run/shard.js'
import { Calls } from './calls.js'
import { Earlier } from './earlier.js'
import type { Places } from './places.js'
import { type Plan, planOf, refuseFaults } from './plan.js'
import { Results, type RowResult } from './results.js'
import type { Line } from './row-input.js'
import type { RowSource } from './row-source.js'
import type { Target } from './target.js'
import type { Wishes } from './wishes.js'

/** What is to be done, all of it understood. */
export interface Batch {
  target: Target
  wishes: Wishes
  source: RowSource
  places: Places
  line: Line
  /** The argument that a bare value stands for. */
  bareName: string | undefined
  /** A journal is kept. */
  isKept: boolean
}

/** Rows of a dry run that are printed together: nothing is waited for between them. */
const shownTogether = 100

/** What came of a row; `left`: the run stopped before it was done. */
type Done =
  | { row: Row; state: 'left' }
  | { row: Row; state: 'done' | 'failed' | 'unclear' | 'invalid'; result: RowResult }

/**
 * Runs one command for each row: checks all of them, asks once, sends, reports. Throws a UsageError where nothing was
 * sent, a PartialError where some rows were not done, and an InterruptedError.
 */
export async function runBatch(batch: Batch, program: BulkProgram): Promise<void> {
  const run = new BatchRun(batch, program)
  try {
    await run.execute()
  } finally {
    await run.close()
  }
}

class BatchRun {
  private readonly session: Session
  private readonly calls: Calls
  private journal: Journal | undefined
  private failed: FailedRows | undefined

  constructor(
    private readonly batch: Batch,
    private readonly program: BulkProgram,
  ) {
    const { target, wishes, places, line, bareName, source } = batch
    this.session = new Session(wishes, program)
    const command = target.preset?.of ?? target.command
    const door = new OperationDoor({
      operation: target.operation,
      command,
      schema: async () => target.schema ?? loadSchema(program.root, command),
      client: () => this.session.client(),
      say: (text) => this.session.sayOnce(text),
    })
    const isText = 'columns' in source.kind || source.kind.form === 'lines'
    this.calls = new Calls(target, places, line, bareName, isText, door, this.session.clock)
  }

  async execute(): Promise<void> {
    const { target, wishes, source, places, bareName } = this.batch
    const { settings } = wishes
    const results = await Results.open(settings, this.program.streams, places, bareName ?? 'value')
    const progress = new Progress(this.program.streams, { format: settings.format, env: process.env })
    const plan = await progress.during(() => planOf(source, this.calls, target, wishes.shard), 'checking the rows')
    if (!wishes.skipInvalid) refuseFaults(plan)
    if (settings.dryRun) return this.show(results)
    await refuseInput(wishes.failed, wishes.input)
    await this.guard(plan)
    if (wishes.failed !== undefined)
      this.failed = await FailedRows.open(wishes.failed, source.kind, bareName ?? 'value')
    const earlier = this.journal && wishes.resume !== undefined ? await Earlier.of(wishes.resume, plan.rows) : undefined
    if (this.journal) await this.session.say(`journal: ${this.journal.path}`)
    const tally = new Tally<RowState>(plan.taken, rowOutcomes)
    await this.carryOut(results, tally, new Bar(progress, tally), earlier)
    await this.conclude(results, tally)
  }

  async close(): Promise<void> {
    await this.batch.source.close()
    await this.failed?.close()
    await this.journal?.close(false).catch(() => {})
    await this.session.close()
  }

  /** What stands between the plan and the first request: rights, an older journal, and one question. */
  private async guard(plan: Plan): Promise<void> {
    const { target, wishes, source, line, isKept } = this.batch
    const { settings, shard, typed } = wishes
    const { tenant } = await this.session.client()
    refuseUnfitCredentials(tenant, target.operation.authority)
    if (target.operation.method !== 'GET') refuseWrite(tenant)
    const mayAsk = canAsk(settings.noInput)
    if (plan.destructive > 0) {
      const { destructive, named } = plan
      const more = destructive - named.length
      await confirmDestruction(tenant, typed, {
        what: `${target.command} for ${destructive} ${destructive === 1 ? 'row' : 'rows'}`,
        summary: `${target.summary}: ${grouped(destructive)} ${destructive === 1 ? 'row' : 'rows'}`,
        names: async () => [...named, ...(more > 0 ? [`and ${grouped(more)} more`] : [])],
        canAsk: mayAsk,
        ...(target.operation.unreviewed ? { effect: unseen } : {}),
      })
    }
    if (!isKept) return
    const facts = {
      job: `batch ${target.command}`,
      tenant: tenant.endpoint.origin,
      name: source.name,
      hash: source.hash,
      rows: plan.rows,
      wishes: line,
      ...(shard ? { shard: `${shard.part}/${shard.of}` } : {}),
    }
    this.journal = await openJournal(facts, { ...wishes, canAsk: mayAsk }, process.env)
  }

  private async carryOut(results: Results, tally: Tally<RowState>, bar: Bar, earlier: Earlier | undefined) {
    await this.session.carryOut<Row, Done>({
      items: this.rowsToDo(tally, earlier),
      ordered: this.batch.wishes.ordered,
      journal: this.journal,
      perform: async (row, context) => {
        const before = earlier?.of(row.number)
        return this.perform(row, before?.as === 'open' ? before.at : undefined, context)
      },
      take: async (done) => {
        if (done.state === 'left') return
        const { row, state, result } = done
        const error = 'error' in result ? result.error : undefined
        tally.add(row.number, state, error instanceof CliFailure ? error : undefined)
        if (state === 'failed' || state === 'invalid') await this.failed?.add(row, reasonOf(error))
        await results.add(result)
        await bar.draw()
      },
    })
  }

  private async *rowsToDo(tally: Tally<RowState>, earlier: Earlier | undefined): AsyncGenerator<Row> {
    const { source, wishes } = this.batch
    for await (const row of source.rows) {
      if (wishes.shard && !takes(wishes.shard, row.number)) continue
      const before = earlier?.of(row.number)
      if (before?.as === 'done') tally.addBefore(row.number, 'done', undefined)
      else if (before?.as === 'failed') {
        tally.addBefore(row.number, 'failed', before.code)
        await this.failed?.add(row, before.code)
      } else yield row
    }
  }

  private async perform(row: Row, before: number | undefined, context: StepContext): Promise<Done> {
    try {
      const input = this.calls.inputOf(row)
      // Without it, the plan has refused such rows.
      if (this.batch.wishes.skipInvalid) await this.calls.outline(row)
      const outcome = await carryOut(this.calls.step(row, input, before), context)
      if (outcome.as !== 'done') return { row, state: outcome.as, result: { row, ok: false, error: outcome.error } }
      const { operation, preset } = this.batch.target
      const answer = printableOf(outcome.value, operation, input.input.args)
      return { row, state: 'done', result: { row, ok: true, answer: preset?.shape?.(answer, input.typed) ?? answer } }
    } catch (error) {
      // A preset may find that the answer is none.
      const isRows = error instanceof CliFailure && !(error instanceof InterruptedError)
      if (isRows) {
        const state = error instanceof UsageError ? 'invalid' : 'failed'
        return { row, state, result: { row, ok: false, error } }
      }
      this.session.stop.by(error)
      return { row, state: 'left' }
    }
  }

  /** Shows the requests instead of sending them. `--merge` reads what is stored, where there is a tenant to read from. */
  private async show(results: Results): Promise<void> {
    const { target, wishes, source } = this.batch
    const tenant = wishes.offline ? undefined : (await this.session.clientIfAny())?.tenant
    const isRead = tenant !== undefined && wishes.typed.flags.merge === true
    let shown: RowResult[] = []
    for await (const row of source.rows) {
      if (wishes.shard && !takes(wishes.shard, row.number)) continue
      try {
        const request = isRead ? await this.calls.request(this.calls.inputOf(row)) : await this.calls.outline(row)
        shown.push({ row, ok: true, request: shownRequest(request, target.operation, tenant?.endpoint) })
      } catch (error) {
        if (!(error instanceof UsageError)) throw error
        shown.push({ row, ok: false, error })
      }
      if (shown.length < (isRead ? 1 : shownTogether)) continue
      await results.add(...shown)
      shown = []
    }
    await results.add(...shown)
    await results.end(undefined)
  }

  /** Says what the run came to, and throws where not all of it is done. */
  private async conclude(results: Results, tally: Tally<RowState>): Promise<void> {
    const { stop } = this.session
    const path = this.journal?.path
    const summary = tally.summary(path)
    const isFinished = !stop.isStopped && summary.left === 0
    await this.journal?.close(isFinished).catch((error: unknown) => {
      stop.reason ??= error
    })
    this.journal = undefined
    await results.end(summary)
    for (const line of summaryLines(summary, rowOutcomes)) await this.session.say(line)
    const goOn = isFinished ? '' : '; to go on: the same command line with --resume and this path'
    if (path !== undefined) await this.session.say(`journal: ${path}${goOn}`)
    throwShortfall(summary, stop.reason, this.batch.wishes.failed)
  }
}

function reasonOf(error: unknown): string {
  return error instanceof CliFailure ? `${error.code}: ${error.message}` : String(error)
}

/** Throws where rows were not done: the reason of a stop before anything was, else a partial failure. */
function throwShortfall(
  { rows, done, failed, unclear, invalid, left }: Summary,
  reason: unknown,
  file: string | undefined,
): void {
  if (reason instanceof InterruptedError) {
    throw reason
  }
  if (reason !== undefined) {
    if (done + failed + unclear === 0) throw reason
    throw new PartialError(`stopped with ${left} of ${rows} rows left`, {
      code: 'partial.stopped',
      cause: reason,
    })
  }
  const bad = failed + unclear + invalid
  if (bad === 0) return
  throw new PartialError(`${bad} of ${rows} ${rows === 1 ? 'row was' : 'rows were'} not done`, {
    code: 'partial.rows',
    hint:
      unclear > 0
        ? 'look at the unclear ones before you give them again: they may have been carried out'
        : file === undefined
          ? 'the reasons are above; batch --failed FILE keeps such rows, to be corrected and given again'
          : `correct them in ${file}, and give that again`,
  })
}
