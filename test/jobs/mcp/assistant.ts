/** An assistant: the official SDK's client, which starts the built program as a client does. */

import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { type CallToolResult, ElicitRequestSchema, type ElicitResult } from '@modelcontextprotocol/sdk/types.js'
import { onTestFinished } from 'vitest'
import { cleanEnv, program } from '../../cli/run.js'

export interface Assistant {
  client: Client
  /** The questions that the person got. */
  asked: { message: string; requestedSchema?: unknown }[]
  /** What the server wrote to standard error. */
  stderr: () => string
  pid: number
  /** Calls a tool; its text as JSON, where it is JSON. */
  use(tool: string, given?: Record<string, unknown>): Promise<Used>
}

export interface Used {
  isError: boolean
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: each answer has a shape of its own
  json: any
  result: CallToolResult
}

export interface Starting {
  words: readonly string[]
  home: string
  env?: Record<string, string>
  cwd?: string
  /** What the person says to a question; without, the client cannot ask. */
  person?: (message: string) => ElicitResult | Promise<ElicitResult>
}

export const yes = (): ElicitResult => ({ action: 'accept', content: { go_ahead: true } })

/** Starts a server and speaks to it until the test, or whoever gets `keep`, is done. */
export async function assistant(
  { words, home, env = {}, cwd = home, person }: Starting,
  keep = false,
): Promise<Assistant> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program, 'mcp', 'serve', ...words],
    env: cleanEnv(home, { LOGTO_KEYCHAIN: 'off', ...env }) as Record<string, string>,
    cwd,
    stderr: 'pipe',
  })
  let stderr = ''
  transport.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const client = new Client({ name: 'test', version: '1' }, { capabilities: person ? { elicitation: {} } : {} })
  const asked: Assistant['asked'] = []
  if (person) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      asked.push(params as Assistant['asked'][number])
      return person(params.message)
    })
  }
  await client.connect(transport)
  if (!keep) onTestFinished(() => client.close())
  return {
    client,
    asked,
    stderr: () => stderr,
    pid: transport.pid ?? 0,
    async use(name, given = {}) {
      const result = (await client.callTool({ name, arguments: given })) as CallToolResult
      const [content] = result.content
      const text = content?.type === 'text' ? content.text : ''
      return { isError: result.isError === true, text, json: /^[[{]/.test(text) ? JSON.parse(text) : undefined, result }
    },
  }
}
