import { UsageError } from '../errors.js'
import type { Known } from '../find/catalogue.js'
import { totalOf } from '../http/pages.js'
import { loadSchema } from '../operation/load-schema.js'
import { openClient } from '../operation/open-client.js'
import type { Authority, Operation } from '../operation/operation.js'
import { pagingOf } from '../operation/paging.js'
import { guardRequest, sendOperation } from '../operation/send-operation.js'
import type { Settings } from '../operation/settings.js'
import type { TenantClient } from '../operation/tenant-client.js'
import { proven } from '../operation/verification.js'
import { withPage } from '../operation/walk-pages.js'
import type { Streams } from '../output/streams.js'
import { buildRequest } from '../request/build.js'
import { processSources } from '../request/sources.js'
import { inputOf } from './input.js'
import { commandNamed } from './names.js'

/** What the calls of a script need of the running program. */
export interface Surroundings {
  root: string
  version: string
  streams: Streams
  settings: Settings
  known: readonly Known[]
  /** The operation that a command runs, by its name as typed. */
  operation(command: string): Promise<Operation | undefined>
  /** `--yes` and `--confirm`. */
  consent: Readonly<Record<string, unknown>>
  say(text: string): Promise<void>
}

/** One call that was made, for the envelope of `--json`. */
export interface CallRecord {
  operation: string
  method: string
  path: string
  status: number | null
  duration_ms: number
}

/** The calls of one script: a client for each profile, opened with the first call. */
export class Operations {
  readonly calls: CallRecord[] = []
  private readonly clients = new Map<string, Promise<TenantClient>>()

  constructor(private readonly around: Surroundings) {}

  /** The name of an operation in Lua, whichever of its names is given. Throws a UsageError for none. */
  named(name: string): string {
    const command = commandNamed(name, this.around.known)
    return this.around.known.find((each) => each.command === command)?.operation?.lua ?? name
  }

  /** Sends one call and gives the JSON of its answer and what came with it. Throws what a command would. */
  async call(profile: string | null, name: string, table: Readonly<Record<string, unknown>>): Promise<string> {
    const { root, consent, say, known } = this.around
    const command = commandNamed(name, known)
    const operation = await this.around.operation(command)
    if (!operation) throw new Error(`the command ${command} has no operation`)
    const given = inputOf(operation, name, asked(table, operation))
    const input = { args: given.args, flags: { ...given.flags, ...consent } }
    const client = await this.client(profile, operation.authority)
    const built = await buildRequest(operation, input, {
      command,
      sources: processSources(false, async () => ''),
      schema: () => loadSchema(root, command),
      stored: async (path) =>
        JSON.parse((await sendOperation(client, operation, { method: 'GET', path, query: [], headers: {} }, say)).text),
      notice: say,
    })
    const request = await proven(withPage(built, pagingOf(operation, input.flags)), operation, client.tenant)
    const what = `${name}{…}`
    await guardRequest(client.tenant, operation, request, input, { what, summary: what, canAsk: false })
    const record: CallRecord = {
      operation: operation.id,
      method: request.method,
      path: request.path,
      status: null,
      duration_ms: 0,
    }
    this.calls.push(record)
    const began = performance.now()
    try {
      const answer = await sendOperation(client, operation, request, say)
      record.status = answer.status
      const { total } = totalOf(answer)
      const paged = operation.paging !== undefined
      const { status, headers, requestId } = answer
      const meta = { status, headers, total, request_id: requestId, paged, rows: operation.rows }
      return `{"value":${answerJson(answer.text, answer.status)},"meta":${JSON.stringify(meta)}}`
    } catch (error) {
      record.status = (error as { status?: number }).status ?? null
      throw error
    } finally {
      record.duration_ms = Math.round(performance.now() - began)
    }
  }

  /** Lets the process end at once. */
  async close(): Promise<void> {
    for (const client of this.clients.values()) await (await client.catch(() => undefined))?.close()
  }

  private client(profile: string | null, authority: Authority): Promise<TenantClient> {
    if (authority === 'interaction') {
      throw new UsageError('a script cannot call operations of a sign-in', {
        code: 'usage.no_sign_in',
        hint: 'use the commands of `logto experience`',
      })
    }
    const { settings, version, streams } = this.around
    const key = profile ?? ''
    const own = profile === null ? settings : { ...settings, profile, endpoint: undefined }
    const client = this.clients.get(key) ?? openClient({ settings: own, version, streams })
    this.clients.set(key, client)
    return client
  }
}

/** The table of a call; `logto.each` asks for pages, which an operation that knows none is not given. */
function asked(table: Readonly<Record<string, unknown>>, { paging }: Operation): Readonly<Record<string, unknown>> {
  const { each, ...own } = table
  if (each !== true) return table
  if (paging) return own
  const { page: _, page_size: __, ...unpaged } = own
  return unpaged
}

/** The text as it came, so that no number loses a digit; what is not JSON as a text. */
function answerJson(text: string, status: number): string {
  if (text === '') return JSON.stringify({ success: true, status })
  try {
    JSON.parse(text)
    return text
  } catch {
    return JSON.stringify(text)
  }
}
