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
  /** Replacing needs at least one id, too. */
  neverNone?: true
  /** How an id that names nothing is refused. */
  unknown: 'not_found' | 'with_id' | 'foreign_key'
  /** What an id given twice does: it counts once by default, or breaks a constraint that Logto does not expect. */
  twice?: 'fault'
  /** What an id given twice does when all are replaced: it counts once by default. */
  replacedTwice?: 'refused'
  /** Kind of the roles or applications on the other side; another breaks a constraint of the database. */
  type?: 'User' | 'MachineToMachine'
  /** Adding answers with all rows of the list. */
  answersRows?: true
  /** Adding answers with the ids as they were given, those given twice included. */
  answersRaw?: true
  /** Order of the list: that of the other table, of the adding, or of the ids. */
  order?: 'table' | 'ids'
  /** Property of the answer that holds the rows. */
  envelope?: string
}

export const relations: readonly Relation[] = [
  {
    link: 'members',
    path: '/api/organizations/{}/users',
    to: 'users',
    body: 'userIds',
    some: true,
    unknown: 'foreign_key',
    answersRaw: true,
    order: 'ids',
  },
  {
    link: 'members',
    path: '/api/users/{}/organizations',
    to: 'organizations',
    body: 'organizationIds',
    reversed: true,
    unknown: 'foreign_key',
  },
  {
    link: 'machines',
    path: '/api/organizations/{}/applications',
    to: 'applications',
    body: 'applicationIds',
    some: true,
    unknown: 'foreign_key',
    type: 'MachineToMachine',
    order: 'ids',
  },
  {
    link: 'machines',
    path: '/api/applications/{}/organizations',
    to: 'organizations',
    body: 'organizationIds',
    reversed: true,
    unknown: 'foreign_key',
  },
  {
    link: 'memberRoles',
    path: '/api/organizations/{}/users/{}/roles',
    to: 'organization_roles',
    body: 'organizationRoleIds',
    names: 'organizationRoleNames',
    within: 'members',
    unknown: 'foreign_key',
    type: 'User',
  },
  {
    link: 'machineRoles',
    path: '/api/organizations/{}/applications/{}/roles',
    to: 'organization_roles',
    body: 'organizationRoleIds',
    within: 'machines',
    some: true,
    neverNone: true,
    unknown: 'foreign_key',
    type: 'MachineToMachine',
  },
  {
    link: 'jitRoles',
    path: '/api/organizations/{}/jit/roles',
    to: 'organization_roles',
    body: 'organizationRoleIds',
    some: true,
    unknown: 'foreign_key',
    replacedTwice: 'refused',
  },
  {
    link: 'jitSsoConnectors',
    path: '/api/organizations/{}/jit/sso-connectors',
    to: 'sso_connectors',
    body: 'ssoConnectorIds',
    some: true,
    unknown: 'foreign_key',
    replacedTwice: 'refused',
  },
  {
    link: 'organizationRoleScopes',
    path: '/api/organization-roles/{}/scopes',
    to: 'organization_scopes',
    body: 'organizationScopeIds',
    some: true,
    unknown: 'foreign_key',
    replacedTwice: 'refused',
  },
  {
    link: 'organizationRoleResourceScopes',
    path: '/api/organization-roles/{}/resource-scopes',
    to: 'scopes',
    body: 'scopeIds',
    some: true,
    unknown: 'foreign_key',
    replacedTwice: 'refused',
  },
  {
    link: 'roleUsers',
    path: '/api/roles/{}/users',
    to: 'users',
    body: 'userIds',
    exists: 'role.user_exists',
    some: true,
    unknown: 'not_found',
    twice: 'fault',
    type: 'User',
    order: 'table',
  },
  {
    link: 'roleUsers',
    path: '/api/users/{}/roles',
    to: 'roles',
    body: 'roleIds',
    reversed: true,
    unknown: 'with_id',
    twice: 'fault',
    type: 'User',
    answersRaw: true,
  },
  {
    link: 'roleApplications',
    path: '/api/roles/{}/applications',
    to: 'applications',
    body: 'applicationIds',
    exists: 'role.application_exists',
    some: true,
    unknown: 'with_id',
    twice: 'fault',
    type: 'MachineToMachine',
    order: 'table',
  },
  {
    link: 'roleApplications',
    path: '/api/applications/{}/roles',
    to: 'roles',
    body: 'roleIds',
    reversed: true,
    unknown: 'with_id',
    type: 'MachineToMachine',
    answersRaw: true,
  },
  {
    link: 'roleScopes',
    path: '/api/roles/{}/scopes',
    to: 'scopes',
    body: 'scopeIds',
    exists: 'role.scope_exists',
    some: true,
    unknown: 'with_id',
    answersRows: true,
    twice: 'fault',
  },
  {
    link: 'consentOrganizations',
    path: '/api/applications/{}/users/{}/consent-organizations',
    to: 'organizations',
    body: 'organizationIds',
    unknown: 'foreign_key',
    envelope: 'organizations',
  },
]
