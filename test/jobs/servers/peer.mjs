/** An MCP server that misbehaves in the way its first word names; written without the SDK, which would keep it from it. */

import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [way, file] = process.argv.slice(2)
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
const tool = (name, more = {}) => ({ name, description: 'A tool', inputSchema: { type: 'object' }, ...more })
const text = (words) => ({ content: [{ type: 'text', text: words }] })
let listed = 0

if (way === 'dies at start') {
  process.stderr.write('no configuration\n')
  process.exit(3)
}
if (way === 'hangs and ignores signals') {
  process.on('SIGTERM', () => {})
  process.stdin.resume()
  setInterval(() => {}, 1000)
}
if (way === 'has a child') {
  const { pid } = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'], {
    stdio: 'inherit',
  })
  writeFileSync(file, String(pid))
}
if (way === 'floods stderr') {
  const line = `${'x'.repeat(9999)}\n`
  const more = () => process.stderr.write(line.repeat(50), () => setImmediate(more))
  more()
}
if (way === 'says no JSON') {
  setInterval(() => process.stdout.write('Listening on port 80\n'.repeat(10)), 10)
}
if (way === 'greets') process.stdout.write('Welcome!\n\n{"not": "a message"}\n')

function pour() {
  const chunk = 'y'.repeat(1024 * 1024)
  let left = 1024
  process.stdout.write('{"jsonrpc":"2.0","id":1,"result":"')
  const more = () => {
    left -= 1
    if (left > 0) process.stdout.write(chunk, more)
  }
  more()
}

function tools() {
  listed += 1
  if (way === 'has endless tools') return { tools: [tool(`t${listed}`)], nextCursor: String(listed) }
  if (way === 'changes its tools') return { tools: [tool(listed === 1 ? 'before' : 'after')] }
  if (way === 'has odd names') {
    return { tools: ['__proto__', 'constructor', 'read-file', 'a\u202eb\u001b[31m', ''].map((name) => tool(name)) }
  }
  return { tools: [tool('work'), tool('look', { annotations: { readOnlyHint: true } })] }
}

function result({ name, arguments: given = {} }) {
  switch (way) {
    case 'dies in a call':
      process.stderr.write(`working with ${process.env.PEER_TOKEN}\n`)
      process.exit(1)
      return undefined
    case 'hangs in a call':
      return undefined
    case 'sends 1 GB':
      pour()
      return undefined
    case 'changes its tools':
      send({ method: 'notifications/tools/list_changed' })
      return text(name)
    case 'fails':
      return { isError: true, ...text(`the token ${process.env.PEER_TOKEN} \u001b[31mis wrong\nnext line`) }
    case 'answers another thing':
      return { content: 'not a list' }
    case 'answers strange keys':
      return JSON.parse('{"content":[],"structuredContent":{"__proto__":{"polluted":true},"constructor":1,"list":[]}}')
    default:
      return { ...text(name), structuredContent: { name, given, env: Object.keys(process.env).sort() } }
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line)
  if (id === undefined || way === 'hangs at start' || way === 'hangs and ignores signals' || way === 'says no JSON')
    return
  if (method === 'initialize') {
    const { protocolVersion } = params
    const serverInfo = { name: 'peer', version: '1' }
    send({ id, result: { protocolVersion, capabilities: { tools: { listChanged: true } }, serverInfo } })
  } else if (method === 'tools/list') send({ id, result: tools() })
  else if (method === 'tools/call') {
    if (way === 'refuses') send({ id, error: { code: -32602, message: 'no such thing' } })
    else {
      const answer = result(params)
      if (answer !== undefined) send({ id, result: answer })
    }
  }
})
