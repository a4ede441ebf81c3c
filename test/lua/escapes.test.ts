/** What a script must not reach. */

import { describe, expect, it } from 'vitest'
import { scriptTenant } from './script-tenant.js'

describe('a script', () => {
  it('has of the standard library what is safe', async () => {
    const { lua } = await scriptTenant()
    const { stdout } = await lua(`
      local function names(t) local all = {} for name in pairs(t) do all[#all + 1] = name end table.sort(all) return table.concat(all, " ") end
      print(names(_G)) print(names(string)) print(names(coroutine))
    `)
    expect(stdout.trimEnd().split('\n')).toEqual([
      '_G _VERSION app arg assert collectgarbage coroutine docs dump env error fs getmetatable ipairs json load log logto math next pairs pcall print progress rawequal rawget rawlen rawset regex select setmetatable sleep string table time tonumber tostring type utf8 xpcall',
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
    ['modules', 'require("evil")', /nil value \(global 'require'\)/],
    ['files by dofile', 'dofile("/etc/passwd")', /nil value \(global 'dofile'\)/],
    ['files by loadfile', 'loadfile("/proc/self/environ")', /nil value \(global 'loadfile'\)/],
    ['processes', 'os.execute("true")', /nil value \(global 'os'\)/],
    ['files by io', 'io.open("/etc/passwd")', /nil value \(global 'io'\)/],
    ['the inside of functions', 'debug.getupvalue(print, 1)', /nil value \(global 'debug'\)/],
  ])('cannot get at %s', async (_, code, message) => {
    const { lua } = await scriptTenant()
    const ended = await lua(code)
    expect(ended.stderr).toMatch(message)
    expect(ended.code).not.toBe(0)
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
