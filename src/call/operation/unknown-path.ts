import type { Tenant } from '../../access/auth/tenant.js'
import type { Operation } from '../facts/operation.js'
import type { Answer } from '../http/exchange.js'
import { isAnythingKept } from '../refreshed/kept-folder.js'
import type { ApiRequest } from '../request/request.js'
import { errorBody } from './error-body.js'
import { tenantName } from './tenant-name.js'

/**
 * What to do about a 404 of a path that the tenant does not serve: Logto answers it without one of its errors. What is
 * kept of the tenant may be old, so that it is said after the request, and never in its place. Undefined for any other.
 */
export async function unknownPathHint(
  tenant: Tenant,
  { path }: Partial<Pick<Operation, 'path'>>,
  { request, answer }: { request?: ApiRequest; answer: Answer },
): Promise<string | undefined> {
  if (answer.status !== 404 || !request?.path.startsWith('/api/')) return undefined
  const lackedAt = path === undefined ? undefined : await readLacking(tenant, request.method, path)
  if (lackedAt !== undefined) {
    return `the API document of ${tenantName(tenant)}, read on ${lackedAt.slice(0, 10)}, does not have this operation: \`logto refresh\` reads it again`
  }
  const isPlain = String(answer.headers['content-type'] ?? '').startsWith('text/plain')
  if (errorBody(answer) || !isPlain) return undefined
  return `${tenantName(tenant)} does not know this path; \`logto refresh\` reads what it has and makes commands for it`
}

/** When the document was read that lacks the operation; undefined where it is there, or nothing is kept. */
async function readLacking({ endpoint }: Tenant, method: string, path: string): Promise<string | undefined> {
  if (!isAnythingKept(process.env)) return undefined
  const [{ KeptFile }, { placeOf }] = await Promise.all([
    import('../refreshed/kept.js'),
    import('../refreshed/name-by-rule.js'),
  ])
  const kept = await new KeptFile(endpoint, process.env).read()
  if (kept === undefined || kept === 'unreadable') return undefined
  return kept.lacking.includes(placeOf(method, path)) ? kept.readAt : undefined
}
