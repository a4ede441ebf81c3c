import type { Entry } from '../files/wish.js'
import { changeOf } from '../plan/wanted-change.js'
import type { State } from '../read/state.js'
import type { Job } from './job.js'

/** What did not come out as it was written, such as `roles Editor: description`. */
export function shortfalls(jobs: readonly Job[], state: State): string[] {
  return jobs.flatMap((job) => (job.outcome?.as === 'done' ? shortfallOf(job, state) : []))
}

function shortfallOf({ action, facts }: Job, state: State): string[] {
  const thing = state.things.get(action.kind)?.get(action.key)
  const what = `${action.kind} ${action.key}`.trim()
  if (action.do === 'delete') {
    return thing && thing.id === action.id && !action.isReplaced ? [`${what} is still there`] : []
  }
  if (!thing) return [`${what} is not there`]
  const entry: Entry = {
    facts,
    key: action.key,
    name: thing.name,
    parentKey: action.parentKey,
    renamedFrom: undefined,
    values: { ...action.wish, ...(facts.kind.key.repeats ? { name: thing.row.name } : {}) },
    place: '',
    placeOf: () => '',
  }
  const change = changeOf(entry, thing, () => {})
  if (!change) return []
  if (change.do === 'replace') return [`${what} is another kind of thing than was written`]
  return change.differences.map(({ path }) => `${what}: ${path}`)
}
