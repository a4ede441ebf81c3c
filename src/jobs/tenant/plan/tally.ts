import type { Action, Plan } from './action.js'

/** Actions that an apply with the same flags would carry out: without `--delete`, nothing that is deleted or replaced. */
export function wantedActions({ actions, withDeletions }: Plan): Action[] {
  if (withDeletions) return actions
  return actions.filter((action) => action.do === 'change' || (action.do === 'create' && !action.replaces))
}

/** How many of each there are. */
export function tallyOf(plan: Plan): { create: number; change: number; delete: number; held: number } {
  const count = (kind: Action['do']) => plan.actions.filter((action) => action.do === kind).length
  const held = plan.actions.length - wantedActions(plan).length
  return {
    create:
      count('create') -
      (plan.withDeletions ? 0 : plan.actions.filter((one) => one.do === 'create' && one.replaces).length),
    change: count('change'),
    delete: plan.withDeletions ? count('delete') : 0,
    held: plan.withDeletions ? 0 : held,
  }
}

/** `2 to create, 1 to change; 3 to delete, with --delete only`. */
export function tallyText(plan: Plan): string {
  const { create, change, delete: gone, held } = tallyOf(plan)
  const parts = [
    ...(create > 0 ? [`${create} to create`] : []),
    ...(change > 0 ? [`${change} to change`] : []),
    ...(gone > 0 ? [`${gone} to delete`] : []),
  ]
  const first = parts.length === 0 ? 'nothing differs' : parts.join(', ')
  return held > 0 ? `${first}; ${held} only with --delete` : first
}
