import type { Row } from '../model/row.js'

/** One value on its way, as files have it. */
export interface Difference {
  /** `oidcClientMetadata.redirectUris`. */
  path: string
  before: unknown
  after: unknown
  /** Its values are secrets: only that they differ is told. */
  isSecret?: true
  /** A list without an order: entries come and go. */
  isSet?: true
}

interface Common {
  kind: string
  key: string
  name: string
  parentKey?: string | undefined
}

export interface Creation extends Common {
  do: 'create'
  /** What is written. */
  wish: Row
  differences: Difference[]
  /** The name that Logto keeps it by, where the key says more. */
  title?: string
  /** Another of this key is deleted first, since a property cannot be changed. */
  replaces?: true
}

export interface Alteration extends Common {
  do: 'change'
  id: string
  /** The properties that differ, as they are wished. */
  wish: Row
  differences: Difference[]
  /** The property that holds the key gets this value. */
  newName?: string
}

export interface Deletion extends Common {
  do: 'delete'
  id: string
  /** What goes with it. */
  loss?: string | undefined
  /** Another takes its place. */
  isReplaced?: true
}

export type Action = Creation | Alteration | Deletion

/** What would be done, and what is left alone. */
export interface Plan {
  actions: Action[]
  /** Deletion is wished. */
  withDeletions: boolean
  /** Objects that files do not manage, by kind. */
  unmanaged: Record<string, number>
  /** Kinds that could not be read or are not there, and why. */
  unread: { kind: string; why: string; isWanted: boolean }[]
  /** Objects to be changed, deleted or referred to. */
  seen: Seen[]
}

/** An object as it was when it was compared. */
export interface Seen {
  kind: string
  key: string
  id: string
  /** What it was like; see `markOf`. */
  readonly mark: string
}
