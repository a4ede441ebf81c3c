import { errors } from 'oidc-provider'
import type { Tenant } from '../tenant.js'

/** True for a secret of the application; throws `invalid_request` for one that has expired. */
export function isSecretOf(tenant: Tenant, applicationId: string, given: string): boolean {
  const found = tenant
    .table('application_secrets')
    .rows.find((row) => row.applicationId === applicationId && row.value === given)
  if (!found) return false
  if (found.expiresAt !== null && Number(found.expiresAt) <= Date.now()) {
    throw new errors.InvalidRequest('client secret has expired')
  }
  return true
}
