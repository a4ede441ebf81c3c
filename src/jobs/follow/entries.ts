import { PageWalk } from '../../call/http/page-walk.js'
import { type Page, largestPage as pageSize } from '../../call/http/pages.js'

/** One entry of the audit log, as far as following it goes. */
export interface Entry {
  id: string
  /** Epoch milliseconds. */
  createdAt: number
}

/** A stretch of time in epoch milliseconds, both ends included; without `to` it has no end yet. */
export interface Span {
  from: number
  to?: number
}

/** Fetches one page of the entries in a span, newest first. */
export type FetchPage = (span: Span, page: number, pageSize: number) => Promise<Page>

/** The most entries that are held at a time: ten pages. */
const most = 1000

/**
 * Yields the entries since `from` in batches, oldest first. The API gives the newest first, so that a batch must be
 * complete before it is shown: where there are many entries the time is halved until a part is small enough, and memory
 * stays bounded. Entries may come twice.
 */
export function entriesSince(fetchPage: FetchPage, from: number): AsyncGenerator<Entry[]> {
  return batches(fetchPage, { from })
}

async function* batches(fetchPage: FetchPage, span: Span): AsyncGenerator<Entry[]> {
  const first = await fetchPage(span, 1, pageSize)
  const newest = first.rows.filter(isEntry).reduce((latest, { createdAt }) => Math.max(latest, createdAt), span.from)
  const end = span.to ?? newest
  const isLong = first.capped || (first.total ?? 0) > most
  if (isLong && end > span.from) {
    const middle = Math.floor((span.from + end) / 2)
    yield* batches(fetchPage, { from: span.from, to: middle })
    yield* batches(fetchPage, { from: middle + 1, to: end })
    return
  }
  const rows: unknown[] = []
  const walk = new PageWalk(async (page, size) => (page === 1 ? first : fetchPage(span, page, size)), { pageSize })
  for await (const page of walk.pages()) rows.push(...page.rows)
  const entries = rows.filter(isEntry).filter(({ createdAt }) => createdAt >= span.from && createdAt <= end)
  // Of the same millisecond the API gives the later first.
  if (entries.length > 0) yield entries.reverse().sort((a, b) => a.createdAt - b.createdAt)
}

function isEntry(row: unknown): row is Entry {
  if (typeof row !== 'object' || row === null) return false
  const { id, createdAt } = row as Partial<Record<keyof Entry, unknown>>
  return typeof id === 'string' && typeof createdAt === 'number'
}
