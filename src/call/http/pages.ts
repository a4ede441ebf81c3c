/** Pages of a list, by number (Logto counts from 1; its `Link` headers lose repeated parameters). */

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
  /** Asked after the first reading: whether no row can have slipped through; else the list is read once more. */
  isSure?: () => Promise<boolean>
}

/** The count in an answer's headers: `Total-Number`, and `Total-Number-Is-Capped` where Logto stopped counting. */
export function totalOf({ headers }: Pick<Answer, 'headers'>): Pick<Page, 'total' | 'capped'> {
  const text = headers['total-number']
  const capped = headers['total-number-is-capped'] === 'true'
  return typeof text === 'string' && /^\d+$/.test(text) ? { total: Number(text), capped } : { capped }
}
