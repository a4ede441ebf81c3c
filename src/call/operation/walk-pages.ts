import { keepHeapSmall } from '../../base/engine.js'
import { InterruptedError, OutputError, PartialError } from '../../base/errors.js'
import { grouped } from '../../base/many.js'
import type { Operation } from '../facts/operation.js'
import type { Answer } from '../http/exchange.js'
import { PageWalk } from '../http/page-walk.js'
import { largestPage, type Page, totalOf } from '../http/pages.js'
import type { Printable, RowPrinter } from '../output/answer.js'
import { leftNotice } from '../output/notice.js'
import { ClosedPipe } from '../output/streams.js'
import type { ApiRequest } from '../request/request.js'
import type { Paging } from './paging.js'
import { parse, rowsOf } from './printable.js'

/** A page with the document it came in. */
export interface DocumentPage extends Page {
  document: unknown
  /** The document as the server wrote it. */
  text: string
}

/** Sends one request and gives its successful answer. */
export type Send = (request: ApiRequest) => Promise<Answer>

/** A walk over the pages that `--all` or `--limit` asks for, one after the other. */
export function walkPages(
  send: Send,
  request: ApiRequest,
  { rows: envelope }: Operation,
  paging: Paging,
): PageWalk<DocumentPage> {
  const { limit, pageSize } = paging
  const fetchPage = async (page: number, size: number): Promise<DocumentPage> => {
    const answer = await send(withPage(request, { page, pageSize: size }))
    const document = parse(answer)
    return { document, text: answer.text, rows: rowsOf(document, envelope) ?? [], ...totalOf(answer) }
  }
  return new PageWalk(fetchPage, {
    ...(limit === undefined ? {} : { limit }),
    ...(pageSize === undefined ? {} : { pageSize }),
  })
}

/**
 * Prints pages as they come and returns how many rows there were, the first page's rows, and the notice that some are left where a limit ended
 * the walk. A failure after rows were printed is a partial one (exit 8).
 */
export async function printPages(
  pages: AsyncIterable<DocumentPage>,
  printer: RowPrinter,
  { limit }: Pick<Paging, 'limit'>,
): Promise<{ count: number; left: string | undefined; first: readonly unknown[] }> {
  keepHeapSmall()
  let count = 0
  let first: readonly unknown[] = []
  let left: string | undefined
  try {
    for await (const { rows, document, total, capped } of pages) {
      if (count === 0) first = rows
      count += rows.length
      left = limit === undefined ? undefined : leftNotice(count, total, capped)
      await printer.rows(rows, document)
    }
  } catch (error) {
    if (printer.printed === 0 || error instanceof InterruptedError || isUnwritten(error)) throw error
    throw new PartialError(`stopped after ${printer.printed} rows`, { code: 'partial.pages', cause: error })
  }
  await printer.end()
  return { count, left, first }
}

/** The reader has gone, or the disk is full. */
function isUnwritten(error: unknown): boolean {
  return error instanceof ClosedPipe || error instanceof OutputError
}

/** All pages as one list, in the shape of one page, with the count that the walk ended with. */
export async function collectPages(
  pages: AsyncIterable<DocumentPage>,
  { rows: envelope }: Operation,
): Promise<Extract<Printable, { kind: 'rows' }>> {
  const rows: unknown[] = []
  let first: DocumentPage | undefined
  let last: DocumentPage | undefined
  for await (const page of pages) {
    first ??= page
    last = page
    rows.push(...page.rows)
  }
  const document = envelope === undefined ? rows : { ...(first?.document as object | undefined), [envelope]: rows }
  return { kind: 'rows', document, rows, envelope, total: last?.total, capped: last?.capped ?? false }
}

/** Throws a PartialError (exit 8), after the rows are printed, for a walk that could not be made whole. */
export function refuseUnfinished({ missing }: { missing: number }): void {
  if (missing === 0) return
  const rows = missing === 1 ? 'one row' : `${grouped(missing)} rows`
  throw new PartialError(`the list changed while it was read: ${rows} may be missing`, {
    code: 'partial.changed',
    hint: 'run it again when fewer changes are made',
  })
}

/** Where a walk begins. */
export function firstPageOf({
  limit = largestPage,
  pageSize = largestPage,
}: Paging): Pick<Paging, 'page' | 'pageSize'> {
  return { page: 1, pageSize: Math.min(pageSize, Math.max(limit, 1)) }
}

/** The request for one page; without a page or size Logto decides. */
export function withPage(
  request: ApiRequest,
  { page, pageSize }: { page?: number | undefined; pageSize?: number | undefined },
): ApiRequest {
  const query: [string, string][] = []
  if (page !== undefined) query.push(['page', String(page)])
  if (pageSize !== undefined) query.push(['page_size', String(pageSize)])
  return query.length === 0 ? request : { ...request, query: [...query, ...request.query] }
}
