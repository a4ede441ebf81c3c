import { collectionAt } from './collections.js'
import { passwordColumns } from './identity/passwords.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'
import { managementResource } from './tokens.js'

const people = ['Ana Duarte', 'Bo Lindqvist', 'Chidi Okafor', 'Dana Petrova', 'Emre Aydin', 'Farah Haddad', 'Grace Kim']
const organizations = ['Harbour Books', 'Maple Robotics', 'Tidewater Labs']
const week = 7 * 24 * 3600 * 1000

/** Password of every seeded person. */
export const seededPassword = 'sandbox-Pass-1'

/** The machine-to-machine application that a new sandbox has, with access to the Management API. */
export interface Seeded {
  clientId: string
  clientSecret: string
}

/** Fills a tenant with a few invented people and things, and `more` generated users. */
export async function seed(tenant: Tenant, more: number): Promise<Seeded> {
  const add = (path: string, row: Row, owner?: string) => String(tenant.insert(collectionAt(path), row, owner).id)
  const link = (name: string, holder: string, ...ids: string[]) => {
    for (const id of ids) tenant.links(name).add(holder, id)
  }

  for (let n = 1; n <= more; n++) {
    const number = String(n).padStart(6, '0')
    const at = Date.now() - 52 * week + n
    add('/api/users', {
      id: `gen${String(n).padStart(9, '0')}`,
      username: `user_${number}`,
      primaryEmail: `user.${number}@example.com`,
      name: `User ${number}`,
      createdAt: at,
      updatedAt: at,
    })
  }
  const password = await passwordColumns(seededPassword)
  const users = people.map((name, index) => {
    const [first = '', last = ''] = name.split(' ')
    const at = Date.now() - (people.length - index) * week
    const username = first.toLowerCase()
    return add('/api/users', {
      id: `${username}000000000000`.slice(0, 12),
      username,
      primaryEmail: `${username}.${last.toLowerCase()}@example.com`,
      primaryPhone: `1555010010${index}`,
      name,
      profile: { givenName: first, familyName: last },
      createdAt: at,
      updatedAt: at,
      lastSignInAt: index % 3 === 0 ? null : Date.now() - week / 2,
      isSuspended: index === 5,
      ...password,
    })
  })

  const management = add('/api/resources', {
    id: 'management-api',
    name: 'Logto Management API',
    indicator: managementResource,
  })
  const all = add('/api/resources/{}/scopes', { id: 'management-api-all', name: 'all' }, management)
  const orders = add('/api/resources', { name: 'Orders API', indicator: 'https://orders.example.com/api' })
  const scopes = ['read:orders', 'write:orders'].map((name) => add('/api/resources/{}/scopes', { name }, orders))

  const access = add('/api/roles', {
    name: 'Logto Management API access',
    description: 'May use the Management API',
    type: 'MachineToMachine',
  })
  const support = add('/api/roles', { name: 'Support agent', description: 'Reads orders', type: 'User' })
  // On a self-hosted Logto the admin tenant holds it, and people who sign in there may use the Management API.
  const administrator = add('/api/roles', {
    name: 'Console administrator',
    description: 'A person who may use the Management API, as in the Console',
    type: 'User',
  })
  link('roleScopes', administrator, all)
  link('roleUsers', administrator, ...users.slice(-1))
  link('roleScopes', access, all)
  link('roleScopes', support, ...scopes.slice(0, 1))
  link('roleUsers', support, ...users.slice(0, 2))

  add('/api/applications', {
    name: 'Customer portal',
    type: 'SPA',
    oidcClientMetadata: redirect('https://portal.example.com/callback'),
  })
  add('/api/applications', {
    name: 'Partner site',
    type: 'Traditional',
    isThirdParty: true,
    oidcClientMetadata: redirect('https://partner.example.com/callback'),
  })
  for (const [connectorId, type] of Object.entries({ 'sandbox-mail': 'Email', 'sandbox-text-messages': 'Sms' })) {
    add('/api/connectors', { id: connectorId, connectorId, type, target: connectorId, name: {}, config: {} })
  }
  const clientId = add('/api/applications', {
    id: 'sandboxclient00000000',
    name: 'Sandbox client',
    type: 'MachineToMachine',
  })
  const clientSecret = 'sandbox-secret-for-trying-only'
  add('/api/applications/{}/secrets', { name: 'Default secret', value: clientSecret }, clientId)
  link('roleApplications', access, clientId)

  const [read = '', invite = ''] = ['read:members', 'invite:members'].map((name) =>
    add('/api/organization-scopes', { name }),
  )
  const admin = add('/api/organization-roles', { name: 'admin', description: 'Runs the organization' })
  const member = add('/api/organization-roles', { name: 'member', description: 'Takes part' })
  link('organizationRoleScopes', admin, read, invite)
  link('organizationRoleScopes', member, read)
  organizations.forEach((name, index) => {
    const organization = add('/api/organizations', {
      name,
      id: `org${name.toLowerCase().replace(/\W/g, '')}`.slice(0, 12),
    })
    users.slice(index * 2, index * 2 + 3).forEach((user, place) => {
      link('members', organization, user)
      link('memberRoles', `${organization}/${user}`, place === 0 ? admin : member)
    })
  })

  add('/api/hooks', {
    name: 'New customer',
    events: ['User.Created'],
    config: { url: 'https://hooks.example.com/logto' },
  })
  for (const userId of users.slice(0, 3)) {
    const payload = { key: 'Interaction.SignIn.Submit', result: 'Success', userId, applicationId: clientId }
    add('/api/logs', { key: payload.key, payload })
  }
  return { clientId, clientSecret }
}

const redirect = (uri: string) => ({ redirectUris: [uri], postLogoutRedirectUris: [] })
