import type { CliFailure } from '../../../base/errors.js'
import type { Entry } from '../files/wish.js'
import type { KindFacts } from '../model/facts.js'
import type { Action } from '../plan/action.js'
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
  const unread = unreadOf(action, facts, state)
  if (unread) return [`${what} could not be looked at again: ${unread.message}`]
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

/** Why an object, or one that it refers to, could not be read. */
function unreadOf(action: Action, { properties }: KindFacts, { failed }: State): CliFailure | undefined {
  const wish = action.do === 'delete' ? {} : action.wish
  const named = Object.entries(wish).flatMap(([property, value]) =>
    value === null ? [] : (properties.get(property)?.part?.refers?.(value) ?? []),
  )
  const kinds = [action.kind, ...named.map(({ kind }) => kind)]
  return kinds.map((kind) => failed.get(kind)).find((failure) => failure !== undefined)
}
