import { DiffersError, PartialError } from '../../base/errors.js'
import { openTenant } from './open-tenant.js'
import type { Plan } from './plan/action.js'
import { writePlan } from './plan/plan-file.js'
import { printPlan } from './plan/print-plan.js'
import { tallyText, wantedActions } from './plan/tally.js'
import { checkedWish, prepared } from './prepare.js'
import { type Program, wishesOf } from './wishes.js'

/** Shows what an apply would do. Throws a DiffersError where anything differs. */
export async function diff(path: string, flags: Readonly<Record<string, unknown>>, program: Program): Promise<void> {
  const wishes = await wishesOf(flags)
  const wish = await checkedWish(path, wishes, program.root)
  const opened = await openTenant(wishes, program, true)
  try {
    const { plan } = await prepared(wish, wishes, opened)
    await printPlan(plan, wishes.settings, program.streams)
    const out = flags.out as string | undefined
    if (out !== undefined) await writePlan(out, plan, opened.tenant.endpoint.origin)
    refuseUnread(plan)
    if (wantedActions(plan).length > 0) {
      throw new DiffersError(`the tenant differs from ${path}: ${tallyText(plan)}`, {
        code: 'tenant.differs',
        hint: `logto tenant apply ${out ?? path}`,
      })
    }
  } finally {
    await opened.session.close()
  }
}

/** A managed kind that could not be read says nothing of whether it differs. */
export function refuseUnread({ unread }: Plan): void {
  const wanted = unread.filter(({ isWanted }) => isWanted)
  if (wanted.length === 0) return
  const names = wanted.map(({ kind }) => kind).join(', ')
  throw new PartialError(`${names} could not be compared: ${wanted[0]?.why}`, {
    code: 'tenant.unread',
    hint: 'try again, or leave it out with --except',
  })
}
