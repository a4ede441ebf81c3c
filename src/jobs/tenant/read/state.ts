import { CliFailure, NetworkError, NotAllowedError, NotFoundError, RateLimitError } from '../../../base/errors.js'
import type { Api } from '../model/api.js'
import type { KindFacts } from '../model/facts.js'
import type { Kind, Surroundings } from '../model/kind.js'
import { Names } from '../model/names.js'
import { objectForm } from '../model/object-form.js'
import type { Row } from '../model/row.js'
import { type Known, keysOf } from './keys.js'
import { pathOf, RowReader } from './rows.js'

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

/** A tenant's configuration, by kind and key. */
export interface State {
  things: ReadonlyMap<string, ReadonlyMap<string, Thing>>
  names: Names
  /** Kinds that this Logto does not have. */
  unavailable: ReadonlySet<string>
  /** Kinds that could not be read, and why. */
  failed: ReadonlyMap<string, CliFailure>
}

/** How files name objects. */
export interface KnownObjects {
  /** Those of a kind; inside a parent by its key. */
  of: (kind: string, parentKey?: string) => readonly Known[]
  /** The key of an id, where it is certain. */
  keyOf?: (kind: string, id: string) => string | undefined
}

interface Found {
  /** At first as the list has it. */
  row: Row
  parent?: Found | undefined
  ids: readonly string[]
}

/**
 * Reads all objects of the kinds, at once as far as the limiter lets them. Throws where the tenant cannot be reached or
 * refuses the caller, and a UsageError where names leave a doubt which object is which.
 */
export async function readState(
  api: Api,
  kinds: readonly KindFacts[],
  known: KnownObjects,
  around: Promise<Surroundings>,
): Promise<State> {
  const reader = new RowReader(api)
  const unavailable = new Set<string>()
  const failed = new Map<string, CliFailure>()
  const found = new Map<string, Found[]>()
  /** Notes a failure of the kind alone. */
  const attempt = async (kind: Kind, reading: () => Promise<Found[]>) => {
    try {
      found.set(kind.name, await reading())
    } catch (error) {
      found.set(kind.name, [])
      if (isAbsent(error)) unavailable.add(kind.name)
      else if (isOwn(error)) failed.set(kind.name, error)
      else throw error
    }
    return found.get(kind.name) ?? []
  }
  const read = async (kind: Kind, parents?: readonly Found[]) => {
    const listed = await attempt(kind, () => listedOf(reader, kind, parents))
    const below = kinds.filter(({ kind: each }) => each.within?.kind === kind.name)
    // What belongs to an object needs nothing but its row in the list.
    await Promise.all([
      attempt(kind, () => completedOf(reader, kind, listed)),
      ...below.map(({ kind: each }) => read(each, listed)),
    ])
  }
  const [surroundings] = await Promise.all([
    around,
    ...kinds.filter(({ kind }) => !kind.within).map(({ kind }) => read(kind)),
  ])
  const names = new Names()
  return { things: thingsOf(kinds, found, known, surroundings, names), names, unavailable, failed }
}

/** Objects with what the list says of them. */
async function listedOf(reader: RowReader, kind: Kind, parents: readonly Found[] | undefined): Promise<Found[]> {
  if (!parents) return (await reader.listed(kind)).map((row) => ({ row, ids: pathOf(kind, row) }))
  const lists = await Promise.all(
    parents.map(async (parent) => {
      const rows = await reader.listed(kind, parent)
      return rows.map((row) => ({ row, parent, ids: [...parent.ids, ...pathOf(kind, row)] }))
    }),
  )
  return lists.flat()
}

/** Adds what is read for each of them beside the list. */
function completedOf(reader: RowReader, kind: Kind, listed: readonly Found[]): Promise<Found[]> {
  return Promise.all(
    listed.map(async (one) => {
      one.row = await reader.completed(kind, one.row)
      return one
    }),
  )
}

/** The path is not known there: an older Logto, or one without the feature. */
function isAbsent(error: unknown): boolean {
  if (error instanceof NotFoundError) return error.code.startsWith('http.')
  return error instanceof CliFailure && error.status === 501
}

/** A failure of this kind alone, after which the others can be read. */
function isOwn(error: unknown): error is CliFailure {
  if (!(error instanceof CliFailure) || error instanceof NotAllowedError || error instanceof RateLimitError)
    return false
  return error.status !== undefined && (!(error instanceof NetworkError) || error.status >= 500)
}

function thingsOf(
  kinds: readonly KindFacts[],
  found: ReadonlyMap<string, Found[]>,
  known: KnownObjects,
  around: Surroundings,
  names: Names,
): Map<string, Map<string, Thing>> {
  const things = new Map<string, Map<string, Thing>>()
  const made = new Map<Found, Thing>()
  const parentsFirst = [...kinds].sort(
    (a, b) => Number(a.kind.within !== undefined) - Number(b.kind.within !== undefined),
  )
  for (const facts of parentsFirst) {
    const { kind } = facts
    const own = new Map<string, Thing>()
    things.set(kind.name, own)
    for (const [parent, group] of byParent(found.get(kind.name) ?? [])) {
      const above = parent && made.get(parent)
      // Its kind could not be read.
      if (parent && !above) continue
      const idsOf = new Map(group.map(({ row, ids }) => [row, ids.at(-1) ?? '']))
      const fixed = (row: Row) => {
        const key = known.keyOf?.(kind.name, above ? `${above.id}/${idsOf.get(row)}` : (idsOf.get(row) ?? ''))
        return key === undefined || !above ? key : key.slice(above.key.length + 1)
      }
      const keys = keysOf(
        kind,
        group.map(({ row }) => row),
        known.of(kind.name, above?.key),
        fixed,
      )
      for (const one of group) {
        const { row, ids } = one
        const name = keys.get(row) ?? ''
        const key = above ? `${above.key} ${name}` : name
        const builtIn = above?.builtIn === true || kind.builtIn?.(row, around) === true
        const thing = { facts, key, name, id: ids.at(-1) ?? '', ids, row, values: {}, parent: above, builtIn }
        made.set(one, thing)
        own.set(key, thing)
        names.add(kind.name, key, thing.id)
      }
    }
  }
  // Only now are all keys known that others refer to.
  for (const own of things.values()) {
    for (const thing of own.values()) thing.values = objectForm(thing.facts, thing.row, names)
  }
  return things
}

function byParent(found: readonly Found[]): Map<Found | undefined, Found[]> {
  const groups = new Map<Found | undefined, Found[]>()
  for (const one of found) groups.set(one.parent, [...(groups.get(one.parent) ?? []), one])
  return groups
}
