import type { Listing } from './call.js'
import { invalidInput } from './columns.js'
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
  if (optional.has(shape) && !asked.get('page') && !asked.get('page_size')) {
    return { rows: rows.slice(0, rows.length), headers: [] }
  }
  const page = numberOf(asked.getAll('page'), 1, Number.POSITIVE_INFINITY)
  const size = numberOf(asked.getAll('page_size'), 20, 100)
  const offset = (page - 1) * size
  // Fractions are numbers to Logto, and the database takes none.
  if (!Number.isInteger(size) || !Number.isInteger(offset)) throw invalidInput()
  const last = Math.max(1, Math.ceil(rows.length / size))
  const shown = Math.floor(offset / size) + 1
  const links = [link(url, 1, 'first')]
  if (shown > 1) links.push(link(url, shown - 1, 'prev'))
  links.push(link(url, last, 'last'))
  if (shown < last) links.push(link(url, shown + 1, 'next'))
  return {
    rows: rows.slice(offset, offset + size),
    headers: [
      ['Total-Number', String(rows.length)],
      ['Link', links.join(', ')],
    ],
  }
}

/** A positive number up to a limit; nothing given is the default. Throws 400 `guard.invalid_pagination`. */
function numberOf(given: readonly string[], otherwise: number, most: number): number {
  const [text = ''] = given
  const value = text === '' && given.length < 2 ? otherwise : Number(text)
  if (given.length < 2 && value > 0 && value <= most) return value
  throw new Refusal(400, 'guard.invalid_pagination', 'The page or its size is out of range.')
}

function link(url: URL, page: number, rel: string): string {
  const target = new URL(url)
  target.pathname = target.pathname.replace(/^\/api/, '')
  target.searchParams.set('page', String(page))
  return `<${target.href}>; rel="${rel}"`
}
