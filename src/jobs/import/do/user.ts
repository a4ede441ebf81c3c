import { hash } from 'node:crypto'
import { holds } from '../../../base/holds.js'
import type { Operations } from '../../bulk/run/operations.js'
import type { Creation, Person } from '../person.js'

/** A user as Logto answers it, as far as an import looks at it. */
export interface User {
  id: string
  username?: string | null
  primaryEmail?: string | null
  primaryPhone?: string | null
  name?: string | null
  avatar?: string | null
  customData?: Record<string, unknown>
  profile?: Record<string, unknown>
  identities?: Record<string, unknown>
  isSuspended?: boolean
  hasPassword?: boolean
  /** The application where somebody signed up; nobody did whom the Management API made. */
  applicationId?: string | null
  /** Milliseconds since 1970. */
  createdAt?: number
  lastSignInAt?: number | null
}

/** Identifiers by which Logto finds a user. */
export const identifiers = ['primaryEmail', 'primaryPhone', 'username'] as const
export type Identifier = (typeof identifiers)[number]

/** The identifiers that a person has. */
export function givenIdentifiers({ creation }: Person): Identifier[] {
  return identifiers.filter((field) => creation[field] !== undefined)
}

/**
 * Users with one of these identifiers, or with one that differs in its case alone. The comparison is exact: `_` would
 * stand for any character in Logto's own.
 */
export async function usersWith(
  creation: Creation,
  fields: readonly Identifier[],
  operations: Operations,
): Promise<User[]> {
  const flags = { where: fields.map((field) => `${field}=${creation[field]}`), mode: ['exact'], joint: 'or' }
  const found: User[] = []
  for await (const user of operations.list<User>('users list', { flags })) found.push(user)
  return found
}

/** Whether a user has this identifier. Logto compares addresses without regard to case. */
export function hasIdentifier(user: User, field: Identifier, text: string): boolean {
  const stored = user[field] ?? undefined
  return field === 'primaryEmail' ? stored?.toLowerCase() === text.toLowerCase() : stored === text
}

/** A mark of a user's identifiers, which tells whether one was changed since, and tells nothing else. */
export function markOf(user: User): string {
  const all = identifiers.map((field) => user[field]?.toLowerCase() ?? null)
  return hash('sha256', JSON.stringify([user.id, ...all]), 'base64url').slice(0, 22)
}

/**
 * Whether a user is what the request would have made: everything that was sent, no other identifier, and made by the
 * Management API. Who signs up by himself has an application.
 */
export function isMadeFrom(user: User, person: Person, body: Readonly<Record<string, unknown>>): boolean {
  if (user.applicationId != null) return false
  const { password, creation } = person
  const hasPassword = password.as === 'digest' || password.as === 'plain'
  if (user.hasPassword !== undefined && user.hasPassword !== hasPassword) return false
  const same = identifiers.every((field) => {
    const sent = creation[field]
    return sent === undefined ? user[field] == null : hasIdentifier(user, field, sent)
  })
  // Addresses were compared already, and of a password nothing is answered.
  const { password: _, passwordDigest, passwordAlgorithm, primaryEmail, ...shown } = body
  return same && holds(user, shown)
}
