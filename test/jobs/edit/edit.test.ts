/** `edit`: an object in a person's editor, and only what was changed is sent. */

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { threeWay } from '../../../src/jobs/edit/three-way.js'
import { bare, type Tenant, tenant } from '../../cli/tenant.js'
import { linesOf, onTerminal, terminalNeed } from '../../cli/terminal.js'
import { need } from '../../programs.js'

type Stored = Record<string, unknown>

const ann: Stored = {
  id: 'u1',
  username: 'ann',
  primaryEmail: 'ann@example.com',
  primaryPhone: null,
  name: 'Ann',
  avatar: null,
  customData: { plan: 'pro', zip: '01234', big: 1 },
  profile: { givenName: 'Ann' },
  isSuspended: false,
  createdAt: 1700000000000,
}

/** A tenant of one object, and an editor that is a script of the shell: `$1` is the file, `$N` how often it was opened. */
async function editing(script: string, stored: Stored = ann, refuse?: (body: Stored) => Stored | undefined) {
  const object = structuredClone(stored)
  const opened = await tenant((request) => {
    if (request.method === 'GET') return { body: object }
    const body = JSON.parse(request.body) as Stored
    const refusal = refuse?.(body)
    if (refusal) return { status: 422, body: refusal }
    Object.assign(object, body)
    return { body: object }
  })
  const tmp = join(opened.home, 'tmp')
  mkdirSync(tmp)
  writeFileSync(join(opened.home, 'change.mjs'), changing)
  const file = join(opened.home, 'editor.sh')
  writeFileSync(
    file,
    `N=$(cat "$HOME/count" 2>/dev/null || echo 0); N=$((N + 1)); echo "$N" > "$HOME/count"\ncp "$1" "$HOME/seen-$N"\nls -ld "$1" "$(dirname "$1")" > "$HOME/modes"\n${script}\n`,
  )
  const env = { EDITOR: `sh '${file}'`, TMPDIR: tmp, ENDPOINT: opened.endpoint }
  return {
    ...opened,
    object,
    tmp,
    env,
    edit: (...words: string[]) => opened.logto(words.length > 0 ? words : ['users', 'edit', 'u1', '--json'], { env }),
    seen: (count: number) => readFileSync(join(opened.home, `seen-${count}`), 'utf8'),
    sent: () => writes(opened),
    left: () => readdirSync(tmp),
  }
}

function writes({ received }: Pick<Tenant, 'received'>) {
  return received
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path, body }) => [method, path, JSON.parse(body)])
}

/** What the editors here do to the file, by pairs of a pattern and what stands in its place. */
const change = (...pairs: string[]) =>
  `"${process.execPath}" "$HOME/change.mjs" "$1" ${pairs.map((text) => `'${text}'`).join(' ')}`

const changing = `import { readFileSync, writeFileSync } from 'node:fs'
const [file, ...pairs] = process.argv.slice(2)
let text = readFileSync(file, 'utf8')
while (pairs.length > 0) text = text.replace(new RegExp(pairs.shift(), 'gm'), pairs.shift())
writeFileSync(file, text)
`

describe('what is sent', () => {
  it('is only what was changed; the answer is printed, and the file is gone', async () => {
    const { edit, sent, left, seen, home } = await editing(change('^name: Ann', 'name: Ann Lee'))
    const ended = await edit()
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(ended.stdout)).toMatchObject({ id: 'u1', name: 'Ann Lee' })
    expect(sent()).toEqual([['PATCH', '/api/users/u1', { name: 'Ann Lee' }]])
    expect(left()).toEqual([])
    expect(readFileSync(join(home, 'modes'), 'utf8')).toMatch(/^drwx------ .*\n-rw------- /)
    expect(seen(1)).toContain('# string, optional: Full name')
    expect(seen(1)).toContain('username: ann')
    expect(seen(1)).not.toMatch(/isSuspended|createdAt|^id:/m)
  })

  it('keeps the rest of an object that Logto replaces', async () => {
    const { edit, sent } = await editing(change('plan: pro', 'plan: free'))
    expect((await edit()).code).toBe(0)
    expect(sent()).toEqual([['PATCH', '/api/users/u1', { customData: { plan: 'free', zip: '01234', big: 1 } }]])
  })

  it('is null for a line that is taken away, and nothing else of a key within an object', async () => {
    const { edit, sent } = await editing(change('^username:.*\\n', '', '.*big: 1\\n', ''))
    expect((await edit()).code).toBe(0)
    expect(sent()).toEqual([['PATCH', '/api/users/u1', { username: null, customData: { plan: 'pro', zip: '01234' } }]])
  })

  it('is nothing when nothing was changed, whatever became of comments and quotes', async () => {
    const { edit, received, left } = await editing(change('^#.*\\n', '', '^name: Ann', 'name: "Ann"'))
    const { code, stdout, stderr } = await edit()
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toContain('nothing was changed')
    expect(received).toHaveLength(1)
    expect(left()).toEqual([])
  })

  it('an editor that returns at once is told how to wait', async () => {
    const { edit } = await editing('true')
    const { stderr } = await edit('users', 'edit', 'u1')
    expect(stderr).toMatch(
      /nothing was changed, and nothing is sent\nif sh opens a window, .* as EDITOR='code --wait' does\n/,
    )
  })

  it.each([
    ['code', "as EDITOR='code --wait' does"],
    ['subl -n', "as EDITOR='subl -n --wait' does"],
  ])('%s is told its own flag', async (editor, hint) => {
    const { logto, env, home } = await editing('true')
    const [name = ''] = editor.split(' ')
    writeFileSync(join(home, name), '#!/bin/sh\n', { mode: 0o755 })
    const path = `${home}:${process.env.PATH}`
    expect((await logto(['users', 'edit', 'u1'], { env: { ...env, EDITOR: editor, PATH: path } })).stderr).toContain(
      hint,
    )
  })

  it('is nothing for an emptied file', async () => {
    const { edit, sent, left } = await editing(': > "$1"')
    const { code, stdout, stderr } = await edit('users', 'edit', 'u1')
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: 'the file was emptied: nothing was sent\n',
    })
    expect(sent()).toEqual([])
    expect(left()).toEqual([])
  })
})

describe('a file that cannot be sent', () => {
  it('is opened again with the reason when it is broken', async () => {
    const { edit, sent, seen, left } = await editing(
      `if [ $N = 1 ]; then ${change('^name: Ann', 'name: "Bo')}; else ${change('^name: "Bo', 'name: "Bo"')}; fi`,
    )
    expect((await edit()).code).toBe(0)
    expect(seen(2)).toMatch(/^#! Error: the file: not valid JSON or YAML: line \d+/)
    expect(sent()).toEqual([['PATCH', '/api/users/u1', { name: 'Bo' }]])
    expect(left()).toEqual([])
  })

  it('is opened again with what the check says, before anything is sent', async () => {
    const { edit, sent, seen } = await editing(
      `if [ $N = 1 ]; then ${change('^username:', 'usrname:')}; else ${change('^usrname: ann', 'username: bo')}; fi`,
    )
    expect((await edit()).code).toBe(0)
    expect(seen(2)).toMatch(/^#! Error: .*usrname/)
    expect(sent()).toEqual([['PATCH', '/api/users/u1', { username: 'bo' }]])
  })

  it("is opened again with Logto's refusal, once the person has changed it or taken the reason away", async () => {
    const refuse = ({ username }: Stored) =>
      username === 'bo'
        ? { code: 'user.username_already_in_use', message: 'This username is already in use.' }
        : undefined
    const { edit, sent, seen } = await editing(
      `if [ $N = 1 ]; then ${change('username: ann', 'username: bo')}; else ${change('username: bo', 'username: cy')}; fi`,
      ann,
      refuse,
    )
    expect((await edit()).code).toBe(0)
    expect(seen(2)).toMatch(/^#! Error: .*\n#! /)
    expect(seen(2)).toContain('username: bo')
    expect(sent().map(([, , body]) => body)).toEqual([{ username: 'bo' }, { username: 'cy' }])
  })

  it('ends with the refusal when it then stays as it is, and the text is kept for the person alone', async () => {
    const refuse = () => ({ code: 'user.username_already_in_use', message: 'This username is already in use.' })
    const { edit, sent, tmp, left } = await editing(
      `[ $N = 1 ] && ${change('username: ann', 'username: bo')}; true`,
      ann,
      refuse,
    )
    const { code, stderr } = await edit('users', 'edit', 'u1')
    expect(code).toBe(5)
    expect(sent()).toHaveLength(1)
    const [, kept = ''] = /your text is kept in (\S+)/.exec(stderr) ?? []
    expect(readFileSync(kept, 'utf8')).toContain('username: bo')
    expect(statSync(kept).mode & 0o777).toBe(0o600)
    expect(statSync(join(tmp, left()[0] ?? '')).mode & 0o777).toBe(0o700)
  })

  it('is kept when the tenant goes away meanwhile', async () => {
    const opened = await editing(change('^name: Ann', 'name: Bo'))
    opened.received.push = function push(...items) {
      const count = Array.prototype.push.apply(this, items)
      if (count === 1) setTimeout(() => opened.close(), 50)
      return count
    }
    writeFileSync(join(opened.home, 'editor.sh'), `sleep 0.5\n${change('^name: Ann', 'name: Bo')}\n`)
    const { code, stderr } = await opened.edit('users', 'edit', 'u1', '--retries', '0')
    expect(code).toBe(7)
    const [, kept = ''] = /your text is kept in (\S+)/.exec(stderr) ?? []
    expect(readFileSync(kept, 'utf8')).toContain('name: Bo')
  })

  it('does not take away what cannot be empty', async () => {
    const { edit, sent, seen } = await editing(
      `if [ $N = 1 ]; then ${change('^name:.*\\n', '')}; else echo 'name: r2' >> "$1"; fi`,
      { id: 'r1', name: 'r', description: 'd', type: 'User' },
    )
    expect((await edit('roles', 'edit', 'r1', '--json')).code).toBe(0)
    expect(seen(2)).toMatch(/^#! Error: name cannot be taken away/)
    expect(sent()).toEqual([['PATCH', '/api/roles/r1', { name: 'r2' }]])
  })
})

describe('a change by somebody else meanwhile', () => {
  const elsewhere = (body: string) =>
    `"${process.execPath}" -e 'fetch(process.env.ENDPOINT + "/api/users/u1", {method: "PATCH", body: process.argv[1]})' '${body}'`

  it('elsewhere stays, in another key of the same object too', async () => {
    const { edit, object } = await editing(
      `${elsewhere('{"name":"Anna","customData":{"plan":"pro","zip":"01234","big":2}}')}; ${change('plan: pro', 'plan: free')}`,
    )
    const { code, stderr } = await edit('users', 'edit', 'u1')
    expect(code).toBe(0)
    expect(stderr).toContain('somebody else has changed name, customData meanwhile, and that stays')
    expect(object).toMatchObject({ name: 'Anna', customData: { plan: 'free', zip: '01234', big: 2 } })
  })

  it('of the same place opens the editor again with both, and nothing is overwritten unseen', async () => {
    const { edit, object, seen } = await editing(
      `if [ $N = 1 ]; then ${elsewhere('{"name":"Anna","username":"anna"}')}; ${change('^name: Ann', 'name: Bo')}; else ${change('^#!.*\\n', '')}; fi`,
    )
    expect((await edit()).code).toBe(0)
    expect(seen(2)).toMatch(/^#! Error: somebody else has changed name meanwhile\n/)
    expect(seen(2)).toContain('\nname: Bo\n')
    expect(seen(2)).toContain('\nusername: anna\n')
    expect(object).toMatchObject({ name: 'Bo', username: 'anna' })
  })

  it('of the same place ends the edit when the person leaves it at that', async () => {
    const { edit, object } = await editing(
      `[ $N = 1 ] && { ${elsewhere('{"name":"Anna"}')}; ${change('^name: Ann', 'name: Bo')}; }; true`,
    )
    const { code, stderr } = await edit('users', 'edit', 'u1')
    expect(code).toBe(5)
    expect(stderr).toContain('somebody else has changed name meanwhile')
    expect(stderr).toContain('your text is kept in ')
    expect(object).toMatchObject({ name: 'Anna' })
  })
})

describe('secrets', () => {
  const connector = {
    id: 'c1',
    connectorId: 'smtp',
    type: 'Email',
    config: { host: 'a.example', auth: { user: 'x', password: 'hunter2-long' }, apiKey: 'key-of-the-mail' },
  }

  it('are masked, and sent as they are with what stands beside them', async () => {
    const { edit, sent, seen } = await editing(change('host: a.example', 'host: b.example'), connector)
    expect((await edit('connectors', 'edit', 'c1', '--json')).code).toBe(0)
    expect(seen(1)).not.toMatch(/hunter2|key-of-the/)
    expect(seen(1)).toContain('••••1')
    expect(sent()).toEqual([['PATCH', '/api/connectors/c1', { config: { ...connector.config, host: 'b.example' } }]])
  })

  it('are changed by another text, and a mask that stands for none is refused', async () => {
    const { edit, sent, seen } = await editing(
      `if [ $N = 1 ]; then ${change('••••1', '••••7')}; else ${change('••••7', 'new-one')}; fi`,
      connector,
    )
    expect((await edit('connectors', 'edit', 'c1', '--json')).code).toBe(0)
    expect(seen(2)).toMatch(/^#! Error: ••••7 stands for no secret/)
    expect(sent()[0]?.[2]).toEqual({ config: { ...connector.config, auth: { user: 'x', password: 'new-one' } } })
  })
})

describe('the editor', () => {
  it.each([
    [{ EDITOR: '/nowhere/vim -x' }, 'the editor /nowhere/vim is not there', 'check EDITOR'],
    [{ VISUAL: 'false', EDITOR: 'true' }, 'the editor false ended with 1', 'check VISUAL'],
  ])('%o that fails is told, and no file is left', async (env, message, hint) => {
    const { logto, env: own, left, sent } = await editing('true')
    const { code, stderr } = await logto(['users', 'edit', 'u1'], { env: { ...own, ...env } })
    expect(code).toBe(2)
    expect(stderr).toContain(`Error: ${message}`)
    expect(stderr).toContain(hint)
    expect(sent()).toEqual([])
    expect(left()).toEqual([])
  })

  it('is run by no shell', async () => {
    const { logto, env, home } = await editing('true')
    await logto(['users', 'edit', 'u1'], { env: { ...env, EDITOR: 'true $(touch ran); touch ran' } })
    expect(existsSync(join(home, 'ran'))).toBe(false)
  })

  it('is not the default one where there is no terminal, and none with --no-input', async () => {
    const { logto, received } = await tenant()
    expect((await logto(['users', 'edit', 'u1'])).stderr).toContain('there is no terminal to edit on')
    expect((await logto(['users', 'edit', 'u1', '--no-input'], { env: { EDITOR: 'true' } })).code).toBe(2)
    expect(received).toEqual([])
  })

  it('is not opened on a read-only profile', async () => {
    const { edit, home } = await editing('true')
    writeFileSync(join(home, '.logtorc.json'), '{"readOnly":true}')
    expect((await edit()).code).toBe(3)
    expect(existsSync(join(home, 'count'))).toBe(false)
  })

  it('is told of in the help of each topic that has one', async () => {
    const { stdout } = await bare(['users', '--help'])
    expect(stdout).toMatch(/^ {2}update .*\n(?: {10,}.*\n)*\s*edit +Change a user in your editor$/m)
  })
})

const ed = need('ed', 'util-linux script', 'bash')
describe.skipIf(ed.lacking || terminalNeed.lacking)(`ed on a terminal${ed.note}`, () => {
  it('changes a line', async () => {
    const { home, env, endpoint, object, left } = await editing('true')
    const session = await onTerminal('logto users edit u1', {
      home,
      env: { ...env, VISUAL: 'ed', LOGTO_ENDPOINT: endpoint, LOGTO_ACCESS_TOKEN: 'opaque-token-of-the-test' },
      typing: [[/\d+\r?\n/, '/^name:/s/Ann/Ann Lee/\nw\nq\n']],
    })
    expect(session.code).toBe(0)
    expect(object).toMatchObject({ name: 'Ann Lee', username: 'ann' })
    expect(linesOf(session).join('\n')).toMatch(/name +Ann Lee/)
    expect(left()).toEqual([])
  })
})

describe('changes of two people', () => {
  it.each([
    ['mine alone', { a: 1 }, { a: 2 }, { a: 1 }, { a: 2 }, []],
    ['theirs alone', { a: 1 }, { a: 1 }, { a: 3 }, { a: 3 }, []],
    ['the same', { a: 1 }, { a: 2 }, { a: 2 }, { a: 2 }, []],
    ['of two keys', { a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 3 }, { a: 2, b: 3 }, []],
    ['of one key', { o: { a: 1 } }, { o: { a: 2 } }, { o: { a: 3 } }, { o: { a: 2 } }, ['o.a']],
    ['a key taken away', { o: { a: 1, b: 1 } }, { o: { b: 1 } }, { o: { a: 1, b: 2 } }, { o: { b: 2 } }, []],
    ['a key taken away and changed', { a: 1 }, {}, { a: 2 }, {}, ['a']],
    ['of one list', { l: [1] }, { l: [1, 2] }, { l: [1, 3] }, { l: [1, 2] }, ['l']],
  ])('%s', (_, base, mine, theirs, value, conflicts) => {
    expect(threeWay(base, mine, theirs)).toEqual({ value, conflicts })
  })
})
