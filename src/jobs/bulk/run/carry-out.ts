import { CliFailure, InterruptedError, NetworkError } from '../../../base/errors.js'
import type { Journal } from '../journal/journal.js'
import { type Circuit, isGeneral, RunStopped } from './circuit.js'

/** What came of a step. */
export type StepResult<T> =
  | { as: 'done'; value: T }
  | { as: 'failed'; error: CliFailure }
  /** Its answer was never seen, and nothing found that tells what became of it. */
  | { as: 'unclear'; error: CliFailure }

/** One step of a row: what is sent, and how it is found out whether it was carried out. */
export interface Step<T> {
  /** The step's name in the journal; unique in the run. */
  key: string
  /** Sends it. Throws the failure of a refusal, or of a request without an answer. */
  send: () => Promise<T>
  /** What its intent keeps in the journal; never a secret. */
  intends?: Readonly<Record<string, unknown>>
  /** What an outcome keeps in the journal beside its state; never a secret. */
  facts?: (value: T) => Record<string, unknown>
  /**
   * Finds out what became of a request whose answer was not seen, intended at `at` by the server's clock. `undone`: it was
   * not carried out, or can be sent again without harm.
   */
  lookUp?: ((at: number) => Promise<{ as: 'done'; value: T } | { as: 'undone' } | { as: 'unclear' }>) | undefined
  /** It was intended before, in a run that was cut off, at this time. */
  before?: number | undefined
}

export interface StepContext {
  circuit: Circuit
  /** None where nothing is kept. */
  journal: Journal | undefined
  /** The server's clock, in milliseconds since 1970. */
  now: () => number
}

/** How often one row may fail for a general reason while others succeed. */
const patience = 4

/**
 * Carries out one step: intends it, sends it, sees what became of it, and records that. A failure that is not the row's
 * own is waited out. Throws a RunStopped when the run cannot go on, and an InterruptedError; what was not sent is then left
 * for the next run.
 */
export async function carryOut<T>(step: Step<T>, context: StepContext): Promise<StepResult<T>> {
  const result = await outcomeOf(step, context)
  const facts = result.as === 'done' ? step.facts?.(result.value) : { code: result.error.code }
  context.journal?.record({ did: step.key, as: result.as, ...(facts ? { facts } : {}) })
  return result
}

async function outcomeOf<T>(step: Step<T>, { circuit, journal, now }: StepContext): Promise<StepResult<T>> {
  /** Time of an intent whose outcome is open, and why. */
  let open = step.before === undefined ? undefined : { at: step.before, error: cutOff() }
  let strikes = 0
  /** It has failed often enough while others did not: it is only looked at once more. */
  let isGivenUp = false
  for (;;) {
    await circuit.pass()
    const seen = circuit.successes
    let at: number | undefined
    try {
      if (open) {
        const found = (await step.lookUp?.(open.at)) ?? { as: 'unclear' }
        circuit.worked()
        if (found.as === 'done') return found
        if (found.as === 'unclear') return { as: 'unclear', error: open.error }
        if (isGivenUp) return { as: 'failed', error: open.error }
        open = undefined
      }
      at = now()
      await journal?.intend({ do: step.key, at, ...(step.intends ? { facts: step.intends } : {}) })
      const value = await step.send()
      circuit.worked()
      return { as: 'done', value }
    } catch (error) {
      if (!(error instanceof CliFailure)) throw error
      if (at !== undefined && error.unclear) open = { at, error }
      else if (at !== undefined) journal?.record({ did: step.key, as: 'unsent' })
      if (error instanceof InterruptedError) throw error
      if (error.code === 'journal.cannot_write') throw new RunStopped(error)
      if (!isGeneral(error)) {
        circuit.worked()
        return { as: 'failed', error }
      }
      circuit.failed(error)
      if (open && !step.lookUp) return { as: 'unclear', error: open.error }
      if (circuit.successes === seen || ++strikes < patience) continue
      if (!open) return { as: 'failed', error }
      if (isGivenUp) return { as: 'unclear', error: open.error }
      isGivenUp = true
    }
  }
}

/** Why a request of an earlier run is unclear. */
function cutOff(): CliFailure {
  return new NetworkError('the run before was cut off, and it is not known whether this was carried out', {
    code: 'bulk.unclear',
    hint: 'look whether it was, before you give the row again',
    unclear: true,
  })
}
