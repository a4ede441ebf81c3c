import { none, type Password } from './digests/password.js'
import type { UnplacedFault } from './fault.js'

/** What one request creates. */
export interface Creation {
  primaryEmail?: string | undefined
  primaryPhone?: string | undefined
  username?: string | undefined
  name?: string | undefined
  avatar?: string | undefined
  profile: Record<string, unknown>
  customData: Record<string, unknown>
}

/** A social identity, by the target of Logto's connector (google, github, azuread…). */
export interface Identity {
  userId: string
  details?: Record<string, unknown>
}

export interface Membership {
  /** Name or ID. */
  organization: string
  roles: string[]
}

/** Addresses that the source says nobody has confirmed. */
export type Address = 'primaryEmail' | 'primaryPhone'

/** Somebody, whatever the source: what Logto takes at creation, what further calls bring, and what is left over. */
export interface Person {
  /** The ID in the source. */
  sourceId?: string | undefined
  creation: Creation
  password: Password
  /** Undefined where the source does not say. */
  isSuspended?: boolean | undefined
  identities: Record<string, Identity>
  /** Base32. */
  totpSecret?: string | undefined
  /** Names or IDs. */
  roles: string[]
  organizations: Membership[]
  unverified: Address[]
  /** What has no place in Logto, by column: kept in customData by `--keep-rest`, else lost. */
  rest: Record<string, unknown>
  /** The columns that the rest is of, paths of nested ones. */
  restColumns: string[]
  /** The row is what a Logto answered of somebody, who was there as it says. */
  wasInLogto?: boolean
  /** Why the source's account is nobody who signs in: a service account, a deleted or anonymous one. */
  leftOut?: string | undefined
  /** The column that a property came from, for faults. */
  from: Record<string, string>
  /** What was changed on the way, in words: counted in the plan. */
  changes: string[]
  faults: UnplacedFault[]
}

/** Nobody yet. */
export function newPerson(): Person {
  return {
    creation: { profile: {}, customData: {} },
    password: none,
    identities: {},
    roles: [],
    organizations: [],
    unverified: [],
    rest: {},
    restColumns: [],
    from: {},
    changes: [],
    faults: [],
  }
}
