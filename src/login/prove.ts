import type { Credential } from '../auth/credential.js'
import type { Tenant } from '../auth/tenant.js'
import { NotAllowedError } from '../errors.js'
import { parse } from '../operation/printable.js'
import { refusalOf } from '../operation/refusal.js'
import type { Settings } from '../operation/settings.js'
import { type ClientContext, TenantClient } from '../operation/tenant-client.js'

/** What a login asks of the network: time limits, and who may interrupt it. */
export interface LoginContext {
  settings: Pick<Settings, 'retries' | 'timeoutMs'>
  client: ClientContext
}

/** Opens a client for a tenant that is not a profile yet. `insecureHttp` as at login. */
export function clientFor(tenant: Tenant, { settings, client }: LoginContext): TenantClient {
  return new TenantClient(tenant, settings, client)
}

/**
 * Proves that credentials work by a call that changes nothing: the first application for the Management API, the
 * account itself for an end user. Throws a NotAllowedError that says what is missing: role, scope, clock, audience.
 */
export async function proveCredentials(client: TenantClient, authority: 'management' | 'user'): Promise<unknown> {
  const [path, query] =
    authority === 'user'
      ? ['/api/my-account', [] as [string, string][]]
      : [
          '/api/applications',
          [
            ['page', '1'],
            ['page_size', '1'],
          ] as [string, string][],
        ]
  const sent = await client.send({ method: 'GET', path, query, headers: {} }, authority)
  if (sent.answer.status === 200) return parse(sent.answer)
  if (sent.answer.status < 400) throw notATenant(client.tenant)
  throw refusalOf(sent, { authority }, client.tenant)
}

/**
 * Says whether there is a Logto at the endpoint, before anything is entrusted to it: its status endpoint answers 204.
 * Throws a NotAllowedError when something else answers, and a NetworkError when nothing does.
 */
export async function findLogto(client: TenantClient): Promise<void> {
  const { answer } = await client.send({ method: 'GET', path: '/api/status', query: [], headers: {} }, 'none')
  if (answer.status !== 204) throw notATenant(client.tenant)
}

function notATenant({ endpoint }: Tenant): NotAllowedError {
  return new NotAllowedError(`there is no Logto at ${endpoint.origin}`, {
    code: 'auth.no_logto',
    hint: 'give the address of the tenant itself: https://<tenant id>.logto.app, or the ENDPOINT of your own Logto',
  })
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
