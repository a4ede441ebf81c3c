import type { Authority, HttpMethod, Operation } from '../facts/operation.js'
import { parseApiPath } from '../request/api-path.js'

/** What else was typed for a raw request. */
export interface RawFacts {
  /** Several pages are wanted. */
  paged: boolean
  /** Something is given that makes a body. */
  isFilled: boolean
}

/** The operation that a raw request stands for, as far as its method and path tell. A DELETE need not have a body. */
export function rawOperation(
  method: HttpMethod,
  text: string,
  { paged, isFilled }: RawFacts,
): { operation: Operation; query: string[] } {
  const { path, query } = parseApiPath(text)
  const operation: Operation = {
    id: 'api',
    api: 'management',
    method,
    // Braces would be taken for parameters.
    path: path.replace(/[{}]/g, encodeURIComponent),
    authority: authorityOf(path),
    args: {},
    query: {},
    says: 'Done.',
    ...(paged ? { paging: { kind: 'required' as const } } : {}),
    ...(method === 'GET' || (method === 'DELETE' && !isFilled)
      ? {}
      : { body: { media: 'json' as const, shape: 'unknown' as const } }),
    ...(method === 'DELETE' ? { destructive: true as const } : {}),
    ...(method === 'PUT' ? { destructiveWhenEmpty: true as const } : {}),
  }
  return { operation, query: query.map(([name, value]) => `${name}=${value}`) }
}

/** Logto's APIs are told apart by their paths. */
function authorityOf(path: string): Authority {
  if (/^\/api\/(my-account|verifications)(\/|$)/.test(path) || path === '/oidc/me') return 'user'
  if (/^\/api\/experience(\/|$)/.test(path)) return 'interaction'
  if (/^\/api\/(\.well-known|status|swagger\.json)(\/|$)/.test(path) || !path.startsWith('/api/')) return 'none'
  return 'management'
}
