import { alike, CliFailure, InterruptedError } from '../../base/errors.js'
import { interruption } from '../../call/operation/interruption.js'
import { clientContext } from '../../call/operation/open-client.js'
import { printAnswer, printOptions, rowsOf } from '../../call/operation/print-answer.js'
import { Progress } from '../../call/output/progress.js'
import type { Streams } from '../../call/output/streams.js'
import { showsUnicode } from '../../call/output/unicode.js'
import { examine } from './examine.js'
import { checkText, summary } from './report.js'
import type { Situation } from './situation.js'
import type { Outcome } from './step.js'

/** The running program, as far as the doctor needs it. */
export interface Practice {
  version: string
  streams: Streams
}

/**
 * Examines the way from this machine to the tenant and prints what was found: on a terminal each check as it ends.
 * When checks failed, throws a failure of the first one's class, and so with its exit code, after the report.
 */
export async function doctor(situation: Situation, practice: Practice): Promise<void> {
  const { settings, env } = situation
  const { streams } = practice
  const { steps, close } = examine(situation, clientContext({ settings, ...practice }))
  const { format, terminal } = printOptions(settings)
  const isForPeople = format === 'table' && terminal.isTTY && settings.query === undefined && !settings.columns
  const progress = new Progress(streams, { format, env })
  try {
    const outcomes: Outcome<unknown>[] = []
    for (const { name, outcome } of steps) {
      const ended = await progress.during(() => outcome, `checking: ${name}`)
      if (interruption().aborted) throw new InterruptedError('interrupted', { code: 'interrupted' })
      outcomes.push(ended)
      if (isForPeople) await streams.out(checkText(ended.check, terminal, showsUnicode(env)))
    }
    const checks = outcomes.map(({ check }) => check)
    const failed = outcomes.filter(({ check }) => check.status === 'failed')
    if (!isForPeople) {
      const isDocument = format === 'json' || format === 'yaml'
      const answer = { kind: 'object', value: { checks, ok: failed.length === 0 } } as const
      await printAnswer(isDocument ? answer : rowsOf(checks), settings, streams, ['name', 'status', 'message', 'hint'])
    } else if (failed.length === 0) await streams.out(`\n${summary(checks)}\n`)
    if (failed.length > 0) throw diagnosisOf(failed, outcomes.length)
  } finally {
    await close()
  }
}

/** The failure to end with. A fault of this program is thrown as it is. */
function diagnosisOf(failed: readonly Outcome<unknown>[], count: number): unknown {
  const [first] = failed
  if (!(first?.error instanceof CliFailure)) return first?.error
  const names = failed.map(({ check }) => check.name).join(', ')
  return alike(first.error, `${failed.length} of ${count} checks failed: ${names}`, {
    code: 'doctor.failed',
    hint:
      failed.length === 1
        ? 'its remedy stands beside it'
        : `begin with ${first.check.name}: what comes after may follow from it`,
  })
}
