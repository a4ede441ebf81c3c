import type { Account } from 'oidc-provider'
import { memberRoles } from '../computed.js'
import { optional, type Row } from '../store.js'
import type { Tenant } from '../tenant.js'

/** Claims of each scope that a person can be asked for. */
export const claims: Readonly<Record<string, string[]>> = {
  openid: ['sub'],
  profile: ['name', 'username', 'picture', 'family_name', 'given_name', 'nickname', 'created_at', 'updated_at'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  address: ['address'],
  custom_data: ['custom_data'],
  identities: ['identities'],
  roles: ['roles'],
  'urn:logto:scope:organizations': ['organizations'],
  'urn:logto:scope:organization_roles': ['organization_roles'],
}

/** Scopes beside those of the API resources. */
export const scopes = [...Object.keys(claims), 'offline_access', 'urn:logto:scope:sessions']

/** The account of a user; nothing for one that is unknown or suspended, so that every grant of theirs is refused. */
export function accountOf(tenant: Tenant, id: string): Account | undefined {
  const user = tenant.table('users').get(id)
  if (!user || user.isSuspended) return undefined
  return { accountId: id, claims: () => claimsOf(tenant, user) }
}

function claimsOf(tenant: Tenant, user: Row) {
  const id = String(user.id)
  const profile = (user.profile ?? {}) as Row
  const organizations = tenant.links('members').holdersOf(id)
  const roles = tenant.links('roleUsers').holdersOf(id)
  return {
    sub: id,
    name: user.name,
    username: user.username,
    picture: user.avatar,
    family_name: profile.familyName,
    given_name: profile.givenName,
    nickname: profile.nickname,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
    email: user.primaryEmail,
    email_verified: Boolean(user.primaryEmail),
    phone_number: user.primaryPhone,
    phone_number_verified: Boolean(user.primaryPhone),
    address: profile.address,
    custom_data: user.customData,
    identities: user.identities,
    roles: roles.flatMap((role) => optional(tenant.table('roles').get(role)?.name)),
    organizations,
    organization_roles: organizations.flatMap((organization) =>
      memberRoles(tenant, 'memberRoles', organization, id).map((role) => `${organization}:${(role as Row).name}`),
    ),
  }
}
