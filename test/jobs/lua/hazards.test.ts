/** What Lua in WebAssembly gets wrong when it is run in the main thread, and must not here. */

import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { scriptTenant } from './script-tenant.js'

const pathological = 'print("searching") return string.find(string.rep("a", 400000), ".-b")'

describe('a call of the API', () => {
  it('can be made inside callbacks of C functions', async () => {
    const { lua, received } = await scriptTenant(({ path }) => ({ body: { name: path.split('/').at(-1) } }))
    const { stdout, stderr, code } = await lua(`
      local list = { "c", "a", "b" }
      table.sort(list, function(a, b)
        return logto.get_user{user_id = a}.name < logto.get_user{user_id = b}.name
      end)
      print(table.concat(list))
      print((string.gsub("u1 u2", "%w+", function(id) return "<" .. logto.get_user{user_id = id}.name .. ">" end)))
      print(tostring(setmetatable({}, { __tostring = function() return logto.get_user{user_id = "meta"}.name end })))
    `)
    expect({ stdout, stderr, code }).toEqual({ stdout: 'abc\n<u1> <u2>\nmeta\n', stderr: '', code: 0 })
    expect(received.length).toBeGreaterThanOrEqual(7)
  })

  it('answers inside coroutines, of any depth, and inside pcall', async () => {
    const { lua } = await scriptTenant(({ path }) => ({ body: { name: path.split('/').at(-1) } }))
    const { stdout, code } = await lua(`
      local function name(id) return logto.get_user{user_id = id}.name end
      local outer = coroutine.wrap(function()
        local inner = coroutine.wrap(function()
          coroutine.yield(name("u1"))
          return name("u2")
        end)
        coroutine.yield(inner())
        coroutine.yield(inner())
        return select(2, pcall(name, "u3"))
      end)
      print(outer(), outer(), outer())
    `)
    expect({ stdout, code }).toEqual({ stdout: 'u1\tu2\tu3\n', code: 0 })
  })
})

describe('a search that would take for ever', () => {
  it('ends with Ctrl-C', async () => {
    const { begin, file } = await scriptTenant()
    file('script.lua', pathological)
    const { child, finished } = begin(['lua', 'script.lua'])
    await once(child.stdout as NodeJS.ReadableStream, 'data')
    await wait(50)
    child.kill('SIGINT')
    expect(await finished).toMatchObject({ code: 130, stdout: 'searching\n', stderr: '' })
  })

  it('ends with its time', async () => {
    const { lua } = await scriptTenant()
    const { code, stderr, stdout } = await lua(pathological, ['--time-limit', '2s'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'searching\n' })
    expect(stderr).toBe('Error: the script was ended after 2 s of computing\ngive it more with --time-limit\n')
  })

  it('may wait as long as it likes: only what it computes counts', async () => {
    const { lua } = await scriptTenant(async () => {
      await wait(1300)
      return { body: { name: 'Ann' } }
    })
    const { code, stdout, stderr } = await lua('sleep(1.3) print(logto.get_user{user_id = "u"}.name)', [
      '--time-limit',
      '2s',
    ])
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'Ann\n', stderr: '' })
  })

  it.each([
    ['none', 0],
    ['0', 2],
    ['soon', 2],
  ])('takes %s as a limit: exit %i', async (limit, expected) => {
    const { lua } = await scriptTenant()
    expect((await lua('', ['--time-limit', limit])).code).toBe(expected)
  })

  it('ends with Ctrl-C while it waits for an answer, too', async () => {
    const { begin, file, received } = await scriptTenant(() => new Promise(() => {}))
    file('script.lua', 'print("asking") logto.list_users{}')
    const { child, finished } = begin(['lua', 'script.lua'])
    for (let turn = 0; turn < 500 && received.length === 0; turn++) await wait(10)
    child.kill('SIGINT')
    expect(await finished).toMatchObject({ code: 130, stdout: 'asking\n', stderr: '' })
  })
})

describe('bytecode', () => {
  it('is not loaded and cannot be made', async () => {
    const { lua, file } = await scriptTenant()
    file('code.lua', '\u001bLua')
    const { stdout, code } = await lua(
      `
      print(string.dump, load("\\27Lua\\84", "x", "b"))
      print(load(function() return nil end, "x", "b") ~= nil)
      print(load(fs.read("code.lua")))
      `,
      ['--allow-read', '.'],
    )
    expect(code).toBe(0)
    expect(stdout.split('\n')).toEqual([
      "nil\tnil\tattempt to load a binary chunk (mode is 't')",
      'true',
      "nil\tattempt to load a binary chunk (mode is 't')",
      '',
    ])
  })

  it('is refused as a script', async () => {
    const { logto } = await scriptTenant()
    const { code, stderr } = await logto(['lua', '-'], { input: '\u001bLuaT' })
    expect(code).toBe(2)
    expect(stderr).toMatch(/^Error: .*binary chunk/)
  })
})

describe('integers of 64 bits', () => {
  it('are exact both ways', async () => {
    const body =
      '{"id":"u1","customData":{"big":9007199254740993,"most":9223372036854775807,"real":1.5,"list":[-9007199254740995]}}'
    const { lua, received } = await scriptTenant((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(body)
      return undefined
    })
    const { stdout, code } = await lua(`
      local data = logto.get_user{user_id = "u1"}.customData
      print(data.big, math.type(data.big), data.most, data.real, data.list[1])
      logto.update_user{user_id = "u1", custom_data = { up = data.big + 2, down = -data.most, list = data.list }}
      return data.big
    `)
    expect({ stdout, code }).toEqual({
      stdout: '9007199254740993\tinteger\t9223372036854775807\t1.5\t-9007199254740995\n9007199254740993\n',
      code: 0,
    })
    expect(received.at(-1)?.body).toBe(
      '{"customData":{"down":-9223372036854775807,"list":[-9007199254740995],"up":9007199254740995}}',
    )
  })

  it('survive a merge that this program makes', async () => {
    const { lua, received } = await scriptTenant((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"customData":{"big":9007199254740993}}')
      return undefined
    })
    const { code } = await lua('logto.update_user{user_id = "u1", custom_data = { plan = "pro" }, merge = true}')
    expect(code).toBe(0)
    expect(received.at(-1)?.body).toBe('{"customData":{"big":9007199254740993,"plan":"pro"}}')
  })
})

describe('memory', () => {
  it('is limited, which a script can catch', async () => {
    const { lua } = await scriptTenant()
    const { stdout, code } = await lua('print(pcall(string.rep, "x", 50000000)) print("alive")', [
      '--memory-limit',
      '8M',
    ])
    expect({ stdout, code }).toEqual({ stdout: 'false\tnot enough memory\nalive\n', code: 0 })
  })

  it('that is used up ends the script with a hint', async () => {
    const { lua } = await scriptTenant()
    const { stderr, code } = await lua('local t = {} while true do t[#t + 1] = ("x"):rep(1000) .. #t end', [
      '--memory-limit',
      '4M',
    ])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Error: not enough memory\nkeep less at once .*--memory-limit\n$/)
  })

  it('takes a size, and nothing else', async () => {
    const { lua } = await scriptTenant()
    for (const size of ['8', '8M', '8MB', '8MiB', '1G'])
      expect((await lua('', ['--memory-limit', size])).code, size).toBe(0)
    for (const size of ['many', '', '0M', '4G', '-1M', '1.5G', '500K']) {
      const { code, stderr } = await lua('', [`--memory-limit=${size}`])
      expect(code, size).toBe(2)
      expect(stderr, size).toContain('such as 256M or 1G')
    }
  })
})

describe('recursion without end', () => {
  it.each([
    ['plain', 'local function f() return 1 + f() end f()', /stack overflow/],
    ['through gsub', 'local function f() return (string.gsub("a", "a", f)) end f()', /stack overflow/],
    [
      'through metamethods',
      'local t = setmetatable({}, {}) getmetatable(t).__index = function(s, k) return s[k] end print(t.x)',
      /stack overflow/,
    ],
    ['of the parser', 'assert(load(string.rep("(", 100000)))', /overflow|too many/],
    ['of a document', 'return json.decode(string.rep("[", 100000) .. string.rep("]", 100000))', /nested too deeply/],
    ['of a table', 'local t = {} t.t = t return json.encode(t)', /holds itself/],
  ])('%s is an error of the script', async (_, code, message) => {
    const { lua } = await scriptTenant()
    const ended = await lua(code)
    expect(ended.stderr).toMatch(message)
    expect(ended.code).toBe(1)
  })
})
