/**
 * The kinds of objects that ids stand for: where one is read, what people know it by, and which command shows what
 * there is. Refusals name what does not exist by it, and questions what is about to be destroyed.
 */
export interface Kind {
  noun: string
  /** An object is read at `<path>/<id>` of the Management API. */
  path: string
  /** Properties that people know one by, the best first. */
  names: readonly string[]
  /** The command that shows which ones there are; `{id}` is filled in. */
  find: string
  /** Properties of bodies that hold their ids. */
  lists: readonly string[]
}

const kinds: Readonly<Record<string, Kind>> = {
  user: {
    noun: 'user',
    path: '/api/users',
    names: ['name', 'primaryEmail', 'username', 'primaryPhone'],
    find: 'users find {id}',
    lists: ['userIds'],
  },
  app: {
    noun: 'application',
    path: '/api/applications',
    names: ['name', 'type'],
    find: 'apps list',
    lists: ['applicationIds'],
  },
  'saml-app': {
    noun: 'SAML application',
    path: '/api/saml-applications',
    names: ['name'],
    find: 'apps list --types SAML',
    lists: [],
  },
  org: {
    noun: 'organization',
    path: '/api/organizations',
    names: ['name'],
    find: 'orgs list',
    lists: ['organizationIds'],
  },
  'org-role': {
    noun: 'organization role',
    path: '/api/organization-roles',
    names: ['name', 'type'],
    find: 'org-roles list',
    lists: ['organizationRoleIds'],
  },
  'org-scope': {
    noun: 'organization scope',
    path: '/api/organization-scopes',
    names: ['name'],
    find: 'org-scopes list',
    lists: ['organizationScopeIds', 'organizationScopes'],
  },
  role: {
    noun: 'role',
    path: '/api/roles',
    names: ['name', 'type'],
    find: 'roles list',
    lists: ['roleIds', 'userRoleIds'],
  },
  resource: {
    noun: 'API resource',
    path: '/api/resources',
    names: ['name', 'indicator'],
    find: 'resources list',
    lists: [],
  },
  connector: {
    noun: 'connector',
    path: '/api/connectors',
    names: ['connectorId', 'type'],
    find: 'connectors list',
    lists: [],
  },
  'sso-connector': {
    noun: 'enterprise SSO connector',
    path: '/api/sso-connectors',
    names: ['connectorName', 'providerName'],
    find: 'sso-connectors list',
    lists: ['ssoConnectorIds'],
  },
  hook: { noun: 'webhook', path: '/api/hooks', names: ['name'], find: 'hooks list', lists: [] },
  domain: { noun: 'domain', path: '/api/domains', names: ['domain'], find: 'domains list', lists: [] },
  invitation: {
    noun: 'invitation',
    path: '/api/organization-invitations',
    names: ['invitee', 'status'],
    find: 'org-invitations list',
    lists: [],
  },
  template: {
    noun: 'e-mail template',
    path: '/api/email-templates',
    names: ['templateType', 'languageTag'],
    find: 'email-templates list',
    lists: [],
  },
  token: {
    noun: 'one-time token',
    path: '/api/one-time-tokens',
    names: ['email', 'status'],
    find: 'one-time-tokens list',
    lists: [],
  },
  log: { noun: 'log entry', path: '/api/logs', names: ['key'], find: 'logs list', lists: [] },
}

/** The kind that an argument of a command holds the id of, such as `user-id`; undefined for any other argument. */
export function kindOfArgument(name: string): Kind | undefined {
  const stem = name.replace(/-id$/, '')
  return stem !== name && Object.hasOwn(kinds, stem) ? kinds[stem] : undefined
}

/** The kind that a list in a body holds ids of, such as `userIds`. */
export function kindOfList(property: string): Kind | undefined {
  return Object.values(kinds).find(({ lists }) => lists.includes(property))
}
