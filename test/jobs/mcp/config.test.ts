/** What `logto mcp config` prints for each client: read as that client reads it, it starts a server that works. */

import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { parse as parseToml } from 'smol-toml'
import { expect, it, onTestFinished } from 'vitest'
import { cleanEnv, makeHome, program, run, watch } from '../../cli/run.js'
import { writeProfiles } from '../lua/profiles.js'

interface Start {
  command: string
  args: string[]
}

/** How each client understands what it is given. */
const readers: Readonly<Record<string, (text: string, home: string) => Promise<Start> | Start>> = {
  'claude-code': startOfShellLine,
  'claude-desktop': mcpServers,
  codex: (text) => (parseToml(text) as unknown as { mcp_servers: { logto: Start } }).mcp_servers.logto,
  cursor: mcpServers,
  gemini: mcpServers,
  vscode: (text) => {
    const { type, ...start } = JSON.parse(text).servers.logto
    expect(type).toBe('stdio')
    return start
  },
  windsurf: mcpServers,
}

function mcpServers(text: string): Start {
  return JSON.parse(text).mcpServers.logto
}

/** The client's program, of which only the words that it gets matter, run by the shell. */
async function startOfShellLine(text: string, home: string): Promise<Start> {
  const bin = join(home, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'claude'), '#!/bin/sh\nprintf "%s\\n" "$@"\n')
  chmodSync(join(bin, 'claude'), 0o755)
  const env = cleanEnv(home, { PATH: `${bin}${delimiter}${process.env.PATH}` })
  const { stdout } = await watch(spawn('sh', ['-c', text], { env, stdio: 'pipe' })).finished
  const [mcp, add, name, dashes, command = '', ...args] = stdout.trimEnd().split('\n')
  expect([mcp, add, name, dashes]).toEqual(['mcp', 'add', 'logto', '--'])
  return { command, args }
}

function homeWith(...profiles: string[]): string {
  const home = makeHome()
  onTestFinished(home.remove)
  const facts = { endpoint: 'http://127.0.0.1:9', token: 'the-token-of-the-profile' }
  writeProfiles(home.path, Object.fromEntries(profiles.map((name) => [name, facts])))
  return home.path
}

it.each(Object.keys(readers))('for %s starts a server that works', async (client) => {
  const home = homeWith('work')
  const wanted = ['--allow', 'write', '--only', 'users', '--only', 'orgs']
  const words = ['mcp', 'config', '--client', client, '--profile', 'work', ...wanted]
  const named = await run(words, home)
  expect(named).toMatchObject({ code: 0, stderr: '' })
  const args = ['mcp', 'serve', '--profile', 'work', ...wanted]
  expect(await readers[client]?.(named.stdout, homeWith())).toEqual({ command: 'logto', args })

  const { stdout } = await run([...words, '--full-path'], home)
  const start = await readers[client]?.(stdout, homeWith())
  expect(start).toEqual({ command: process.execPath, args: [program, ...args] })
  const transport = new StdioClientTransport({
    command: start?.command ?? '',
    args: start?.args ?? [],
    env: cleanEnv(home) as Record<string, string>,
    cwd: home,
  })
  const assistant = new Client({ name: 'test', version: '1' })
  await assistant.connect(transport)
  onTestFinished(() => assistant.close())
  const who = await assistant.callTool({ name: 'who' })
  expect(who.structuredContent).toMatchObject({ profile: 'work', allows: 'write', topics: ['users', 'orgs'] })
})

it('without a client shows every one, and where it belongs', async () => {
  const { stdout } = await run(['mcp', 'config', '--profile', 'work'], homeWith('work'))
  expect(stdout.match(/^# [\w-]+: .+$/gm)?.map((line) => line.slice(2).split(':')[0])).toEqual(Object.keys(readers))
  expect(stdout).not.toContain('the-token')
})

it.each([
  [[], [], 'there is no profile that the server could use'],
  [['work'], ['--profile', 'wrk'], 'did you mean work?'],
  [['work'], ['--profile', 'work', '--client', 'notepad'], 'windsurf'],
  [['work'], ['--profile', 'work', '--only', 'usrs'], 'did you mean users?'],
])('of the profiles %j with %j is refused', async (profiles, words, said) => {
  const { code, stdout, stderr } = await run(['mcp', 'config', ...words], homeWith(...profiles))
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(said)
})
