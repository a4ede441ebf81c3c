import type { Operation } from '../facts/operation.js'
import type { Answer } from '../http/exchange.js'
import { buildRequest } from '../request/build.js'
import type { Input } from '../request/input.js'
import type { ApiRequest } from '../request/request.js'
import type { OperationSchema } from '../request/schema.js'
import { parse } from './printable.js'
import { type Sending, sendOperation } from './send-operation.js'
import type { TenantClient } from './tenant-client.js'
import { proven } from './verification.js'

/** What calling one operation many times needs of its job. */
export interface DoorContext {
  operation: Operation
  /** As typed, for messages: `users update`. */
  command: string
  /** What is known of the operation's inputs and answers; asked for once, when it is needed. */
  schema: () => Promise<OperationSchema>
  client: () => Promise<TenantClient>
  say: (text: string) => Promise<void>
}

/**
 * The way of one operation for jobs that make many calls: the checks, the client and the refusals that its command has.
 * Each value of an input is meant as it stands: none is standard input, a file or a question.
 */
export class OperationDoor {
  private schema: Promise<OperationSchema> | undefined

  constructor(private readonly context: DoorContext) {}

  get operation(): Operation {
    return this.context.operation
  }

  /** The request that an input stands for. Throws a UsageError for what cannot be right. */
  async request(input: Input): Promise<ApiRequest> {
    const { operation, client } = this.context
    const built = await this.build(input, async (path) =>
      parse(await this.send({ method: 'GET', path, query: [], headers: {} })),
    )
    return proven(built, operation, (await client()).tenant)
  }

  /** The same without the tenant: what `--merge` would read is taken for empty. */
  outline(input: Input): Promise<ApiRequest> {
    return this.build(input, async () => ({}))
  }

  /** Sends a request and returns its answer of 2xx or 3xx, or one that the caller takes; any other raises its failure. */
  async send(request: ApiRequest, takes?: Sending['takes']): Promise<Answer> {
    const { operation, client, say } = this.context
    return sendOperation(await client(), operation, request, { say, takes })
  }

  private build(input: Input, stored: (path: string) => Promise<unknown>): Promise<ApiRequest> {
    const { operation, command, schema, say } = this.context
    return buildRequest(operation, input, {
      command,
      sources: undefined,
      schema: () => {
        this.schema ??= schema()
        return this.schema
      },
      stored,
      notice: say,
    })
  }
}
