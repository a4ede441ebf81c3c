import type { KindFacts } from '../model/facts.js'
import type { Row } from '../model/row.js'
import type { Settings } from './settings.js'
import type { Source } from './source.js'

/** An object as files want it. */
export interface Entry {
  facts: KindFacts
  /** Below a parent, with the parent's key before it. */
  key: string
  name: string
  parentKey: string | undefined
  renamedFrom: string | undefined
  /** What is written; null where something is to be cleared. */
  values: Row
  /** `roles.yaml:3:1`. */
  place: string
  /** Where a property stands. */
  placeOf: (property: string) => string
}

/** What files want. */
export interface Wish {
  /** By kind. */
  entries: ReadonlyMap<string, readonly Entry[]>
  /** Kinds of which the files hold all objects; of one that belongs to another, the parents whose objects they hold. */
  managed: ReadonlyMap<string, 'all' | ReadonlySet<string>>
  settings: Settings
  sources: ReadonlyMap<string, Source>
  /** Only what is written is wanted: nothing is ever deleted. */
  isPart: boolean
}

/** Whether the files hold all objects of a kind, below a parent where it belongs to one. */
export function isManaged({ managed }: Wish, kind: string, parentKey: string | undefined): boolean {
  const own = managed.get(kind)
  return own === 'all' || (own !== undefined && parentKey !== undefined && own.has(parentKey))
}
