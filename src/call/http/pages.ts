/** Walks a paged list by page number (Logto counts from 1; its `Link` headers lose repeated parameters). */

import { isDeepStrictEqual } from 'node:util'
import type { Answer } from './exchange.js'

/** The most rows that Logto puts on a page. */
export const largestPage = 100

export interface Page {
  rows: readonly unknown[]
  /** Rows of the whole list, where the server says so. */
  total?: number
  /** The server stopped counting at `total`: there are more rows. */
  capped: boolean
}

export interface WalkOptions {
  /** Most rows to yield; no limit when absent. */
  limit?: number
  /** Rows of a page, {@link largestPage} by default. */
  pageSize?: number
  /** First page to fetch, 1 by default. */
  firstPage?: number
}

/**
 * Yields page after page, each when it has come, never an empty one; the last is cut to the limit.
 * The page size stays the same over the walk, or rows would be skipped.
 *
 * The walk ends: at the limit; at an empty page; when as many rows were seen as the server counts; without a count, at
 * a short page. A capped count is no end. Rows may come and go during the walk, so the latest count is taken, but a
 * list that has doubled since the first page is not followed for ever, and a server that counts nothing and gives the
 * same page again does not know pages.
 */
export async function* eachPage<P extends Page>(
  fetchPage: (page: number, pageSize: number) => Promise<P>,
  options: WalkOptions = {},
): AsyncGenerator<P> {
  const { limit = Number.POSITIVE_INFINITY, firstPage = 1 } = options
  const pageSize = Math.min(options.pageSize ?? largestPage, Math.max(limit, 1))
  const before = (firstPage - 1) * pageSize
  let seen = 0
  let most = Number.POSITIVE_INFINITY
  let last: readonly unknown[] = []
  for (let number = firstPage; seen < limit; number++) {
    const page = await fetchPage(number, pageSize)
    const isCounted = page.total !== undefined && !page.capped
    if (page.rows.length === 0 || (!isCounted && isDeepStrictEqual(page.rows, last))) return
    yield { ...page, rows: page.rows.slice(0, limit - seen) }
    last = page.rows
    seen += page.rows.length
    if (page.capped) continue
    if (page.total === undefined ? page.rows.length !== pageSize : before + seen >= page.total) return
    most = Math.min(most, 2 * (page.total ?? Number.POSITIVE_INFINITY))
    if (before + seen >= most) return
  }
}

/** The count in an answer's headers: `Total-Number`, and `Total-Number-Is-Capped` where Logto stopped counting. */
export function totalOf({ headers }: Pick<Answer, 'headers'>): Pick<Page, 'total' | 'capped'> {
  const text = headers['total-number']
  const capped = headers['total-number-is-capped'] === 'true'
  return typeof text === 'string' && /^\d+$/.test(text) ? { total: Number(text), capped } : { capped }
}
