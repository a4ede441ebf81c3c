import type { Operation } from '../../call/facts/operation.js'
import { totalOf } from '../../call/http/pages.js'
import { parse } from '../../call/operation/printable.js'
import { notLogto, refusalOf, unexpectedRedirect } from '../../call/operation/refusal.js'
import type { TenantClient } from '../../call/operation/tenant-client.js'
import { withPage } from '../../call/operation/walk-pages.js'
import type { ApiRequest } from '../../call/request/request.js'
import type { FetchPage, Span } from './entries.js'

/** Reads pages of the audit log with the filters of `request`; `onAnswer` hears of each answer that is one. */
export class LogSource {
  /** The server's time at its latest answer, epoch milliseconds in whole seconds. */
  serverTime: number | undefined

  constructor(
    private readonly client: TenantClient,
    private readonly request: ApiRequest,
    private readonly operation: Pick<Operation, 'authority'>,
    private readonly onAnswer: () => Promise<void>,
  ) {}

  readonly page: FetchPage = async (span, page, pageSize) => {
    const { authority } = this.operation
    const asked = withPage({ ...this.request, query: [...this.request.query, ...boundsOf(span)] }, { page, pageSize })
    const sent = await this.client.send(asked, authority)
    const { answer } = sent
    if (answer.status >= 400) throw refusalOf(sent, { authority }, this.client.tenant)
    if (answer.status >= 300) throw unexpectedRedirect(answer)
    const rows = parse(answer)
    if (!Array.isArray(rows)) throw notLogto(answer)
    const date = typeof answer.headers.date === 'string' ? Date.parse(answer.headers.date) : Number.NaN
    if (!Number.isNaN(date)) this.serverTime = date
    await this.onAnswer()
    return { rows, ...totalOf(answer) }
  }
}

/** The query of a span. Some versions of Logto leave the bounds themselves out, so it asks for one millisecond more. */
function boundsOf({ from, to }: Span): [string, string][] {
  return [
    // Otherwise a large tenant may not count its entries in time.
    ['enableCap', 'true'],
    ['start_time', String(Math.max(0, from - 1))],
    ...(to === undefined ? [] : [['end_time', String(to + 1)] as [string, string]]),
  ]
}
