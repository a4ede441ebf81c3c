import { describe, expect, it } from 'vitest'
import { scriptTenant } from './script-tenant.js'

/** Runs a script and gives what it printed, in lines. */
async function linesOf(code: string, args: readonly string[] = []): Promise<string[]> {
  const { lua } = await scriptTenant()
  const { stdout, stderr, code: exit } = await lua(code, args)
  expect({ stderr, exit }).toEqual({ stderr: '', exit: 0 })
  return stdout.trimEnd().split('\n')
}

describe('json', () => {
  it('goes both ways without loss', async () => {
    const documents = [
      '{"a":[],"b":{},"c":null,"d":[null,false,true]}',
      '[1,-9223372036854775808,1.5,1e+300,"é\\n\\u0001\\"\\\\"]',
      '[0.1,100000000000000000.5]'.replace('100000000000000000.5', '1e+20'),
      '{"nested":[[[[{"x":[{}]}]]]]}',
    ]
    const lines = await linesOf(documents.map((text) => `print(json.encode(json.decode([==[${text}]==])))`).join('\n'))
    expect(lines).toEqual(documents)
  })

  it('survives the way to a tenant and back', async () => {
    let stored = ''
    const { lua } = await scriptTenant(({ method, body }, response) => {
      if (method === 'PATCH') stored = body
      response.writeHead(200, { 'content-type': 'application/json' }).end(stored)
      return undefined
    })
    const { stdout, code, stderr } = await lua(String.raw`
      local data = {
        nothing = json.null, list = json.array{}, object = json.object{}, lists = { { {} }, json.array{ json.null, false } },
        most = math.maxinteger, least = math.mininteger, beyond = 9007199254740993, real = 0.1, whole = 3.0,
        text = "Zoë Žižek 😀 \u{202e} \0\1\127 \\ \" \n\t", ["a.b [c]"] = "odd", [""] = "empty",
      }
      local deep = data
      for i = 1, 150 do deep.deep = {} deep = deep.deep end
      local sent = json.encode{ customData = data }
      logto.update_user{ user_id = "u1", custom_data = data }
      local back = logto.get_user{ user_id = "u1" }
      print(json.encode(back) == sent, math.type(back.customData.beyond), back.customData.nothing == json.null)
      return #sent
    `)
    expect({ stdout, code, stderr }).toEqual({
      stdout: expect.stringMatching(/^true\tinteger\ttrue\n\d{4}\n$/),
      code: 0,
      stderr: '',
    })
  })

  it('tells lists from objects, and null from nothing', async () => {
    const lines = await linesOf(`
      print(json.encode({}), json.encode(json.array{}), json.encode(json.object{}), json.encode({ 1, 2 }), json.encode({ x = nil, y = json.null }))
      print(json.decode("null") == json.null, json.null == nil, tostring(json.null), json.encode(json.null), json.encode(nil))
      print(json.encode({ b = 1, a = { true } }, { pretty = true }))
      print(json.is_array({}), json.is_array({ 1 }), json.is_array(json.array{}), json.is_array("[]"), json.is_object({}), json.is_object(json.null), json.is_object(json.decode("{}")))
      print(json.encode(2^53), json.encode(1/3), json.encode(3.0), json.encode(math.maxinteger), math.type(json.decode("3")), math.type(json.decode("18446744073709551616")))
    `)
    expect(lines).toEqual([
      '{}\t[]\t{}\t[1,2]\t{"y":null}',
      'true\tfalse\tnull\tnull\tnull',
      '{',
      '  "a": [',
      '    true',
      '  ],',
      '  "b": 1',
      '}',
      'false\ttrue\ttrue\tfalse\ttrue\tfalse\ttrue',
      '9007199254740992\t0.3333333333333333\t3\t9223372036854775807\tinteger\tfloat',
    ])
  })

  it.each([
    ['json.decode("{")', /json\.decode: not JSON/],
    ['json.decode("")', /the text is empty/],
    ['json.decode(5)', /takes a string/],
    ['json.encode(print)', /cannot write a function/],
    ['json.encode({ [1.5] = 1 })', /a key that is a number/],
    ['json.encode({ 1, nil, 3, nil, 5, x = 1 })', /a key that is a number/],
    ['json.encode("\\255")', /not UTF-8/],
    ['json.encode(0/0)', /the number -?nan/],
    ['json.encode({ math.huge })', /the number inf/],
    ['local x = logto.update_user{user_id = "u", name = print}', /cannot hand over a function/],
  ])('refuses %s', async (code, message) => {
    const { lua } = await scriptTenant()
    const { stderr, code: exit } = await lua(code)
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(/^Error: script\.lua:1: /)
    expect(exit).toBe(1)
  })
})

describe('regex', () => {
  it('matches, with groups by position and by name', async () => {
    const lines = await linesOf(String.raw`
      local m = regex.match("Ann Lee <ann@example.com>", "(?P<user>\\w+)@(?P<host>[\\w.]+)(x)?")
      print(m.text, m.groups[1], m.names.host, #m.groups, m.groups[3] == json.null)
      print(regex.match("abc", "x"), regex.match("ABC", "/b/i").text, regex.match("a/b", "/a\\/b/").text)
      print(#regex.match_all("a1b22c", "[0-9]+"), regex.match_all("a1b22c", "[0-9]+")[2].text, #regex.match_all("", "x"))
      print(regex.match("one\ntwo", "/^two$/m").text, regex.match("a\nb", "/a.b/s") ~= nil, regex.match("a\nb", "a.b"))
      print(#regex.match_all("Zoë Žižek", "\\pL"), regex.match("😀x", ".").text)
    `)
    expect(lines).toEqual([
      'ann@example.com\tann\texample.com\t3\ttrue',
      'nil\tB\ta/b',
      '2\t22\t0',
      'two\ttrue\tnil',
      '8\t😀',
    ])
  })

  it('replaces by a text with groups, or by a function', async () => {
    const lines = await linesOf(
      String.raw`
      print(regex.gsub("a1b22", "([a-z])([0-9]+)", "$2-§{1}$$$0$x"))
      print(regex.gsub("ann@x.io", "(?P<user>\\w+)@", "§{user} at §{none}"))
      print(regex.gsub("a1b22", "[0-9]+", function(m) return m.text * 2 end))
      print(regex.gsub("keep", "e", function() end), (regex.gsub("", "^", "x")), (regex.gsub("abc", "", "-")))
    `.replaceAll('§', '$'),
    )
    expect(lines).toEqual(['1-a$a1$x22-b$b22$x\t2', 'ann at x.io\t1', 'a2b44\t2', 'keep\tx\t-a-b-c-'])
  })

  it('takes its time in proportion to the text', async () => {
    const lines = await linesOf(
      'print(regex.match(string.rep("a", 50000), "/^(a+)+$/") ~= nil, regex.match(string.rep("a", 50000) .. "b", "^(a|a)*$"))',
      ['--time-limit', '20s'],
    )
    expect(lines).toEqual(['true\tnil'])
  })

  it.each([
    ['regex.match("a", "(")', /missing closing \)/],
    ['regex.match("a", "/a/q")', /there is no flag q/],
    ['regex.match(1, "a")', /takes a text and a pattern/],
    ['regex.gsub("a", "a", 5)', /a string or a function/],
  ])('refuses %s', async (code, message) => {
    const { lua } = await scriptTenant()
    expect((await lua(code)).stderr).toMatch(message)
  })
})

describe('the small ones', () => {
  it('dump shows what there is', async () => {
    const lines = await linesOf('dump("text", 5, nil, { b = { 1 }, [2] = "x", f = json.null })')
    expect(lines.join('\n')).toBe('text\t5\tnil\t{\n  2: "x",\n  "b": [\n    1\n  ],\n  "f": null\n}')
  })

  it('time, sleep and progress', async () => {
    const lines = await linesOf(`
      local before = time.now()
      sleep(0.05)
      local after = time.now()
      print(math.type(before), after - before >= 50, time.iso(1767225600123), #time.iso())
      progress(1, 2) progress(2)
      print(pcall(sleep, -1))
      print(pcall(time.iso, "x"))
      print(pcall(progress, "x"))
    `)
    expect(lines).toEqual([
      'integer\ttrue\t2026-01-01T00:00:00.123Z\t24',
      'false\tscript.lua:7: sleep takes seconds, such as sleep(0.5)',
      "false\tscript.lua:8: time.iso takes milliseconds since 1970, such as a user's createdAt",
      'false\tscript.lua:9: progress takes numbers: progress(n, of)',
    ])
  })
})
