import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import {
  type CallToolResult,
  CallToolResultSchema,
  ListToolsResultSchema,
  type Tool,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js'
import type { McpServer, ServerSecrets } from '../../access/servers/server.js'
import { NetworkError, RefusedError, UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import { snakeCase } from '../../base/snake-case.js'
import { bounds } from './bounds.js'
import { httpTransport } from './http-transport.js'
import { ProcessTransport, type Trouble } from './process-transport.js'
import { quoted, serverFailure } from './server-failure.js'

/** What a session is opened with. */
export interface SessionOptions {
  name: string
  server: McpServer
  secrets: ServerSecrets
  version: string
  signal: AbortSignal
  /** Milliseconds for the start and each call; the usual bounds without. */
  timeoutMs: number | undefined
}

/**
 * One server while a script runs: everything that is asked of it is bounded by time and size, and fails by its name.
 * It is told of nothing that we could do for it (no sampling, no questions to the person, no files).
 */
export class ServerSession {
  private readonly client: Client
  private readonly transport: Transport
  private readonly process: ProcessTransport | undefined
  private tooLarge = false
  private listed: Promise<ReadonlyMap<string, Tool>> | undefined

  private constructor(private readonly options: SessionOptions) {
    const { server, secrets, version } = options
    this.client = new Client({ name: 'logto', version }, { capabilities: {} })
    this.client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
      this.listed = undefined
    })
    if (server.kind === 'command') {
      const { command = [], folder = '.', env = {} } = server
      this.process = new ProcessTransport({ command, folder, env: { ...env, ...secrets.env } })
      this.transport = this.process
    } else {
      const onTooLarge = () => {
        this.tooLarge = true
        void this.client.close()
      }
      this.transport = httpTransport(server.url ?? '', secrets.headers, onTooLarge)
    }
  }

  /** Starts or reaches the server. Throws a NetworkError that names it; nothing of it is left then. */
  static async open(options: SessionOptions): Promise<ServerSession> {
    const session = new ServerSession(options)
    try {
      await session.asked('start', options.timeoutMs ?? bounds.startMs, (limits) =>
        session.client.connect(session.transport, limits),
      )
      return session
    } catch (error) {
      await session.close()
      throw error
    }
  }

  /** The tools by name, asked for again once the server says that they have changed. */
  tools(): Promise<ReadonlyMap<string, Tool>> {
    const listed = this.listed ?? this.list()
    this.listed = listed
    listed.catch(() => {
      this.listed = undefined
    })
    return listed
  }

  /** The tool that a written name stands for: its own, or its one spelling in snake case. Throws a UsageError. */
  async tool(written: string): Promise<Tool> {
    const tools = await this.tools()
    const alike = [...tools.values()].filter(({ name }) => snakeCase(name) === written)
    const found = tools.get(written) ?? (alike.length === 1 ? alike[0] : undefined)
    if (found) return found
    const close = nearest(written, [...tools.keys()])
    const { name } = this.options
    throw new UsageError(`the MCP server ${name} has no tool ${quoted(written, [])}`, {
      code: 'mcp.unknown_tool',
      hint:
        close.length > 0
          ? `did you mean ${close.map((each) => quoted(each, [])).join(' or ')}?`
          : `see mcp.tools("${name}")`,
    })
  }

  /** Calls a tool. Throws a RefusedError for one that says it has failed, and what the bounds throw. */
  async call(
    { name: tool }: Tool,
    given: Record<string, unknown>,
    timeoutMs = this.options.timeoutMs ?? bounds.callMs,
  ): Promise<CallToolResult> {
    const request = { method: 'tools/call' as const, params: { name: tool, arguments: given } }
    const result = await this.asked(`call ${quoted(tool, [])}`, timeoutMs, (limits) =>
      this.client.request(request, CallToolResultSchema, {
        ...limits,
        onprogress: () => {},
        resetTimeoutOnProgress: true,
        maxTotalTimeout: Math.max(timeoutMs, bounds.mostCallMs),
      }),
    )
    if (result.isError) throw this.toolFailure(tool, result)
    return result
  }

  /** Ends the session; of a program nothing is left running. */
  async close(): Promise<void> {
    await this.client.close().catch(() => {})
    await this.transport.close().catch(() => {})
  }

  private async list(): Promise<ReadonlyMap<string, Tool>> {
    const tools = new Map<string, Tool>()
    let cursor: string | undefined
    for (let page = 0; page < bounds.toolPages; page += 1) {
      const params = cursor === undefined ? {} : { cursor }
      const listed = await this.asked('list its tools', this.options.timeoutMs ?? bounds.callMs, (limits) =>
        this.client.request({ method: 'tools/list', params }, ListToolsResultSchema, limits),
      )
      for (const tool of listed.tools) tools.set(tool.name, tool)
      if (tools.size > bounds.tools) break
      cursor = listed.nextCursor
      if (cursor === undefined) return tools
    }
    throw new NetworkError(`the list of tools of the MCP server ${this.options.name} does not end`, {
      code: 'mcp.too_large',
    })
  }

  private async asked<T>(doing: string, waitedMs: number, ask: (limits: RequestOptions) => Promise<T>): Promise<T> {
    const { name, secrets, signal } = this.options
    try {
      return await ask({ timeout: waitedMs, signal })
    } catch (error) {
      const trouble: Trouble | undefined = this.tooLarge ? { kind: 'too large' } : this.process?.trouble
      throw serverFailure(error, {
        name,
        doing,
        waitedMs,
        trouble,
        said: this.process?.said ?? '',
        secrets: this.secretTexts(secrets),
        isInterrupted: signal.aborted,
      })
    }
  }

  private toolFailure(tool: string, { content, structuredContent }: CallToolResult): RefusedError {
    const { name, secrets } = this.options
    const texts = content.flatMap((block) => (block.type === 'text' ? [block.text] : []))
    const said = quoted(texts.join(' '), this.secretTexts(secrets))
    return new RefusedError(`${quoted(tool, [])} of the MCP server ${name} failed${said === '' ? '' : `: ${said}`}`, {
      code: 'mcp.tool_failed',
      details: structuredContent,
    })
  }

  private secretTexts({ env, headers }: ServerSecrets): string[] {
    const values = [...Object.values(env), ...Object.values(headers)]
    // Of `Bearer TOKEN` the token alone, too.
    return values.flatMap((value) => [value, ...value.split(' ')]).filter((text) => text.length > 3)
  }
}
