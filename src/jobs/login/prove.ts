import type { Credential } from '../../access/auth/credential.js'
import type { Tenant } from '../../access/auth/tenant.js'
import type { Settings } from '../../call/operation/settings.js'
import { type ClientContext, TenantClient } from '../../call/operation/tenant-client.js'

/** What a login asks of the network: time limits, and who may interrupt it. */
export interface LoginContext {
  settings: Pick<Settings, 'retries' | 'timeoutMs'>
  client: ClientContext
}

/** Opens a client for a tenant that is not a profile yet. `insecureHttp` as at login. */
export function clientFor(tenant: Tenant, { settings, client }: LoginContext): TenantClient {
  return new TenantClient(tenant, settings, client)
}

/** A tenant that exists only for the time of a login. */
export function provisionalTenant(
  endpoint: URL,
  resource: string,
  credentials: { management?: Credential; user?: Credential; scope?: string; insecureHttp?: boolean },
): Tenant {
  const { management, user, scope, insecureHttp } = credentials
  return {
    endpoint,
    readOnly: [],
    resource,
    ...(scope === undefined ? {} : { scope }),
    ...(insecureHttp ? { insecureHttp } : {}),
    ...(management ? { management: async () => management } : {}),
    ...(user ? { user: async () => user } : {}),
  }
}
