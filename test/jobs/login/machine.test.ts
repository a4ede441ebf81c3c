/** `logto login` with a machine-to-machine application: every part that can be wrong, and what is said of it. */

import { describe, expect, it } from 'vitest'
import { resource } from '../../access/auth/logto-like-provider.js'
import { unusedPort } from '../../call/http/loopback-server.js'
import { startServer } from '../../cli/server.js'
import { logtoTenant } from './logto-tenant.js'
import { machineSecret, person, secretsOf } from './person.js'

const login = (endpoint: string, more = '') =>
  `login --storage file --endpoint ${endpoint} --client-id machine --client-secret-stdin --retries 0 ${more}`.trim()

describe('a login with a client secret', () => {
  it('from standard input is proved by a call and stored, and works from then on', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    const { code, stdout, stderr } = await ann.logto(login(tenant.endpoint, '-p work'), { input: `${machineSecret}\n` })
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '',
      stderr: `signed in to ${tenant.endpoint} as profile work, the default one\n`,
    })
    expect(tenant.received.map(({ path }) => path)).toEqual(['/api/status', '/api/applications'])
    expect(ann.profile('work')).toMatchObject({
      kind: 'client',
      endpoint: tenant.endpoint,
      tokenUrl: tenant.tokenUrl.href,
      clientId: 'machine',
      resource,
      scope: 'all',
      storage: 'file',
    })
    expect(secretsOf(ann, 'work')['client-secret']).toBe(machineSecret)
    expect(await ann.logto('users list --json')).toMatchObject({ code: 0, stdout: '[]\n', stderr: '' })
    expect(await ann.logto('users list --json')).toMatchObject({ code: 0 })
    expect(tenant.count('client_credentials')).toBe(2)
    const stores = ann.files().filter(({ text }) => text.includes(machineSecret))
    expect(stores.map(({ path, mode }) => [path.split('/').at(-1), mode])).toEqual([['credentials.json', 0o600]])
  })

  it('asks for tokens where the environment says, and so does the profile', async () => {
    const token = '/elsewhere'
    const tenant = await logtoTenant({ routes: { token } })
    const ann = person()
    const env = { LOGTO_TOKEN_URL: `${tenant.endpoint}/oidc${token}` }
    expect(await ann.logto(login(tenant.endpoint, '-p work'), { env, input: machineSecret })).toMatchObject({ code: 0 })
    expect(ann.profile('work')?.tokenUrl).toBe(env.LOGTO_TOKEN_URL)
    const foreign = { ...env, LOGTO_ENDPOINT: 'https://other.logto.app' }
    const ended = await ann.logto(login(tenant.endpoint, '-p other'), { env: foreign, input: machineSecret })
    expect(ended.code).not.toBe(0)
    expect(tenant.count('client_credentials')).toBe(1)
  })

  it('from the environment needs no flag but where to keep it', async () => {
    const tenant = await logtoTenant()
    const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_CLIENT_ID: 'machine', LOGTO_CLIENT_SECRET: machineSecret }
    const ann = person()
    expect(await ann.logto('login --storage file', { env })).toMatchObject({ code: 0, stdout: '' })
    expect(ann.profileNames()).toEqual(['127.0.0.1'])
    expect(await ann.logto('users list --json')).toMatchObject({ code: 0, stdout: '[]\n' })
  })

  it('takes LOGTO_AUTH, LOGTO_RESOURCE and LOGTO_SCOPE as commands do', async () => {
    const tenant = await logtoTenant()
    const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_AUTH: `machine:${machineSecret}` }
    const ann = person()
    expect(await ann.logto('login --storage file -p a', { env })).toMatchObject({ code: 0 })
    const wrong = await ann.logto('login --storage file -p b', {
      env: { ...env, LOGTO_RESOURCE: 'https://x.test/api' },
    })
    expect(wrong.code).toBe(3)
    expect(wrong.stderr).toContain('https://x.test/api is unknown')
    expect(ann.profileNames()).toEqual(['a'])
  })

  it.each(['http://tokens.test/token', 'no address'])('refuses %s in LOGTO_TOKEN_URL', async (url) => {
    const ann = person()
    const ended = await ann.logto(login('http://127.0.0.1:9'), { env: { LOGTO_TOKEN_URL: url }, input: machineSecret })
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toContain('LOGTO_TOKEN_URL')
  })

  it.each(['/', '///'])('takes %s behind the endpoint', async (slashes) => {
    const tenant = await logtoTenant()
    const ann = person()
    expect(await ann.logto(login(`${tenant.endpoint}${slashes}`, '-p w'), { input: machineSecret })).toMatchObject({
      code: 0,
    })
    expect(ann.profile('w')?.endpoint).toBe(tenant.endpoint)
  })

  it('takes http on localhost', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    const endpoint = tenant.endpoint.replace('127.0.0.1', 'localhost')
    expect(await ann.logto(login(endpoint), { input: machineSecret })).toMatchObject({ code: 0 })
    expect(ann.profileNames()).toEqual(['localhost'])
  })

  it('can set the guards', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    await ann.logto(login(tenant.endpoint, '-p w --read-only --protected'), { input: machineSecret })
    expect(ann.profile('w')).toMatchObject({ readOnly: true, protected: true })
    await ann.logto(login(tenant.endpoint, '-p w'), { input: machineSecret })
    expect(ann.profile('w')).toMatchObject({ readOnly: true, protected: true })
    await ann.logto(login(tenant.endpoint, '-p w --no-read-only --no-protected'), { input: machineSecret })
    expect(ann.profile('w')).not.toHaveProperty('readOnly')
    expect(ann.profile('w')).not.toHaveProperty('protected')
  })

  it('twice replaces the profile, and nothing of the first stays', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    await ann.logto(login(tenant.endpoint, '-p w'), { input: machineSecret })
    await ann.logto('users list -p w')
    const first = ann.profile('w')?.id
    expect(await ann.logto(login(tenant.endpoint, '-p w'), { input: machineSecret })).toMatchObject({ code: 0 })
    expect(ann.profileNames()).toEqual(['w'])
    expect(ann.profile('w')?.id).not.toBe(first)
    expect(Object.keys(ann.secrets())).toEqual([ann.profile('w')?.id])
  })

  it('that fails leaves the profile of before as it was', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    await ann.logto(login(tenant.endpoint, '-p w'), { input: machineSecret })
    const before = ann.files()
    expect((await ann.logto(login(tenant.endpoint, '-p w'), { input: 'wrong' })).code).toBe(3)
    expect(ann.files()).toEqual(before)
  })

  it('to another tenant does not take the name of a profile, unless told so', async () => {
    const [one, two] = [await logtoTenant(), await logtoTenant()]
    const ann = person()
    await ann.logto(login(one.endpoint), { input: machineSecret })
    const second = await ann.logto(login(two.endpoint), { input: machineSecret })
    expect(second).toMatchObject({ code: 2 })
    expect(second.stderr).toMatch(/there is a profile 127\.0\.0\.1 for another tenant.*\n.*--profile/)
    expect(two.received).toEqual([])
    expect(await ann.logto(login(two.endpoint, '-p two'), { input: machineSecret })).toMatchObject({ code: 0 })
    expect(ann.profileNames()).toEqual(['127.0.0.1', 'two'])
  })
})

describe('what is wrong is named, with what to do, and nothing is stored:', () => {
  const cases: [string, (endpoint: string) => string[], string, number, RegExp][] = [
    [
      'the id',
      (e) => ['--endpoint', e, '--client-id', 'nobody'],
      machineSecret,
      3,
      /client id nobody is unknown.*\n[\s\S]*nobody in the Console/,
    ],
    [
      'the secret',
      (e) => ['--endpoint', e, '--client-id', 'machine'],
      'wrong',
      3,
      /client secret is not the one of machine\n[\s\S]*machine in the Console.*secret current/,
    ],
    [
      'the resource',
      (e) => ['--endpoint', e, '--client-id', 'machine', '--resource', 'https://x.test/api'],
      machineSecret,
      3,
      /https:\/\/x\.test\/api is unknown.*\n[\s\S]*https:\/\/default\.logto\.app\/api.*--resource/,
    ],
    [
      'the role',
      (e) => ['--endpoint', e, '--client-id', 'no-role'],
      'another-secret',
      3,
      /Forbidden.*\n.*lacks the scope all.*role 'Logto Management API access'/,
    ],
    [
      'the scope',
      (e) => ['--endpoint', e, '--client-id', 'machine', '--scope', 'email'],
      machineSecret,
      3,
      /\n.*scope all.*--scope/,
    ],
    [
      'an endpoint with /api',
      (e) => ['--endpoint', `${e}/api`, '--client-id', 'machine'],
      machineSecret,
      2,
      /leave \/api out of the endpoint\n.*http:\/\/localhost:3001/,
    ],
    [
      'an endpoint that is none',
      () => ['--endpoint', 'acme', '--client-id', 'machine'],
      machineSecret,
      2,
      /--endpoint: acme is not an address\n/,
    ],
    [
      'http to another machine',
      () => ['--endpoint', 'http://logto.test', '--client-id', 'machine'],
      machineSecret,
      2,
      /http:\/\/logto\.test is not https.*\n.*--insecure-http/,
    ],
    [
      'the name of the profile',
      (e) => ['--endpoint', e, '--client-id', 'machine', '-p', '../x'],
      machineSecret,
      2,
      /--profile: \.\.\/x cannot be the name/,
    ],
    ['an empty secret', (e) => ['--endpoint', e, '--client-id', 'machine'], '\n', 2, /standard input is empty\n.*pipe/],
    [
      'two ways at once',
      (e) => ['--endpoint', e, '--user', '--device'],
      '',
      2,
      /--device and --user are different ways/,
    ],
  ]
  it.each(cases)('%s', async (_, flags, input, exit, why) => {
    const tenant = await logtoTenant()
    const ann = person()
    const line = ['login', '--storage', 'file', '--client-secret-stdin', ...flags(tenant.endpoint)]
    const two = _ === 'two ways at once' ? line.filter((word) => word !== '--client-secret-stdin') : line
    const ended = await ann.logto(two, { input })
    expect(ended).toMatchObject({ code: exit, stdout: '' })
    expect(ended.stderr).toMatch(why)
    expect(ended.stderr).not.toContain(machineSecret)
    expect(ann.files()).toEqual([])
    if (exit === 2) expect(tenant.received).toEqual([])
  })

  it('the endpoint, where nothing listens', async () => {
    const port = await unusedPort()
    const ann = person()
    const ended = await ann.logto(login(`http://127.0.0.1:${port}`), { input: machineSecret })
    expect(ended.code).toBe(7)
    expect(ended.stderr).toMatch(new RegExp(`127\\.0\\.0\\.1:${port} refused the connection\\n.*endpoint`))
    expect(ann.files()).toEqual([])
  })

  it.each([
    ['a web page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Hello</h1>' }],
    ['a 404', { status: 404, body: 'Not Found' }],
    ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example/' } }],
  ])('the endpoint, where something answers with %s, which is never sent the secret', async (_, reply) => {
    const other = await startServer(() => reply)
    const ann = person()
    const ended = await ann.logto(login(other.endpoint), { input: machineSecret }).finally(other.close)
    expect(ended.code).toBe(3)
    expect(ended.stderr).toMatch(/there is no Logto at http:\/\/127.*\n.*address of the tenant/)
    expect(other.received.map(({ path, headers, body }) => [path, headers.authorization, body])).toEqual([
      ['/api/status', undefined, ''],
    ])
    expect(ann.files()).toEqual([])
  })

  it('the clock', async () => {
    const tenant = await logtoTenant({ aheadMs: 7_200_000 })
    const ann = person()
    const ended = await ann.logto(login(tenant.endpoint), { input: machineSecret })
    expect(ended.code).toBe(3)
    expect(ended.stderr).toMatch(/server's clock: this machine's is 7\d\d\d s behind/)
    expect(ann.files()).toEqual([])
  })

  it('a missing keychain, before the secret is read or anything is sent', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    const line = login(tenant.endpoint).replace('--storage file ', '')
    const ended = await ann.logto(line, { input: machineSecret, env: { LOGTO_KEYCHAIN: 'off' } })
    expect(ended.code).toBe(3)
    expect(ended.stderr).toMatch(/keychain is turned off by LOGTO_KEYCHAIN\n.*--storage file/)
    expect({ sent: tenant.received, files: ann.files() }).toEqual({ sent: [], files: [] })
  })

  it('nobody to ask', async () => {
    const ann = person()
    for (const [line, way] of [
      ['login --storage file', '--endpoint'],
      ['login --storage file --endpoint http://127.0.0.1:9', '--client-id'],
      ['login --storage file --endpoint http://127.0.0.1:9 --client-id m', '--client-secret-stdin'],
    ] as const) {
      const ended = await ann.logto(line)
      expect(ended).toMatchObject({ code: 2 })
      expect(ended.stderr).toContain(way)
    }
  })
})

describe('credentials of another endpoint in the environment', () => {
  it.each([
    { LOGTO_CLIENT_ID: 'machine', LOGTO_CLIENT_SECRET: 'env-secret', LOGTO_ENDPOINT: 'https://other.example' },
    { LOGTO_AUTH: 'machine:env-secret', LOGTO_ENDPOINT: 'https://other.example' },
    { LOGTO_CLIENT_SECRET: 'env-secret', LOGTO_ENDPOINT: 'not an address' },
    { LOGTO_CLIENT_ID: 'another', LOGTO_CLIENT_SECRET: 'env-secret' },
  ])('are never used (%o)', async (env) => {
    const tenant = await logtoTenant()
    const ann = person()
    const line = `login --storage file --endpoint ${tenant.endpoint} --client-id machine`
    const ended = await ann.logto(line, { env: env as Record<string, string> })
    expect(ended).toMatchObject({ code: 2 })
    expect(ended.stderr).toContain('--client-secret-stdin')
    expect(tenant.seen).toEqual([])
    expect(ann.files()).toEqual([])
  })

  it('not even their client id', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    const env = { LOGTO_CLIENT_ID: 'other-app', LOGTO_ENDPOINT: 'https://other.example' }
    const line = `login --storage file --endpoint ${tenant.endpoint} --client-secret-stdin`
    const ended = await ann.logto(line, { env, input: machineSecret })
    expect(ended).toMatchObject({ code: 2 })
    expect(ended.stderr).toContain('--client-id')
    expect(tenant.seen).toEqual([])
  })
})
