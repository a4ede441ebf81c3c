import type { Tenant } from '../auth/tenant.js'
import type { Answer } from '../http/exchange.js'
import { buildRequest, type Input } from '../request/build.js'
import type { ApiRequest } from '../request/request.js'
import type { OperationSchema } from '../request/schema.js'
import type { Sources } from '../request/sources.js'
import { isDestructive } from './confirm.js'
import type { Operation } from './operation.js'
import { parse } from './printable.js'
import { refuseWrite } from './protection.js'
import { refusalOf } from './refusal.js'
import type { TenantAnswer, TenantClient } from './tenant-client.js'

/** What a call needs from whoever makes it; each is asked only when it is needed. */
export interface CallContext {
  /** The command as typed, for hints: `users list`. */
  command: string
  /** What the documents say of the operation's body and answer. */
  schema: () => Promise<OperationSchema>
  /** Where values that are not on the command line come from; without it every value is meant as it stands. */
  sources: Sources | undefined
  client: () => Promise<TenantClient>
  /** Agrees that something is destroyed, or throws. */
  confirm: (tenant: Tenant) => Promise<void>
  say: (text: string) => Promise<void>
  /** Wraps the sending of each request, to show or note it. */
  around: (request: ApiRequest, send: () => Promise<TenantAnswer>) => Promise<TenantAnswer>
  /** Nothing is sent, so what is stored cannot be read. */
  offline: boolean
}

/** One operation on one tenant, apart from how its answer is shown: the request is built, guarded and sent. */
export class OperationCall {
  constructor(
    private readonly operation: Operation,
    private readonly input: Input,
    private readonly context: CallContext,
  ) {}

  /** The request that the input stands for. Throws a UsageError for what cannot be right. */
  request(): Promise<ApiRequest> {
    const { command, sources, schema, say } = this.context
    return buildRequest(this.operation, this.input, {
      command,
      sources,
      schema,
      stored: (path) => this.stored(path),
      notice: say,
    })
  }

  /** What stands between a write and its sending: a read-only profile, and consent before something is destroyed. */
  async guard(request: ApiRequest): Promise<void> {
    if (request.method !== 'GET') refuseWrite((await this.context.client()).tenant)
    if (isDestructive(this.operation, request)) await this.context.confirm((await this.context.client()).tenant)
  }

  /** Sends a request and returns its answer of 2xx or 3xx; any other raises the failure it stands for. */
  async send(request: ApiRequest): Promise<Answer> {
    const client = await this.context.client()
    const sent = await this.context.around(request, () => client.send(request, this.operation.authority))
    const { answer } = sent
    if (answer.status < 400) return answer
    if (request.method === 'DELETE' && answer.status === 404 && answer.unclear) {
      await this.context.say('the first try was cut off, and the second found nothing left to delete: taken as done')
      return { ...answer, status: 204, text: '' }
    }
    throw refusalOf(sent, this.operation, client.tenant)
  }

  /** Reads what a PATCH with `--merge` lays its parts over; from nothing where nothing may be sent. */
  private async stored(path: string): Promise<unknown> {
    if (this.context.offline) {
      await this.context.say('what is stored is not read: the request shows the given parts alone')
      return {}
    }
    refuseWrite((await this.context.client()).tenant)
    return parse(await this.send({ method: 'GET', path, query: [], headers: {} }))
  }
}
