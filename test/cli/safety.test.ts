/** What must not happen by accident: destruction without a word, and secrets where they can be read. */

import { describe, expect, it } from 'vitest'
import { unsignedToken } from './jwt.js'
import { openSessionAt } from './open-session.js'
import { cleanEnv } from './run.js'
import { accessToken, bare, errorOf, tenant } from './tenant.js'

describe('destruction', () => {
  it.each([
    [['users', 'delete', 'u1']],
    [['email-templates', 'delete-many', '--language-tag', 'fr']],
    [['oidc-keys', 'rotate', 'private-keys']],
    [['hooks', 'rotate-signing-key', 'h1']],
    [['sentinel-activities', 'delete', '--body', '{"targetType":"User","targets":["a"]}']],
    [['users', 'replace-roles', 'u1', '--set-json', 'roleIds=[]']],
    [['orgs', 'replace-users', 'o1', '--set-json', 'userIds=[]']],
  ])('%o without --yes and without a terminal is refused, and nothing is sent', async (line) => {
    const { logto, received } = await tenant({ status: 204 })
    const ended = await logto([...line, '--json'])
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(errorOf(ended)).toMatchObject({ code: 'usage.not_confirmed', hint: expect.stringContaining('--yes') })
    expect(received).toEqual([])
    expect((await logto([...line, '-y'])).code).toBe(0)
    expect(received).toHaveLength(1)
  })

  it('is not what a replace with members is', async () => {
    const { logto, received } = await tenant({ status: 204 })
    expect((await logto(['users', 'replace-roles', 'u1', '--role-ids', 'r1'])).code).toBe(0)
    expect(received).toHaveLength(1)
  })

  it('is not confirmed by standard input', async () => {
    const { logto, received } = await tenant({ status: 204 })
    expect((await logto(['users', 'delete', 'u1'], { input: 'y\n' })).code).toBe(2)
    expect(received).toEqual([])
  })
})

describe('a dry run', () => {
  it('needs no tenant and no credentials, and prints the request', async () => {
    const ended = await bare(['users', 'update', 'a/b', '--name', 'Ann', '--dry-run'])
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(ended.stdout)).toEqual({
      method: 'PATCH',
      url: 'https://tenant.example/api/users/a%2Fb',
      headers: { authorization: expect.stringMatching(/^\W+$/), 'content-type': 'application/json' },
      body: { name: 'Ann' },
    })
  })

  it('sends nothing, not even for a token or for --merge', async () => {
    const { logto, received, endpoint } = await tenant()
    const env = { LOGTO_ACCESS_TOKEN: '', LOGTO_CLIENT_ID: 'a', LOGTO_CLIENT_SECRET: 'b' }
    const line = ['users', 'update', 'u1', '--set', 'customData.a=b', '--merge', '--dry-run']
    const ended = await logto(line, { env })
    expect(ended.code).toBe(0)
    expect(JSON.parse(ended.stdout)).toMatchObject({ url: `${endpoint}/api/users/u1` })
    expect(received).toEqual([])
  })

  it('does not ask before destruction', async () => {
    const { logto, received } = await tenant()
    expect((await logto(['users', 'delete', 'u1', '--dry-run'])).code).toBe(0)
    expect(received).toEqual([])
  })

  it('masks secrets, wherever they stand', async () => {
    const config = '{"clientId":"id","clientSecret":"hunter2","nested":{"apiKey":"hunter3"}}'
    const create = ['connectors', 'create', '--connector-id', 'x', '--config', config]
    for (const line of [create, ['users', 'create', '--username', 'ann', '--password', 'hunter4']]) {
      const { code, stdout, stderr } = await bare([...line, '--dry-run'], { env: { LOGTO_ACCESS_TOKEN: 'hunter5' } })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).not.toMatch(/hunter/)
      expect(stdout).toMatch(/"(id|ann)"/)
    }
  })

  it('refuses what would be refused', async () => {
    expect((await bare(['users', 'update', 'u1', '--dry-run'])).code).toBe(2)
    expect((await bare(['users', 'update', 'u1', '--set', 'nmae=x', '--dry-run'])).code).toBe(2)
  })
})

describe('secrets', () => {
  const clientSecret = 'client&secret/1+ü'
  const password = 'pass"word\\ü&1'
  const issued = unsignedToken({ aud: 'https://default.logto.app/api', scope: 'all', exp: 4_000_000_000 })

  it('never show under --debug or DEBUG, however they are spelled', async () => {
    const { logto, received } = await tenant(({ path }) =>
      path === '/oidc/token'
        ? { body: { access_token: issued, token_type: 'Bearer', expires_in: 3600 } }
        : { body: { id: 'u1', password, accessToken: 'inner-token' } },
    )
    const env = { LOGTO_ACCESS_TOKEN: '', LOGTO_CLIENT_ID: 'app', LOGTO_CLIENT_SECRET: clientSecret, DEBUG: '*' }
    const { code, stdout, stderr } = await logto(['users', 'create', '--password', '-', '--debug', '-o', 'table'], {
      env,
      input: password,
    })
    expect(code).toBe(0)
    expect(JSON.parse(received.at(-1)?.body ?? '')).toEqual({ password })
    expect(stderr).toMatch(/> POST .*\/oidc\/token/)
    expect(stderr).toMatch(/> POST .*\/api\/users/)
    expect(stderr).toMatch(/< 200/)
    const basic = received[0]?.headers.authorization?.replace('Basic ', '') ?? '-'
    for (const secret of [clientSecret, password, issued, basic, 'inner-token']) {
      for (const spelling of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
        expect(stderr, spelling).not.toContain(spelling)
    }
    expect(stdout).not.toContain(issued)
  })

  it('never show in the report of a failure', async () => {
    const { logto } = await tenant({ status: 422, body: { code: 'x', message: 'No.', data: { password: 'hunter2' } } })
    const { code, stderr } = await logto(['users', 'create', '--password', 'hunter2', '--debug'])
    expect(code).toBe(5)
    expect(stderr).not.toContain('hunter2')
    expect(stderr).not.toContain(accessToken)
  })

  it('do not warn where there is no terminal', async () => {
    const { logto } = await tenant()
    expect((await logto(['users', 'create', '--password', 'hunter2'])).stderr).toBe('')
  })

  it('are not repeated where a refusal repeats them, whatever they look like', async () => {
    const { logto } = await tenant(({ body }) => {
      const { password } = JSON.parse(body)
      return {
        status: 422,
        body: { code: 'password.rejected', message: `${password} is too weak.`, data: { password } },
      }
    })
    for (const password of ['hunter2-hunter2', 'message', 'password']) {
      const { code, stderr } = await logto(['users', 'create', '--password', '-', '--debug'], { input: password })
      expect(code).toBe(5)
      expect(stderr).toContain('Error: •••• is too weak')
      if (password.startsWith('hunter')) expect(stderr).not.toContain(password)
    }
  })

  it('come through a pipe as the API sent them', async () => {
    const { logto } = await tenant({ body: { name: 'n', value: 'the-new-secret' } })
    const { stdout } = await logto(['apps', 'create-secret', 'a1', '--name', 'n', '--json'])
    expect(stdout).toContain('the-new-secret')
  })
})

describe('authority', () => {
  it('the management token never goes with an end user command, nor the other way round', async () => {
    const { logto, received, endpoint, home } = await tenant()
    await openSessionAt(endpoint, cleanEnv(home))
    const env = { LOGTO_USER_TOKEN: 'user-token' }
    await logto(['account', 'get'], { env })
    await logto(['users', 'get', 'u'], { env })
    await logto(['experience', 'get-interaction'], { env })
    expect(received.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer user-token',
      `Bearer ${accessToken}`,
      undefined,
    ])
  })
})
