/** What a script prints, returns and ends with. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import type { Script } from '../../cli/server.js'
import { errorOf } from '../../cli/tenant.js'
import { envelopeOf, scriptTenant } from './script-tenant.js'

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'lua-result.schema.json'), 'utf8'),
)
const fits = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema)

const users = [
  { id: 'u1', name: 'Ann' },
  { id: 'u2', name: 'Bob' },
]

/** Users, of whom `nobody` is missing; writes are answered without a body. */
const directory: Script = ({ method, path }) => {
  if (path.endsWith('/nobody'))
    return {
      status: 404,
      headers: { 'logto-core-request-id': 'r1' },
      body: { code: 'entity.not_found', message: 'Not here.', details: { id: 'nobody' } },
    }
  if (path === '/api/users') return { headers: { 'total-number': '2' }, body: users }
  return method === 'GET' ? { body: { ...users[0], id: path.split('/').at(-1) } } : { status: 204 }
}

describe('the returned value', () => {
  const code = 'print("found") return logto.list_users{}'

  it.each([
    ['table', 'found\nid\tname\nu1\tAnn\nu2\tBob\n'],
    ['jsonl', 'found\n{"id":"u1","name":"Ann"}\n{"id":"u2","name":"Bob"}\n'],
    ['csv', 'found\nid,name\r\nu1,Ann\r\nu2,Bob\r\n'],
    ['yaml', 'found\n- id: u1\n  name: Ann\n- id: u2\n  name: Bob\n'],
  ])('is printed as %s', async (format, expected) => {
    const { lua } = await scriptTenant(directory)
    const { stdout, stderr, code: exit } = await lua(code, ['-o', format])
    expect({ stdout: stdout.replaceAll('\r', ''), stderr, exit }).toEqual({
      stdout: expected.replaceAll('\r', ''),
      stderr: '',
      exit: 0,
    })
  })

  it.each([
    ['a text', 'return "hello"', 'hello\n'],
    ['a number', 'return 42', '42\n'],
    ['true', 'return true', 'true\n'],
    ['an object', 'return { b = 1, a = { 2 } }', 'a\t[2]\nb\t1\n'],
    ['nothing', 'local a = 1', ''],
    ['nil', 'return nil', ''],
  ])('may be %s', async (_, code, expected) => {
    const { lua } = await scriptTenant()
    expect(await lua(code)).toMatchObject({ stdout: expected, stderr: '', code: 0 })
  })

  it('has the columns of the command, where it is what an operation answered', async () => {
    const columns = { id: 'u1', username: 'ann', primaryEmail: null, name: 'Ann', lastSignInAt: 1_700_000_000_000 }
    const answer: Script = () => ({
      headers: { 'total-number': '1' },
      body: [{ ...columns, avatar: 'x', isSuspended: false }],
    })
    const { lua } = await scriptTenant(answer)
    const usual = 'id\tusername\tprimaryEmail\tname\tlastSignInAt\nu1\tann\t\tAnn\t2023-11-14T22:13:20.000Z\n'
    const list = 'local rows = {} for u in logto.each(logto.list_users, {}) do rows[#rows + 1] = u end'
    expect(await lua('return logto.list_users{}')).toMatchObject({ stdout: usual, code: 0 })
    expect(await lua(`${list} return rows`)).toMatchObject({ stdout: usual, code: 0 })
    // What the script puts in, or leaves out, is what it wants to show.
    const added = await lua(`${list} rows[1].roles = 2 return rows`)
    expect(added.stdout).toContain('roles')
    expect((await lua(`${list} return { { id = rows[1].id } }`)).stdout).toBe('id\nu1\n')
  })

  it('that cannot be printed is an error', async () => {
    const { lua } = await scriptTenant()
    const { stderr, code } = await lua('return { f = print }')
    expect({ stderr, code }).toEqual({
      stderr: 'Error: the script returned a function, which cannot be printed\n',
      code: 1,
    })
  })
})

describe('the document of --json', () => {
  it('holds the result, the output and the calls', async () => {
    const { lua } = await scriptTenant(directory)
    const ended = await lua(
      `print("a", 1)
      dump({ x = json.null })
      logto.update_user{user_id = "u1", name = "Ann Lee"}
      return #logto.list_users{}`,
      ['--json'],
    )
    const envelope = envelopeOf(ended)
    expect(fits(envelope), JSON.stringify(fits.errors)).toBe(true)
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(envelope).toMatchObject({
      success: true,
      result: 2,
      output: 'a\t1\n{\n  "x": null\n}\n',
      error: null,
      calls: [
        { operation: 'update_user', method: 'PATCH', path: '/api/users/u1', status: 204 },
        { operation: 'list_users', method: 'GET', path: '/api/users', status: 200 },
      ],
    })
  })

  it('shows what was done before a failure', async () => {
    const { lua } = await scriptTenant(directory)
    const ended = await lua(
      `logto.update_user{user_id = "u1", name = "Ann Lee"}
      print("one done")
      local user = logto.get_user{user_id = "nobody"}`,
      ['--json'],
    )
    const envelope = envelopeOf(ended)
    expect(fits(envelope), JSON.stringify(fits.errors)).toBe(true)
    expect(ended.code).toBe(4)
    const error = {
      code: 'entity.not_found',
      message: 'script.lua:3: there is no user nobody',
      status: 404,
      details: { id: 'nobody' },
      requestId: 'r1',
      hint: expect.stringMatching(/^`logto users find nobody` .*; the tenant is http/),
    }
    expect(envelope).toMatchObject({ success: false, result: null, output: 'one done\n', error })
    expect(envelope.calls.map(({ status }) => status)).toEqual([204, 404])
    expect(errorOf(ended)).toEqual(error)
  })

  it.each([
    ['a syntax error', 'return }', 2, 'lua.syntax'],
    ['an error of its own', 'error("no")', 1, 'lua.error'],
    ['an endless loop', 'while true do end', 1, 'lua.time_up'],
    ['too much memory', 'local t = {} while true do t = { t, ("x"):rep(#t + 1000) } end', 1, 'lua.memory'],
    ['a wrong input', 'logto.list_users{pages = 1}', 2, 'usage.unknown_input'],
  ])('is valid after %s', async (_, code, exit, errorCode) => {
    const { lua } = await scriptTenant(directory)
    const ended = await lua(code, ['--json', '--time-limit', '2s', '--memory-limit', '4M'])
    const envelope = envelopeOf(ended)
    expect(fits(envelope), JSON.stringify(fits.errors)).toBe(true)
    expect(ended.code).toBe(exit)
    expect(envelope).toMatchObject({ success: false, error: { code: errorCode } })
    expect(errorOf(ended)).toMatchObject({ code: errorCode })
  })
})

describe('errors', () => {
  it('of the API are values with their facts', async () => {
    const { lua } = await scriptTenant(directory)
    const { stdout, code } = await lua(`
      local ok, e = pcall(logto.get_user, { user_id = "nobody" })
      print(ok, e.code, e.message, e.status, e.details.id, e.request_id, e.exit_code, type(e.hint))
      local ok2, e2 = pcall(function()
        local user = logto.get_user{user_id = "nobody"}
      end)
      print(e2)
    `)
    expect({ stdout, code }).toEqual({
      stdout:
        'false\tentity.not_found\tthere is no user nobody\t404\tnobody\tr1\t4\tstring\nscript.lua:5: there is no user nobody\n',
      code: 0,
    })
  })

  it('that are raised again end as the first one would have', async () => {
    const { lua } = await scriptTenant(directory)
    const { code, stderr } = await lua('local ok, e = pcall(logto.get_user, { user_id = "nobody" }) error(e)')
    expect(code).toBe(4)
    expect(stderr).toContain('request id: r1')
  })

  it('of a script that has done a part bring what is done, and end with 8', async () => {
    const { lua } = await scriptTenant()
    const code = 'error{ message = "1 of 3 failed", result = { { id = "u1" }, { id = "u2" } } }'
    const csv = await lua(code, ['-o', 'csv'])
    expect(csv).toMatchObject({ code: 8, stdout: 'id\nu1\nu2\n' })
    expect(errorOf(csv)).toEqual({ code: 'partial.script', message: '1 of 3 failed' })
    const ended = await lua(code, ['--json'])
    const envelope = envelopeOf(ended)
    expect(fits(envelope), JSON.stringify(fits.errors)).toBe(true)
    expect(ended.code).toBe(8)
    expect(envelope).toMatchObject({
      success: false,
      result: [{ id: 'u1' }, { id: 'u2' }],
      error: { code: 'partial.script' },
    })
    expect(await lua('error{ message = "x", result = print }')).toMatchObject({ code: 1, stdout: '' })
  })

  it.each([
    ['error with a text', 'local a = 1\nerror("no luck")', 1, 'Error: script.lua:2: no luck\n'],
    ['error with a table', 'error({ message = "no luck" })', 1, 'Error: no luck\n'],
    [
      'a mistake of Lua',
      '\n\nlocal a = nil + 1',
      1,
      'Error: script.lua:3: attempt to perform arithmetic on a nil value\n',
    ],
    ['an assertion', 'assert(false, "wrong")', 1, 'Error: script.lua:1: wrong\n'],
    [
      'a syntax error',
      'local a = 1\nlocal = 2',
      2,
      "Error: script.lua:2: <name> expected near '='\ncorrect the script at that line\n",
    ],
  ])('%s: file, line, message and no stack', async (_, code, exit, expected) => {
    const { lua } = await scriptTenant()
    expect(await lua(code)).toMatchObject({ code: exit, stderr: expected, stdout: '' })
  })

  it('show where Lua stood with --debug', async () => {
    const { lua } = await scriptTenant()
    const { stderr } = await lua('local function inner() error("no") end\ninner()', ['--debug'])
    expect(stderr).toMatch(/stack traceback:[\s\S]*script\.lua:1: in [\s\S]*script\.lua:2: in/)
    expect(stderr).not.toMatch(/\.js:\d/)
  })

  it.each([
    ['a name that is near', 'logto.list_usrs{}', 'there is no operation list_usrs', 'did you mean list_users'],
    [
      'an input that is near',
      'logto.list_users{page_sise = 1}',
      'did you mean page or page_size?',
      'logto users list --help',
    ],
    ['a missing path parameter', 'logto.get_user{}', 'user_id is missing', 'logto users get --help'],
    ['a wrong type', 'logto.update_user{user_id = "u", name = 5}', 'name must be text', '--help'],
    ['a wrong query type', 'logto.list_users{page = {}}', 'page must be text or a number', 'leave out'],
    ['a page that is none', 'logto.list_users{page = 0}', 'page: 0 is not a whole number', 'give page a whole number'],
    [
      'an unknown property',
      'logto.update_user{user_id = "u", body = { nam = "x" }}',
      'did you mean name?',
      'validate=false',
    ],
    ['a value outside a set', 'logto.create_application{name = "a", type = "Spa"}', 'did you mean SPA?', '--help'],
    ['an argument that is no table', 'logto.get_user("u1")', 'takes one table', ''],
    ['the same input twice', 'logto.get_user{user_id = "a", userId = "b"}', 'are the same input', 'give it once'],
    ['nothing to change', 'logto.update_user{user_id = "u"}', 'nothing to change', 'logto users update --help'],
    [
      'a list that is none',
      'for x in logto.each(logto.get_user, { user_id = "u" }) do end',
      'does not answer a list',
      '',
    ],
  ])('name the remedy for %s, and nothing is sent', async (_, code, message, hint) => {
    const { lua, received } = await scriptTenant(directory)
    const ended = await lua(code)
    expect(ended.stderr).toContain(message)
    expect(ended.stderr).toContain(hint)
    expect(ended.code).toBe(code.includes('("u1")') ? 1 : 2)
    expect(received.filter(({ method }) => method !== 'GET')).toEqual([])
  })
})

describe('printing', () => {
  it('stops quietly when the reader has gone', async () => {
    const { shell, file } = await scriptTenant()
    file('script.lua', 'for i = 1, 1000000 do print(i) end')
    const { stdout, stderr } = await shell('{ logto lua script.lua; echo $? > code.txt; } | head -2; cat code.txt')
    expect({ stdout, stderr }).toEqual({ stdout: '1\n2\n0\n', stderr: '' })
  })

  it('keeps its order among log lines, and loses nothing', async () => {
    const { shell, file } = await scriptTenant()
    file('script.lua', 'for i = 1, 3000 do print("out", i) if i % 500 == 0 then log.warn("at", i) end end')
    const { stdout } = await shell('logto lua script.lua 2>&1')
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(3006)
    expect(lines[500]).toBe('warning: at 500')
    expect(lines[501]).toBe('out\t501')
  })

  it('of log lines is JSON in machine formats', async () => {
    const { lua } = await scriptTenant()
    const { stderr, stdout } = await lua('log.info("one") log.warn("two")', ['--json'])
    expect(stderr).toBe('{"notice":"one"}\n{"notice":"warning: two"}\n')
    expect(envelopeOf({ stdout } as never).output).toBe('')
  })
})

describe('the command', () => {
  it('hands arguments over, those behind -- too', async () => {
    const { lua } = await scriptTenant()
    const { stdout } = await lua('print(arg[0], #arg, table.concat(arg, "|"), ...)', ['a b', '--', '-x', '--json'])
    expect(stdout).toBe('script.lua\t3\ta b|-x|--json\ta b\t-x\t--json\n')
  })

  it('takes a script from standard input or the command line, and a first line for the system', async () => {
    const { logto } = await scriptTenant()
    const input = await logto(['lua', '-', 'x'], { input: '#!/usr/bin/env logto\nprint(arg[1])\nerror("here")' })
    expect(input).toMatchObject({ stdout: 'x\n', stderr: 'Error: stdin:3: here\n', code: 1 })
    expect(await logto(['lua', '-e', 'print(arg[1], arg[0])', 'x'])).toMatchObject({ stdout: 'x\t-e\n', code: 0 })
  })

  it.each([
    [['lua'], 'the script is missing'],
    [['lua', 'none.lua'], 'cannot read the file none.lua'],
    [['lua', '--repl'], '--repl needs a terminal'],
    [['lua', '-e', '', '--time-limit', 'soon'], 'is not a length of time'],
    [['lua', '-e', '', '--allow-read', 'nowhere'], 'nowhere: there is no such file'],
    [['lua', '--evil', 'x'], 'unknown flag: --evil'],
  ])('refuses %j', async (words, message) => {
    const { logto } = await scriptTenant()
    const { code, stderr } = await logto(words)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
