/** Scripts on a terminal: the lines of --repl, progress, and text that would drive the terminal. */

import { describe, expect, it } from 'vitest'
import { accessToken } from '../../cli/tenant.js'
import { linesOf, onTerminal, terminalNeed } from '../../cli/terminal.js'
import { scriptTenant } from './script-tenant.js'

describe.skipIf(terminalNeed.lacking)(`on a terminal${terminalNeed.note}`, () => {
  it('lines are run one by one, keep their names, and survive mistakes', async () => {
    const { home, endpoint } = await scriptTenant({ body: { name: 'Ann' } })
    const session = await onTerminal('logto lua --repl; echo "ended with $?"', {
      home,
      env: { LOGTO_ENDPOINT: endpoint, LOGTO_ACCESS_TOKEN: accessToken },
      typing: [
        [/> /, 'user = logto.get_user{user_id = "u1"}\r'],
        [/> /, 'user.name, 1 + 1\r'],
        [/Ann\t2[\s\S]*> [^\n]*$/, 'for i = 1, 2 do\r'],
        [/>> [^\n]*$/, 'print("row " .. i) end\r'],
        [/row 2[\s\S]*> [^\n]*$/, 'nothing.at.all\r'],
        [/nil value[\s\S]*> [^\n]*$/, 'x = = 1\r'],
        [/unexpected symbol[\s\S]*> [^\n]*$/, 'print("still here")\r'],
        [/\r\nstill here[\s\S]*> [^\n]*$/, '\u0004'],
      ],
    })
    const lines = linesOf(session)
    expect(lines).toContain('still here')
    expect(lines.join('\n')).toContain('ended with 0')
  })

  it('destroying asks once for each operation, and a no is an error of the script', async () => {
    const { home, file, endpoint, received } = await scriptTenant({ status: 204 })
    file(
      'script.lua',
      `logto.delete_user{user_id = "u1"} logto.delete_user{user_id = "u2"}
      print(select(2, pcall(logto.delete_role, {id = "r1"})))
      print(pcall(logto.delete_role, {id = "r2"}))
      logto.delete_user{user_id = "u3"}`,
    )
    const session = await onTerminal('logto lua script.lua; echo "ended with $?"', {
      home,
      env: { LOGTO_ENDPOINT: endpoint, LOGTO_ACCESS_TOKEN: accessToken },
      typing: [
        [/Delete a user, now and whenever the script calls delete_user: u1 on [^?]*\?/, 'y\r'],
        [/Delete a role, now and whenever the script calls delete_role: r1 on [^?]*\?/, 'n\r'],
      ],
    })
    expect(session.screen.match(/nothing was done/g)).toHaveLength(2)
    expect(session.screen).not.toMatch(/r2 on/)
    expect(session.screen).toContain('ended with 0')
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'DELETE /api/users/u1',
      'DELETE /api/users/u2',
      'DELETE /api/users/u3',
    ])
  })

  it('lines are for a tenant that is named, and exit leaves', async () => {
    const { home, endpoint } = await scriptTenant()
    const session = await onTerminal('logto lua --repl; echo "ended with $?"', {
      home,
      env: { LOGTO_ENDPOINT: endpoint, LOGTO_ACCESS_TOKEN: accessToken },
      typing: [[/leaves[\s\S]*> [^\n]*$/, 'exit\r']],
    })
    expect(linesOf(session)[0]).toMatch(new RegExp(`^logto \\d+\\.\\d+\\.\\d+, Lua 5.4: ${endpoint}$`))
    expect(session.screen).toContain('ended with 0')
  })

  it('without a tenant they run all the same', async () => {
    const { home } = await scriptTenant()
    const session = await onTerminal('logto lua --repl; echo "ended with $?"', {
      home,
      env: {},
      typing: [
        [/no tenant chosen: [\s\S]*> [^\n]*$/, 'exit = 7 quit = 8\r'],
        [/quit = 8[\s\S]*> [^\n]*$/, 'exit + quit\r'],
        [/15[\s\S]*> [^\n]*$/, '\u0004'],
      ],
    })
    expect(session.screen).toContain('ended with 0')
  })

  it('Ctrl-C drops the lines that are typed', async () => {
    const { home } = await scriptTenant()
    const session = await onTerminal('logto lua --repl; echo "ended with $?"', {
      home,
      env: {},
      typing: [
        [/> [^\n]*$/, 'x = 5 + nonsense\u0003'],
        [/nonsense[\s\S]*> [^\n]*$/, 'for i = 1, 2 do\r'],
        [/(?:>> )[^\n]*$/, 'print(i)\u0003'],
        [/print\(i\)[\s\S]*> [^\n]*$/, 'print("x is " .. tostring(x))\r'],
        [/x is nil[\s\S]*> [^\n]*$/, '\u0004'],
      ],
    })
    expect(linesOf(session)).not.toContain('1')
    expect(session.screen).toContain('ended with 0')
  })

  it.each([
    ['computes', 'while true do n = (n or 0) + 1 end'],
    ['catches every error', 'while true do pcall(function() while true do n = 1 end end) end'],
    ['computes in coroutines', 'coroutine.wrap(function() while true do n = 1 end end)()'],
    ['sleeps', 'n = 1 sleep(600)'],
    ['calls at the same time', 'n = 1 parallel({function() while true do end end, function() sleep(600) end})'],
  ])('Ctrl-C stops a line that %s, and what was assigned stays', async (_, line) => {
    const { home } = await scriptTenant()
    const session = await onTerminal('logto lua --repl; echo "ended with $?"', {
      home,
      env: {},
      typing: [
        [/> [^\n]*$/, 'kept = {7} parallel = logto.parallel print("set")\r'],
        [/\r\nset\r\n[\s\S]*> [^\n]*$/, `print("begun") ${line}\r`],
        [/\r\nbegun\r\n/, '\u0003'],
        [/interrupted[\s\S]*> [^\n]*$/, 'print(kept[1], n or "n")\r'],
        [/7\t[\dn]+[\s\S]*> [^\n]*$/, 'sleep(0.01) print("slept")\r'],
        [/slept[\s\S]*> [^\n]*$/, '\u0004'],
      ],
    })
    expect(session.screen).toContain('ended with 0')
  })

  it('Ctrl-C stops a request that is not answered, and the next one is sent', async () => {
    const { home, endpoint, received } = await scriptTenant(({ path }) =>
      path === '/api/users/u1' ? undefined : { body: { name: 'Ann' } },
    )
    const session = await onTerminal('logto lua --repl; echo "ended with $?"', {
      home,
      env: { LOGTO_ENDPOINT: endpoint, LOGTO_ACCESS_TOKEN: accessToken },
      typing: [
        [/> [^\n]*$/, 'print("begun") logto.get_user{user_id = "u1"}\r'],
        [/\r\nbegun\r\n/, '\u0003'],
        [/interrupted[\s\S]*> [^\n]*$/, 'logto.get_user{user_id = "u2"}.name\r'],
        [/Ann[\s\S]*> [^\n]*$/, '\u0004'],
      ],
    })
    expect(session.screen).toContain('ended with 0')
    expect(received.at(-1)?.path).toBe('/api/users/u2')
  })

  it('Tab completes names, fields, operations and their parameters', async () => {
    const { home } = await scriptTenant()
    const session = await onTerminal('logto lua --repl; echo "ended with $?"', {
      home,
      env: {},
      typing: [
        [/> [^\n]*$/, 'colours = {scarlet = "found the field"}\r'],
        [/field[\s\S]*> [^\n]*$/, 'print(colo\t'],
        [/colours[^\n]*$/, '.sca\t'],
        [/scarlet[^\n]*$/, ')\r'],
        [/found the field[\s\S]*> [^\n]*$/, 'print("it is " .. type(logto.update_application_cus\t'],
        [/custom_data[^\n]*$/, '))\r'],
        [/it is function[\s\S]*> [^\n]*$/, 'logto.get_user{us\t'],
        [/user_id = [^\n]*$/, '\u0003'],
        [/> [^\n]*$/, '\u0004'],
      ],
    })
    expect(session.screen).toContain('ended with 0')
  })

  it('what is printed and returned cannot drive it', async () => {
    const { home, file } = await scriptTenant()
    file('script.lua', 'print("\\27[31mred\\7") return { name = "\\27]0;title\\7" }')
    const { screen } = await onTerminal('logto lua script.lua', { home, env: {} })
    expect(screen).toContain('\\u{1b}[31mred\\u{7}')
    expect(screen).not.toContain('\u001b]0;')
  })

  it('progress is a line that gives way', async () => {
    const { home, file } = await scriptTenant()
    file('script.lua', 'progress(1, 4) sleep(0.2) progress(4, 4) print("done")')
    const { screen } = await onTerminal('logto lua script.lua', { home, env: {} })
    expect(screen).toMatch(/1 of 4/)
    expect(screen).toContain('\r\u001b[Kdone')
  })
})
