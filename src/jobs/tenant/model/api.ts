import { NotFoundError } from '../../../base/errors.js'
import { isPlainObject } from '../../../base/value-path.js'
import type { HttpMethod } from '../../../call/facts/operation.js'
import type { Answer } from '../../../call/http/exchange.js'
import { PageWalk } from '../../../call/http/page-walk.js'
import { totalOf } from '../../../call/http/pages.js'
import { loadSchema } from '../../../call/operation/load-schema.js'
import { parse } from '../../../call/operation/printable.js'
import { notLogto, refusalOf } from '../../../call/operation/refusal.js'
import type { TenantClient } from '../../../call/operation/tenant-client.js'
import { refuseUnfinished } from '../../../call/operation/walk-pages.js'
import type { OperationSchema } from '../../../call/request/schema.js'
import type { Row } from './kind.js'

type Query = readonly (readonly [string, string])[]

/** The tenant's operations, called by the names of their commands with the values of their paths. */
export class Api {
  private readonly known = new Map<string, Promise<OperationSchema>>()

  constructor(
    private readonly client: TenantClient,
    private readonly root: string,
  ) {}

  /** The facts of a command's operation. */
  operation(command: string): Promise<OperationSchema> {
    const known = this.known.get(command) ?? loadSchema(this.root, command)
    this.known.set(command, known)
    return known
  }

  /** A whole list. */
  async rows(command: string, ids: readonly string[] = [], query: Query = [], paged = false): Promise<Row[]> {
    if (!paged) return listOf(await this.answer(command, ids, query))
    const walk = new PageWalk(async (page, size) => {
      const answer = await this.answer(command, ids, [...query, ['page', String(page)], ['page_size', String(size)]])
      return { rows: listOf(answer), ...totalOf(answer) }
    })
    const rows: Row[] = []
    for await (const page of walk.pages()) rows.push(...(page.rows as Row[]))
    refuseUnfinished(walk)
    return rows
  }

  /** One document; undefined where Logto says that there is none. Throws for a path that the tenant does not know. */
  async one(command: string, ids: readonly string[] = [], query: Query = []): Promise<Row | undefined> {
    try {
      const value = jsonOf(await this.answer(command, ids, query))
      return isPlainObject(value) ? value : undefined
    } catch (error) {
      if (error instanceof NotFoundError && !error.code.startsWith('http.')) return undefined
      throw error
    }
  }

  /** Sends a change, and gives what is answered. Throws the failure of a refusal. */
  async write(command: string, ids: readonly string[], body?: unknown): Promise<unknown> {
    return jsonOf(await this.answer(command, ids, [], body))
  }

  private async answer(command: string, ids: readonly string[], query: Query, body?: unknown): Promise<Answer> {
    const { method, path } = await this.operation(command)
    let at = 0
    const filled = path.replace(/\{[^}]+\}/g, () => encodeURIComponent(ids[at++] ?? ''))
    const request = {
      method: method as HttpMethod,
      path: filled,
      query,
      headers: {},
      ...(body === undefined ? {} : { body: { kind: 'json' as const, value: body } }),
    }
    const sent = await this.client.send(request, 'management')
    if (sent.answer.status >= 300) throw refusalOf(sent, { authority: 'management' }, this.client.tenant)
    return sent.answer
  }
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
