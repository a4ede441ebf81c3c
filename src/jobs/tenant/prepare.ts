import { loadSchema } from '../../call/operation/load-schema.js'
import { checkReferences } from './files/check-references.js'
import { type Fault, refuseFaults } from './files/faults.js'
import { readDocument, readWish } from './files/read-wish.js'
import type { Wish } from './files/wish.js'
import { allKinds } from './kinds/all.js'
import { factsOf, type KindFacts } from './model/facts.js'
import type { Kind } from './model/kind.js'
import type { OpenTenant } from './open-tenant.js'
import type { Plan } from './plan/action.js'
import { makePlan } from './plan/make-plan.js'
import type { Known } from './read/keys.js'
import { readState, type State } from './read/state.js'
import { type Wishes, withReferred } from './wishes.js'

/** The facts of kinds, from the operations' schemas. */
export function factsOfAll(kinds: readonly Kind[], root: string): Promise<KindFacts[]> {
  return Promise.all(kinds.map((kind) => factsOf(kind, (command) => loadSchema(root, command))))
}

/** What files want, and the facts of all kinds, by which it was understood. */
export interface CheckedWish {
  wish: Wish
  facts: readonly KindFacts[]
}

/** Reads and checks what files want. Throws one UsageError for all that is wrong with them. */
export async function checkedWish(path: string, wishes: Wishes, root: string, text?: string): Promise<CheckedWish> {
  const facts = await factsOfAll(allKinds, root)
  const faults: Fault[] = []
  const { given } = wishes
  const wish =
    text === undefined ? readWish(path, facts, given, faults) : readDocument('-', text, undefined, facts, given, faults)
  checkReferences(wish, faults)
  refuseFaults(faults)
  return { wish, facts }
}

/** A plan, with the state that it was made from. */
export interface Prepared {
  plan: Plan
  state: State
  facts: KindFacts[]
}

/** Reads the tenant and compares it with what files want. Throws a UsageError for wishes that cannot come true. */
export async function prepared(
  { wish, facts: allFacts }: CheckedWish,
  wishes: Wishes,
  opened: OpenTenant,
): Promise<Prepared> {
  // One document is about the kinds that it names.
  const chosen = wish.isPart ? wishes.kinds.filter(({ name }) => wish.managed.has(name)) : wishes.kinds
  const referred = new Set(withReferred(chosen))
  const facts = allFacts.filter(({ kind }) => referred.has(kind))
  const of = (kind: string, parent?: string): Known[] =>
    (wish.entries.get(kind) ?? [])
      .filter(({ parentKey }) => parentKey === parent)
      .map(({ name, renamedFrom, values }) => ({ key: name, renamedFrom, values }))
  const state = await opened.progress.during(
    () => readState(opened.api, facts, { of }, opened.around),
    'reading the tenant',
  )
  const faults: Fault[] = []
  const plan = makePlan({
    wish,
    state,
    kinds: facts.filter(({ kind }) => chosen.includes(kind)),
    around: await opened.around,
    withDeletions: wishes.withDeletions,
    faults,
  })
  refuseFaults(faults)
  return { plan, state, facts }
}
