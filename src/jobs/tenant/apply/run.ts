import { CliFailure, InterruptedError } from '../../../base/errors.js'
import { isGeneral, RunStopped } from '../../bulk/run/circuit.js'
import { usualItems } from '../../bulk/run/session.js'
import { work as workThrough } from '../../bulk/run/workers.js'
import type { KindFacts } from '../model/facts.js'
import { Unmet } from '../model/names.js'
import type { Reference } from '../model/reference.js'
import type { Action } from '../plan/action.js'
import { Job, type Step } from './job.js'
import { stepsOf, type Work } from './steps.js'

/** Carries out one step, and keeps what is to be kept of it. Throws what its requests throw. */
export type Perform = (step: Step) => Promise<void>

/** What ended a run before its end. */
export interface Run {
  jobs: readonly Job[]
  stopped: unknown
}

/**
 * Carries out actions in the order that Logto needs, at once where it allows. A refusal ends what depends on it and lets
 * the rest go on; a tenant that cannot be reached or takes the caller no more ends the run.
 */
export async function runActions(
  actions: readonly Action[],
  facts: ReadonlyMap<string, KindFacts>,
  work: Work,
  perform: Perform,
): Promise<Run> {
  const jobs = actions.flatMap((action) => {
    const own = facts.get(action.kind)
    return own ? [new Job(action, own)] : []
  })
  const making = new Map<string, Promise<void>>()
  let stopped: unknown
  const attempt = async (step: Step) => {
    for (const one of step.needs ?? []) await making.get(placeOf(one))
    if (stopped !== undefined) return
    try {
      await carryOut(step, perform)
    } catch (error) {
      stopped ??= error
    }
  }
  for (const stage of stagesOf(jobs.flatMap((job) => stepsOf(job, work)))) {
    // All of a stage at once would all be made ready before the first is sent.
    await workThrough<Step, void>({
      items: stage,
      workers: usualItems,
      window: Number.POSITIVE_INFINITY,
      ordered: false,
      isStopped: () => stopped !== undefined,
      perform(step) {
        const attempted = attempt(step)
        if (step.makes) making.set(placeOf(step.makes), attempted)
        return attempted
      },
      take: async () => {},
    })
    if (stopped !== undefined) break
  }
  for (const job of jobs) job.leave('the run ended before')
  return { jobs, stopped }
}

/**
 * Steps that go together, in their order. A phase waits for all before it; but of phases in which each step says what it
 * needs, a step waits for that alone, which always stands before it.
 */
function stagesOf(steps: readonly Step[]): Step[][] {
  const stages: Step[][] = []
  let flow: Step[] | undefined
  for (const phase of [...new Set(steps.map((step) => step.phase))].sort((a, b) => a - b)) {
    const own = steps.filter((step) => step.phase === phase)
    const isFree = own.every(({ needs }) => needs !== undefined)
    if (isFree && flow) flow.push(...own)
    else stages.push(own)
    flow = isFree ? (flow ?? own) : undefined
  }
  return stages
}

function placeOf({ kind, key }: Reference): string {
  return `${kind}\n${key}`
}

/** Throws what ends the run. */
async function carryOut(step: Step, perform: Perform): Promise<void> {
  const { job } = step
  if (job.isOver) return
  try {
    await perform(step)
    job.stepped()
  } catch (error) {
    if (error instanceof Unmet) {
      job.leave(`${error.reference.key} was not made`)
      return
    }
    const reason = error instanceof RunStopped ? error.cause : error
    if (error instanceof RunStopped || !(reason instanceof CliFailure) || endsAll(reason)) {
      if (reason instanceof CliFailure) job.leave(reason.message)
      throw reason
    }
    job.refuse(reason)
  }
}

/** What carries steps out waits for a tenant that is away; what comes from it then ends the run. */
function endsAll(error: CliFailure): boolean {
  return isGeneral(error) || error instanceof InterruptedError
}
