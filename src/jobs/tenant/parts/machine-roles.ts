import { isPlainObject } from '../../../base/value-path.js'
import type { Part } from '../model/part.js'
import type { Row } from '../model/row.js'
import { textList, textsIn } from './texts.js'

/**
 * The roles that applications have in an organization, by application; those without any are not named. They come with
 * the organization's applications, and are written after them, since only what belongs to an organization can have roles
 * there.
 */
export const machineRoles: Part = {
  property: 'applicationRoles',
  schema: { type: 'object', additionalProperties: textList },
  none: {},
  read(row, names) {
    const applications = Array.isArray(row.applications) ? row.applications.filter(isPlainObject) : []
    const named = applications.map(({ id, organizationRoles }): [string, string[]] => {
      const roles = ((organizationRoles ?? []) as Row[]).map((role) => names.key('organization-roles', String(role.id)))
      return [names.key('applications', String(id)), roles.sort()]
    })
    return Object.fromEntries(named.filter(([, roles]) => roles.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)))
  },
  names: ['applications', 'organization-roles'],
  refers: (value) => [
    ...Object.keys(rolesIn(value)).map((key) => ({ kind: 'applications', key })),
    ...Object.values(rolesIn(value))
      .flat()
      .map((key) => ({ kind: 'organization-roles', key })),
  ],
  phase: () => 102,
  async write({ api, names, ids, from, to }) {
    const [before, after] = [rolesIn(from), rolesIn(to)]
    const idsOf = (roles: readonly string[]) => roles.map((role) => names.id('organization-roles', role))
    for (const [key, roles] of Object.entries(after)) {
      if (roles.length === 0 || isSameSet(before[key] ?? [], roles)) continue
      const organizationRoleIds = idsOf(roles)
      await api.write('orgs replace-app-roles', [...ids, names.id('applications', key)], { organizationRoleIds })
    }
    const emptied = Object.keys(before).filter((key) => (after[key] ?? []).length === 0)
    if (emptied.length === 0) return
    // An application that has left the organization meanwhile has lost its roles there; Logto replaces by no empty list.
    const members = new Set((await api.rows('orgs list-apps', ids)).map(({ id }) => id))
    for (const key of emptied.filter((each) => members.has(names.id('applications', each)))) {
      for (const id of idsOf(before[key] ?? [])) {
        await api.write('orgs remove-app-role', [...ids, names.id('applications', key), id])
      }
    }
  },
}

function rolesIn(value: unknown): Record<string, string[]> {
  if (!isPlainObject(value)) return {}
  return Object.fromEntries(Object.entries(value).map(([key, roles]) => [key, textsIn(roles)]))
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item))
}
