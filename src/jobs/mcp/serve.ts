import { Writable } from 'node:stream'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import {
  CallToolRequestSchema,
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import type { Streams } from '../../call/output/streams.js'
import type { ScriptProgram } from '../lua/program.js'
import { Heartbeat } from './heartbeat.js'
import { resources, templates } from './resource-list.js'
import { type ServeWishes, serveWishes } from './serve-wishes.js'
import type { ToolCalls } from './tool-calls.js'
import { instructions, toolsOf } from './tools.js'

/**
 * Serves one tenant on standard input and output until the client goes, or Ctrl-C. Throws a UsageError for flags that
 * cannot be right, before the protocol begins.
 */
export async function serve(flags: Readonly<Record<string, unknown>>, program: ScriptProgram): Promise<void> {
  const wishes = serveWishes(flags, process.env, program.root)
  const server = new Server(
    { name: 'logto', title: 'Logto', version: program.version },
    { capabilities: { tools: {}, resources: {} }, instructions },
  )
  let opened: Promise<ToolCalls> | undefined
  const quiet = { ...program, streams: withoutOutput(program.streams) }
  const open = async () => {
    const [{ ToolCalls }, { openScriptProgram }] = await Promise.all([
      import('./tool-calls.js'),
      import('../lua/open-program.js'),
    ])
    return new ToolCalls({ program: await openScriptProgram(quiet, flags), wishes, server })
  }
  handle(server, wishes, () => {
    opened ??= open()
    return opened
  })
  await untilTheEnd(server, program.streams)
}

function handle(server: Server, wishes: ServeWishes, calls: () => Promise<ToolCalls>): void {
  const tools = toolsOf(wishes)
  server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools }))
  server.setRequestHandler(ListResourcesRequestSchema, async () => ({ resources }))
  server.setRequestHandler(ListResourceTemplatesRequestSchema, async () => ({ resourceTemplates: templates }))
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params }, { signal }) =>
    (await calls()).read(params.uri, signal),
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
      return await (await calls()).result(tool, params.arguments ?? {}, { signal, heartbeat })
    } finally {
      heartbeat.stop()
    }
  })
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
      throw new Error("standard output is the protocol's")
    },
    status() {},
    errIsTTY: false,
  }
}
