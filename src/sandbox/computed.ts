import { connectorFactory } from './connector-factories.js'
import { unusedCodes } from './identity/factors.js'
import { passwordHash } from './identity/passwords.js'
import { isYes } from './search.js'
import type { Compute } from './shape.js'
import { optional, type Row } from './store.js'
import type { Tenant } from './tenant.js'

type Computed = Readonly<Record<string, (row: Row, tenant: Tenant, query: URLSearchParams) => unknown>>

/** Properties that answers carry and rows do not hold, by table. */
const computed: Readonly<Record<string, Computed>> = {
  users: {
    passwordDigest: (row, _, query) => ifAsked(query, 'includePasswordHash', passwordHash(row)?.passwordDigest ?? null),
    passwordAlgorithm: (row, _, query) =>
      ifAsked(query, 'includePasswordHash', passwordHash(row)?.passwordAlgorithm ?? null),
    ssoIdentities: (_, __, query) => ifAsked(query, 'includeSsoIdentities', []),
  },
  applications: {
    isAdmin: (row, tenant) =>
      tenant
        .links('roleApplications')
        .holdersOf(String(row.id))
        .some((role) => tenant.links('roleScopes').has(role, 'management-api-all')),
  },
  roles: {
    usersCount: (row, tenant) => tenant.links('roleUsers').of(String(row.id)).size,
    featuredUsers: (row, tenant) => featured(tenant, 'roleUsers', row),
    applicationsCount: (row, tenant) => tenant.links('roleApplications').of(String(row.id)).size,
    featuredApplications: (row, tenant) =>
      rowsOf(tenant, 'roleApplications', row, 'applications', 3).map(({ id, name, type }) => ({ id, name, type })),
  },
  organizations: {
    usersCount: (row, tenant, query) => ifAsked(query, 'showFeatured', tenant.links('members').of(String(row.id)).size),
    featuredUsers: (row, tenant, query) => ifAsked(query, 'showFeatured', featured(tenant, 'members', row)),
  },
  hooks: {
    executionStats: (_, __, query) => ifAsked(query, 'includeExecutionStats', { successCount: 0, requestCount: 0 }),
  },
  organization_roles: {
    scopes: (row, tenant) =>
      rowsOf(tenant, 'organizationRoleScopes', row, 'organization_scopes').map(({ id, name }) => ({ id, name })),
    resourceScopes: (row, tenant) =>
      rowsOf(tenant, 'organizationRoleResourceScopes', row, 'scopes').map(({ id, name, resourceId }) => ({
        id,
        name,
        resource: brief(tenant.table('resources').get(String(resourceId))),
      })),
  },
  mfa_verifications: {
    remainCodes: (row) => (row.type === 'BackupCode' ? unusedCodes(row).length : undefined),
  },
  connectors: {
    formItems: ({ connectorId }) =>
      connectorFactory(String(connectorId))?.keys.map((key) => ({ key, label: key, type: 'Text' })),
  },
  resources: {
    scopes: (row, tenant, query) =>
      ifAsked(query, 'includeScopes', [...tenant.table('scopes').by('owner', String(row.id))]),
  },
  scopes: { resource: (row, tenant) => tenant.table('resources').get(String(row.resourceId)) },
  organization_invitations: {
    organizationRoles: (row, tenant) =>
      ((row.organizationRoleIds ?? []) as string[]).flatMap(
        (id) => brief(tenant.table('organization_roles').get(id)) ?? [],
      ),
  },
}

const nothingAsked = new URLSearchParams()

/** The computed properties of a table's rows, as far as the query asks for them. */
export function computeFor(table: string, tenant: Tenant, query = nothingAsked): Compute {
  const properties = computed[table] ?? {}
  return (property, row) => properties[property]?.(row, tenant, query)
}

const ifAsked = (query: URLSearchParams, flag: string, value: unknown) => (isYes(query.get(flag)) ? value : undefined)

/** Roles of a member in one organization, as member lists show them. */
export function memberRoles(tenant: Tenant, link: string, organization: string, member: string): unknown[] {
  const ids = [...tenant.links(link).of(`${organization}/${member}`)]
  return ids.flatMap((id) => optional(brief(tenant.table('organization_roles').get(id))))
}

function rowsOf(tenant: Tenant, link: string, row: Row, table: string, most = Number.POSITIVE_INFINITY): Row[] {
  const ids = [...tenant.links(link).of(String(row.id))].slice(0, most)
  return ids.flatMap((id) => optional(tenant.table(table).get(id)))
}

const featured = (tenant: Tenant, link: string, row: Row) =>
  rowsOf(tenant, link, row, 'users', 3).map(({ id, avatar, name }) => ({ id, avatar, name }))

const brief = (row: Row | undefined) => row && { id: row.id, name: row.name }
