import { UsageError } from '../../../base/errors.js'
import { askBesideData, askSecret, canAsk } from '../../../call/operation/questions.js'
import type { Input } from '../../../call/request/input.js'
import { literalFlags } from '../../../call/request/literal-flags.js'
import { processSources, type Sources } from '../../../call/request/sources.js'
import { openRows } from '../rows/open-rows.js'
import type { BulkProgram } from '../run/session.js'
import { Places } from './places.js'
import type { Line } from './row-input.js'
import { type RowSource, rowsOfInput, rowsOfValues } from './row-source.js'
import { type Batch, runBatch } from './run-batch.js'
import type { Target } from './target.js'
import { type Wishes, wishesOf } from './wishes.js'

/** Runs a command for each row of an input. `typed` is what the command line says of the run and of each row. */
export async function startBatch(target: Target, typed: Input, program: BulkProgram): Promise<void> {
  const wishes = wishesOf(typed)
  if (wishes.input === '-') askBesideData()
  const line = await lineOf(target, wishes)
  const places = placesOf(target)
  const rows = await openRows({ input: wishes.input, encoding: wishes.encoding, isColumn: (name) => places.has(name) })
  const batch = batchOf(target, wishes, rowsOfInput(rows), places, line)
  const isKept = target.operation.method !== 'GET' || wishes.journal !== undefined || wishes.resume !== undefined
  try {
    refuseStrangeColumns(batch)
  } catch (error) {
    await rows.close()
    throw error
  }
  await runBatch({ ...batch, isKept }, program)
}

/** Runs a command for several values of its last argument, as `users delete A B C` asks. */
export async function startValues(
  target: Target,
  typed: Input,
  values: readonly string[],
  program: BulkProgram,
): Promise<void> {
  const wishes = wishesOf(typed)
  const batch = batchOf(target, wishes, rowsOfValues(values), placesOf(target), await lineOf(target, wishes))
  await runBatch({ ...batch, isKept: false }, program)
}

function placesOf({ operation, args, command }: Target): Places {
  return new Places({ operation, args: Object.keys(args), command })
}

function batchOf(target: Target, wishes: Wishes, source: RowSource, places: Places, line: Line): Omit<Batch, 'isKept'> {
  const bareName = Object.keys(target.args).find((name) => line.args[name] === undefined)
  return { target, wishes, source, places, line, bareName }
}

/** What holds for every row. */
async function lineOf({ operation, flags }: Target, { typed, input, encoding, settings }: Wishes): Promise<Line> {
  const { noInput, dryRun } = settings
  const ask = (question: string) => askSecret(question, noInput, '')
  const sources = processSources(canAsk(noInput) && !dryRun, ask, encoding)
  const own = [...Object.keys(flags), 'header', 'query-param']
  const given = Object.fromEntries(
    own.flatMap((name) => (typed.flags[name] === undefined ? [] : [[name, typed.flags[name]]])),
  )
  for (const name of ['yes', 'confirm']) delete given[name]
  return {
    args: typed.args,
    flags: await literalFlags(operation, given, input === '-' ? withoutStdin(sources) : sources),
  }
}

function withoutStdin(sources: Sources): Sources {
  return {
    ...sources,
    async stdin(asker) {
      throw new UsageError(`${asker} and the rows both want standard input`, {
        code: 'usage.stdin_twice',
        hint: 'give the rows with --input FILE, or the value as @FILE',
      })
    },
  }
}

/** Columns that hold for all rows are refused once, before any row is looked at. */
function refuseStrangeColumns({ source, places, bareName, target }: Omit<Batch, 'isKept'>): void {
  for (const column of source.columns ?? []) places.of(column)
  if (source.kind.form !== 'lines' || bareName !== undefined) return
  throw new UsageError(`${target.command} has no argument left that a plain line could be`, {
    code: 'usage.unexpected_argument',
    hint: 'give rows with columns, or leave an argument out of the command line',
  })
}
