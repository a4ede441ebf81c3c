/** What a start loads: no library that the command at hand does not need. */

import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { program } from './run.js'
import { tenant } from './tenant.js'

const dist = join(program, '..', '..', 'dist')
const contents = JSON.parse(readFileSync(join(dist, '..', '.build', 'contents.json'), 'utf8')) as Record<
  string,
  string[]
>

/** Libraries that a person would wait for, by the folder they are installed in. */
const heavy = [
  '@hono/node-server',
  '@humanwhocodes/momoa',
  '@inquirer',
  '@jmespath-community/jmespath',
  '@modelcontextprotocol/sdk',
  'ajv',
  'cli-table3',
  'cosmiconfig',
  'cross-spawn',
  'hono',
  'jose',
  'oauth4webapi',
  'oidc-provider',
  'open',
  'otpauth',
  'proper-lockfile',
  'string-width',
  'tough-cookie',
  'wasmoon',
  'write-file-atomic',
  'yaml',
  'zod',
]
const undici = 'undici'
const oclif = '@oclif/core'

/** The libraries of the files that one run loads, and Node's own parts. */
async function loadedBy(...words: string[]) {
  const { logto } = await tenant({ body: { id: 'u1' } })
  const { stderr } = await logto(words, {
    env: { NODE_OPTIONS: `--require "${join(import.meta.dirname, 'list-loaded.cjs')}"` },
  })
  const [files = [], parts = []] = JSON.parse(stderr.trim().split('\n').at(-1) ?? '[]') as [string[], string[]]
  const modules = files.flatMap((file) => contents[relative(dist, file)] ?? [])
  expect(modules).toContain('src/cli/main.ts')
  const named = (name: string) => modules.some((id) => id.startsWith(`node_modules/${name}/`))
  return { heavy: heavy.filter(named), named, parts, modules }
}

/** Those of Node's own parts that were loaded. */
function loaded(parts: readonly string[], ...names: string[]): string[] {
  return names.filter((name) => parts.includes(`NativeModule ${name}`))
}

describe('a start', () => {
  it('that says the version loads no library at all', async () => {
    const { heavy, named } = await loadedBy('--version')
    expect([...heavy, ...[undici, oclif].filter(named)]).toEqual([])
  })

  it.each([
    ['help', ['users', 'list', '--help']],
    ['a usage error', ['users', 'list', '--bogus']],
  ])('that ends in %s loads oclif alone, and nothing of the network', async (_, words) => {
    const { heavy, named, parts } = await loadedBy(...words)
    expect(named(oclif)).toBe(true)
    expect([...heavy, ...[undici].filter(named)]).toEqual([])
    expect(loaded(parts, 'http', 'https', 'tls', 'crypto', 'fs/promises')).toEqual([])
  })

  it('with one request and a given token loads oclif and undici, and no TLS for plain HTTP', async () => {
    const { heavy, named, parts } = await loadedBy('users', 'get', 'u1', '--json')
    expect([oclif, undici].filter(named)).toEqual([oclif, undici])
    expect(heavy).toEqual([])
    expect(loaded(parts, 'http', 'https', 'tls', 'crypto', 'fs/promises', 'assert', 'perf_hooks')).toEqual([])
  })

  it('of a server for assistants loads the protocol, and nothing of requests or scripts', async () => {
    const { heavy, named } = await loadedBy('mcp', 'serve', '--allow', 'write', '--only', 'users')
    expect(heavy).toEqual(['@modelcontextprotocol/sdk', 'zod'])
    expect(named(undici)).toBe(false)
  })

  it.each([
    ['a script without MCP servers', ['lua', '--eval', 'return 1']],
    ['the list of MCP servers', ['mcp', 'servers', 'list']],
    ['what to paste into an assistant', ['mcp', 'config', '--profile', 'none']],
  ])('with %s loads nothing of the protocol', async (_, words) => {
    const { heavy } = await loadedBy(...words)
    expect(heavy.filter((name) => ['@modelcontextprotocol/sdk', 'zod', 'cross-spawn'].includes(name))).toEqual([])
  })

  it('whose words and flags are known reads nothing of what `logto refresh` kept', async () => {
    const { modules } = await loadedBy('users', 'get', 'u1', '--json')
    expect(modules.filter((id) => /^src\/call\/(refreshed|facts\/(maker|repairs))\//.test(id))).toEqual([
      'src/call/refreshed/kept-folder.ts',
    ])
  })

  it('would be caught loading more', async () => {
    const { heavy } = await loadedBy('users', 'get', 'u1', '-o', 'yaml')
    expect(heavy).toEqual(['yaml'])
  })
})
