import type { KindFacts } from '../model/facts.js'
import type { Surroundings } from '../model/kind.js'
import { Names } from '../model/names.js'
import { objectForm } from '../model/object-form.js'
import type { Row } from '../model/row.js'
import { type Known, keysOf } from './keys.js'

/** An object of the tenant. */
export interface Thing {
  facts: KindFacts
  /** Its key; below a parent, with the parent's before it. */
  key: string
  /** Its key inside the parent; the same where there is none. */
  name: string
  id: string
  /** Ids of its path: the parent's before its own. */
  ids: readonly string[]
  row: Row
  /** As files have it. */
  values: Row
  parent: Thing | undefined
  builtIn: boolean
}

/** How files name objects. */
export interface KnownObjects {
  /** Those of a kind; inside a parent by its key. */
  of: (kind: string, parentKey?: string) => readonly Known[]
  /** The key of an id, where it is certain. */
  keyOf?: (kind: string, id: string) => string | undefined
}

/** An object on its way to be a thing: its key is not known yet. */
export interface Found {
  /** At first as the list has it. */
  row: Row
  parent?: Found | undefined
  ids: readonly string[]
}

/** The objects of a tenant by kind and key. A kind is added as soon as it is read, one that others belong to before these. */
export class Things {
  readonly byKind: ReadonlyMap<string, Map<string, Thing>>
  readonly names = new Names()
  private readonly made = new Map<Found, Thing>()

  constructor(
    kinds: readonly KindFacts[],
    private readonly known: KnownObjects,
  ) {
    this.byKind = new Map(kinds.map(({ kind }) => [kind.name, new Map()]))
  }

  /** Finds the keys of a kind's objects. Throws a UsageError where names leave a doubt which is which. */
  add(facts: KindFacts, found: readonly Found[], around: Surroundings): void {
    for (const [parent, group] of byParent(found)) {
      const above = parent && this.made.get(parent)
      // One whose kind could not be read has none.
      if (!parent || above) this.addGroup(facts, group, above, around)
    }
  }

  /** Reads the values that refer to others, now that the keys of all are known. */
  complete(): void {
    for (const own of this.byKind.values()) {
      for (const thing of own.values()) {
        if (refersToOthers(thing.facts)) thing.values = objectForm(thing.facts, thing.row, this.names)
      }
    }
  }

  private addGroup(facts: KindFacts, group: readonly Found[], parent: Thing | undefined, around: Surroundings): void {
    const { kind } = facts
    const keys = this.keysIn(facts, group, parent)
    for (const one of group) {
      const { row, ids } = one
      const name = keys.get(row) ?? ''
      const key = parent ? `${parent.key} ${name}` : name
      const id = ids.at(-1) ?? ''
      const builtIn = parent?.builtIn === true || kind.builtIn?.(row, around) === true
      const values = refersToOthers(facts) ? {} : objectForm(facts, row, this.names)
      const thing = { facts, key, name, id, ids, row, values, parent, builtIn }
      this.made.set(one, thing)
      this.byKind.get(kind.name)?.set(key, thing)
      this.names.add(kind.name, key, id)
    }
  }

  private keysIn({ kind }: KindFacts, group: readonly Found[], parent: Thing | undefined): Map<Row, string> {
    const idsOf = new Map(group.map(({ row, ids }) => [row, ids.at(-1) ?? '']))
    const fixed = (row: Row) => {
      const id = idsOf.get(row) ?? ''
      const key = this.known.keyOf?.(kind.name, parent ? `${parent.id}/${id}` : id)
      return key === undefined || !parent ? key : key.slice(parent.key.length + 1)
    }
    return keysOf(kind, [...idsOf.keys()], this.known.of(kind.name, parent?.key), fixed)
  }
}

/** Only parts do. */
function refersToOthers({ kind }: KindFacts): boolean {
  return kind.parts !== undefined
}

function byParent(found: readonly Found[]): Map<Found | undefined, Found[]> {
  const groups = new Map<Found | undefined, Found[]>()
  for (const one of found) {
    const group = groups.get(one.parent)
    if (group) group.push(one)
    else groups.set(one.parent, [one])
  }
  return groups
}
