import type { BodySchema } from '../../../call/request/schema.js'
import type { Api } from './api.js'
import type { Names } from './names.js'
import type { Reference } from './reference.js'
import type { Row } from './row.js'

/** A property that is not written with its object but by calls of its own. */
export interface Part {
  property: string
  /** The value as the files have it. */
  schema: BodySchema | { of: string; at?: string }
  /** Objects that have it. */
  has?: (row: Row) => boolean
  /** What null stands for; nothing without. */
  none?: unknown
  /** The value as the files have it, from the object's row: references by key. */
  read: (row: Row, names: Names) => unknown
  /** Kinds and keys that a value names. */
  refers?: (value: unknown) => Reference[]
  /** Kinds that a value may name objects of. */
  names?: readonly string[]
  phase: (to: unknown) => number
  write: (change: PartChange) => Promise<void>
}

/** A part on its way from one value to another, both as the files have them. */
export interface PartChange {
  api: Api
  names: Names
  /** Ids for the path of the object. */
  ids: readonly string[]
  /** The object as it was read a moment ago; nothing but its id where it is new. */
  row: Row
  from: unknown
  to: unknown
}
