import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js'
import type { Streams } from '../../call/output/streams.js'
import { readTopics } from '../find/topics.js'
import type { ScriptProgram } from '../lua/program.js'
import { type CallArguments, callTool } from './call-tool.js'
import { Heartbeat } from './heartbeat.js'
import { describeTool, searchTool } from './offline-tools.js'
import { readResource, resources, templates } from './resources.js'
import { type RunArguments, runLuaTool } from './run-lua-tool.js'
import { type ServeWishes, serveWishes } from './serve-wishes.js'
import { Catalogue, type Desk } from './served.js'
import { checkArguments } from './tool-arguments.js'
import { failureOf } from './tool-result.js'
import { instructions, toolsOf } from './tools.js'
import { whoTool } from './who-tool.js'

/** What a call of a tool gets of its request. */
interface Around {
  signal: AbortSignal
  heartbeat: Heartbeat
}

/**
 * Serves one tenant on standard input and output until the client goes, or Ctrl-C. Throws a UsageError for flags that
 * cannot be right, before the protocol begins.
 */
export async function serve(flags: Readonly<Record<string, unknown>>, program: ScriptProgram): Promise<void> {
  const topics = readTopics(program.root).groups.flatMap((group) => group.topics.map(({ name }) => name))
  const served = topics.filter((topic) => existsSync(join(program.root, 'operations', topic)))
  const wishes = serveWishes(flags, process.env, served)
  const server = new Server(
    { name: 'logto', title: 'Logto', version: program.version },
    { capabilities: { tools: {}, resources: {} }, instructions },
  )
  const quiet = { ...program, streams: withoutOutput(program.streams) }
  const desk: Desk = {
    program: quiet,
    wishes,
    server,
    streams: quiet.streams,
    catalogue: new Catalogue(quiet, wishes.only),
  }
  handle(desk, wishes)
  await untilTheEnd(server, program.streams)
}

function handle(desk: Desk, wishes: ServeWishes): void {
  const { server } = desk
  const tools = toolsOf(wishes)
  server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools }))
  server.setRequestHandler(ListResourcesRequestSchema, async () => ({ resources }))
  server.setRequestHandler(ListResourceTemplatesRequestSchema, async () => ({ resourceTemplates: templates }))
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }, { signal }) =>
    readResource(desk, params.uri, signal),
  )
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
    const tool = tools.find(({ name }) => name === params.name)
    if (!tool) throw new McpError(ErrorCode.InvalidParams, 'there is no such tool')
    const progressToken = params._meta?.progressToken
    const heartbeat = new Heartbeat(
      progressToken === undefined
        ? undefined
        : (progress, total, message) => {
            const told = { progressToken, progress, message, ...(total === undefined ? {} : { total }) }
            sendNotification({ method: 'notifications/progress', params: told }).catch(() => {})
          },
    )
    try {
      return await toolResult(desk, tool, params.arguments ?? {}, { signal, heartbeat })
    } finally {
      heartbeat.stop()
    }
  })
}

/** The result of a tool; a failure is one. */
async function toolResult(
  desk: Desk,
  tool: Tool,
  given: Record<string, unknown>,
  around: Around,
): Promise<CallToolResult> {
  try {
    checkArguments(tool, given)
    switch (tool.name) {
      case 'search':
        return await searchTool(desk, given as { words: string; limit?: number })
      case 'describe':
        return await describeTool(desk, given as { operation: string; skip?: number })
      case 'call':
        return await callTool(desk, given as unknown as CallArguments, around)
      case 'run_lua':
        return await runLuaTool(desk, given as unknown as RunArguments, around)
      default:
        return await whoTool(desk, around)
    }
  } catch (error) {
    if (desk.wishes.settings.debug)
      await desk.streams.err(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return failureOf(error)
  }
}

/** Speaks until the client has gone or the process is to end; what is under way ends with it. */
async function untilTheEnd(server: Server, streams: Streams): Promise<void> {
  const output = new Writable({
    decodeStrings: false,
    write(text: string, _, done) {
      streams.out(text).then(() => done(), done)
    },
  })
  const transport = new StdioServerTransport(process.stdin, output)
  await new Promise<void>((resolve) => {
    const end = () => void server.close().finally(resolve)
    server.onclose = resolve
    output.on('error', end)
    for (const event of ['end', 'close'] as const) process.stdin.once(event, end)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end)
    void server.connect(transport)
  })
  process.stdin.destroy()
}

/** Standard output is the protocol's. */
function withoutOutput(streams: Streams): Streams {
  return {
    ...streams,
    async out() {
      throw new Error('standard output is the protocol’s')
    },
    status() {},
    errIsTTY: false,
  }
}
