import { UsageError } from '../../base/errors.js'
import { exactJson } from '../../base/exact-json.js'
import type { Operation } from '../../call/facts/operation.js'
import type { Answer } from '../../call/http/exchange.js'
import { pagingOf } from '../../call/operation/paging.js'
import { parse, rowsOf } from '../../call/operation/printable.js'
import { type DocumentPage, refuseUnfinished, walkPages } from '../../call/operation/walk-pages.js'
import type { ApiRequest } from '../../call/request/request.js'
import type { Reply } from './host.js'
import type { Asked, OperationCalls } from './operation-calls.js'
import { inScriptWords } from './wording.js'

/** A page, and the places of its rows that had not come before. */
type WalkedPage = DocumentPage & { places: readonly number[] }

/** What a script gets of a page. */
type Shown = (text: string, document: unknown) => string

interface Walk {
  pages: AsyncGenerator<WalkedPage>
  /** Throws where the walk could not be made whole. */
  refuse: () => void
  shown: Shown
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
    const walk = operation.paging ? walkPages(send, request, operation, paging) : undefined
    const pages = walk?.pages() ?? wholeList(asked.operation, await send(request), operation, limit)
    this.lastId += 1
    const refuse = () => refuseUnfinished(walk ?? { missing: 0 })
    this.underWay.set(this.lastId, {
      pages,
      refuse,
      shown: (text, document) => call.shown(text, document),
      envelope: operation.rows,
    })
    return this.lastId
  }

  /**
   * The next page as the server wrote it, and which of its rows are meant; nothing after the last. Throws a PartialError
   * in the place of the end where rows may be missing.
   */
  async page(id: number): Promise<Reply> {
    const walk = this.underWay.get(id)
    const next = await walk?.pages.next()
    if (!walk || !next || next.done) {
      this.underWay.delete(id)
      walk?.refuse()
      return {}
    }
    const { text, places, document } = next.value
    const envelope = Array.isArray(document) ? undefined : walk.envelope
    return {
      value: walk.shown(text, document),
      more: exactJson({ places: places.map((place) => place + 1), rows: envelope }),
    }
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
): AsyncGenerator<WalkedPage> {
  const document = parse(answer)
  const rows = rowsOf(document, envelope)
  if (!rows) {
    throw new UsageError(`${lua} does not answer a list`, {
      code: 'lua.no_list',
      hint: `call it by itself: logto.${lua}{…}`,
    })
  }
  const wanted = rows.slice(0, typeof limit === 'number' ? limit : rows.length)
  yield { document, text: answer.text, rows: wanted, places: [...wanted.keys()], capped: false }
}
