/** An MCP server on the official SDK: a tracker of issues, kept in the file that is named. */

import { readFileSync, writeFileSync } from 'node:fs'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { z } from 'zod'

const [file = ''] = process.argv.slice(2)
const server = new McpServer({ name: 'issues', version: '1' })

function issues() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return []
  }
}

const answer = (value) => ({ content: [{ type: 'text', text: JSON.stringify(value) }], structuredContent: value })

server.registerTool('list_issues', { description: 'Lists issues', annotations: { readOnlyHint: true } }, () =>
  answer({ issues: issues() }),
)
server.registerTool(
  'create_issue',
  { description: 'Opens an issue', inputSchema: { title: z.string(), body: z.string() } },
  ({ title, body }) => {
    const all = [...issues(), { title, body }]
    writeFileSync(file, JSON.stringify(all))
    return answer({ number: all.length })
  },
)
await server.connect(new StdioServerTransport())
