import { CliFailure } from '../../base/errors.js'
import type { Answer } from '../../call/http/exchange.js'
import type { ApiRequest } from '../../call/request/request.js'
import type { Caller } from './caller.js'

/** One request of a script, or one call of a tool, for the result's `calls`. */
export type LoggedCall = LoggedRequest | LoggedTool

export interface LoggedTool {
  /** The MCP server, and the tool's own name. */
  server: string
  tool: string
  /** Whether the server said that it was done; null for what a dry run did not call. */
  ok: boolean | null
  duration_ms: number
  dry_run?: true
}

export interface LoggedRequest {
  /** Name in Lua. */
  operation: string
  /** The profile, where the script named one. */
  profile: string | null
  method: string
  path: string
  /** HTTP status; null without an answer, and for what a dry run did not send. */
  status: number | null
  duration_ms: number
  dry_run?: true
}

/** The requests of a run in the order of their ends. Kept only where somebody reads them, since there may be many. */
export class CallLog {
  readonly calls: LoggedCall[] = []

  constructor(private readonly isKept: boolean) {}

  /** Sends a request and notes what came of it. */
  async around(caller: Caller, request: ApiRequest, send: () => Promise<Answer>): Promise<Answer> {
    const began = performance.now()
    let status: number | null = null
    try {
      const answer = await send()
      status = answer.status
      return answer
    } catch (error) {
      status = (error instanceof CliFailure && error.status) || null
      throw error
    } finally {
      this.note({ ...entry(caller, request), status, duration_ms: Math.round(performance.now() - began) })
    }
  }

  /** Calls a tool and notes what came of it. */
  async aroundTool<T>(server: string, tool: string, call: () => Promise<T>): Promise<T> {
    const began = performance.now()
    let ok = false
    try {
      const result = await call()
      ok = true
      return result
    } finally {
      this.note({ server, tool, ok, duration_ms: Math.round(performance.now() - began) })
    }
  }

  toolNotCalled(server: string, tool: string): void {
    this.note({ server, tool, ok: null, duration_ms: 0, dry_run: true })
  }

  notSent(caller: Caller, request: ApiRequest): void {
    this.note({ ...entry(caller, request), status: null, duration_ms: 0, dry_run: true })
  }

  private note(call: LoggedCall): void {
    if (this.isKept) this.calls.push(call)
  }
}

function entry({ lua, profile }: Caller, { method, path }: ApiRequest) {
  return { operation: lua, profile: profile ?? null, method, path }
}
