/** A many-to-many relation as one side serves it. */
export interface Relation {
  /** Name of the sets; two relations with one name are the two sides of one fact. */
  link: string
  /** Path of the list; `{}` stands for the ids of the holder. */
  path: string
  /** Table of the rows on the other side. */
  to: string
  /** Body property with their ids. */
  body: string
  /** Body property with their names, where Logto takes names too. */
  names?: string
  /** The path's owner is what the sets contain, not what holds them. */
  reversed?: true
  /** Relation that the holder pair must have: a member's roles need the membership. */
  within?: string
  /** Code of the refusal when one is already related; adding again does nothing where there is none. */
  exists?: string
  /** Adding needs at least one id. */
  some?: true
  /** Status when an id names nothing. */
  unknown: 404 | 422
  /** Adding answers with the added rows. */
  answersRows?: true
  /** Property of the answer that holds the rows. */
  envelope?: string
}

export const relations: readonly Relation[] = [
  { link: 'members', path: '/api/organizations/{}/users', to: 'users', body: 'userIds', some: true, unknown: 422 },
  {
    link: 'members',
    path: '/api/users/{}/organizations',
    to: 'organizations',
    body: 'organizationIds',
    reversed: true,
    unknown: 404,
  },
  {
    link: 'machines',
    path: '/api/organizations/{}/applications',
    to: 'applications',
    body: 'applicationIds',
    some: true,
    unknown: 422,
  },
  {
    link: 'machines',
    path: '/api/applications/{}/organizations',
    to: 'organizations',
    body: 'organizationIds',
    reversed: true,
    unknown: 404,
  },
  {
    link: 'memberRoles',
    path: '/api/organizations/{}/users/{}/roles',
    to: 'organization_roles',
    body: 'organizationRoleIds',
    names: 'organizationRoleNames',
    within: 'members',
    unknown: 422,
  },
  {
    link: 'machineRoles',
    path: '/api/organizations/{}/applications/{}/roles',
    to: 'organization_roles',
    body: 'organizationRoleIds',
    within: 'machines',
    unknown: 422,
  },
  {
    link: 'jitRoles',
    path: '/api/organizations/{}/jit/roles',
    to: 'organization_roles',
    body: 'organizationRoleIds',
    some: true,
    unknown: 422,
  },
  {
    link: 'jitSsoConnectors',
    path: '/api/organizations/{}/jit/sso-connectors',
    to: 'sso_connectors',
    body: 'ssoConnectorIds',
    some: true,
    unknown: 422,
  },
  {
    link: 'organizationRoleScopes',
    path: '/api/organization-roles/{}/scopes',
    to: 'organization_scopes',
    body: 'organizationScopeIds',
    some: true,
    unknown: 422,
  },
  {
    link: 'organizationRoleResourceScopes',
    path: '/api/organization-roles/{}/resource-scopes',
    to: 'scopes',
    body: 'scopeIds',
    some: true,
    unknown: 422,
  },
  {
    link: 'roleUsers',
    path: '/api/roles/{}/users',
    to: 'users',
    body: 'userIds',
    exists: 'role.user_exists',
    some: true,
    unknown: 404,
  },
  { link: 'roleUsers', path: '/api/users/{}/roles', to: 'roles', body: 'roleIds', reversed: true, unknown: 404 },
  {
    link: 'roleApplications',
    path: '/api/roles/{}/applications',
    to: 'applications',
    body: 'applicationIds',
    exists: 'role.application_exists',
    some: true,
    unknown: 404,
  },
  {
    link: 'roleApplications',
    path: '/api/applications/{}/roles',
    to: 'roles',
    body: 'roleIds',
    reversed: true,
    unknown: 404,
  },
  {
    link: 'roleScopes',
    path: '/api/roles/{}/scopes',
    to: 'scopes',
    body: 'scopeIds',
    exists: 'role.scope_exists',
    some: true,
    unknown: 404,
    answersRows: true,
  },
  {
    link: 'consentOrganizations',
    path: '/api/applications/{}/users/{}/consent-organizations',
    to: 'organizations',
    body: 'organizationIds',
    unknown: 422,
    envelope: 'organizations',
  },
]
