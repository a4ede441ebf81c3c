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

  it('Ctrl-C at the prompt ends with 130', async () => {
    const { home } = await scriptTenant()
    const session = await onTerminal('logto lua --repl; echo "ended with $?"', {
      home,
      env: {},
      typing: [[/> /, '\u0003']],
    })
    expect(session.screen).toContain('ended with 130')
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
