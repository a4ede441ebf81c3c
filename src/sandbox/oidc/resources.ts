import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'

/** Algorithm of every signature of the provider. */
export const signing = 'ES384'

/** Who is to hold the scopes: a person or a machine, by id. */
export interface Holder {
  kind: 'roleUsers' | 'roleApplications'
  id: string
}

/**
 * The API resource of an indicator (RFC 8707) with those of its scopes that the holder's roles grant, all of them
 * where nobody is known yet. Throws `invalid_target` when the tenant has no such resource.
 */
export function resourceServer(tenant: Tenant, indicator: string, holder: Holder | undefined): ResourceServer {
  const resource = tenant.table('resources').rows.find((row) => row.indicator === indicator)
  if (!resource) throw new errors.InvalidTarget('resource indicator is missing, or unknown')
  const scopes = scopesOf(tenant, resource).filter((row) => !holder || isGranted(tenant, row, holder))
  return {
    audience: indicator,
    scope: scopes.map((row) => row.name).join(' '),
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: signing } },
    ...(tenant.accessTokenLifetime === undefined ? { accessTokenTTL: Number(resource.accessTokenTtl) } : {}),
  }
}

/** Throws `invalid_scope` for a scope that the resource does not have at all. */
export function checkScopes(tenant: Tenant, indicator: string, asked: readonly string[]): void {
  const resource = tenant.table('resources').rows.find((row) => row.indicator === indicator)
  const known = resource ? scopesOf(tenant, resource) : []
  const unknown = asked.find((name) => !known.some((row) => row.name === name))
  if (unknown !== undefined) throw new errors.InvalidScope('requested scope is not known', unknown)
}

/** The person that a request is about, as far as it is known by now. */
export function personOf({ oidc }: KoaContextWithOIDC): Holder | undefined {
  const { Account, Session } = oidc.entities
  const id = Account?.accountId ?? oidc.result?.login?.accountId ?? Session?.accountId
  return id === undefined ? undefined : { kind: 'roleUsers', id }
}

function scopesOf(tenant: Tenant, resource: Row): Row[] {
  return tenant.table('scopes').rows.filter((row) => row.resourceId === resource.id)
}

function isGranted(tenant: Tenant, scope: Row, { kind, id }: Holder): boolean {
  const roles = tenant.links(kind).holdersOf(id)
  return roles.some((role) => tenant.links('roleScopes').has(role, String(scope.id)))
}
