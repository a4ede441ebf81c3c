import { NotFoundError } from '../../../base/errors.js'
import { isPlainObject } from '../../../base/value-path.js'
import type { Operations } from '../../bulk/run/operations.js'

/** Something that one call gives to many people: a role, membership in an organization, or roles in it. */
export interface Relation {
  kind: 'role' | 'member' | 'memberRoles'
  /** Of the role, or of the organization. */
  id: string
  /** IDs of the organization roles of `memberRoles`. */
  roles: readonly string[]
}

/** A person's relation. `place`: its number among those of the person, by which a journal knows it. */
export interface Wanted {
  relation: Relation
  place: number
  /** What can be given only after this one. */
  next?: Wanted
}

/** All that a person is to be given, in an order that is the same each time. */
export function wantedOf(
  roles: readonly string[],
  memberships: readonly { organization: string; roles: readonly string[] }[],
): Wanted[] {
  let place = 0
  const placed = (relation: Relation): Wanted => ({ relation, place: place++ })
  return [
    ...roles.map((id) => placed({ kind: 'role', id, roles: [] })),
    ...memberships.map(({ organization: id, roles: held }) => {
      const member = placed({ kind: 'member', id, roles: [] })
      return held.length === 0 ? member : { ...member, next: placed({ kind: 'memberRoles', id, roles: held }) }
    }),
  ]
}

/** A relation's name in a journal. */
export function relationKey({ kind, id, roles }: Relation): string {
  return [kind, id, ...roles].join(' ')
}

export function relationOf(key: string): Relation {
  const [kind = '', id = '', ...roles] = key.split(' ')
  return { kind: kind as Relation['kind'], id, roles }
}

/** Gives a relation to people, all of them or none. Throws what the command would. */
export async function give({ kind, id, roles }: Relation, userIds: readonly string[], operations: Operations) {
  if (kind === 'role') await operations.call('roles add-users', { args: { 'role-id': id }, body: { userIds } })
  else if (kind === 'member') await operations.call('orgs add-users', { args: { 'org-id': id }, body: { userIds } })
  else {
    const body = { userIds, organizationRoleIds: roles }
    await operations.call('orgs bulk-assign-user-roles', { args: { 'org-id': id }, body })
  }
}

/** Whether a person has a relation. Somebody who is not there has none. */
export async function isHeld({ kind, id, roles }: Relation, user: string, operations: Operations): Promise<boolean> {
  const ids = async (command: string, args: Record<string, string>) => {
    const held = new Set<unknown>()
    for await (const row of operations.list(command, { args })) if (isPlainObject(row)) held.add(row.id)
    return held
  }
  try {
    if (kind === 'role') return (await ids('users list-roles', { 'user-id': user })).has(id)
    if (kind === 'member') {
      // Not paged: Logto answers all organizations of a user.
      return (await ids('users list-orgs', { 'user-id': user })).has(id)
    }
    const held = await ids('orgs list-user-roles', { 'org-id': id, 'user-id': user })
    return roles.every((role) => held.has(role))
  } catch (error) {
    if (error instanceof NotFoundError) return false
    throw error
  }
}
