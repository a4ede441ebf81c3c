import type { Kind } from '../model/kind.js'
import { replacedList } from '../parts/replaced-list.js'

export const organizationScopes: Kind = {
  name: 'organization-scopes',
  noun: 'organization scope',
  place: { file: 'organization-template', property: 'scopes' },
  reads: { list: 'org-scopes list', get: 'org-scopes get' },
  key: { property: 'name', renamable: true },
  writes: { create: 'org-scopes create', change: 'org-scopes update', remove: 'org-scopes delete' },
  phase: 40,
}

export const organizationRoles: Kind = {
  name: 'organization-roles',
  noun: 'organization role',
  place: { file: 'organization-template', property: 'roles' },
  reads: {
    list: 'org-roles list',
    get: 'org-roles get',
    also: [
      { property: 'scopes', command: 'org-roles list-scopes', inList: true },
      { property: 'resourceScopes', command: 'org-roles list-resource-scopes', inList: true },
    ],
  },
  key: { property: 'name', renamable: true },
  writes: { create: 'org-roles create', change: 'org-roles update', remove: 'org-roles delete' },
  leaves: ['organizationScopeIds', 'resourceScopeIds'],
  parts: [
    replacedList({
      property: 'scopes',
      of: 'organization-scopes',
      replace: 'org-roles replace-scopes',
      body: 'organizationScopeIds',
      phase: 51,
    }),
    replacedList({
      property: 'resourceScopes',
      of: 'scopes',
      replace: 'org-roles replace-resource-scopes',
      body: 'scopeIds',
      phase: 51,
    }),
  ],
  phase: 50,
}
