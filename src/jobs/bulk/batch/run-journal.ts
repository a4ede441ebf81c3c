import { UsageError } from '../../../base/errors.js'
import { askYes } from '../../../call/operation/questions.js'
import type { JournalHeader } from '../journal/entry.js'
import { fingerprint, isFingerprintOf } from '../journal/fingerprint.js'
import { Journal } from '../journal/journal.js'
import { newJournalPath, rememberJournal, type SameRun, unfinishedJournal } from '../journal/known-journals.js'
import { readJournal } from '../journal/read-journal.js'

/** What a run's journal must fit. */
export interface RunFacts extends SameRun {
  name: string
  rows: number
  /** What changes what is sent: the command's own arguments and flags. */
  wishes: unknown
}

export interface JournalWishes {
  journal: string | undefined
  resume: string | undefined
  newRun: boolean
  canAsk: boolean
}

/**
 * Begins the journal of a run, or goes on with one. Where an unfinished one of the same run exists, it asks whether to
 * begin anew; without a terminal that is refused. Throws a UsageError.
 */
export async function openJournal(facts: RunFacts, wishes: JournalWishes, env: NodeJS.ProcessEnv): Promise<Journal> {
  if (wishes.resume !== undefined) return Journal.resume(wishes.resume, (header) => refuseOther(header, facts))
  if (!wishes.newRun) await refuseForgotten(facts, wishes.canAsk, env)
  const now = new Date()
  const path = wishes.journal ?? newJournalPath(facts, env, now)
  const { job, tenant, hash, name, rows, shard } = facts
  const journal = await Journal.create(path, {
    journal: 1,
    job,
    tenant,
    input: { name, hash, rows },
    wishes: fingerprint(facts.wishes),
    ...(shard === undefined ? {} : { shard }),
    begun: now.toISOString(),
  })
  // Without the state folder it is not found by itself later, and does its work all the same.
  if (wishes.journal !== undefined) await rememberJournal(path, facts, env, now).catch(() => {})
  return journal
}

async function refuseForgotten(facts: RunFacts, canAsk: boolean, env: NodeJS.ProcessEnv): Promise<void> {
  const known = await unfinishedJournal(facts, env)
  if (!known) return
  const what = `a run of ${facts.job} over the same rows, begun at ${known.header.begun}, was not finished`
  if (canAsk && (await askYes(`${what} (${known.path}). Begin a new one all the same?`, false))) return
  throw new UsageError(what, {
    code: 'journal.unfinished',
    hint: `go on with it: --resume ${known.path}; or begin anew: --new-run`,
  })
}

function refuseOther(header: JournalHeader, facts: RunFacts): void {
  const refuse = (what: string, hint: string) => new UsageError(what, { code: 'journal.other_run', hint })
  if (header.job !== facts.job) {
    throw refuse(`the journal is of ${header.job}, not of ${facts.job}`, `go on with logto ${header.job}`)
  }
  if (header.tenant !== facts.tenant) {
    throw refuse(`the journal is of the tenant ${header.tenant}, not of ${facts.tenant}`, 'choose its profile with -p')
  }
  if (header.input.hash !== facts.hash) {
    throw refuse(`the journal is of other rows: ${header.input.name} as it was then`, 'give the same rows again')
  }
  if (header.shard !== facts.shard) {
    throw refuse(
      `the journal is of ${header.shard ? `the part ${header.shard}` : 'the whole'}`,
      'give the same --shard',
    )
  }
  if (!isFingerprintOf(header.wishes, facts.wishes)) {
    throw refuse('the journal is of a run with other arguments or flags', 'give the same ones again')
  }
}

/** What an earlier run says of each row, a byte each. */
export class Earlier {
  private readonly states: Uint8Array
  /** Times of intents without an outcome, which are few. */
  private readonly open = new Map<number, number>()
  readonly failures = new Map<number, string>()

  constructor(rows: number) {
    this.states = new Uint8Array(rows + 1)
  }

  /** Reads the journal that is gone on with. */
  static async of(path: string, rows: number): Promise<Earlier> {
    const earlier = new Earlier(rows)
    await readJournal(path, (entry) => {
      if ('do' in entry) earlier.open.set(Number(entry.do), entry.at)
      if (!('did' in entry)) return
      const row = Number(entry.did)
      const state = states.indexOf(entry.as)
      earlier.states[row] = Math.max(0, state)
      // What is unclear is looked at again, with the time of its intent.
      if (entry.as !== 'unclear') earlier.open.delete(row)
      if (entry.as === 'failed') earlier.failures.set(row, String(entry.facts?.code))
    })
    return earlier
  }

  /** `done` and `failed` are over; `open` was intended at a time, and its outcome is not known. */
  of(row: number): { as: 'done' } | { as: 'failed'; code: string } | { as: 'open'; at: number } | undefined {
    const at = this.open.get(row)
    if (at !== undefined) return { as: 'open', at }
    const as = states[this.states[row] ?? 0]
    if (as === 'done') return { as }
    return as === 'failed' ? { as, code: this.failures.get(row) ?? 'unknown' } : undefined
  }
}

const states: readonly string[] = ['unsent', 'done', 'failed', 'unclear']
