import { UsageError } from '../../base/errors.js'
import { exactJson } from '../../base/exact-json.js'
import type { Operation } from '../../call/facts/operation.js'
import type { Answer } from '../../call/http/exchange.js'
import { pagingOf } from '../../call/operation/paging.js'
import { parse, rowsOf } from '../../call/operation/printable.js'
import { type DocumentPage, walkPages } from '../../call/operation/walk-pages.js'
import type { ApiRequest } from '../../call/request/request.js'
import type { Reply } from './host.js'
import type { Asked, OperationCalls } from './operation-calls.js'
import { inScriptWords } from './wording.js'

interface Walk {
  pages: AsyncGenerator<DocumentPage>
  /** Property that holds the rows. */
  envelope: string | undefined
}

/** Lists that a script goes through, page by page. */
export class Walks {
  private readonly underWay = new Map<number, Walk>()
  private lastId = 0

  constructor(private readonly calls: OperationCalls) {}

  /** Begins to walk over a list, and gives the number to ask for its pages by. Throws what the call throws. */
  async begin({ parameters: { limit, ...parameters }, ...asked }: Asked): Promise<number> {
    const call = await this.calls.prepare({ ...asked, parameters })
    const { operation, input } = call
    const flags = { ...input.flags, ...(limit === undefined ? { all: true } : { limit: String(limit) }) }
    const paging = await inScriptWords(async () => pagingOf(operation, flags))
    const request = await call.request()
    await call.guard(request)
    const send = (one: ApiRequest) => call.send(one)
    const pages = operation.paging
      ? walkPages(send, request, operation, paging)
      : wholeList(asked.operation, await send(request), operation, limit)
    this.lastId += 1
    this.underWay.set(this.lastId, { pages, envelope: operation.rows })
    return this.lastId
  }

  /** The next page as the server wrote it, and how many of its rows are meant; nothing after the last. */
  async page(id: number): Promise<Reply> {
    const walk = this.underWay.get(id)
    const next = await walk?.pages.next()
    if (!walk || !next || next.done) {
      this.underWay.delete(id)
      return {}
    }
    const { text, rows, document } = next.value
    const envelope = Array.isArray(document) ? undefined : walk.envelope
    return { value: text, more: exactJson({ count: rows.length, rows: envelope }) }
  }

  /** Forgets a walk that is not gone to its end. */
  leave(id: number): void {
    this.underWay.delete(id)
  }
}

/** A list that comes whole. Throws a UsageError for an answer that is none. */
async function* wholeList(
  lua: string,
  answer: Answer,
  { rows: envelope }: Operation,
  limit: unknown,
): AsyncGenerator<DocumentPage> {
  const document = parse(answer)
  const rows = rowsOf(document, envelope)
  if (!rows) {
    throw new UsageError(`${lua} does not answer a list`, {
      code: 'lua.no_list',
      hint: `call it by itself: logto.${lua}{…}`,
    })
  }
  const most = typeof limit === 'number' ? limit : rows.length
  yield { document, text: answer.text, rows: rows.slice(0, most), capped: false }
}
