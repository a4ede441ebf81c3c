import { UsageError } from '../../../base/errors.js'
import { askYes } from '../../../call/operation/questions.js'
import type { JournalHeader } from './entry.js'
import { fingerprint, isFingerprintOf } from './fingerprint.js'
import { Journal } from './journal.js'
import { newJournalPath, rememberJournal, type SameRun, unfinishedJournal } from './known-journals.js'

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
