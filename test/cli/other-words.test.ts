/** Other words for commands: of verbs, at the top, and a person's own. */

import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { accessToken, bare, errorOf, tenant } from './tenant.js'

describe('other words for verbs', () => {
  it.each([
    [['users', 'ls'], 'GET', '/api/users'],
    [['user', 'show', 'u1'], 'GET', '/api/users/u1'],
    [['users', 'rm', 'u1', '--yes'], 'DELETE', '/api/users/u1'],
    [['--json', 'webhooks', 'ls'], 'GET', '/api/hooks'],
  ])('%o', async (line, method, path) => {
    const { logto, received } = await tenant((request) =>
      request.method === 'DELETE' ? { status: 204 } : { body: [] },
    )
    expect((await logto(line)).code).toBe(0)
    expect(received.at(-1)).toMatchObject({ method, path })
  })

  it.each([
    [['users', 'rm', '--help'], 'logto users delete USER-ID'],
    [['help', 'user', 'ls'], 'logto users list'],
    [['profiles', 'rm', '--help'], 'logto profiles remove'],
    [['experience', 'sessions', 'ls', '--help'], 'logto experience sessions list'],
    [['mcp', 'servers', 'rm', '--help'], 'logto mcp servers remove'],
    [['profiles', 'show', '--help'], 'logto profiles show'],
    [['completion', '--help'], 'logto autocomplete'],
  ])('%o: in help as well', async (line, usage) => {
    const { code, stdout, stderr } = await bare(line)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(usage)
  })

  it.each([
    [['docs', 'user', 'rm'], 'users delete'],
    [['schema', 'app', 'ls'], 'apps list'],
    [['docs', 'completion'], 'autocomplete'],
  ])('%o: behind commands that speak of others', async (line, command) => {
    const { code, stdout } = await bare([...line, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ command })
  })

  it('behind batch', async () => {
    const { logto, received } = await tenant({ status: 204 })
    const ended = await logto(['batch', 'user', 'rm', '--yes'], { input: 'u1\nu2\n' })
    expect(ended.code).toBe(0)
    expect(received.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'DELETE /api/users/u1',
      'DELETE /api/users/u2',
    ])
  })

  it('are none where no such command is', async () => {
    const { code, stderr } = await bare(['status', 'rm'])
    expect(code).toBe(2)
    expect(stderr).toContain('unknown command: status rm')
  })

  it('version says the version', async () => {
    expect((await bare(['version'])).stdout).toBe((await bare(['--version'])).stdout)
  })
})

describe("a person's own words", () => {
  async function withAliases(aliases: Record<string, string>) {
    const opened = await tenant({ body: [] })
    for (const [name, line] of Object.entries(aliases)) {
      const ended = await opened.logto(['alias', 'set', name, line])
      expect(ended).toMatchObject({ code: 0, stdout: '' })
    }
    return opened
  }

  it('stand for a command line; what follows is added', async () => {
    const { logto, received } = await withAliases({ newest: 'logto users list --page-size 5' })
    expect(await logto(['newest', '--page', '2', '--json'])).toMatchObject({ code: 0, stdout: '[]\n', stderr: '' })
    expect(received.at(-1)?.url).toBe('/api/users?page=2&page_size=5')
  })

  it('put words in their places, whole, and no shell reads them', async () => {
    const { logto, received } = await withAliases({ find: "users list --where 'name=$2 $1' --page 1" })
    const word = '$(touch x);`y`'
    expect((await logto(['--json', 'find', word, 'Ann', '--page-size', '7'])).code).toBe(0)
    const query = new URL(`http://x${received.at(-1)?.url}`).searchParams
    expect(query.get('search.name')).toBe(`Ann ${word}`)
    expect(query.get('page_size')).toBe('7')
  })

  it('want all their words', async () => {
    const { logto } = await withAliases({ one: 'users get $1' })
    expect(await logto(['one'])).toMatchObject({
      code: 2,
      stderr: 'Error: the alias one wants more arguments\nit stands for `logto users get $1`\n',
    })
  })

  it('stand for topics, in help, and behind batch, docs and schema', async () => {
    const { logto, received } = await withAliases({ people: 'users', zap: 'users delete --yes' })
    expect((await logto(['people', 'ls', '--help'])).stdout).toContain('logto users list')
    expect((await logto(['help', 'people'])).stdout).toContain('logto users COMMAND')
    expect((await logto(['help', 'zap'])).stdout).toContain('logto users delete')
    expect(JSON.parse((await logto(['docs', 'zap', '--json'])).stdout)).toMatchObject({ command: 'users delete' })
    expect((await logto(['schema', 'people', 'get', '--json'])).stdout).toContain('"operation": "GetUser"')
    expect((await logto(['batch', 'zap'], { input: 'u1\n' })).code).toBe(0)
    expect(received.at(-1)).toMatchObject({ method: 'DELETE', path: '/api/users/u1' })
  })

  it.each(['users', 'user', 'login', 'ls', 'version', 'completion', 'alias'])('cannot be called %s', async (name) => {
    const ended = await bare(['alias', 'set', name, 'users list'])
    expect(ended.code).toBe(2)
    expect(ended.stderr).toContain(`Error: ${name} is a command, a topic or another word for one\n`)
  })

  it.each([
    [['Ann', 'users list'], 'Ann cannot be an alias'],
    [['ann', 'userz list'], 'no command or operation is called userz list'],
    [['ann', 'users lst'], 'did you mean users list'],
    [['ann', '$1 list'], 'does not begin with a command'],
    [['ann', ''], 'nothing does not begin with a command'],
  ])('%o is refused', async (words, message) => {
    const { code, stderr } = await bare(['alias', 'set', ...words])
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })

  it('never take the place of a command, also of one that is new', async () => {
    const { logto, home, received } = await tenant({ body: [] })
    const folder = join(home, 'config', 'logto-cli')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'aliases.json'), '{"version":1,"aliases":{"users":"hooks","loop":"loop"}}')
    expect((await logto(['users', 'list', '--json'])).code).toBe(0)
    expect(received.at(-1)?.path).toBe('/api/users')
    expect((await logto(['loop'])).stderr).toContain('unknown command: loop')
  })

  it('are listed, changed and forgotten, in a file of the user alone', async () => {
    const { logto, home } = await withAliases({ b: 'users list', a: 'orgs' })
    const rows = [
      { name: 'a', command: 'logto orgs' },
      { name: 'b', command: 'logto users list' },
    ]
    expect(JSON.parse((await logto(['alias', 'list', '--json'])).stdout)).toEqual(rows)
    expect((await logto(['alias', 'set', 'b', 'apps list'])).stderr).toBe(
      'logto b is logto apps list now; it was logto users list\n',
    )
    expect((await logto(['alias', 'delete', 'b'])).stderr).toBe('the alias b is forgotten; it was logto apps list\n')
    expect((await logto(['alias', 'rm', 'b'])).stderr).toContain('there is no alias b')
    const file = join(home, 'config', 'logto-cli', 'aliases.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ version: 1, aliases: { a: 'orgs' } })
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('in a file that is broken are an error for unknown words alone', async () => {
    const { logto, home } = await tenant({ body: [] })
    const folder = join(home, 'config', 'logto-cli')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'aliases.json'), '{')
    expect((await logto(['users', 'list', '--json'])).code).toBe(0)
    const ended = await logto(['newest', '--json'])
    expect(errorOf(ended)).toMatchObject({ code: 'config.bad_json' })
    expect(ended.stderr).not.toContain(accessToken)
  })
})
