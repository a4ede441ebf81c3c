import { isPlainObject } from '../../../base/value-path.js'
import type { Part } from '../model/part.js'
import type { Row } from '../model/row.js'
import { textList, textsIn } from './texts.js'

/**
 * Who may use an application. Roles stand in files; users and organizations are data and are sent back as they were
 * read, since the request replaces all lists at once.
 */
export const accessRules: Part = {
  property: 'accessControl',
  schema: { type: 'object', properties: { userRoles: textList } },
  none: { userRoles: [] },
  read(row, names) {
    const ids = textsIn((row.accessControl as Row | undefined)?.userRoleIds)
    return { userRoles: ids.map((id) => names.key('roles', id)).sort() }
  },
  names: ['roles'],
  refers: (value) => rolesIn(value).map((key) => ({ kind: 'roles', key })),
  phase: () => 110,
  async write({ api, names, ids, row, to }) {
    const stored = isPlainObject(row.accessControl) ? row.accessControl : {}
    const none = { userIds: [], organizationIds: [], organizationRoleRules: [] }
    const userRoleIds = rolesIn(to).map((key) => names.id('roles', key))
    await api.write('apps replace-access-control', ids, { ...none, ...stored, userRoleIds })
  },
}

function rolesIn(value: unknown): string[] {
  return isPlainObject(value) ? textsIn(value.userRoles) : []
}
