import type { Given, Operations } from '../bulk/run/operations.js'

/** A role or an organization, with the number of people who have it where the list says so. */
export interface Group {
  id: string
  name: string
  usersCount?: number
}

/** A person as a list shows it: of an organization, with the roles there. */
export interface Member {
  id: string
  organizationRoles?: readonly { name: string }[]
}

/** Membership as an export writes it. The ID tells organizations of one name apart. */
export interface Membership {
  id: string
  name: string
  roles: string[]
}

/** What people hold, and the two sides from which that can be read. */
export interface RelationKind {
  /** Property of an exported person. */
  name: 'roles' | 'organizations'
  groups: [command: string, given: Given]
  /** The people of one group. */
  members: [command: string, arg: string]
  /** What one person has, as groups. */
  ofPerson: string
  /** What is written of it. */
  written: (group: Group, roles: Member['organizationRoles']) => string | Membership
}

export const relationKinds: readonly RelationKind[] = [
  {
    name: 'roles',
    groups: ['roles list', { flags: { type: 'User' } }],
    members: ['roles list-users', 'role-id'],
    ofPerson: 'users list-roles',
    written: ({ name }) => name,
  },
  {
    name: 'organizations',
    groups: ['orgs list', { flags: { 'show-featured': true } }],
    members: ['orgs list-users', 'org-id'],
    ofPerson: 'users list-orgs',
    written: ({ id, name }, roles = []) => ({ id, name, roles: roles.map((role) => role.name).sort() }),
  },
]

/** All that a person has of a kind, asked person by person. */
export async function askedOf(person: string, kind: RelationKind, operations: Operations) {
  const found: (string | Membership)[] = []
  const given = { args: { 'user-id': person } }
  for await (const row of operations.list<Group & Member>(kind.ofPerson, given)) {
    found.push(kind.written(row, row.organizationRoles))
  }
  return found.toSorted(byName)
}

/** By name. */
export function byName(a: string | Membership, b: string | Membership): number {
  const key = (one: string | Membership) => (typeof one === 'string' ? one : `${one.name} ${one.id}`)
  return key(a) < key(b) ? -1 : 1
}
