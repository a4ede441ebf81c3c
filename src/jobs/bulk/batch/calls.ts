import { NotFoundError, UsageError } from '../../../base/errors.js'
import { holds } from '../../../base/holds.js'
import type { Answer } from '../../../call/http/exchange.js'
import type { OperationDoor } from '../../../call/operation/operation-door.js'
import { parse } from '../../../call/operation/printable.js'
import { refuseStrangers } from '../../../call/request/closed-values.js'
import type { Input } from '../../../call/request/input.js'
import type { ApiRequest } from '../../../call/request/request.js'
import type { Row } from '../rows/row.js'
import type { Step } from '../run/carry-out.js'
import type { ServerClock } from '../run/server-clock.js'
import type { Places } from './places.js'
import { type Line, rowInput } from './row-input.js'
import type { Target } from './target.js'

/** One row's input, as typed and as its operation takes it. */
export interface RowInput {
  typed: Input
  input: Input
}

/** Makes rows into calls of one command. */
export class Calls {
  constructor(
    private readonly target: Target,
    private readonly places: Places,
    private readonly line: Line,
    /** The argument that a bare value stands for. */
    readonly bareName: string | undefined,
    private readonly isText: boolean,
    private readonly door: OperationDoor,
    private readonly clock: ServerClock,
  ) {}

  /** The input that a row stands for. Throws a UsageError for a row that cannot be right. */
  inputOf(row: Row): RowInput {
    if (row.fault) throw new UsageError(row.fault.message, { code: row.fault.code, hint: `see line ${row.fault.line}` })
    const bare = this.bareName ?? '(a bare value)'
    const typed = rowInput(row, this.places, this.line, bare, this.isText)
    const { operation, preset, args } = this.target
    const missing = Object.keys(args).find((name) => (typed.args[name] ?? '') === '')
    if (missing !== undefined) {
      throw new UsageError(`${missing} is missing`, { code: 'usage.missing_argument', hint: 'give it in a column' })
    }
    const input = preset?.input(typed) ?? typed
    refuseStrangers(operation, input, (name) => name)
    return { typed, input }
  }

  /** The request, without asking the tenant for anything. Throws as `inputOf`. */
  outline(row: Row): Promise<ApiRequest> {
    return this.door.outline(this.inputOf(row).input)
  }

  request({ input }: RowInput): Promise<ApiRequest> {
    return this.door.request(input)
  }

  /** The one step of a row. `before`: it was intended in a run that was cut off, at this time of the server's clock. */
  step(row: Row, input: RowInput, before: number | undefined): Step<Answer> {
    let request: ApiRequest | undefined
    let mayBeDone = before !== undefined
    const send = async (): Promise<Answer> => {
      request ??= await this.request(input)
      try {
        return await this.sent(request)
      } catch (error) {
        if (error instanceof NotFoundError && request.method === 'DELETE' && mayBeDone) return nothingLeft(error)
        mayBeDone = true
        throw error
      }
    }
    return { key: String(row.number), send, lookUp: this.lookUp(input), before }
  }

  /** How it is found out what became of a call; undefined where nothing tells. */
  private lookUp(input: RowInput): Step<Answer>['lookUp'] {
    switch (this.target.operation.method) {
      case 'POST':
        return undefined
      case 'PATCH':
        // Setting the same values again does no harm where nobody has changed them since: so it looks first, where it can.
        return async () => {
          const request = await this.request(input)
          const stored = await this.stored(request)
          const isDone = stored && request.body?.kind === 'json' && holds(parse(stored), request.body.value)
          return isDone ? { as: 'done', value: stored } : { as: 'undone' }
        }
      default:
        // A second time changes nothing more than the first (RFC 9110, 9.2.2).
        return async () => ({ as: 'undone' })
    }
  }

  private async stored({ path }: ApiRequest): Promise<Answer | undefined> {
    try {
      return await this.sent({ method: 'GET', path, query: [], headers: {} })
    } catch (error) {
      if (error instanceof NotFoundError) return undefined
      throw error
    }
  }

  private async sent(request: ApiRequest): Promise<Answer> {
    const answer = await this.door.send(request)
    this.clock.learn(answer)
    return answer
  }
}

/** A deletion whose first try was cut off, and whose second finds nothing. */
function nothingLeft({ requestId }: NotFoundError): Answer {
  return {
    status: 204,
    headers: {},
    text: '',
    tries: 1,
    unclear: true,
    ...(requestId === undefined ? {} : { requestId }),
  }
}
