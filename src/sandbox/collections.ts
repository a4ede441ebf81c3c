import type { Missing } from './refusal.js'
import { newId, type Row } from './store.js'

/** A kind of row that the sandbox keeps: where it is served and how it behaves. Rules that need code are in `rules.ts`. */
export interface Collection {
  /** Name of the table, as Logto's messages spell it. */
  table: string
  /** Path of the list; `{}` stands for the owner's id. */
  path: string
  /** Property that ends the path of one row; `id` by default. */
  key?: string
  idLength?: number
  /** Property that holds the owner's id. */
  owner?: string
  /** What tells these rows from others in the same table. */
  kind?: Row
  defaults?: (now: number) => Row
  /** Properties that no two rows (of one owner) share, with the code of the refusal. */
  unique?: Readonly<Record<string, string>>
  /** How lists come: the newest first, or by properties. Without it Logto reads them as they lie in the database. */
  order?: 'newest' | 'oldest' | readonly string[]
  /** A PATCH may set nothing; elsewhere Logto refuses that. */
  takesNothing?: true
  /** Fields of the search parameters and of `q`. */
  search?: readonly string[]
  /** How an unknown row is refused, by method; `below` is for paths below it. */
  missing?: Partial<Record<'GET' | 'PATCH' | 'DELETE' | 'below' | 'belowWrite' | 'belowDelete', Missing>>
}

const organizationStyle = { belowWrite: 'foreign_key', belowDelete: 'not_found', PATCH: 'not_exists' } as const
const userFields = ['id', 'primaryEmail', 'primaryPhone', 'username', 'name'] as const
const named = ['id', 'name', 'description'] as const

export const collections: readonly Collection[] = [
  {
    table: 'users',
    path: '/api/users',
    idLength: 12,
    order: 'newest',
    search: userFields,
    missing: { GET: 'not_found', PATCH: 'not_found', below: 'not_found' },
    defaults: (now) => ({
      username: null,
      primaryEmail: null,
      primaryPhone: null,
      name: null,
      avatar: null,
      customData: {},
      identities: {},
      lastSignInAt: null,
      updatedAt: now,
      profile: {},
      applicationId: null,
      cimdClientId: null,
      isSuspended: false,
      hasPassword: false,
    }),
  },
  {
    table: 'applications',
    path: '/api/applications',
    takesNothing: true,
    order: 'newest',
    search: named,
    missing: { belowDelete: 'with_id' },
    defaults: () => ({
      description: null,
      oidcClientMetadata: { redirectUris: [], postLogoutRedirectUris: [] },
      customClientMetadata: {},
      protectedAppMetadata: null,
      customData: {},
      isThirdParty: false,
      appLevelAccessControlEnabled: false,
    }),
  },
  {
    table: 'applications',
    path: '/api/saml-applications',
    kind: { type: 'SAML' },
    takesNothing: true,
    defaults: () => ({ description: null, customData: {}, isThirdParty: true, appLevelAccessControlEnabled: false }),
  },
  {
    table: 'organizations',
    path: '/api/organizations',
    idLength: 12,
    search: named,
    missing: organizationStyle,
    defaults: () => ({
      description: null,
      customData: {},
      isMfaRequired: false,
      color: {},
      branding: {},
      customCss: null,
    }),
  },
  {
    table: 'organization_roles',
    path: '/api/organization-roles',
    search: named,
    missing: { ...organizationStyle, GET: 'not_found' },
    unique: { name: 'entity.unique_integrity_violation' },
    defaults: () => ({ description: null, type: 'User' }),
  },
  {
    table: 'organization_scopes',
    path: '/api/organization-scopes',
    order: ['name'],
    search: named,
    missing: organizationStyle,
    unique: { name: 'entity.unique_integrity_violation' },
    defaults: () => ({ description: null }),
  },
  {
    table: 'roles',
    path: '/api/roles',
    search: named,
    missing: { DELETE: 'with_id', belowDelete: 'not_found' },
    unique: { name: 'role.name_in_use' },
    defaults: () => ({ type: 'User', isDefault: false }),
  },
  {
    table: 'resources',
    path: '/api/resources',
    unique: { indicator: 'resource.resource_identifier_in_use' },
    defaults: () => ({ isDefault: false, accessTokenTtl: 3600 }),
  },
  {
    table: 'scopes',
    path: '/api/resources/{}/scopes',
    owner: 'resourceId',
    search: named,
    unique: { name: 'scope.name_exists' },
    defaults: () => ({ description: null }),
  },
  {
    table: 'connectors',
    path: '/api/connectors',
    order: ['id'],
    idLength: 12,
    defaults: () => ({ syncProfile: false, enableTokenStorage: false, config: {}, metadata: {} }),
  },
  {
    table: 'sso_connectors',
    path: '/api/sso-connectors',
    takesNothing: true,
    idLength: 12,
    missing: { DELETE: 'with_id', below: 'connector', belowDelete: 'connector' },
    defaults: () => ({ config: {}, domains: [], branding: {}, syncProfile: false, enableTokenStorage: false }),
  },
  {
    table: 'hooks',
    path: '/api/hooks',
    order: 'newest',
    missing: { PATCH: 'not_exists', below: 'not_exists', belowWrite: 'with_id' },
    defaults: () => ({ name: '', event: null, events: [], enabled: true, signingKey: newId(32) }),
  },
  {
    table: 'organization_invitations',
    path: '/api/organization-invitations',
    defaults: (now) => ({ inviterId: null, acceptedUserId: null, status: 'Pending', updatedAt: now }),
  },
  {
    table: 'one_time_tokens',
    path: '/api/one-time-tokens',
    order: 'newest',
    defaults: (now) => ({ token: newId(32), context: {}, status: 'active', expiresAt: now + 600_000 }),
  },
  {
    table: 'domains',
    path: '/api/domains',
    order: 'oldest',
    unique: { domain: 'domain.hostname_already_exists' },
    defaults: () => ({ status: 'PendingVerification', errorMessage: null }),
  },
  { table: 'email_templates', path: '/api/email-templates', order: ['languageTag', 'templateType'] },
  {
    table: 'custom_phrases',
    path: '/api/custom-phrases',
    order: ['languageTag'],
    key: 'languageTag',
    missing: { GET: 'not_found' },
  },
  {
    table: 'custom_profile_fields',
    path: '/api/custom-profile-fields',
    order: ['sieOrder'],
    key: 'name',
    missing: { GET: 'not_exists' },
    unique: { name: 'custom_profile_fields.name_exists' },
    defaults: () => ({ label: '', description: null, config: {} }),
  },
  { table: 'logs', path: '/api/logs', order: 'newest' },
  {
    table: 'application_secrets',
    path: '/api/applications/{}/secrets',
    key: 'name',
    owner: 'applicationId',
    order: 'oldest',
    missing: { PATCH: 'not_exists' },
    unique: { name: 'application.secret_name_exists' },
    defaults: () => ({ value: newId(32), expiresAt: null }),
  },
  {
    table: 'personal_access_tokens',
    path: '/api/users/{}/personal-access-tokens',
    key: 'name',
    owner: 'userId',
    unique: { name: 'user.personal_access_token_name_exists' },
    defaults: () => ({ value: `pat_${newId(32)}`, expiresAt: null }),
  },
  { table: 'mfa_verifications', path: '/api/users/{}/mfa-verifications', owner: 'userId', order: 'oldest' },
  {
    table: 'saml_secrets',
    path: '/api/saml-applications/{}/secrets',
    owner: 'applicationId',
    defaults: () => ({ active: false }),
  },
  {
    table: 'signing_keys',
    path: '/api/sso-connectors/{}/signing-keys',
    owner: 'ssoConnectorId',
    defaults: () => ({ active: false }),
  },
  {
    table: 'jit_email_domains',
    path: '/api/organizations/{}/jit/email-domains',
    key: 'emailDomain',
    owner: 'organizationId',
    unique: { emailDomain: 'entity.unique_integrity_violation' },
  },
]

/** The collection whose list is at a path, such as `/api/users`; it must exist. */
export function collectionAt(path: string): Collection {
  const collection = collections.find((c) => c.path === path)
  if (!collection) throw new Error(`the sandbox keeps no rows at ${path}`)
  return collection
}
