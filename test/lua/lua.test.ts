/** Scripts in Lua, run by the built program against the sandbox. */

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Home, makeHome, type RunOptions, run, start } from '../cli/run.js'
import { startTenant, type TestTenant } from '../sandbox/client.js'

let sandbox: TestTenant
let home: Home

beforeAll(async () => {
  sandbox = await startTenant({ users: 250 })
  home = makeHome()
})
afterAll(async () => {
  await sandbox.close()
  home.remove()
})

const own = (): RunOptions => ({ env: { LOGTO_ENDPOINT: sandbox.url, LOGTO_ACCESS_TOKEN: sandbox.token } })
const lua = (code: string, ...flags: string[]) => run(['lua', '--eval', code, ...flags], home.path, own())

/** What the script returned. */
async function value(code: string, ...flags: string[]): Promise<string> {
  const { stdout, stderr, code: exit } = await lua(code, ...flags)
  expect([exit, stderr]).toEqual([0, ''])
  return stdout.trim()
}

describe('names', () => {
  it('of every operation resolve, with or without logto_, below both tables', async () => {
    const index = JSON.parse(
      readFileSync(join(import.meta.dirname, '..', '..', 'operations', 'index.json'), 'utf8'),
    ) as Record<string, { lua: string }>
    const names = Object.values(index).map(({ lua }) => lua)
    expect(names.length).toBeGreaterThan(350)
    writeFileSync(join(home.path, 'names.json'), JSON.stringify(names))
    const code = `local n = 0
      for _, name in ipairs(json.decode(fs.read('names.json'))) do
        assert(type(logto[name]) == 'function'); assert(app.integrations.logto['logto_' .. name]); n = n + 1
      end
      return n`
    expect(await value(code, '--allow-read', home.path)).toBe(String(names.length))
  })

  it('that are none raise with the nearest', async () => {
    const { code, stderr } = await lua('logto.list_rolez{}')
    expect(code).toBe(2)
    expect(stderr).toContain('did you mean list_roles')
  })
})

describe('a call', () => {
  it('creates, reads, changes and deletes', async () => {
    const code = `local role, meta = logto.create_role{name = 'r1', description = 'd'}
      assert(meta.status == 200 or meta.status == 201)
      logto.update_role{id = role.id, description = 'e'}
      assert(logto.get_role{id = role.id}.description == 'e')
      local gone = logto.delete_role{id = role.id}
      return tostring(gone.success) .. gone.status`
    expect(await value(code, '--yes')).toBe('true204')
  })

  it('that destroys needs --yes, and sends nothing without', async () => {
    const { code, stderr } = await lua(`logto.delete_role{id = 'nothing'}`)
    expect(code).toBe(2)
    expect(stderr).toContain('--yes')
  })

  it('is checked before it is sent', async () => {
    const { code, stderr } = await lua(`logto.create_role{naem = 'x'}`)
    expect(code).toBe(2)
    expect(stderr).toContain('did you mean name')
  })

  it('raises what pcall catches, and ends with its exit code uncaught', async () => {
    const caught = `local ok, e = pcall(logto.get_user, {user_id = 'nobody'}) return tostring(ok) .. e.status .. e.code`
    expect(await value(caught)).toMatch(/^false404\w/)
    const { code, stderr } = await lua(`\n logto.get_user{user_id = 'nobody'}`)
    expect(code).toBe(4)
    expect(stderr).toContain('eval:2')
  })

  it('works inside callbacks and coroutines', async () => {
    const code = `local t = {3, 1, 2}
      table.sort(t, function(a, b) logto.list_roles{} return a < b end)
      local s = ('a'):gsub('a', function() return type(logto.list_roles{}) end)
      local co = coroutine.wrap(function() coroutine.yield(type(logto.list_roles{})) end)
      return t[1] .. s .. co()`
    expect(await value(code)).toBe('1tabletable')
  })

  it('walks all pages with each', async () => {
    expect(await value('local n = 0 for u in logto.each(logto.list_users) do n = n + 1 end return n >= 250')).toBe(
      'true',
    )
  })

  it('walks lists that know no pages, and refuses what is no list', async () => {
    const count =
      'local n = 0 for _ in logto.each(logto.list_connectors) do n = n + 1 end return n == #logto.list_connectors{}'
    expect(await value(count)).toBe('true')
    const { code, stderr } = await lua('for _ in logto.each(logto.get_sign_in_exp) do end')
    expect(code).toBe(1)
    expect(stderr).toContain('logto.each takes an operation that lists rows')
  })

  it('does not send an integer that would lose digits', async () => {
    const { code, stderr } = await lua(`logto.create_role{name = 'x', description = 9007199254740993}`)
    expect(code).toBe(1)
    expect(stderr).toContain('without losing digits')
  })
})

describe('JSON', () => {
  it('keeps 64-bit integers, null and the kind of an empty table', async () => {
    const text = '{"a":[],"b":{},"c":null,"n":9223372036854775807,"s":"é\\n😀"}'
    expect(await value(`return json.encode(json.decode([==[${text}]==]))`)).toBe(text)
    expect(await value('return json.decode("9007199254740993")')).toBe('9007199254740993')
  })
})

describe('a script cannot', () => {
  it('reach what is not its own', async () => {
    const code = `local found = {}
      for _, name in ipairs{'io','require','package','debug','dofile','loadfile','cross','warn'} do
        if _G[name] ~= nil then found[#found + 1] = name end
      end
      assert(not os.execute and not os.remove and not os.getenv and not os.exit and not string.dump)
      assert(not load('\\27Lua'))
      for k, v in pairs(_G) do assert(type(v) ~= 'userdata', k) end
      return #found`
    expect(await value(code)).toBe('0')
  })

  it('read a file, a variable or a profile that was not allowed', async () => {
    const inside = join(home.path, 'inside')
    mkdirSync(inside)
    writeFileSync(join(home.path, 'outside.txt'), 'secret')
    symlinkSync(join(home.path, 'outside.txt'), join(inside, 'link'))
    for (const code of [
      `fs.read('inside/link')`,
      `fs.read('inside/../outside.txt')`,
      `fs.write('inside/link', 'x')`,
      `fs.write('outside.txt', 'x')`,
      `env.get('LOGTO_ACCESS_TOKEN')`,
    ]) {
      const { code: exit } = await lua(code, '--allow-read', inside, '--allow-write', inside)
      expect([code, exit]).toEqual([code, 3])
    }
    expect(readFileSync(join(home.path, 'outside.txt'), 'utf8')).toBe('secret')
    expect((await lua('app.integrations.logto.work.list_roles{}')).code).toBe(2)
    const kept = `fs.write('inside/a', 'b') return fs.read('inside/a')`
    expect(await value(kept, '--allow-read', inside, '--allow-write', inside)).toBe('b')
  })

  it('outlive its limits', async () => {
    const endless = `string.find(string.rep('a', 200000), string.rep('a*', 30) .. 'b')`
    const late = await lua(endless, '--max-time', '500ms')
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('--max-time')])
    const { code, stderr } = await lua(
      `local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end`,
      '--memory',
      '16',
    )
    expect([code, stderr]).toEqual([1, expect.stringContaining('not enough memory')])
  })

  it('survive Ctrl-C', async () => {
    const endless = `print('ready') string.find(string.rep('a', 200000), string.rep('a*', 30) .. 'b')`
    const { child, finished } = start(['lua', '--eval', endless], home.path, own())
    child.stdout?.once('data', () => child.kill('SIGINT'))
    expect((await finished).code).toBe(130)
  })
})

describe('errors', () => {
  it('name file and line', async () => {
    writeFileSync(join(home.path, 'bad.lua'), 'local a = 1\nerror("no")')
    const failed = await run(['lua', 'bad.lua'], home.path, own())
    expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('bad.lua:2: no')])
    writeFileSync(join(home.path, 'syntax.lua'), 'local a = 1\nlocal = 2')
    const wrong = await run(['lua', 'syntax.lua'], home.path, own())
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('syntax.lua:2:')])
  })
})

describe('the documentation', () => {
  it('shows snippets that run', async () => {
    const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'lua.md'), 'utf8')
    const snippets = [...text.matchAll(/```lua\n([\s\S]*?)```/g)].map(([, code]) => code ?? '')
    expect(snippets).toHaveLength(3)
    const codes = await Promise.all(snippets.map(async (code) => (await lua(code)).code))
    expect(codes).toEqual([0, 0, 0])
  })
})

describe('--json', () => {
  it.each([
    `logto.list_roles{} return 1`,
    `logto.get_user{user_id = 'nobody'}`,
    `error('x')`,
  ])('prints what the schema describes: %s', async (code) => {
    const schema = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'lua-result.schema.json'), 'utf8')
    const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(schema))
    validate(JSON.parse((await lua(code, '--json')).stdout))
    expect(validate.errors).toBeNull()
  })

  it('prints one envelope', async () => {
    const { stdout } = await lua(`print('a') logto.list_roles{} return {n = 1}`, '--json')
    const { calls, execution_time_ms, ...rest } = JSON.parse(stdout)
    expect(rest).toEqual({ success: true, result: { n: 1 }, output: 'a\n', error: null })
    expect(calls).toMatchObject([{ method: 'GET', path: '/api/roles', status: 200 }])
    expect(execution_time_ms).toBeGreaterThanOrEqual(0)
  })
})
