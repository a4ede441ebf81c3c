import { isPlainObject } from '../../../base/value-path.js'
import type { Operation } from '../../../call/facts/operation.js'
import type { Answer } from '../../../call/http/exchange.js'
import { PageWalk } from '../../../call/http/page-walk.js'
import { totalOf } from '../../../call/http/pages.js'
import { errorBody } from '../../../call/operation/error-body.js'
import { parse } from '../../../call/operation/printable.js'
import { notLogto } from '../../../call/operation/refusal.js'
import { refuseUnfinished } from '../../../call/operation/walk-pages.js'
import type { ApiRequest } from '../../../call/request/request.js'
import { Doors, type LoadCommand } from '../../bulk/run/doors.js'
import type { Session } from '../../bulk/run/session.js'
import type { Row } from './row.js'

type Query = readonly (readonly [string, string])[]

/**
 * The tenant's operations, called by the names of their commands with the values of their paths, through the door that
 * their commands have.
 */
export class Api {
  private readonly doors: Doors

  constructor(session: Session, load: LoadCommand) {
    this.doors = new Doors(session, load)
  }

  /** The facts of a command's operation. */
  async operation(command: string): Promise<Operation> {
    return (await this.doors.of(command)).operation
  }

  /** A whole list, in as few requests as Logto allows. */
  async rows(command: string, ids: readonly string[] = [], query: Query = []): Promise<Row[]> {
    const { paging } = await this.operation(command)
    if (paging?.kind !== 'required') return listOf(await this.answer(command, ids, query))
    const walk = new PageWalk(async (page, size) => {
      const pages: Query = [...query, ['page', String(page)], ['page_size', String(size)]]
      const answer = await this.answer(command, ids, pages)
      return { rows: listOf(answer), ...totalOf(answer) }
    })
    const rows: Row[] = []
    for await (const page of walk.pages()) rows.push(...(page.rows as Row[]))
    refuseUnfinished(walk)
    return rows
  }

  /** One document; undefined where Logto says that there is none. Throws for a path that the tenant does not know. */
  async one(command: string, ids: readonly string[] = [], query: Query = []): Promise<Row | undefined> {
    const answer = await this.answer(command, ids, query, undefined, isNone)
    const value = answer.status === 404 ? undefined : jsonOf(answer)
    return isPlainObject(value) ? value : undefined
  }

  /** Sends a change, and gives what is answered. Throws the failure of a refusal. */
  async write(command: string, ids: readonly string[], body?: unknown): Promise<unknown> {
    return jsonOf(await this.answer(command, ids, [], body))
  }

  private async answer(
    command: string,
    ids: readonly string[],
    query: Query,
    body?: unknown,
    takes?: (answer: Answer) => boolean,
  ): Promise<Answer> {
    const door = await this.doors.of(command)
    const { method, path } = door.operation
    let at = 0
    const request: ApiRequest = {
      method,
      path: path.replace(/\{[^}]+\}/g, () => encodeURIComponent(ids[at++] ?? '')),
      query,
      headers: {},
      ...(body === undefined ? {} : { body: { kind: 'json', value: body } }),
    }
    return this.doors.send(door, request, takes)
  }
}

/** Logto's way to say that there is none; for a path that it does not know it has no code. */
function isNone(answer: Answer): boolean {
  return answer.status === 404 && errorBody(answer)?.code !== undefined
}

function jsonOf(answer: Answer): unknown {
  const isJson = String(answer.headers['content-type'] ?? '').includes('json')
  return isJson && answer.text !== '' ? parse(answer) : undefined
}

function listOf(answer: Answer): Row[] {
  const value = jsonOf(answer)
  if (!Array.isArray(value)) throw notLogto(answer)
  return value as Row[]
}
