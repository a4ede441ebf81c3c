import type { Kind } from '../model/kind.js'
import type { Row } from '../model/row.js'
import { accessRules } from '../parts/access-rules.js'
import { applicationExperience } from '../parts/application-experience.js'
import { consentScopes } from '../parts/consent-scopes.js'
import { members } from '../parts/members.js'
import { ownSwitch } from '../parts/own-switch.js'

const isMachine = (row: Row) => row.type === 'MachineToMachine'
const isThirdParty = (row: Row) => row.isThirdParty === true
const isConfidential = (row: Row) => ['MachineToMachine', 'Traditional', 'Protected'].includes(String(row.type))

export const applications: Kind = {
  name: 'applications',
  noun: 'application',
  place: { file: 'applications' },
  reads: {
    list: 'apps list',
    get: 'apps get',
    also: [
      { property: 'roles', command: 'apps list-roles', when: isMachine },
      { property: 'signInExperience', command: 'apps get-sign-in-experience', document: true },
      { property: 'userConsentScopes', command: 'apps list-user-consent-scopes', document: true, when: isThirdParty },
      { property: 'accessControl', command: 'apps get-access-control', document: true },
    ],
    adapt: withSubDomain,
  },
  takes: (row) => row.type !== 'SAML',
  key: {
    property: 'name',
    renamable: true,
    repeats: {
      same: 'type',
      apart: ({ oidcClientMetadata }) => (((oidcClientMetadata ?? {}) as Row).redirectUris as string[]) ?? [],
    },
  },
  writes: {
    create: 'apps create',
    change: 'apps update',
    remove: 'apps delete',
    body: (values, { stored }) => withMetadata(values, stored === undefined ? ['subDomain', 'origin'] : settable),
    later: (values) => (values.protectedAppMetadata ? withMetadata(values, settable, true) : undefined),
  },
  leaves: ['isAdmin', 'customClientMetadata.tenantId'],
  // Logto makes the addresses of a protected application itself.
  has(property, { type }) {
    if (property === 'protectedAppMetadata') return type === 'Protected'
    return property !== 'oidcClientMetadata' || type !== 'Protected'
  },
  parts: [
    members({
      property: 'roles',
      of: 'roles',
      add: 'apps assign-roles',
      body: 'roleIds',
      remove: 'apps remove-role',
      has: isMachine,
      phase: 90,
    }),
    applicationExperience,
    consentScopes({ add: 'apps add-user-consent-scopes', remove: 'apps remove-user-consent-scope', has: isThirdParty }),
    accessRules,
    ownSwitch({ property: 'appLevelAccessControlEnabled', change: 'apps update', on: 111, off: 109 }),
  ],
  texts: { 'signInExperience.customCss': 'css' },
  builtIn: ({ id }, { ownApplication }) => id === ownApplication,
  phase: 80,
}

/** What a change takes of a protected application. */
const settable = ['origin', 'sessionDuration', 'pageRules', 'additionalScopes']

function withMetadata(values: Row, names: readonly string[], isAlone = false): Row {
  const { protectedAppMetadata: data, ...rest } = values
  if (typeof data !== 'object' || data === null) return rest
  const taken = Object.entries(data).filter(([name]) => names.includes(name))
  return { ...(isAlone ? {} : rest), protectedAppMetadata: Object.fromEntries(taken) }
}

/** A protected application is made with a name below Logto's own domain, and answered with the whole host. */
function withSubDomain(row: Row): Row {
  const { protectedAppMetadata: data } = row
  if (typeof data !== 'object' || data === null) return row
  const [subDomain] = String((data as Row).host ?? '').split('.')
  return { ...row, protectedAppMetadata: { subDomain, ...data } }
}

export const applicationSecrets: Kind = {
  name: 'application-secrets',
  noun: 'application secret',
  place: { file: 'applications' },
  within: { kind: 'applications', property: 'secrets' },
  reads: { list: 'apps list-secrets', whenParent: isConfidential },
  id: ({ name }) => String(name),
  isNamed: true,
  key: { property: 'name', renamable: true },
  writes: { create: 'apps create-secret', change: 'apps update-secret', remove: 'apps delete-secret' },
  madeWithParent: 'Default secret',
  loss: () => 'programs that use it can no longer sign in',
  phase: 90,
}
