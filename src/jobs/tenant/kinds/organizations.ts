import { grouped } from '../../../base/many.js'
import type { Kind } from '../model/kind.js'
import { machineRoles } from '../parts/machine-roles.js'
import { replacedList } from '../parts/replaced-list.js'

export const organizations: Kind = {
  name: 'organizations',
  noun: 'organization',
  place: { file: 'organizations' },
  data: true,
  reads: {
    list: 'orgs list',
    query: [['showFeatured', '1']],
    get: 'orgs get',
    also: [
      { property: 'jitEmailDomains', command: 'orgs list-jit-email-domains' },
      { property: 'jitRoles', command: 'orgs list-jit-roles' },
      { property: 'jitSsoConnectors', command: 'orgs list-jit-sso-connectors' },
      { property: 'applications', command: 'orgs list-apps' },
    ],
  },
  key: { property: 'name', renamable: true, repeats: {} },
  writes: { create: 'orgs create', change: 'orgs update', remove: 'orgs delete' },
  leaves: ['createdAt'],
  parts: [
    replacedList({
      property: 'jitEmailDomains',
      textOf: ({ emailDomain }) => String(emailDomain),
      replace: 'orgs replace-jit-email-domains',
      body: 'emailDomains',
      phase: 101,
    }),
    replacedList({
      property: 'jitRoles',
      of: 'organization-roles',
      replace: 'orgs replace-jit-roles',
      body: 'organizationRoleIds',
      phase: 101,
    }),
    replacedList({
      property: 'jitSsoConnectors',
      of: 'sso-connectors',
      replace: 'orgs replace-jit-sso-connectors',
      body: 'ssoConnectorIds',
      phase: 101,
    }),
    replacedList({
      property: 'applications',
      of: 'applications',
      replace: 'orgs replace-apps',
      body: 'applicationIds',
      phase: 101,
    }),
    machineRoles,
  ],
  texts: { customCss: 'css' },
  loss: ({ usersCount }) => `${grouped(Number(usersCount ?? 0))} members lose it`,
  phase: 100,
}
