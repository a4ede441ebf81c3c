import { grouped } from '../../../base/many.js'
import type { Kind } from '../model/kind.js'
import { members } from '../parts/members.js'
import { textsIn } from '../parts/texts.js'
import { managementApi } from './resources.js'

const access = `${managementApi} all`

export const roles: Kind = {
  name: 'roles',
  noun: 'role',
  place: { file: 'roles' },
  reads: {
    list: 'roles list',
    get: 'roles get',
    also: [{ property: 'scopes', command: 'roles list-scopes' }],
  },
  key: { property: 'name', renamable: true },
  writes: { create: 'roles create', change: 'roles update', remove: 'roles delete' },
  // A creation with scopes that is refused has made the role all the same.
  leaves: ['scopeIds'],
  parts: [
    members({
      property: 'scopes',
      of: 'scopes',
      add: 'roles add-scopes',
      body: 'scopeIds',
      remove: 'roles remove-scope',
      phase: 61,
    }),
  ],
  builtIn: ({ name }) => name === 'Logto Management API access',
  keeps: ({ id }, { ownRoles }) => ownRoles.has(String(id)),
  refuses({ id }, { scopes }, wish, { ownRoles }) {
    if (!ownRoles.has(String(id)) || wish.scopes === undefined) return undefined
    const isCutOff = textsIn(scopes).includes(access) && !textsIn(wish.scopes).includes(access)
    return isCutOff ? `this program is signed in by this role: ${access} stays in it` : undefined
  },
  loss({ usersCount, applicationsCount }) {
    const people = Number(usersCount ?? 0)
    const machines = Number(applicationsCount ?? 0)
    const losers = [
      ...(people > 0 ? [`${grouped(people)} ${people === 1 ? 'person' : 'people'}`] : []),
      ...(machines > 0 ? [`${machines} ${machines === 1 ? 'application' : 'applications'}`] : []),
    ]
    return losers.length > 0 ? `${losers.join(' and ')} lose${people + machines === 1 ? 's' : ''} it` : undefined
  },
  phase: 60,
}
