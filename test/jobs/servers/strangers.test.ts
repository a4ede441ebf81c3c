/** MCP servers that misbehave: each is bounded, named, and gone afterwards. */

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { start } from '../../cli/run.js'
import { need } from '../../programs.js'
import { isAlive, misbehaving, peer, scriptHome } from './script-servers.js'

const processes = need('ps')

/** Processes of this test's servers. */
function left(home: string): string[] {
  const all = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
  return all.split('\n').filter((line) => line.includes(peer) && line.includes(home))
}

async function calling(way: string, code = 'return mcp.call("stranger", "work", {})', words: readonly string[] = []) {
  // The home in the command tells its processes from those of others.
  const place = scriptHome()
  const { home, logto } = place
  expect(
    await logto(['mcp', 'servers', 'add', 'stranger', '--', ...misbehaving(way, join(home, 'pid'))]),
  ).toMatchObject({ code: 0 })
  place.file('script.lua', code)
  const ended = await logto(['mcp', 'lua', 'script.lua', '--allow-mcp', 'stranger', ...words], { timeoutMs: 40_000 })
  expect(left(home)).toEqual([])
  return { ...ended, home }
}

const failing: [way: string, words: string[], said: RegExp][] = [
  ['hangs at start', ['--timeout', '700ms'], /the MCP server stranger took longer than 0.7 s to start/],
  ['hangs and ignores signals', ['--timeout', '700ms'], /the MCP server stranger took longer than 0.7 s to start/],
  ['hangs in a call', ['--timeout', '700ms'], /the MCP server stranger took longer than 0.7 s to call work/],
  [
    'dies at start',
    [],
    /the MCP server stranger ended \(exit code 3\) before it had answered\nit wrote last: no configuration\n/,
  ],
  [
    'dies in a call',
    [],
    /the MCP server stranger ended \(exit code 1\) before it had answered\nit wrote last: working with/,
  ],
  ['sends 1 GB', [], /the MCP server stranger sent more than 16 MB, and was ended\n/],
  ['says no JSON', [], /the MCP server stranger writes what is no message of the protocol\n/],
  ['has endless tools', [], /the list of tools of the MCP server stranger does not end\n/],
  ['answers another thing', [], /the MCP server stranger answered what the protocol does not know\n/],
]

describe.skipIf(processes.lacking)(`a server that${processes.note}`, () => {
  it.each(failing)('%s is named, and ends the script with 7', async (way, words, said) => {
    const { code, stdout, stderr, took } = await calling(way, undefined, words)
    expect({ code, stdout }, stderr).toEqual({ code: 7, stdout: '' })
    expect(stderr).toMatch(said)
    expect(took).toBeLessThan(20_000)
  })

  it('refuses, or says that a tool has failed, raises an error that is caught, in one line and without escapes', async () => {
    const caught =
      'local ok, problem = pcall(mcp.call, "stranger", "work", {}) print(problem.code) return problem.message'
    expect(await calling('refuses', caught)).toMatchObject({
      code: 0,
      stdout: 'mcp.refused\nthe MCP server stranger refused to call work: no such thing\n',
    })
    const { stdout } = await calling('fails', caught)
    expect(stdout).toMatch(
      /^mcp.tool_failed\nwork of the MCP server stranger failed: the token undefined \\u\{1b\}\[31mis wrong⏎next line\n$/,
    )
  })

  it('floods its error stream does no harm', async () => {
    expect(await calling('floods stderr')).toMatchObject({ code: 0, stderr: '' })
  })

  it('greets before it speaks is understood', async () => {
    expect(await calling('greets')).toMatchObject({ code: 0, stderr: '' })
  })

  it('changes its tools is asked for them again', async () => {
    const code = `
      mcp.call("stranger", "before", {})
      print(pcall(mcp.call, "stranger", "before", {}))
      print((mcp.call("stranger", "after", {})))`
    expect((await calling('changes its tools', code)).stdout).toBe(
      'false\tscript.lua:3: the MCP server stranger has no tool before\nafter\n',
    )
  })

  it('has odd names has them as data alone', async () => {
    const code = `
      for _, tool in ipairs(mcp.tools("stranger")) do print(json.encode(tool.name)) end
      print(mcp.call("stranger", "__proto__", {}).name, app.mcp.stranger.constructor{}.name, app.mcp.stranger.read_file{ ["__proto__"] = 1 }.name)
      print(pcall(mcp.call, "stranger", "toString", {}))`
    const { stdout, code: exit } = await calling('has odd names', code)
    expect(exit).toBe(0)
    expect(stdout.split('\n').slice(0, 5)).toEqual([
      '"__proto__"',
      '"constructor"',
      '"read-file"',
      '"a\u202eb\\u001b[31m"',
      '""',
    ])
    expect(stdout).toContain('__proto__\tconstructor\tread-file\n')
    expect(stdout).toContain('has no tool toString')
  })

  it('answers keys of JavaScript objects pollutes nothing', async () => {
    const { stdout } = await calling(
      'answers strange keys',
      'local r = mcp.call("stranger", "work", {}) print(r.constructor, json.is_array(r.list), r.polluted)',
    )
    expect(stdout).toBe('1\ttrue\tnil\n')
  })

  it('has failed is started again by the next call', async () => {
    const code =
      'for n = 1, 2 do local ok, problem = pcall(mcp.call, "stranger", "work", {}) print(ok, problem.code) end'
    expect((await calling('dies in a call', code)).stdout).toBe('false\tmcp.ended\nfalse\tmcp.ended\n')
  })
})

describe('what a server gets', () => {
  it('is what a shell needs and what it was given, nothing of this program', async () => {
    const { logto, home, file } = scriptHome()
    const words = [
      'mcp',
      'servers',
      'add',
      'peer',
      '--env',
      'PLAIN=1',
      '--secret-env',
      'PEER_TOKEN',
      '--storage',
      'file',
    ]
    await logto([...words, '--', ...misbehaving('works')], { input: 'the-secret-of-the-peer\n' })
    file('script.lua', 'return mcp.call("peer", "work", {a = {}}).env')
    const env = {
      LOGTO_CLIENT_SECRET: 'x',
      LOGTO_ENDPOINT: 'http://127.0.0.1:9',
      OTHER: 'y',
      NODE_OPTIONS: '--no-warnings',
    }
    const { stdout } = await logto(['mcp', 'lua', 'script.lua', '--allow-mcp', 'peer', '--json'], { env })
    const { result } = JSON.parse(stdout)
    expect(result).toEqual(expect.arrayContaining(['HOME', 'PATH', 'PEER_TOKEN', 'PLAIN']))
    expect(result.filter((name: string) => /LOGTO|OTHER|NODE/.test(name))).toEqual([])
    expect(home).not.toBe('')
  })

  it('is not repeated by an error', async () => {
    const { logto, file } = scriptHome()
    const add = ['mcp', 'servers', 'add', 'peer', '--secret-env', 'PEER_TOKEN', '--storage', 'file', '--']
    await logto([...add, ...misbehaving('fails')], { input: 'the-secret-of-the-peer\n' })
    file('script.lua', 'mcp.call("peer", "work", {})')
    for (const more of [[], ['--json'], ['--debug']]) {
      const { stdout, stderr } = await logto(['mcp', 'lua', 'script.lua', '--allow-mcp', 'peer', ...more])
      expect(stdout + stderr).toContain('••••')
      expect(stdout + stderr).not.toContain('the-secret-of-the-peer')
    }
  })
})

describe.skipIf(processes.lacking)(`the end of the program${processes.note}`, () => {
  it.each([
    'SIGINT',
    'SIGTERM',
    'SIGHUP',
  ] as const)('by %s leaves no process, nor what a server has started', async (signal) => {
    const { home, logto, file } = scriptHome()
    const pid = join(home, 'pid')
    await logto(['mcp', 'servers', 'add', 'parent', '--', ...misbehaving('has a child', pid)])
    file('script.lua', 'mcp.call("parent", "work", {}) print("called") sleep(60)')
    const { child, finished } = start(['mcp', 'lua', 'script.lua', '--allow-mcp', 'parent'], home)
    await new Promise((resolve) => child.stdout?.once('data', resolve))
    expect(existsSync(pid) && isAlive(pid)).toBe(true)
    child.kill(signal)
    expect(await finished).toMatchObject({ code: 130 })
    for (let tries = 0; tries < 50 && isAlive(pid); tries += 1) await delay(20)
    expect(isAlive(pid)).toBe(false)
    expect(left(home)).toEqual([])
  })

  it('by a script that fails leaves none either', async () => {
    const { home, logto, file } = scriptHome()
    const pid = join(home, 'pid')
    await logto(['mcp', 'servers', 'add', 'parent', '--', ...misbehaving('has a child', pid)])
    file('script.lua', 'mcp.call("parent", "work", {}) error("no")')
    expect(await logto(['mcp', 'lua', 'script.lua', '--allow-mcp', 'parent'])).toMatchObject({ code: 1 })
    expect(isAlive(pid)).toBe(false)
  })
})
