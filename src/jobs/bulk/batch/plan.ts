import { CliFailure, UsageError } from '../../../base/errors.js'
import { reasonToAsk } from '../../../call/operation/confirm.js'
import { harmlessLine } from '../../../call/output/harmless.js'
import type { Row } from '../rows/row.js'
import { type Shard, takes } from '../run/shard.js'
import type { Calls } from './calls.js'
import type { RowSource } from './row-source.js'
import type { Target } from './target.js'

/** What checking all rows has found, before anything is sent. */
export interface Plan {
  /** Rows of the input, and those that this run takes. */
  rows: number
  taken: number
  /** Rows that cannot be right. */
  faults: number
  /** The first of them, a line each. */
  faultLines: readonly string[]
  /** Rows that have to be agreed to, and the first of them by their arguments. */
  destructive: number
  named: readonly string[]
}

/** Faults that are shown, and rows that are named in a question. */
const shownFaults = 20
const namedRows = 3

/** Reads and checks all rows. Throws a UsageError for what makes the whole input unusable. */
export async function planOf(
  { rows }: RowSource,
  calls: Calls,
  { operation }: Target,
  shard: Shard | undefined,
): Promise<Plan> {
  const plan = { rows: 0, taken: 0, faults: 0, destructive: 0 }
  const faultLines: string[] = []
  const named: string[] = []
  for await (const row of rows) {
    plan.rows += 1
    if (shard && !takes(shard, row.number)) continue
    plan.taken += 1
    try {
      const request = await calls.outline(row)
      if (reasonToAsk(operation, request) === undefined) continue
      plan.destructive += 1
      if (named.length < namedRows) named.push(nameOf(row, calls))
    } catch (error) {
      if (!(error instanceof CliFailure)) throw error
      plan.faults += 1
      if (faultLines.length < shownFaults) faultLines.push(faultLine(row, error))
    }
  }
  return { ...plan, faultLines, named }
}

function nameOf(row: Row, calls: Calls): string {
  return Object.values(calls.inputOf(row).typed.args).join(' ')
}

function faultLine({ number, line }: Row, { message }: CliFailure): string {
  return harmlessLine(`row ${number}, line ${line}: ${message}`)
}

/** Throws a UsageError where rows cannot be right. */
export function refuseFaults({ faults, taken, faultLines }: Plan): void {
  if (faults === 0) return
  const more = faults - faultLines.length
  throw new UsageError(`${faults} of ${taken} ${taken === 1 ? 'row' : 'rows'} cannot be right; nothing was sent`, {
    code: 'bulk.faults',
    details: [...faultLines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
    hint: 'correct them, or leave them out with --skip-invalid',
  })
}
