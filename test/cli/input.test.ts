/** Input as people give it: what shells, editors and other programs make of texts, and short ways to write them. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunOptions } from './run.js'
import { bare, type Tenant, tenant } from './tenant.js'

/** Runs a line that must be refused before anything is sent; gives what it said. */
async function refused(line: readonly string[], options: RunOptions = {}, at?: Tenant): Promise<string> {
  const server = at ?? (await tenant())
  const { code, stdout, stderr } = await server.logto(line, options)
  expect({ code, stdout, received: server.received }, stderr).toEqual({ code: 2, stdout: '', received: [] })
  expect(stderr.trimEnd().split('\n').length, `a message and what to do: ${stderr}`).toBeGreaterThanOrEqual(2)
  expect(stderr).not.toMatch(/internal error|\n\s+at /)
  return stderr
}

/** Runs a line that must be sent; gives the body of its last request, and what was said. */
async function sent(line: readonly string[], options: RunOptions = {}, at?: Tenant) {
  const server = at ?? (await tenant())
  const { code, stderr } = await server.logto(line, options)
  expect(code, stderr).toBe(0)
  const { body, url } = server.received.at(-1) ?? {}
  return { body: body ? (JSON.parse(body) as unknown) : undefined, url: url ?? '', stderr }
}

/** A tenant with a file in its home. */
async function withFile(name: string, content: string | Uint8Array): Promise<Tenant> {
  const server = await tenant()
  writeFileSync(join(server.home, name), content)
  return server
}

const latin = Buffer.from('{\n"name":"M\xfcller"}', 'latin1')

describe('files that are not UTF-8', () => {
  it('are refused with byte, line and column, and read with --encoding', async () => {
    const line = ['users', 'update', 'u1', '--body', '@u.json']
    const at = await withFile('u.json', latin)
    expect(await refused(line, {}, at)).toMatch(
      /--body @u\.json: it is not UTF-8: byte 12 \(0xFC\), line 2, column 10\n.*--encoding windows-1252/,
    )
    expect((await sent([...line, '--encoding', 'windows-1252'], {}, at)).body).toEqual({ name: 'Müller' })
  })

  it('of UTF-16 are read by their mark, as PowerShell writes them', async () => {
    const at = await withFile(
      'u.json',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('{"name":"Zoë"}', 'utf16le')]),
    )
    expect((await sent(['users', 'update', 'u1', '--body', '@u.json'], {}, at)).body).toEqual({ name: 'Zoë' })
  })

  it('hold for long texts and for api too', async () => {
    const at = await withFile('s.css', Buffer.from('/* M\xfcller */', 'latin1'))
    const line = ['sign-in-exp', 'update', '--custom-css', '@s.css']
    expect(await refused(line, {}, at)).toMatch(/--custom-css @s\.css: it is not UTF-8: byte 5/)
    expect((await sent([...line, '--encoding', 'latin1'], {}, at)).body).toEqual({ customCss: '/* Müller */' })
    const raw = await withFile('u.json', latin)
    const api = ['api', 'PATCH', '/api/users/u1', '--body', '@u.json']
    expect(await refused(api, {}, raw)).toMatch(/it is not UTF-8/)
    expect((await sent([...api, '--encoding', 'windows-1252'], {}, raw)).body).toEqual({ name: 'Müller' })
  })

  it('hold for standard input and the command line', async () => {
    const { shell, received, home } = await withFile('u.json', latin)
    const piped = await shell('logto users update u1 --body - < u.json', { cwd: home })
    expect(piped.code).toBe(2)
    expect(piped.stderr).toMatch(/--body: it is not UTF-8: byte 12/)
    const typed = await shell('logto users update u1 --name "$(printf "M\\374ller")"')
    expect(typed.code).toBe(2)
    expect(typed.stderr).toMatch(/the command line is not UTF-8, at --name\n/)
    expect(received).toEqual([])
  })

  it('an encoding that there is not', async () => {
    expect(await refused(['users', 'update', 'u1', '--name', 'x', '--encoding', 'latin-one'])).toMatch(
      /--encoding: there is no encoding latin-one\n/,
    )
  })

  it.each([
    [['--body', '{"name":"\\ud83d"}'], /name holds half a character/],
    [['--set-json', 'customData.a={"\\udc00":1}'], /customData\.a holds half a character/],
  ])('half a character: %o', async (flags, why) => {
    expect(await refused(['users', 'update', 'u1', '--replace', ...flags])).toMatch(why)
  })
})

describe('JSON', () => {
  it.each([
    [['--body', '{"name":"a","name":"b"}'], /--body: name stands twice in one object: line 1, column 13/],
    [['--custom-data', '{"a":1,"a":2}'], /--custom-data: a stands twice/],
    [['--set-json', 'customData={"a":1,"a":2}'], /--set-json customData: a stands twice/],
    [['--body', '{"name":"x"} // me'], /\/\/ begins a comment: line 1, column 14\n.*YAML in a file/],
    [['--body', '{name:x}'], /there are no quotes in it\n.*PowerShell/],
    [['--body', "'{name:x}'"], /single quotes stand around it\n.*cmd\.exe/],
    [['--body', `${'['.repeat(20_000)}${']'.repeat(20_000)}`], /nested more than 500 levels deep/],
    [['--set', `customData.${'a.'.repeat(20_000)}a=1`], /has more than 500 parts/],
  ])('%.60s', async (flags, why) => {
    expect(await refused(['users', 'update', 'u1', '--replace', ...flags])).toMatch(why)
  })

  it('nested 20,000 deep in a file, as JSON and as YAML', async () => {
    for (const text of [`${'{"customData":'.repeat(20_000)}1${'}'.repeat(20_000)}`, `a: ${'['.repeat(20_000)}`]) {
      const at = await withFile('deep', text)
      expect(await refused(['users', 'update', 'u1', '--body', '@deep'], {}, at)).toMatch(/nested/)
    }
  })
})

describe('YAML that changes what was written', () => {
  it('is said with its line where the data is free, and sent as YAML reads it', async () => {
    const at = await withFile('u.yaml', 'name: Ann\ncustomData:\n  zip: 01234\n  ver: 1.10\n  ok: "01"\n')
    const { body, stderr } = await sent(['users', 'update', 'u1', '--body', '@u.yaml'], {}, at)
    expect(body).toEqual({ name: 'Ann', customData: { zip: 1234, ver: 1.1, ok: '01' } })
    expect(stderr).toMatch(/line 3: customData\.zip: 01234 is sent as the number 1234/)
    expect(stderr).toMatch(/line 4: customData\.ver: 1\.10 is sent as the number 1\.1/)
    expect(stderr).not.toMatch(/line 5/)
  })

  it('is said of a property in a file too', async () => {
    const at = await withFile('d.yaml', 'zip: 01234')
    const { stderr } = await sent(['users', 'update', 'u1', '--custom-data', '@d.yaml'], {}, at)
    expect(stderr).toMatch(/line 1: customData\.zip: 01234 is sent as/)
  })
})

describe('a path that Git Bash made one of this computer', () => {
  it.each(['C:/Program Files/Git/api/users?page=1', 'D:\\msys64\\api\\users?page=1'])('%s', async (path) => {
    expect(await refused(['api', 'GET', path])).toMatch(
      /Git Bash makes one of a word.*\nleave the first slash out: api\/users\?page=1; or set MSYS_NO_PATHCONV=1/,
    )
  })

  it('is understood where nothing is sent', async () => {
    const { stdout } = await bare(['search', 'C:/Program Files/Git/api/users', '-o', 'jsonl'])
    expect(stdout.split('\n')[0]).toMatch(/users list/)
  })
})

describe('lists', () => {
  it('of ids may be given with commas', async () => {
    const line = ['orgs', 'add-users', 'o1', '--user-ids', 'u1, u2', '--user-ids', 'u3']
    expect((await sent(line)).body).toEqual({ userIds: ['u1', 'u2', 'u3'] })
    const scopes = ['apps', 'add-user-consent-scopes', 'a1', '--resource-scopes', 's1,s2']
    expect((await sent(scopes)).body).toEqual({ resourceScopes: ['s1', 's2'] })
    expect(await refused(['orgs', 'add-users', 'o1', '--user-ids', 'u1,,u2'])).toMatch(/an id missing/)
  })

  it('of texts may hold commas', async () => {
    const line = ['sso-connectors', 'update', 's1', '--domains', 'a.example,b.example']
    expect((await sent(line)).body).toEqual({ domains: ['a.example,b.example'] })
  })

  const uris = 'oidcClientMetadata.redirectUris'
  const stored = { id: 'a1', oidcClientMetadata: { redirectUris: ['https://a.example'], postLogoutRedirectUris: [] } }

  it.each(['[]', '+'])('get one more with %s, stored ones kept by --merge', async (end) => {
    const at = await tenant({ body: stored })
    const line = ['apps', 'update', 'a1', '--merge', '--set', `${uris}${end}=https://b.example/?a=1`]
    expect((await sent([...line, '--set', `${uris}${end}=https://c.example`], {}, at)).body).toEqual({
      oidcClientMetadata: {
        redirectUris: ['https://a.example', 'https://b.example/?a=1', 'https://c.example'],
        postLogoutRedirectUris: [],
      },
    })
  })

  it('get one more behind those of --body, and are made where there are none', async () => {
    const body = JSON.stringify({ events: ['User.Created'] })
    const line = ['hooks', 'update', 'h1', '--body', body, '--set', 'events[]=User.Deleted']
    expect((await sent(line)).body).toEqual({ events: ['User.Created', 'User.Deleted'] })
    const made = ['users', 'create', '--set', 'customData.tags[]=a', '--set-json', 'customData.tags+=[1]']
    expect((await sent(made)).body).toEqual({ customData: { tags: ['a', [1]] } })
  })

  it('are not replaced unawares', async () => {
    expect(await refused(['hooks', 'update', 'h1', '--set', 'events[]=User.Deleted'])).toMatch(
      /--set events\[\] would replace all of events.*\nadd --merge/,
    )
    expect(await refused(['users', 'create', '--body', '{"name":"x"}', '--set', 'name[]=y'])).toMatch(
      /nothing can be put behind name, which is not a list/,
    )
  })
})

describe('what nobody knows inside an object', () => {
  it('is refused as at the top, and let through where the object is open', async () => {
    expect(await refused(['users', 'update', 'u1', '--body', '{"profile":{"givnName":"x"}}'])).toMatch(
      /profile has no property givnName; did you mean profile\.givenName\?/,
    )
    const invite = ['org-invitations', 'create', '--invitee', 'a@example.com', '--organization-id', 'o1']
    const payload = ['--expires-at', '1d', '--message-payload', '{"greeting":"hi"}']
    expect((await sent([...invite, ...payload])).body).toMatchObject({ messagePayload: { greeting: 'hi' } })
  })
})

describe('times', () => {
  const day = 86_400_000
  const token = ['users', 'create-personal-access-token', 'u1', '--name', 't']

  it.each([
    [['--expires-at', '30d']],
    [['--set', 'expiresAt=30d']],
    [['--body', '{"name":"t","expiresAt":"30d"}']],
  ])('%o lies ahead in a body', async (flags) => {
    const { body } = await sent([...token, ...flags])
    const { expiresAt } = body as { expiresAt: number }
    expect(Math.abs(expiresAt - Date.now() - 30 * day)).toBeLessThan(60_000)
  })

  it('a date is local', async () => {
    const env = { TZ: 'America/New_York' }
    const { body } = await sent([...token, '--expires-at', '2099-12-31'], { env })
    expect(body).toMatchObject({ expiresAt: Date.UTC(2099, 11, 31, 5) })
    const { url } = await sent(['logs', 'list', '--since', '2026-07-01', '--until', '2026-07-02T12:00Z'], { env })
    const query = new URL(url, 'http://x').searchParams
    expect(query.get('start_time')).toBe(String(Date.UTC(2026, 6, 1, 4)))
    expect(query.get('end_time')).toBe(String(Date.UTC(2026, 6, 2, 12)))
  })

  it.each([
    [['--expires-at', '2020-01-01'], /expiresAt lies in the past: 2020-01-01T00:00:00\.000Z\n/],
    [['--body', '{"name":"t","expiresAt":1}'], /expiresAt lies in the past/],
    [
      ['--expires-at', String(Math.floor(Date.now() / 1000) + 3600)],
      /in the past: 1970-.*; Logto counts in milliseconds/,
    ],
    [['--body', '{"name":"t","expiresAt":"soon"}'], /expiresAt: soon is not a time/],
    [['--expires-at', '2026-02-30'], /--expires-at: 2026-02-30 is not a time/],
  ])('%o is refused', async (flags, why) => {
    expect(await refused([...token, ...flags])).toMatch(why)
  })

  it('what has been lies back, and may be long ago', async () => {
    const { body } = await sent(['orgs', 'update', 'o1', '--created-at', '7d'])
    expect(Math.abs((body as { createdAt: number }).createdAt - Date.now() + 7 * day)).toBeLessThan(60_000)
    expect((await sent(['orgs', 'update', 'o1', '--created-at', '2001-01-01T00:00Z'])).body).toMatchObject({
      createdAt: Date.UTC(2001, 0, 1),
    })
  })

  it('--since is --start-time, in the nearest names too', async () => {
    expect(await refused(['logs', 'list', '--sinc', '1h'])).toMatch(/did you mean --since/)
  })
})

describe('switches of a query', () => {
  it('tell false from absent', async () => {
    const at = await tenant({ body: [] })
    const path = (await sent(['users', 'list', '--no-include-password-hash', '--no-case-sensitive'], {}, at)).url
    expect(path).toMatch(/includePasswordHash=false/)
    expect(path).toMatch(/isCaseSensitive=false/)
  })
})

describe('what get prints', () => {
  const user = {
    id: 'u1',
    username: 'ann',
    primaryEmail: null,
    name: 'Ann',
    customData: { id: 'mine' },
    profile: { givenName: 'Ann' },
    isSuspended: false,
    createdAt: 1,
    hasPassword: true,
    identities: {},
  }

  it('update takes, with one notice', async () => {
    const at = await withFile('u.json', JSON.stringify({ ...user, name: 'Ann Lee' }))
    const { body, stderr } = await sent(['users', 'update', 'u1', '--body', '@u.json', '--replace'], {}, at)
    expect(body).toEqual({
      username: 'ann',
      primaryEmail: null,
      name: 'Ann Lee',
      customData: { id: 'mine' },
      profile: { givenName: 'Ann' },
    })
    expect(stderr.trimEnd()).toMatch(
      /^[^\n]*left out of the body what this command does not take: id, isSuspended, createdAt, hasPassword, identities$/,
    )
  })

  it('holds with --replace where a PATCH takes nothing that could be replaced', async () => {
    const body = JSON.stringify({ id: 'r1', tenantId: 'default', name: 'x', description: 'y', type: 'User' })
    expect((await sent(['roles', 'update', 'r1', '--body', body, '--replace'])).body).toEqual({
      name: 'x',
      description: 'y',
    })
  })

  it('does not hide what was set on purpose, or a slip in another body', async () => {
    const body = JSON.stringify(user)
    expect(await refused(['users', 'update', 'u1', '--body', body, '--replace', '--set', 'isSuspended=true'])).toMatch(
      /the body has no property isSuspended/,
    )
    expect(await refused(['users', 'update', 'u1', '--body', '{"name":"x","isSuspended":true}'])).toMatch(
      /the body has no property isSuspended/,
    )
    expect(await refused(['users', 'update', 'u1', '--body', '{"id":"u1","nmae":"x"}'])).toMatch(/no property nmae/)
    expect(await refused(['users', 'update', 'u1', '--body', '{"id":"u1","isSuspended":true}'])).toMatch(
      /nothing to change was given/,
    )
  })

  it('--no-validate sends it all', async () => {
    expect((await sent(['users', 'update', 'u1', '--body', JSON.stringify(user), '--no-validate'])).body).toEqual(user)
  })
})

describe('password digests', () => {
  const create = ['users', 'create', '--username', 'ann']

  it.each([
    [['--password-digest', '$2b$10$cut', '--password-algorithm', 'Bcrypt'], /as Bcrypt: it has 10 characters/],
    [['--password-digest', 'A'.repeat(32), '--password-algorithm', 'MD5'], /must be in lower case/],
    [['--password-digest', 'a'.repeat(32)], /passwordDigest needs its passwordAlgorithm/],
    [['--body', JSON.stringify({ passwordDigest: 'x', passwordAlgorithm: 'SHA256' })], /can never verify/],
  ])('%o are refused', async (flags, why) => {
    expect(await refused([...create, ...flags])).toMatch(why)
  })

  it('that can verify are sent', async () => {
    const line = [...create, '--password-digest', 'a'.repeat(32), '--password-algorithm', 'MD5']
    expect((await sent(line)).body).toMatchObject({ passwordAlgorithm: 'MD5' })
  })
})

describe('words that the parser refuses', () => {
  it.each([
    [['sandbox', '--port', '99999'], /--port: Expected an integer less than or equal to 65535 but received: 99999\n/],
    [['users', 'impersonate', 'u1', '--yes'], /--client-id is missing\n/],
    [['users', '--foo'], /unknown flag: --foo\nusers is a topic/],
    [['users', '--profile', 'x', '--foo=1'], /unknown flag: --foo\n/],
  ])('%o', async (line, why) => {
    expect(await refused(line)).toMatch(why)
  })

  it('a topic with a global flag shows its help', async () => {
    for (const line of [['users', '--no-color'], ['users', '--profile', 'x'], ['users']]) {
      expect(await bare(line)).toMatchObject({ code: 0, stdout: expect.stringContaining('logto users COMMAND') })
    }
  })
})
