import type { Listing } from './call.js'
import { Refusal } from './refusal.js'
import type { Row } from './store.js'

/** Lists that answer all rows when no page is asked for; the documents do not tell them from the others. */
const optional = new Set([
  '/api/applications',
  '/api/applications/{}/organizations',
  '/api/resources',
  '/api/roles/{}/scopes',
  '/api/hooks',
  '/api/one-time-tokens',
  '/api/sso-connectors',
  '/api/organization-scopes',
  '/api/organization-roles/{}/scopes',
  '/api/organization-roles/{}/resource-scopes',
  '/api/organizations/{}/users/{}/roles',
  '/api/organizations/{}/applications/{}/roles',
  '/api/organizations/{}/jit/email-domains',
  '/api/organizations/{}/jit/roles',
  '/api/organizations/{}/jit/sso-connectors',
])

/**
 * The asked page and its headers (`Total-Number`, `Link`).
 * Pages count from 1; 20 rows by default, 100 at most: anything else is 400 `guard.invalid_pagination`.
 * `shape` is the path without the parameters' names; `url` the request's own, on which the links are built
 * (without `/api`, as Logto builds them).
 */
export function pageOf(rows: Listing, shape: string, url: URL): { rows: Row[]; headers: [string, string][] } {
  const asked = url.searchParams
  if (optional.has(shape) && !asked.has('page') && !asked.has('page_size')) {
    return { rows: rows.slice(0, rows.length), headers: [] }
  }
  const page = Number(asked.get('page') ?? 1)
  const size = Number(asked.get('page_size') ?? 20)
  if (!Number.isInteger(page) || !Number.isInteger(size) || page < 1 || size < 1 || size > 100) {
    throw new Refusal(400, 'guard.invalid_pagination', 'The page or its size is out of range.')
  }
  const last = Math.max(1, Math.ceil(rows.length / size))
  const links = [link(url, 1, 'first')]
  if (page > 1) links.push(link(url, page - 1, 'prev'))
  links.push(link(url, last, 'last'))
  if (page < last) links.push(link(url, page + 1, 'next'))
  return {
    rows: rows.slice((page - 1) * size, page * size),
    headers: [
      ['Total-Number', String(rows.length)],
      ['Link', links.join(', ')],
    ],
  }
}

function link(url: URL, page: number, rel: string): string {
  const target = new URL(url)
  target.pathname = target.pathname.replace(/^\/api/, '')
  target.searchParams.set('page', String(page))
  return `<${target.href}>; rel="${rel}"`
}
