import type { Fault } from '../files/faults.js'
import { type Entry, isManaged, type Wish } from '../files/wish.js'
import type { KindFacts } from '../model/facts.js'
import type { Surroundings } from '../model/kind.js'
import type { State } from '../read/state.js'
import type { Thing } from '../read/things.js'
import type { Action, Deletion, Plan, Seen } from './action.js'
import { markOf } from './fingerprint.js'
import { changeOf, creationOf } from './wanted-change.js'

/** What a plan is made from. */
export interface Planning {
  wish: Wish
  state: State
  kinds: readonly KindFacts[]
  around: Surroundings
  withDeletions: boolean
  faults: Fault[]
}

/** Compares what files want with what the tenant has. What cannot be is told as a fault. */
export function makePlan(planning: Planning): Plan {
  return new Planner(planning).plan()
}

class Planner {
  private readonly actions: Action[] = []
  private readonly unmanaged: Record<string, number> = {}
  private readonly seen = new Set<Thing>()
  /** Objects that are deleted. */
  private readonly gone = new Set<Thing>()
  /** Those of them whose place another takes. */
  private readonly replaced = new Set<Thing>()

  constructor(private readonly planning: Planning) {}

  plan(): Plan {
    const { kinds, state, wish, withDeletions } = this.planning
    const unread: Plan['unread'] = []
    for (const facts of kinds) {
      const { name, within } = facts.kind
      const isWanted = wish.managed.has(name)
      const failure = state.failed.get(name)
      const isAbsent = state.unavailable.has(name)
      if (failure || isAbsent) {
        const needs = isWanted && (failure !== undefined || (wish.entries.get(name) ?? []).length > 0)
        unread.push({ kind: name, why: failure?.message ?? 'this Logto does not have it', isWanted: needs })
        continue
      }
      if (within && (state.failed.has(within.kind) || state.unavailable.has(within.kind))) continue
      this.kind(facts)
    }
    this.checkReferences()
    return { actions: this.actions, withDeletions, unmanaged: this.unmanaged, unread, seen: [...this.seen].map(seenOf) }
  }

  private kind(facts: KindFacts): void {
    const { state, wish } = this.planning
    const { name } = facts.kind
    const things = state.things.get(name) ?? new Map<string, Thing>()
    const matched = new Set<Thing>()
    for (const entry of wish.entries.get(name) ?? []) {
      if (this.isLeftAlone(entry.key, entry.name, facts, entry.parentKey)) {
        this.fault(entry, `${entry.name} is left alone by tenant.yaml and declared all the same`)
        continue
      }
      const thing = this.thingOf(entry, things)
      if (thing) matched.add(thing)
      this.entry(entry, thing)
    }
    for (const thing of things.values()) if (!matched.has(thing)) this.rest(facts, thing)
  }

  /** The object that an entry stands for; one whose parent makes room for another is as good as gone. */
  private thingOf(entry: Entry, things: ReadonlyMap<string, Thing>): Thing | undefined {
    const thing = things.get(entry.key)
    if (thing?.parent && this.replaced.has(thing.parent)) return undefined
    const { renamedFrom, parentKey } = entry
    if (renamedFrom === undefined) return thing
    const former = things.get(parentKey === undefined ? renamedFrom : `${parentKey} ${renamedFrom}`)
    if (thing && former) this.fault(entry, `${entry.name} and ${renamedFrom}, from which it is renamed, are both there`)
    return thing
  }

  private entry(entry: Entry, thing: Thing | undefined): void {
    const fault = (property: string, message: string) =>
      this.planning.faults.push({ place: entry.placeOf(property), message })
    if (!thing) {
      this.actions.push(creationOf(entry, fault, this.planning.wish.settings.isPlain))
      return
    }
    if (thing.builtIn) return
    const change = changeOf(entry, thing, fault, this.planning.wish.settings.isPlain)
    if (!change) return
    this.seen.add(thing)
    if (change.do === 'change') {
      const refusal = thing.facts.kind.refuses?.(thing.row, thing.values, change.wish, this.planning.around)
      if (refusal === undefined) this.actions.push(change)
      else this.fault(entry, refusal)
      return
    }
    if (thing.facts.kind.keeps?.(thing.row, this.planning.around)) {
      this.fault(entry, `${entry.name} would have to be deleted and made again, and this program is signed in by it`)
      return
    }
    const { wish, withDeletions } = this.planning
    this.gone.add(thing)
    this.replaced.add(thing)
    this.actions.push(
      { ...deletionOf(thing), isReplaced: true },
      { ...creationOf(entry, withDeletions ? fault : () => {}, wish.settings.isPlain), replaces: true },
    )
  }

  /** An object that the files do not have: it is to be deleted, or none of theirs. */
  private rest(facts: KindFacts, thing: Thing): void {
    const { wish, around } = this.planning
    const { name } = facts.kind
    if (thing.builtIn || facts.kind.single === 'always') return
    if (thing.parent && this.gone.has(thing.parent)) return
    const isKept =
      wish.isPart ||
      !isManaged(wish, name, thing.parent?.key) ||
      this.isLeftAlone(thing.key, thing.name, facts, thing.parent?.key) ||
      facts.kind.keeps?.(thing.row, around) === true ||
      facts.kind.writes.remove === undefined
    if (isKept) {
      this.unmanaged[name] = (this.unmanaged[name] ?? 0) + 1
      return
    }
    this.seen.add(thing)
    this.gone.add(thing)
    this.actions.push(deletionOf(thing))
  }

  private isLeftAlone(key: string, name: string, facts: KindFacts, parentKey: string | undefined): boolean {
    const { settings } = this.planning.wish
    const { kind } = facts
    if (settings.leavesAlone(kind.name, key) || settings.leavesAlone(kind.name, name)) return true
    return kind.within !== undefined && parentKey !== undefined && settings.leavesAlone(kind.within.kind, parentKey)
  }

  /** What a plan names has to be there, or to be made by it; and it counts whether it changes. */
  private checkReferences(): void {
    const { wish, state, kinds, faults } = this.planning
    const wanted = new Map<string, Exclude<Action, Deletion>>()
    for (const one of this.actions) if (one.do !== 'delete') wanted.set(`${one.kind}\n${one.key}`, one)
    for (const facts of kinds) {
      for (const entry of wish.entries.get(facts.kind.name) ?? []) {
        const action = wanted.get(`${facts.kind.name}\n${entry.key}`)
        if (!action) continue
        for (const [property, value] of Object.entries(action.wish)) {
          const references = value === null ? [] : (facts.properties.get(property)?.part?.refers?.(value) ?? [])
          for (const { kind, key } of references) {
            if (wanted.get(`${kind}\n${key}`)?.do === 'create') continue
            const thing = state.things.get(kind)?.get(key)
            if (thing) this.seen.add(thing)
            else
              faults.push({
                place: entry.placeOf(property),
                message: `${property} names ${key}, which is neither in the files nor in the tenant`,
              })
          }
        }
      }
    }
  }

  private fault(entry: Entry, message: string): void {
    this.planning.faults.push({ place: entry.place, message })
  }
}

/** Few marks are ever looked at, so that each is made when it is. */
function seenOf({ facts, key, id, values }: Thing): Seen {
  return {
    kind: facts.kind.name,
    key,
    id,
    get mark() {
      return markOf(values)
    },
  }
}

function deletionOf({ facts, key, name, id, row, parent }: Thing): Deletion {
  return { do: 'delete', kind: facts.kind.name, key, name, parentKey: parent?.key, id, loss: facts.kind.loss?.(row) }
}
