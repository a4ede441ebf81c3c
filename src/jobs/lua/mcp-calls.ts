import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { Servers } from '../../access/servers/server.js'
import { CliFailure, NetworkError, NotAllowedError, UsageError } from '../../base/errors.js'
import { exactJson } from '../../base/exact-json.js'
import { isPlainObject } from '../../base/value-path.js'
import { RequestSecrets } from '../../call/operation/request-secrets.js'
import type { OpenServers } from '../servers/open-servers.js'
import type { CallLog } from './call-log.js'
import type { Helpers, HostFunction, Reply } from './host.js'

/** What a script's calls of MCP servers need of the run. */
export interface McpContext {
  /** Names that the script may use, each of which is a server. */
  allowed: readonly string[]
  servers: Servers
  /** Milliseconds for a start and each call, where they are not the usual. */
  timeoutMs: number | undefined
  version: string
  signal: AbortSignal
  env: NodeJS.ProcessEnv
  log: CallLog
  say: (text: string) => Promise<void>
  /** Tools that only read are called, others are told. */
  dryRun: boolean
}

/** Most seconds of a call. */
const mostSeconds = 600

/** The functions behind `mcp` and `app.mcp`. The protocol is loaded with the first server that is needed. */
export class McpCalls {
  private opened: Promise<OpenServers> | undefined

  constructor(private readonly context: McpContext) {}

  get helpers(): Helpers {
    const { allowed, servers } = this.context
    return {
      'mcp.servers': async () =>
        allowed.map((name) => ({ name, kind: servers.servers[name]?.kind === 'url' ? 'url' : 'command' })),
      'mcp.tools': async (server) => this.tools(nameOf(server)),
    }
  }

  get functions(): Record<string, HostFunction> {
    return {
      'mcp.permit': async (name) => {
        this.refuseOthers(String(name))
        return {}
      },
      'mcp.call': (asked) => this.call(asked as Asked),
    }
  }

  async close(): Promise<void> {
    await (await this.opened)?.close()
  }

  private async tools(server: string): Promise<unknown> {
    this.refuseOthers(server)
    const tools = await this.used(server, async (servers) => (await servers.session(server)).tools())
    return [...tools.values()].map(({ name, description, inputSchema, annotations }) => ({
      name,
      description,
      read_only: annotations?.readOnlyHint === true,
      input_schema: inputSchema,
    }))
  }

  private async call({ server, tool: written, arguments: given, timeout }: Asked): Promise<Reply> {
    this.refuseOthers(server)
    const { log, say, dryRun } = this.context
    const timeoutMs = timeoutOf(timeout)
    // Lua's empty table is an object here: arguments have names.
    const parameters = isPlainObject(given) ? given : {}
    return this.used(server, async (servers) => {
      const session = await servers.session(server)
      const tool = await session.tool(written)
      if (dryRun && tool.annotations?.readOnlyHint !== true) {
        const shown = new RequestSecrets({ query: {} }).replaced(parameters, () => '••••')
        await say(`not sent: ${server} ${tool.name} ${exactJson(shown)}`)
        log.toolNotCalled(server, tool.name)
        return { value: exactJson({ dry_run: true, server, tool: tool.name, arguments: shown }), more: '{}' }
      }
      return log.aroundTool(server, tool.name, async () => replyOf(await session.call(tool, parameters, timeoutMs)))
    })
  }

  /** A server that has failed is ended: the next call finds another one, not the rest of this. */
  private async used<T>(server: string, use: (servers: OpenServers) => Promise<T>): Promise<T> {
    this.opened ??= this.open()
    const servers = await this.opened
    try {
      return await use(servers)
    } catch (error) {
      if (error instanceof NetworkError) await servers.drop(server)
      throw error instanceof CliFailure ? error : unknownTrouble(server, error)
    }
  }

  private async open(): Promise<OpenServers> {
    const { OpenServers } = await import('../servers/open-servers.js')
    const { servers, version, signal, env, timeoutMs } = this.context
    return new OpenServers(servers, { version, signal, env, timeoutMs })
  }

  private refuseOthers(server: string): void {
    if (this.context.allowed.includes(server)) return
    throw new NotAllowedError(`the script may not use the MCP server ${server}`, {
      code: 'lua.mcp_not_allowed',
      hint: `if it should, run it with --allow-mcp ${server}`,
    })
  }
}

/** A call as the script hands it over. */
interface Asked {
  server: string
  tool: string
  arguments: unknown
  timeout?: unknown
}

/** Structured content is the value; else one text, or the list of what came. */
function replyOf({ structuredContent, content }: CallToolResult): Reply {
  const [only, ...more] = content
  const value = structuredContent ?? (only?.type === 'text' && more.length === 0 ? only.text : content)
  return { value: exactJson(value), more: exactJson({ content }) }
}

function timeoutOf(seconds: unknown): number | undefined {
  if (seconds === undefined || seconds === null) return undefined
  if (typeof seconds === 'number' && seconds > 0 && seconds <= mostSeconds) return seconds * 1000
  throw new UsageError(`mcp.call: timeout is a number of seconds up to ${mostSeconds}`, { code: 'lua.bad_argument' })
}

function nameOf(server: unknown): string {
  if (typeof server === 'string' && server !== '') return server
  throw new UsageError('mcp.tools takes the name of a server', { code: 'lua.bad_argument' })
}

function unknownTrouble(server: string, cause: unknown): NetworkError {
  const message = cause instanceof Error ? cause.message : String(cause)
  return new NetworkError(`the MCP server ${server} failed: ${message}`, { code: 'mcp.failed', cause })
}
