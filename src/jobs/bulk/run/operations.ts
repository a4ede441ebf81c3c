import { exactJson } from '../../../base/exact-json.js'
import type { Operation } from '../../../call/facts/operation.js'
import type { Answer } from '../../../call/http/exchange.js'
import { PageWalk } from '../../../call/http/page-walk.js'
import { totalOf } from '../../../call/http/pages.js'
import { OperationDoor } from '../../../call/operation/operation-door.js'
import { parse, printableOf, rowsOf } from '../../../call/operation/printable.js'
import { notLogto } from '../../../call/operation/refusal.js'
import { refuseUnfinished, withPage } from '../../../call/operation/walk-pages.js'
import type { Session } from './session.js'

/** Loads what a command knows of its operation, by the command as typed: `users create`. */
export type LoadCommand = (command: string) => Promise<{ operation?: Operation }>

/** What a call gives: arguments, query flags, a JSON body. */
export interface Given {
  args?: Readonly<Record<string, string>>
  flags?: Readonly<Record<string, unknown>>
  body?: unknown
}

/**
 * Calls operations for jobs that need several, each by its command's name and through the door that its command has: with
 * its checks, its client and its refusals.
 */
export class Operations {
  private readonly doors = new Map<string, Promise<OperationDoor>>()

  constructor(
    private readonly session: Session,
    private readonly load: LoadCommand,
  ) {}

  /** The document of an answer; undefined where it is none. Throws what the command would. */
  async call(command: string, given: Given = {}): Promise<unknown> {
    const door = await this.door(command)
    const answer = await this.sent(door, await door.request(inputOf(given)))
    const printable = printableOf(answer, door.operation, {})
    return printable.kind === 'object' ? printable.value : printable.kind === 'rows' ? printable.document : undefined
  }

  /** The rows of a list, all of them, page by page. Throws a PartialError where some may be missing. */
  async *list<Row>(command: string, given: Given = {}): AsyncGenerator<Row> {
    const door = await this.door(command)
    const request = await door.request(inputOf(given))
    const walk = new PageWalk(async (page, pageSize) => {
      const answer = await this.sent(door, withPage(request, { page, pageSize }))
      const rows = rowsOf(parse(answer), undefined)
      if (!rows) throw notLogto(answer)
      return { rows, ...totalOf(answer) }
    })
    for await (const { rows } of walk.pages()) yield* rows as Row[]
    refuseUnfinished(walk)
  }

  private async sent(door: OperationDoor, request: Parameters<OperationDoor['send']>[0]): Promise<Answer> {
    const answer = await door.send(request)
    this.session.clock.learn(answer)
    return answer
  }

  private door(command: string): Promise<OperationDoor> {
    const known = this.doors.get(command) ?? this.opened(command)
    this.doors.set(command, known)
    return known
  }

  private async opened(command: string): Promise<OperationDoor> {
    const { operation } = await this.load(command)
    if (!operation) throw new Error(`the command ${command} has no operation`)
    const { session } = this
    return new OperationDoor({
      ...{ operation, command, root: session.program.root },
      client: () => session.client(),
      say: (text) => session.sayOnce(text),
    })
  }
}

function inputOf({ args = {}, flags = {}, body }: Given) {
  return { args, flags: { ...flags, ...(body === undefined ? {} : { body: exactJson(body) }) } }
}
