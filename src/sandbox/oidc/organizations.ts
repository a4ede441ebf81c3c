import { errors, type ResourceServer } from 'oidc-provider'
import type { Tenant } from '../tenant.js'
import { signing } from './resources.js'

/** What a member of an organization is: a person or an application. */
export interface Member {
  kind: 'person' | 'application'
  id: string
}

const links = {
  person: { of: 'members', roles: 'memberRoles', refusal: 'user is not a member of the organization' },
  application: { of: 'machines', roles: 'machineRoles', refusal: 'app has not associated with the organization' },
} as const

/**
 * What an organization token is for: the audience `urn:logto:organization:ID`, with the scopes that the member's roles
 * there grant. Throws 403 `access_denied` for who is no member.
 */
export function organizationServer(tenant: Tenant, organizationId: string, { kind, id }: Member): ResourceServer {
  const { of, roles, refusal } = links[kind]
  if (!tenant.links(of).has(organizationId, id)) {
    throw Object.assign(new errors.AccessDenied(refusal), { statusCode: 403, status: 403 })
  }
  const held = [...tenant.links(roles).of(`${organizationId}/${id}`)]
  const scopes = new Set(held.flatMap((role) => [...tenant.links('organizationRoleScopes').of(role)]))
  return {
    audience: `urn:logto:organization:${organizationId}`,
    scope: [...scopes].map((scope) => tenant.table('organization_scopes').get(scope)?.name).join(' '),
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: signing } },
  }
}
