import { alike, CliFailure, NetworkError, NotAllowedError, RefusedError } from '../../../base/errors.js'
import { interruption } from '../../../call/operation/interruption.js'
import type { Journal } from '../../bulk/journal/journal.js'
import { carryOut, type StepContext } from '../../bulk/run/carry-out.js'
import { Circuit } from '../../bulk/run/circuit.js'
import type { Session } from '../../bulk/run/session.js'
import { Unmet } from '../model/names.js'
import type { Step } from './job.js'
import type { Perform } from './run.js'

/** Milliseconds of the pauses while the tenant is away or refuses the caller; after the last the run ends. */
const pauses = { away: [1000, 2000, 4000, 8000], refused: [1000] }

/** Carries out steps through the journal and the circuit of runs of many requests. */
export function performer(session: Session, journal: Journal): Perform {
  const circuit = new Circuit({ say: (text) => void session.say(text), signal: interruption(), pauses })
  const context: StepContext = { circuit, journal, now: session.clock.now }
  return async (step) => {
    let unmet: Unmet | undefined
    const result = await carryOut<void>(
      {
        key: step.key,
        async send() {
          try {
            await step.perform()
          } catch (error) {
            if (!(error instanceof Unmet)) throw ownFailure(error)
            unmet = error
          }
        },
        lookUp: () => lookUp(step),
        facts: () => ({ id: step.job.ids?.at(-1) ?? null }),
      },
      context,
    )
    if (unmet) throw unmet
    if (result.as !== 'done') throw result.error
  }
}

/** Changes are sent again without harm; of a creation it is looked whether it was made. */
async function lookUp({ job, isDone }: Step): Promise<{ as: 'done'; value: undefined } | { as: 'undone' }> {
  // It may have changed by our own hand.
  job.isTouched = true
  job.stored = undefined
  return (await isDone?.()) ? { as: 'done', value: undefined } : { as: 'undone' }
}

/** An error of the server at one object, and a quota, are no reason to end the run. */
function ownFailure(error: unknown): unknown {
  if (!(error instanceof CliFailure)) return error
  const { status, code } = error
  const isServers = error instanceof NetworkError && status !== undefined && (status === 500 || status === 501)
  const isQuota = error instanceof NotAllowedError && status === 403 && !code.startsWith('auth.')
  if (!isServers && !isQuota) return error
  return alike(new RefusedError('', { code }), error.message, { ...error, code, hint: error.hint, status })
}
