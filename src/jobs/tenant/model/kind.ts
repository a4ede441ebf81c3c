import type { BodySchema } from '../../../call/request/schema.js'
import type { Part } from './part.js'
import type { Row } from './row.js'

/** What a kind's rows are read by: names of commands, whose operations are asked. */
export interface Reads {
  /** Lists all; below a parent it gets the parent's id. */
  list?: string
  query?: readonly (readonly [string, string])[]
  /** Its rows stand in the row of what it belongs to, under this property. */
  inParent?: string
  /** Parents that have any. */
  whenParent?: (parent: Row) => boolean
  /** The rows of the list are too short: each is read by its id. */
  each?: true
  /** Reads one by its id; of a single document, by nothing. Without it the list is read again. */
  get?: string
  /** What is read for each row beside it. */
  also?: readonly AlsoRead[]
  /** Makes an answered row into one whose managed properties stand at the top, with an `id`. */
  adapt?: (row: Row) => Row
}

/** A further read of one object, kept under a property of its row. */
export interface AlsoRead {
  property: string
  command: string
  /** Rows that it is asked for. */
  when?: (row: Row) => boolean
  /** The list of all holds it already: it is read only where one object is read again. */
  inList?: true
  /** It is a document, which may be absent, and no list. */
  document?: true
}

/** The commands that write, by name. */
export interface Writes {
  create?: string
  /** Absent where nothing can be changed. */
  change?: string
  remove?: string
  /** The change replaces the whole object: all of it is sent. */
  whole?: true
  /** The change replaces what it is given and keeps the rest: nothing can be taken away by leaving it out. */
  keeps?: true
  /** A creation takes the place of the object there is, so that none is deleted first. */
  replaces?: (row: Row) => boolean
  /** What is sent for the properties; themselves by default. `stored`: the object that is changed, none for a new one. */
  body?: (values: Row, target: { key: string; stored: Row | undefined }) => unknown
  /** What only a change takes of the values of a new object. */
  later?: (values: Row) => Row | undefined
  /** Where in the body's schema the properties stand. */
  at?: (body: BodySchema) => BodySchema | undefined
}

/** How one object is known in every tenant. */
export interface Key {
  /** Property that holds it; it is sent at creation. */
  property?: string
  /** The key of a row, where it is not the property alone. */
  of?: (row: Row) => string
  /** Logto takes another value of the property: `renamedFrom` works. */
  renamable?: true
  /** Logto lets names repeat. `same` must be equal too; among equals the texts of `apart` decide. */
  repeats?: { same?: string; apart?: (row: Row) => readonly string[] }
}

/** What a kind may need to know of the tenant and of who asks. */
export interface Surroundings {
  /** Indicator of the Management API's resource. */
  managementApi: string
  /** Id of the application whose token is used, if it is one. */
  ownApplication: string | undefined
  /** Ids of the roles that the caller's right comes from. */
  ownRoles: ReadonlySet<string>
}

/** One kind of configuration: facts alone. */
export interface Kind {
  name: string
  /** What one of them is called. */
  noun: string
  /** Where its objects stand: a file, and a property in it where the file holds several kinds. */
  place: { file: string; property?: string }
  /** Kind and property of the object that it stands in, for objects that belong to another. */
  within?: { kind: string; property: string }
  /** There is one document, without a key. `removable`: it may be absent. */
  single?: 'always' | 'removable'
  /** It is data: managed only when asked for. */
  data?: true
  reads: Reads
  /** Rows of the list that are of this kind. */
  takes?: (row: Row) => boolean
  id?: (row: Row) => string
  /** Its key is its id, too. */
  isNamed?: true
  key: Key
  writes: Writes
  /** Its one value is a free map that stands under this property of a row. */
  map?: string
  /** Properties of the body that are not managed: generated, of no use elsewhere, or written by a part. */
  leaves?: readonly string[]
  /** Properties that only some objects have. */
  has?: (property: string, row: Row) => boolean
  parts?: readonly Part[]
  /** Made by Logto, or the way in of this program: referred to, never created, changed or deleted. */
  builtIn?: (row: Row, around: Surroundings) => boolean
  /** Never deleted by us, although it may be changed. */
  keeps?: (row: Row, around: Surroundings) => boolean
  /** Why a change must not be made: it would cut this program off. Values are as files have them. */
  refuses?: (row: Row, values: Row, wish: Row, around: Surroundings) => string | undefined
  /** Logto makes one of this key with its parent. */
  madeWithParent?: string
  isSecret?: (path: readonly string[], row: Row) => boolean
  /** Long texts by their place, with the ending of their file. */
  texts?: Readonly<Record<string, string>>
  /** Places of lists without an order. */
  sets?: readonly string[]
  /** Forms of a property's value that mean the same, as one of them. */
  same?: Readonly<Record<string, (value: unknown) => unknown>>
  /** Values of properties that stand for nothing, beside null and, where null may be stored, the empty text. */
  blank?: Readonly<Record<string, (value: unknown) => boolean>>
  /** What else goes when one is deleted. */
  loss?: (row: Row) => string | undefined
  /** Its place in the order of creation. */
  phase: number
}
