import { exactJson } from '../../../base/exact-json.js'
import { PageWalk } from '../../../call/http/page-walk.js'
import { type Page, totalOf } from '../../../call/http/pages.js'
import { PagesAhead, ReadAhead } from '../../../call/http/read-ahead.js'
import { parse, printableOf, rowsOf } from '../../../call/operation/printable.js'
import { notLogto } from '../../../call/operation/refusal.js'
import { refuseUnfinished, withPage } from '../../../call/operation/walk-pages.js'
import { Doors, type LoadCommand } from './doors.js'
import type { Session } from './session.js'

/** What a call gives: arguments, query flags, a JSON body. */
export interface Given {
  args?: Readonly<Record<string, string>>
  flags?: Readonly<Record<string, unknown>>
  body?: unknown
}

/** Pages of all lists that may have come before they are needed: twice as many as requests may be under way. */
const pagesAhead = 32

/**
 * Calls operations for jobs that need several, each by its command's name and through the door that its command has: with
 * its checks, its client and its refusals.
 */
export class Operations {
  private readonly doors: Doors
  private readonly ahead = new PagesAhead(pagesAhead)

  constructor(session: Session, load: LoadCommand) {
    this.doors = new Doors(session, load)
  }

  /** The document of an answer; undefined where it is none. Throws what the command would. */
  async call(command: string, given: Given = {}): Promise<unknown> {
    const door = await this.doors.of(command)
    const answer = await this.doors.send(door, await door.request(inputOf(given)))
    const printable = printableOf(answer, door.operation, {})
    return printable.kind === 'object' ? printable.value : printable.kind === 'rows' ? printable.document : undefined
  }

  /** The rows of a list, all of them, page by page. Throws a PartialError where some may be missing. */
  async *list<Row>(command: string, given: Given = {}): AsyncGenerator<Row> {
    const walk = new PageWalk(await this.pages(command, given))
    for await (const { rows } of walk.pages()) yield* rows as Row[]
    refuseUnfinished(walk)
  }

  /** As `list`, for very many rows: the rows of each page together, with several pages under way at once. */
  async *listAhead<Row>(command: string, given: Given = {}): AsyncGenerator<readonly Row[]> {
    const ahead = new ReadAhead(await this.pages(command, given), this.ahead)
    const walk = new PageWalk(ahead.page, { isSure: () => ahead.isSure() })
    for await (const { rows } of walk.pages()) yield rows as Row[]
    refuseUnfinished(walk)
  }

  /** How many rows a list has, if the server says so. */
  async count(command: string, given: Given = {}): Promise<number | undefined> {
    const { total, capped } = await (await this.pages(command, given))(1, 1)
    return capped ? undefined : total
  }

  private async pages(command: string, given: Given): Promise<(page: number, pageSize: number) => Promise<Page>> {
    const door = await this.doors.of(command)
    const request = await door.request(inputOf(given))
    return async (page, pageSize) => {
      const answer = await this.doors.send(door, withPage(request, { page, pageSize }))
      const rows = rowsOf(parse(answer), undefined)
      if (!rows) throw notLogto(answer)
      return { rows, ...totalOf(answer) }
    }
  }
}

function inputOf({ args = {}, flags = {}, body }: Given) {
  return { args, flags: { ...flags, ...(body === undefined ? {} : { body: exactJson(body) }) } }
}
