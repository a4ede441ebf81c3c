import type { Tenant } from '../../access/auth/tenant.js'
import { NotAllowedError } from '../../base/errors.js'
import type { Answer } from '../http/exchange.js'
import { parse } from './printable.js'
import { refusalOf } from './refusal.js'
import type { TenantAnswer, TenantClient } from './tenant-client.js'

/**
 * Says whether there is a Logto at the endpoint, before anything is entrusted to it: its status endpoint answers 204.
 * Throws a NotAllowedError when something else answers, and a NetworkError when nothing does or a server in trouble.
 */
export async function findLogto(client: TenantClient): Promise<Answer> {
  const sent = await client.send({ method: 'GET', path: '/api/status', query: [], headers: {} }, 'none')
  const { status } = sent.answer
  // A gateway whose server is away says nothing of what that server is.
  if (status >= 500 || status === 429) throw refusalOf(sent, { authority: 'none' }, client.tenant)
  if (status !== 204) throw notATenant(client.tenant)
  return sent.answer
}

/**
 * Proves that credentials work by a call that changes nothing. Throws a NotAllowedError that says what is missing:
 * role, scope, clock, audience.
 */
export async function proveCredentials(client: TenantClient, authority: 'management' | 'user'): Promise<unknown> {
  const sent = await askForProof(client, authority)
  if (sent.answer.status === 200) return parse(sent.answer)
  if (sent.answer.status < 400) throw notATenant(client.tenant)
  throw refusalOf(sent, { authority }, client.tenant)
}

/** Asks for the first application with the Management API's right, for the account itself with an end user's. */
export function askForProof(client: TenantClient, authority: 'management' | 'user'): Promise<TenantAnswer> {
  const [path, query]: [string, [string, string][]] =
    authority === 'user'
      ? ['/api/my-account', []]
      : [
          '/api/applications',
          [
            ['page', '1'],
            ['page_size', '1'],
          ],
        ]
  return client.send({ method: 'GET', path, query, headers: {} }, authority)
}

function notATenant({ endpoint }: Tenant): NotAllowedError {
  return new NotAllowedError(`there is no Logto at ${endpoint.origin}`, {
    code: 'auth.no_logto',
    hint: 'give the address of the tenant itself: https://<tenant id>.logto.app, or the ENDPOINT of your own Logto',
  })
}
