import { CliFailure, NetworkError, NotAllowedError, NotFoundError, RateLimitError } from '../../../base/errors.js'
import type { Api } from '../model/api.js'
import type { KindFacts } from '../model/facts.js'
import type { Kind, Surroundings } from '../model/kind.js'
import type { Names } from '../model/names.js'
import { pathOf, RowReader } from './rows.js'
import { type Found, type KnownObjects, type Thing, Things } from './things.js'

/** A tenant's configuration, by kind and key. */
export interface State {
  things: ReadonlyMap<string, ReadonlyMap<string, Thing>>
  names: Names
  /** Kinds that this Logto does not have. */
  unavailable: ReadonlySet<string>
  /** Kinds that could not be read, and why. */
  failed: ReadonlyMap<string, CliFailure>
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
  const below = ({ name }: Kind) => kinds.filter(({ kind }) => kind.within?.kind === name)
  let isAnswering = false
  /** Notes a failure of the kind alone. */
  const attempt = async (kind: Kind, reading: () => Promise<Found[]>) => {
    try {
      found.set(kind.name, await reading())
      isAnswering = true
    } catch (error) {
      found.set(kind.name, [])
      if (isAbsent(error)) unavailable.add(kind.name)
      else if (isOwn(error) || (isSilence(error) && isAnswering)) failed.set(kind.name, error)
      else throw error
    }
    return found.get(kind.name) ?? []
  }
  const read = async (kind: Kind, parents?: readonly Found[]) => {
    const listed = await attempt(kind, () => listedOf(reader, kind, parents))
    // What belongs to an object needs nothing but its row in the list.
    await Promise.all([
      attempt(kind, () => completedOf(reader, kind, listed)),
      ...below(kind).map(({ kind: each }) => read(each, listed)),
    ])
  }
  const things = new Things(kinds, known)
  const readWhole = async (facts: KindFacts) => {
    await read(facts.kind)
    for (const each of [facts, ...below(facts.kind)]) {
      things.add(each, found.get(each.kind.name) ?? [], await around)
    }
  }
  await Promise.all([around, ...kinds.filter(({ kind }) => !kind.within).map(readWhole)])
  things.complete()
  return { things: things.byKind, names: things.names, unavailable, failed }
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
      one.row = await reader.completed(kind, one.row, one.ids)
      return one
    }),
  )
}

/** The path is not known there: an older Logto, or one without the feature. */
function isAbsent(error: unknown): boolean {
  if (error instanceof NotFoundError) return error.code.startsWith('http.')
  return error instanceof CliFailure && error.status === 501
}

/** Logto waits for others in some answers, as for an identity provider in that of the SSO connectors. */
function isSilence(error: unknown): error is CliFailure {
  return error instanceof NetworkError && error.code === 'network.timeout'
}

/** A failure of this kind alone, after which the others can be read. */
function isOwn(error: unknown): error is CliFailure {
  if (!(error instanceof CliFailure) || error instanceof NotAllowedError || error instanceof RateLimitError)
    return false
  return error.status !== undefined && (!(error instanceof NetworkError) || error.status >= 500)
}
