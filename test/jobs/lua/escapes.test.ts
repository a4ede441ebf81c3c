/** What a script must not reach. */

import { describe, expect, it } from 'vitest'
import { errorOf } from '../../cli/tenant.js'
import { writeProfiles } from './profiles.js'
import { scriptTenant } from './script-tenant.js'

describe('a script', () => {
  it('has of the standard library what is safe', async () => {
    const { lua } = await scriptTenant()
    const { stdout } = await lua(`
      local function names(t) local all = {} for name in pairs(t) do all[#all + 1] = name end table.sort(all) return table.concat(all, " ") end
      print(names(_G)) print(names(string)) print(names(coroutine))
    `)
    expect(stdout.trimEnd().split('\n')).toEqual([
      '_G _VERSION app arg assert collectgarbage coroutine docs dump env error fs getmetatable ipairs json load log logto math mcp next pairs pcall print progress rawequal rawget rawlen rawset regex select setmetatable sleep string table time tonumber tostring type utf8 xpcall',
      'byte char find format gmatch gsub len lower match pack packsize rep reverse sub unpack upper',
      'close create isyieldable resume running status wrap yield',
    ])
  })

  it('gets no JavaScript object: every value is one of Lua’s own types', async () => {
    const { lua } = await scriptTenant({ body: { nothing: null, list: [{}] } })
    const { stdout, code } = await lua(`
      local seen, kinds = {}, {}
      local function walk(value)
        if seen[value] then return end
        seen[value] = true
        local kind = type(value)
        if kind == "userdata" and value ~= json.null then error("a userdata") end
        kinds[kind] = true
        local meta = getmetatable(value)
        if type(meta) == "table" then walk(meta) end
        if kind == "table" then for key, part in next, value do walk(key) walk(part) end end
      end
      walk(_G) walk(logto.get_user{user_id = "u"}) walk(logto) walk({pcall(error, logto)})
      print(kinds.table, kinds.userdata, kinds.thread)
    `)
    expect({ stdout, code }).toEqual({ stdout: 'true\ttrue\tnil\n', code: 0 })
  })

  it.each([
    ['the string metatable', 'getmetatable("").__index.upper = nil', /field '__index'/],
    ['the string metatable by setmetatable', 'setmetatable("", {})', /table expected/],
    ['the metatable of null', 'getmetatable(json.null).__index = {}', /./],
    ['the metatable of functions', 'getmetatable(print).__call = print', /nil value/],
    ['modules', 'require("evil")', /nil value \(global 'require'\)/],
    ['native modules', 'package.loadlib("libc.so.6", "system")', /nil value \(global 'package'\)/],
    ['files by dofile', 'dofile("/etc/passwd")', /nil value \(global 'dofile'\)/],
    ['files by loadfile', 'loadfile("/proc/self/environ")', /nil value \(global 'loadfile'\)/],
    ['processes', 'os.execute("true")', /nil value \(global 'os'\)/],
    ['files by io', 'io.open("/etc/passwd")', /nil value \(global 'io'\)/],
    ['the inside of functions', 'debug.getupvalue(print, 1)', /nil value \(global 'debug'\)/],
    ['the registry', 'debug.getregistry()', /nil value \(global 'debug'\)/],
    ['JavaScript', 'js.global.process:exit(0)', /nil value \(global 'js'\)/],
    ['the host', 'host.submit("api.call", "{}")', /nil value \(global 'host'\)/],
    ['the parts behind its world', 'own.ask("api.call", {})', /nil value \(global 'own'\)/],
    ['the environment of a function', 'print(setfenv or nil) setfenv(print, {})', /nil value \(global 'setfenv'\)/],
    ['bytecode by dump', 'string.dump(function() end)', /nil value \(field 'dump'\)/],
    ['bytecode by load', 'assert(load("\\27Lua\\84\\0\\25\\147", "x", "b"))', /binary chunk/],
    [
      'bytecode by a loading function',
      'local n = 0 assert(load(function() n = n + 1 return n == 1 and "\\27Lua" or nil end))',
      /binary chunk/,
    ],
    ['calls as another profile', 'logto.list_users{profile = "work"}', /takes no profile/],
    [
      'headers that carry credentials',
      'logto.list_users{headers = {Authorization = "Bearer stolen"}}',
      /set by the program|cannot be set|authorization/i,
    ],
    ['the host of the tenant by a header', 'logto.list_users{headers = {host = "evil.example"}}', /host/],
    [
      'another operation by its path',
      'logto.get_user{user_id = "../roles"} logto.get_user{user_id = ".."}',
      /'\.\.'|\.\./,
    ],
    ['the credentials of the program', 'env.get("LOGTO_ACCESS_TOKEN")', /may not read the variable/],
    ['files without a right', 'fs.read("script.lua")', /may not read/],
    ['folders without a right', 'fs.write("new.txt", "x")', /may not write/],
    ['a file by a null byte', 'fs.read("script.lua\\0.txt")', /takes a path/],
    ['a name with a null byte', 'logto["list_users\\0"]{}', /no operation/],
  ])('cannot get at %s', { timeout: 30_000 }, async (_, code, message) => {
    const { lua, received } = await scriptTenant()
    const ended = await lua(code)
    expect(ended.stderr).toMatch(message)
    expect(ended.code).not.toBe(0)
    expect(received.filter(({ path }) => path !== '/api/users/..%2Froles')).toEqual([])
  })

  it.each([
    ['a memory bomb of one string', 'string.rep("x", 2^40 | 0)', /not enough memory|too large/],
    ['a memory bomb that doubles', 'local s = "x" while true do s = s .. s end', /not enough memory/],
    ['a memory bomb of tables', 'local t = {} while true do t = { t, t, {} } t[4] = t[3] end', /not enough memory/],
    [
      'a memory bomb of closures',
      'local t = {} while true do t[#t + 1] = function() return t end end',
      /not enough memory/,
    ],
    ['a memory bomb by gsub', 'local s = ("x"):rep(1e6) s:gsub("x", s)', /not enough memory|too large/],
    ['a memory bomb by concat', 'local t = {} for i = 1, 1e5 do t[i] = ("x"):rep(1e5) end', /not enough memory/],
    [
      'a memory bomb by coroutines',
      'local t = {} while true do t[#t + 1] = coroutine.create(function() end) end',
      /not enough memory/,
    ],
    ['a memory bomb of JSON', 'json.decode("[" .. ("[],"):rep(5e6) .. "1]")', /not enough memory/],
    ['a coroutine that never yields', 'coroutine.wrap(function() while true do end end)()', /of computing/],
    ['coroutines in coroutines', 'local function f() return coroutine.wrap(f)() end f()', /C stack overflow/],
    ['a pathological pattern', 'string.find(("a"):rep(300000), ".-.-.-b")', /of computing|too complex/],
    ['a pattern of patterns', '(("a"):rep(1e5)):find(("a?"):rep(1e5) .. "b")', /of computing|too complex|overflow/],
    ['a pathological format', 'string.format("%99999999d", 1)', /invalid conversion/],
    [
      'an endless sort',
      'local t = {} for i = 1, 1e4 do t[i] = i end while true do table.sort(t, function(a, b) return a > b end) end',
      /of computing|invalid order/,
    ],
    [
      'an endless finalizer',
      'setmetatable({}, { __gc = function() while true do end end }) collectgarbage()',
      /of computing/,
    ],
    [
      'an endless metamethod',
      'local t = setmetatable({}, { __index = function(self, k) while true do end end }) return t.x',
      /of computing/,
    ],
    [
      'an endless __tostring',
      'print(setmetatable({}, { __tostring = function() while true do end end }))',
      /of computing/,
    ],
    [
      'an endless __close',
      'local x <close> = setmetatable({}, { __close = function() while true do end end })',
      /of computing/,
    ],
    ['an endless error handler', 'xpcall(error, function() while true do end end)', /of computing/],
    ['an error whose text fails', 'error(setmetatable({}, { __tostring = function() error("again") end }))', /./],
    ['an output without end', 'while true do print(("x"):rep(1e6)) end', /printed more than 64 MB/],
  ])(
    'is bounded: %s',
    async (_, code, message) => {
      const { lua } = await scriptTenant()
      const ended = await lua(
        code,
        ['--time-limit', /of computing/.test(String(message)) ? '300ms' : '20s', '--json'],
        { timeoutMs: 20_000 },
      )
      expect(ended.code).toBe(1)
      expect(errorOf(ended).message).toMatch(message)
    },
    30_000,
  )

  it('may call the API in a finalizer', async () => {
    const { lua } = await scriptTenant({ body: { name: 'Ann' } })
    const { stdout, code } = await lua(`
      local count = 0
      setmetatable({}, { __gc = function() count = count + #logto.get_user{user_id = "u"}.name end })
      for i = 1, 50 do logto.get_user{user_id = "u"} collectgarbage() end
      print(count)
    `)
    expect({ stdout, code }).toEqual({ stdout: '3\n', code: 0 })
  })

  it('cannot end as a success, or with a code of its choice', async () => {
    const { lua } = await scriptTenant({ status: 404, body: { code: 'entity.not_found', message: 'No.' } })
    const caught = 'local ok, e = pcall(logto.get_user, {user_id = "u"}) '
    expect((await lua(`${caught} e.exit_code = 0 error(e)`)).code).toBe(1)
    expect((await lua('error({ exit_code = 0, message = "fine" })')).code).toBe(1)
    expect((await lua('error(nil)')).code).toBe(1)
    expect((await lua(`${caught} getmetatable(e).__tostring = nil e.message = {} error(e)`)).code).not.toBe(0)
  })

  it('cannot change what it does not own through what it is given', async () => {
    const body =
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"id":"u1","customData":{}}'
    const { lua, received } = await scriptTenant((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(body)
      return undefined
    })
    const { stdout, code } = await lua(`
      local user = logto.get_user{user_id = "u1"}
      print(user["__proto__"].polluted, ({}).polluted)
      logto.update_user{user_id = "u1", custom_data = { ["__proto__"] = { polluted = true }, constructor = { prototype = { x = 1 } } }}
      print(select(2, pcall(logto.update_user, {user_id = "u1", ["__proto__"] = { name = "x" }})))
      print(select(2, pcall(logto.list_users, {["constructor"] = 1})))
      print(json.encode(json.decode('{"__proto__":{"a":1}}')))
      print(pcall(function() return logto.hasOwnProperty end))
    `)
    expect(code).toBe(0)
    expect(stdout.split('\n')).toEqual([
      'true\tnil',
      expect.stringContaining('takes no __proto__'),
      expect.stringContaining('takes no constructor'),
      '{"__proto__":{"a":1}}',
      expect.stringContaining('no operation hasOwnProperty'),
      '',
    ])
    expect(received.at(1)?.body).toBe(
      '{"customData":{"__proto__":{"polluted":true},"constructor":{"prototype":{"x":1}}}}',
    )
  })

  it('gets no credentials by flags that allow too much', async () => {
    const { lua, home, logto } = await scriptTenant()
    writeProfiles(home, { work: { endpoint: 'http://127.0.0.1:9', token: 'token-of-work' } })
    const paths = ['config/logto-cli/credentials.json', 'config/logto-cli/config.json', 'config/logto-cli/new.json']
    const { stdout } = await lua(
      `for _, path in ipairs{ ${paths.map((path) => JSON.stringify(path)).join(', ')} } do
        print(pcall(fs.read, path)) print(pcall(fs.write, path, "x"))
      end
      print(pcall(fs.read, "/proc/self/environ"))`,
      ['--allow-read', '/', '--allow-write', '.'],
    )
    expect(stdout.trimEnd().split('\n')).toHaveLength(7)
    for (const line of stdout.trimEnd().split('\n')) expect(line).toContain('kept from scripts')
    for (const name of ['LOGTO_ACCESS_TOKEN', 'LOGTO_CLIENT_SECRET', 'LOGTO_USER_TOKEN', 'LOGTO_AUTH']) {
      const { code, stderr } = await logto(['lua', '-e', `print(env.get("${name}"))`, '--allow-env', name])
      expect({ code, said: stderr.includes('do not get the credentials') }, name).toEqual({ code: 2, said: true })
    }
  })

  it('that breaks its own world still cannot act without rights', async () => {
    const { lua, received } = await scriptTenant()
    const { code, stderr } = await lua(`
      for name in pairs(string) do string[name] = nil end
      for name in pairs(table) do table[name] = nil end
      tostring, type, pairs, error, select = nil, nil, nil, nil, nil
      fs.read("/etc/passwd")
    `)
    expect(code).toBe(3)
    expect(stderr).toContain('may not read /etc/passwd')
    expect(received).toEqual([])
  })

  it('does not see the environment of the program', async () => {
    const { lua } = await scriptTenant()
    const { stderr, code } = await lua('env.get("LOGTO_ACCESS_TOKEN")')
    expect(code).toBe(3)
    expect(stderr).toBe(
      'Error: script.lua:1: the script may not read the variable LOGTO_ACCESS_TOKEN\nif it should, run it with --allow-env LOGTO_ACCESS_TOKEN\n',
    )
  })

  it('cannot take over the terminal or the streams by what it prints', async () => {
    const { lua } = await scriptTenant()
    const { stdout } = await lua('print("a\\0b", "\\255")')
    expect(stdout).toBe('a\0b\t\ufffd\n')
  })
})
