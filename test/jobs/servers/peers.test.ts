/** Scripts and the reference servers, over both transports. */

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeHome } from '../../cli/run.js'
import { startServer } from '../../cli/server.js'
import { onTerminal, terminalNeed } from '../../cli/terminal.js'
import { scriptHome } from './script-servers.js'

const modules = join(import.meta.dirname, '..', '..', '..', 'node_modules', '@modelcontextprotocol')
const reference = (name: string, ...words: string[]) => [
  process.execPath,
  join(modules, `server-${name}`, 'dist', 'index.js'),
  ...words,
]

describe('the reference server', () => {
  it('of files reads, writes and refuses', async () => {
    const { home, lua } = scriptHome({ files: reference('filesystem', '.') })
    mkdirSync(join(home, 'made'))
    const { stdout, code } = await lua(`
      mcp.call("files", "write_file", { path = "made/a.txt", content = "one\\ntwo é" })
      local value, more = mcp.call("files", "read_text_file", { path = "made/a.txt" })
      print(value.content, more.content[1].type)
      local ok, problem = pcall(app.mcp.files.read_text_file, { path = "/etc/passwd" })
      print(ok, problem.code, problem.exit_code)`)
    expect({ stdout, code }).toEqual({ stdout: 'one\ntwo é\ttext\nfalse\tmcp.tool_failed\t5\n', code: 0 })
  })

  it('of memory keeps a graph, called many times at once', async () => {
    const graph = makeHome()
    onTestFinished(graph.remove)
    const { lua } = scriptHome({
      memory: ['env', `MEMORY_FILE_PATH=${join(graph.path, 'graph.jsonl')}`, ...reference('memory')],
    })
    const { stdout, code, stderr } = await lua(`
      local function create(name)
        return app.mcp.memory.create_entities{ entities = { { name = name, entityType = "t", observations = json.array{} } } }
      end
      local work = {}
      for n = 1, 20 do
        work[n] = function()
          return create("e" .. n).entities[1].name
        end
      end
      local wrong = 0
      for n, result in ipairs(logto.parallel(work)) do if result.value ~= "e" .. n then wrong = wrong + 1 end end
      print(wrong)
      -- Of those created at once the server keeps what it wrote last.
      create("alone")
      return app.mcp.memory.search_nodes{ query = "alone" }.entities[1].name`)
    // There is no tenant, and with it nothing of \`logto\` but what needs none.
    expect({ stdout, code, stderr }).toEqual({ stdout: '0\nalone\n', code: 0, stderr: '' })
  })

  it('of everything has its tools, and is named in the envelope', async () => {
    const { lua } = scriptHome({ every: reference('everything', 'stdio') })
    const { stdout } = await lua(
      `local weather = app.mcp.every.get_structured_content{ location = "New York" }
      local parts = mcp.call("every", "get-tiny-image", {})
      return { sum = mcp.call("every", "get-sum", { a = 1, b = 2 }), weather = weather, parts = #parts, slow = (mcp.call("every", "trigger-long-running-operation", { duration = 1, steps = 2 })) }`,
      ['--json'],
    )
    const { success, result, calls } = JSON.parse(stdout)
    expect({ success, result }).toEqual({
      success: true,
      result: {
        sum: 'The sum of 1 and 2 is 3.',
        weather: expect.objectContaining({ conditions: expect.any(String) }),
        parts: 3,
        slow: expect.stringContaining('completed'),
      },
    })
    expect(calls).toHaveLength(4)
    expect(calls[0]).toEqual({
      server: 'every',
      tool: 'get-structured-content',
      ok: true,
      duration_ms: expect.any(Number),
    })
  })

  it('of everything is reached by streamable HTTP, with the secret header on every request', async () => {
    const port = await freePort()
    const child = spawn(process.execPath, reference('everything', 'streamableHttp').slice(1), {
      env: { PATH: process.env.PATH, PORT: String(port) },
      stdio: 'ignore',
    })
    onTestFinished(() => void child.kill())
    const seen: (string | undefined)[] = []
    const proxy = await forward(port, (header) => seen.push(header))
    const { logto, file } = scriptHome()
    const add = [
      'mcp',
      'servers',
      'add',
      'web',
      '--url',
      proxy,
      '--secret-header',
      'Authorization',
      '--storage',
      'file',
    ]
    expect(await logto(add, { input: 'Bearer the-secret\n' })).toMatchObject({ code: 0 })
    await answering(child, port)
    file('script.lua', 'return mcp.call("web", "get-sum", { a = 2, b = 3 })')
    expect(await logto(['mcp', 'lua', 'script.lua', '--allow-mcp', 'web'])).toMatchObject({
      code: 0,
      stdout: 'The sum of 2 and 3 is 5.\n',
      stderr: '',
    })
    expect(seen.length).toBeGreaterThan(2)
    expect(new Set(seen)).toEqual(new Set(['Bearer the-secret']))
  })
})

describe('a server at an address', () => {
  it.each([
    [401, 3, 'answered 401\ncheck its secret header: remove the server, and add it again\n'],
    [404, 7, 'answered 404\n'],
    [500, 7, 'answered 500\n'],
  ])('that answers %i is named', async (status, code, said) => {
    const server = await startServer(() => ({ status, body: { error: 'no' } }))
    onTestFinished(server.close)
    const { lua } = scriptHome({ web: `${server.endpoint}/mcp` })
    const ended = await lua('mcp.call("web", "work", {})')
    expect(ended).toMatchObject({ code, stdout: '' })
    expect(ended.stderr).toContain(`the MCP server web ${said}`)
  })

  it('that leads elsewhere is not followed there', async () => {
    const other = await startServer(() => ({ body: {} }))
    const server = await startServer(() => ({ status: 307, headers: { location: `${other.endpoint}/mcp` } }))
    onTestFinished(() => {
      server.close()
      other.close()
    })
    const { lua } = scriptHome({ web: `${server.endpoint}/mcp` })
    expect(await lua('mcp.call("web", "work", {})')).toMatchObject({ code: 7 })
    expect(other.received).toEqual([])
  })

  it('that sends without end is cut off', async () => {
    const server = await startServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const more = () => response.write('x'.repeat(1024 * 1024), (error) => error ?? more())
      more()
      return undefined
    })
    onTestFinished(server.close)
    const { lua } = scriptHome({ web: `${server.endpoint}/mcp` })
    const { code, stderr } = await lua('mcp.call("web", "work", {})')
    expect({ code, stderr }).toMatchObject({ code: 7, stderr: expect.stringContaining('sent more than 16 MB') })
  })

  it('that is not there, or hangs, is named', async () => {
    const { lua } = scriptHome({ web: 'http://127.0.0.1:9/mcp' })
    expect(await lua('mcp.call("web", "work", {})')).toMatchObject({
      code: 7,
      stderr: expect.stringContaining('the MCP server web cannot be reached'),
    })
    const hanging = await startServer(() => undefined)
    onTestFinished(hanging.close)
    const slow = scriptHome({ web: `${hanging.endpoint}/mcp` })
    expect(await slow.lua('mcp.call("web", "work", {})', ['--timeout', '500ms'])).toMatchObject({
      code: 7,
      stderr: expect.stringContaining('the MCP server web took longer than 0.5 s to start'),
    })
  })
})

describe('mcp in a script', () => {
  it('reaches no server that was not allowed, by any way', async () => {
    const { logto, file } = scriptHome({ files: reference('filesystem', '.') })
    for (const way of [
      'mcp.call("files", "list_directory", {})',
      'mcp.tools("files")',
      'app.mcp.files.list_directory{}',
    ]) {
      file('script.lua', way.startsWith('mcp.tools') ? way : `local _ = ${way}`)
      expect(await logto(['mcp', 'lua', 'script.lua'])).toMatchObject({
        code: 3,
        stderr:
          'Error: script.lua:1: the script may not use the MCP server files\nif it should, run it with --allow-mcp files\n',
      })
    }
    file('script.lua', 'return #mcp.servers()')
    expect(await logto(['mcp', 'lua', 'script.lua'])).toMatchObject({ code: 0, stdout: '0\n' })
  })

  it('has no tenant in mcp lua', async () => {
    const { lua } = scriptHome()
    expect(await lua('logto.list_users{}')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('this script has no tenant'),
    })
    expect((await lua('return docs.read("mcp")')).stdout).toContain('# MCP, both ways')
  })

  it.each([
    ['mcp.call("files")', 'mcp.call takes a server, a tool and a table'],
    ['mcp.call("files", "x", 1)', 'mcp.call: the arguments of x are a table'],
    ['mcp.call("files", "list_directory", {}, { timeout = 0 })', 'mcp.call: timeout is a number of seconds up to 600'],
    ['mcp.call("files", "list_directories", {})', 'did you mean list_directory'],
    ['mcp.tools()', 'mcp.tools takes the name of a server'],
  ])('says what is wrong with %s', async (code, said) => {
    const { lua } = scriptHome({ files: reference('filesystem', '.') })
    expect((await lua(code)).stderr).toContain(said)
  })

  it.skipIf(terminalNeed.lacking)(`works line by line${terminalNeed.note}`, async () => {
    const { home } = scriptHome({ files: reference('filesystem', '.') })
    const session = await onTerminal('logto mcp lua --repl --allow-mcp files; echo "ended with $?"', {
      home,
      env: {},
      typing: [
        [/> /, 'app.mcp.files.nothing{}\r'],
        [/no tool nothing[\s\S]*> [^\n]*$/, '#mcp.tools("files") > 5\r'],
        [/true[\s\S]*> [^\n]*$/, '\u0004'],
      ],
    })
    expect(session.screen).toContain('ended with 0')
  })
})

describe('mcp servers', () => {
  it('are kept, listed, shown and removed, with no secret in sight', async () => {
    const { logto, home } = scriptHome()
    const add = ['mcp', 'servers', 'add', 'web', '--url', 'https://mcp.example.com/mcp', '--storage', 'file']
    const added = await logto([...add, '--secret-header', 'Authorization', '--secret-header', 'X-Team'], {
      input: 'Bearer the-secret\nteam\n',
    })
    expect(added).toMatchObject({ code: 0, stderr: 'server web is kept: scripts call it with --allow-mcp web\n' })
    for (const words of [['list'], ['list', '--json'], ['show', 'web'], ['show', 'web', '--json']]) {
      const { stdout, code } = await logto(['mcp', 'servers', ...words])
      expect(code).toBe(0)
      expect(stdout).toContain('Authorization')
      expect(stdout).not.toContain('the-secret')
    }
    expect(await logto([...add])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is a server web already'),
    })
    expect(await logto(['mcp', 'servers', 'remove', 'web'])).toMatchObject({ code: 2 })
    expect(await logto(['mcp', 'servers', 'remove', 'web', '--yes'])).toMatchObject({ code: 0 })
    expect((await logto(['mcp', 'servers', 'list', '--json'])).stdout).toBe('[]\n')
    const { readFileSync } = await import('node:fs')
    expect(readFileSync(join(home, 'config', 'logto-cli', 'credentials.json'), 'utf8')).not.toContain('the-secret')
  })

  it.each([
    [['x'], 'give either a command or --url'],
    [['x', '--url', 'https://a.example.com', '--', 'node'], 'give either a command or --url'],
    [['__proto__', '--', 'node'], 'cannot be the name of a server'],
    [['-x', '--', 'node'], 'unknown flag'],
    [['x', '--url', 'http://mcp.example.com'], 'is not https'],
    [['x', '--url', 'https://me:secret@mcp.example.com'], 'may not carry a username or password'],
    [['x', '--url', 'https://mcp.example.com', '--secret-env', 'A'], 'are for a command'],
    [['x', '--secret-header', 'A', '--', 'node'], '--secret-header is for --url'],
    [['x', '--url', 'https://mcp.example.com', '--secret-header', 'Mcp-Session-Id'], "is the protocol's"],
    [['x', '--env', 'NODE_OPTIONS=--require=x', '--', 'node'], 'a server gets no NODE_OPTIONS'],
    [['x', '--secret-env', 'LOGTO_CLIENT_SECRET', '--', 'node'], 'a server gets no LOGTO_CLIENT_SECRET'],
    [['x', '--secret-env', 'TOKEN', '--', 'node'], 'the keychain is turned off'],
    [['x', '--secret-env', 'TOKEN', '--storage', 'file', '--', 'node'], 'TOKEN: standard input has no line for it'],
  ])('refuse %j', async (words, said) => {
    const { logto } = scriptHome()
    const { code, stderr } = await logto(['mcp', 'servers', 'add', ...words], { env: { LOGTO_KEYCHAIN: 'off' } })
    expect(stderr).toContain(said)
    expect([2, 3]).toContain(code)
    expect((await logto(['mcp', 'servers', 'list', '--json'])).stdout).toBe('[]\n')
  })

  it('name the nearest where there is none', async () => {
    const { logto } = scriptHome({ files: reference('filesystem', '.') })
    for (const words of [
      ['mcp', 'servers', 'show', 'file'],
      ['mcp', 'servers', 'tools', 'file'],
      ['mcp', 'lua', '-e', '1', '--allow-mcp', 'file'],
    ]) {
      expect(await logto(words)).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean files?') })
    }
  })

  it('list the tools of one', async () => {
    const { logto } = scriptHome({ files: reference('filesystem', '.') })
    const { stdout, code } = await logto(['mcp', 'servers', 'tools', 'files', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({
        name: 'read_text_file',
        readOnly: true,
        inputSchema: expect.objectContaining({ type: 'object' }),
      }),
    )
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Hands on each request, and tells its header. */
async function forward(port: number, see: (header: string | undefined) => void): Promise<string> {
  const { request } = await import('node:http')
  const server = createServer((message, response) => {
    see(message.headers.authorization)
    const { method, url, headers } = message
    const onward = request(
      { port, host: '127.0.0.1', method, path: url, headers: { ...headers, host: `127.0.0.1:${port}` } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    message.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`
}

async function answering(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + 15_000
  while (performance.now() < deadline && child.exitCode === null) {
    const isThere = await fetch(`http://127.0.0.1:${port}/mcp`).then(
      () => true,
      () => false,
    )
    if (isThere) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the server did not start')
}
