/** Logins by a given token, and what becomes of a login: `token`, `whoami`, `logout`. */

import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { resource } from '../../access/auth/logto-like-provider.js'
import { unusedPort } from '../../call/http/loopback-server.js'
import { unsignedToken } from '../../cli/jwt.js'
import { tenant as scripted } from '../../cli/tenant.js'
import { type LogtoTenant, logtoTenant } from './logto-tenant.js'
import { addProfile, machineSecret, person, secretsOf } from './person.js'

/** A valid token of the application `machine`. */
async function issuedBy({ tokenUrl }: LogtoTenant): Promise<string> {
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`machine:${encodeURIComponent(machineSecret)}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource, scope: 'all' }),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

describe('--access-token-stdin', () => {
  it.each([
    [{ LOGTO_RESOURCE: 'https://acme.logto.app/api' }, '', 'https://acme.logto.app/api'],
    [{ LOGTO_MANAGEMENT_API_RESOURCE: 'https://acme.logto.app/api' }, '', 'https://acme.logto.app/api'],
    [
      { LOGTO_RESOURCE: 'https://acme.logto.app/api' },
      ' --resource https://b.logto.app/api',
      'https://b.logto.app/api',
    ],
    [{ LOGTO_RESOURCE: 'https://acme.logto.app/api', LOGTO_ENDPOINT: 'https://other.test' }, '', resource],
    [{}, '', resource],
  ])('with %j%s is for %s', async (env, flag, kept) => {
    const { endpoint } = await scripted(({ path }) => (path === '/api/status' ? { status: 204 } : { body: [] }))
    const ann = person()
    const line = `login --storage file -p t --endpoint ${endpoint} --access-token-stdin${flag}`
    expect(await ann.logto(line, { env, input: 'opaque' })).toMatchObject({ code: 0 })
    expect(ann.profile('t')?.resource).toBe(kept)
  })

  it('keeps a token that works, until it ends', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    const token = await issuedBy(tenant)
    const line = `login --storage file -p t --endpoint ${tenant.endpoint} --access-token-stdin`
    expect(await ann.logto(line, { input: `${token}\n` })).toMatchObject({ code: 0, stdout: '' })
    expect(ann.profile('t')).toMatchObject({ kind: 'token', expiresAt: expect.stringMatching(/Z$/) })
    expect(secretsOf(ann, 't')).toEqual({ 'access-token': token })
    expect(await ann.logto('users list --json')).toMatchObject({ code: 0, stdout: '[]\n' })
    await addProfile(
      ann,
      't',
      { endpoint: tenant.endpoint, kind: 'token', expiresAt: '2026-01-01T00:00:00Z' },
      { 'access-token': token },
    )
    const asked = tenant.received.length
    const late = await ann.logto('users list')
    expect(late).toMatchObject({ code: 3, stdout: '' })
    expect(late.stderr).toMatch(/token of profile t expired at 2026-01-01.*\nsign in again: logto login --profile t/)
    expect(tenant.received).toHaveLength(asked)
  })

  it.each([
    ['an opaque one', 'short-and-secret', /the token is opaque/],
    ['one that is over', unsignedToken({ aud: resource, scope: 'all', exp: 1 }), /the token expired at 1970/],
    [
      'one for another resource',
      unsignedToken({ aud: 'https://x.test/api', scope: 'all' }),
      /is for https:\/\/x\.test\/api, not https:\/\/default.*--resource/,
    ],
  ])('refuses %s, and says why', async (_, token, why) => {
    const tenant = await logtoTenant()
    const ann = person()
    const line = `login --storage file --endpoint ${tenant.endpoint} --access-token-stdin`
    const ended = await ann.logto(line, { input: token })
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(ended.stderr).toMatch(why)
    expect(ended.stderr).not.toContain(token)
    expect(ann.files()).toEqual([])
  })
})

describe('a personal access token of an end user', () => {
  const login = ({ endpoint }: LogtoTenant) =>
    `login --storage file -p me --endpoint ${endpoint} --user --personal-access-token-stdin --client-id native`

  it('is exchanged for tokens of the Account API', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    const ended = await ann.logto(`${login(tenant)} --debug`, { input: 'pat_bob\n', env: { DEBUG: '*' } })
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('> POST') })
    expect(ended.stderr).not.toContain('pat_bob')
    const { value } = JSON.parse(secretsOf(ann, 'me')['token-cache'] ?? '{}')
    expect(value).toBeTypeOf('string')
    expect(ended.stderr).not.toContain(value)
    expect(ann.profile('me')).toMatchObject({ kind: 'user-token', clientId: 'native' })
    const shown = await ann.logto('account get --json')
    expect(JSON.parse(shown.stdout)).toEqual({ id: 'bob', username: 'bob' })
    expect(tenant.seen.every(({ form }) => form.resource === undefined)).toBe(true)
  })

  it('that is wrong is refused, and nothing is stored', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    const ended = await ann.logto(login(tenant), { input: 'pat_nobody' })
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(ended.stderr).toMatch(/token to exchange is wrong[\s\S]*application native may exchange/)
    expect(ended.stderr).not.toContain('pat_nobody')
    expect(ann.files()).toEqual([])
  })

  it('needs --user', async () => {
    const ended = await person().logto('login --storage file --personal-access-token-stdin')
    expect(ended).toMatchObject({ code: 2 })
    expect(ended.stderr).toMatch(/\nadd --user/)
  })

  it('does not manage, and an application has no account: each is told what would', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    await ann.logto(login(tenant), { input: 'pat_bob' })
    await addProfile(ann, 'work', { endpoint: tenant.endpoint })
    const asked = [tenant.received.length, tenant.seen.length]
    const managing = await ann.logto('users list -p me')
    expect(managing).toMatchObject({ code: 3, stdout: '' })
    expect(managing.stderr).toMatch(/profile me is an end user's\n.*logto login -p NAME/)
    const own = await ann.logto('account get -p work')
    expect(own).toMatchObject({ code: 3, stdout: '' })
    expect(own.stderr).toMatch(/profile work is an administrator's\n.*logto login --user -p NAME/)
    expect([tenant.received.length, tenant.seen.length]).toEqual(asked)
  })
})

describe('logto token', () => {
  it('prints the token and nothing else, from the cache while it is good', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    await addProfile(ann, 'work', { endpoint: tenant.endpoint })
    const [first, second] = [await ann.logto('token'), await ann.logto('token -p work')]
    expect(first).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+\n$/) })
    expect(second.stdout).toBe(first.stdout)
    expect(tenant.count('client_credentials')).toBe(1)
  })

  it('renews one that is about to end', async () => {
    const tenant = await logtoTenant({ ttl: 30 })
    const ann = person()
    await addProfile(ann, 'work', { endpoint: tenant.endpoint })
    expect((await ann.logto('token')).stdout).not.toBe((await ann.logto('token')).stdout)
  })

  it('of an end user is theirs; where the environment holds both, --user asks for it', async () => {
    const env = { LOGTO_ENDPOINT: 'http://127.0.0.1:9', LOGTO_ACCESS_TOKEN: 'manager', LOGTO_USER_TOKEN: 'user' }
    const ann = person()
    expect((await ann.logto('token', { env })).stdout).toBe('manager\n')
    expect((await ann.logto('token --user', { env })).stdout).toBe('user\n')
  })
})

describe('logto whoami', () => {
  it('shows each value with its source, and proves it', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    await addProfile(ann, 'work', { endpoint: tenant.endpoint, readOnly: true })
    const { code, stdout, stderr } = await ann.logto('whoami --json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      profile: { value: 'work', from: 'default profile' },
      endpoint: { value: tenant.endpoint, from: 'profile work' },
      tenantId: { value: 'default', from: 'resource' },
      resource: { value: resource, from: 'profile work' },
      kind: { value: 'client', from: 'profile work' },
      clientId: { value: 'machine', from: 'profile work' },
      storage: { value: 'file', from: 'profile work' },
      readOnly: { value: true, from: 'profile work' },
      scope: { value: 'all', from: 'token' },
      tokenExpiresAt: { value: expect.stringMatching(/Z$/), from: 'token' },
      who: { value: 'application The machine (machine)', from: 'a call to the API' },
      works: { value: 'yes', from: 'a call to the API' },
    })
    const table = await ann.logto('whoami -p work')
    expect(table.stdout).toContain('profile\twork\t--profile\n')
    const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_AUTH: `machine:${machineSecret}`, LOGTO_PROFILE: 'work' }
    const other = await ann.logto('whoami --json', { env })
    expect(JSON.parse(other.stdout)).toMatchObject({
      profile: { value: null, from: 'environment' },
      endpoint: { from: 'LOGTO_ENDPOINT' },
      resource: { value: resource, from: 'worked out from the endpoint' },
      kind: { value: 'client', from: 'LOGTO_AUTH' },
      clientId: { value: 'machine', from: 'LOGTO_AUTH' },
      works: { value: 'yes' },
    })
    expect(JSON.parse(other.stderr)).toEqual({ notice: expect.stringContaining('LOGTO_PROFILE is ignored') })
    for (const { stdout } of [table, other]) expect(stdout).not.toContain(machineSecret)
  })

  it('prints what it knows of credentials that fail, then fails', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    await addProfile(ann, 'work', { endpoint: tenant.endpoint }, { 'client-secret': 'wrong' })
    const ended = await ann.logto('whoami --json')
    expect(ended.code).toBe(3)
    expect(JSON.parse(ended.stdout)).toMatchObject({
      profile: { value: 'work' },
      works: { value: expect.stringMatching(/^no: the client secret is not the one of machine/) },
    })
    expect(JSON.parse(ended.stderr)).toMatchObject({ error: { code: 'oidc.invalid_client' } })
  })

  it('without any tenant says how to get one', async () => {
    const ended = await person().logto('whoami')
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(ended.stderr).toMatch(/no tenant is chosen\n.*logto login/)
  })
})

describe('logto logout', () => {
  it('deletes the secrets and the cached token, and keeps the profile', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    await addProfile(ann, 'work', { endpoint: tenant.endpoint })
    await ann.logto('users list')
    expect(Object.keys(secretsOf(ann, 'work')).sort()).toEqual(['client-secret', 'token-cache'])
    const ended = await ann.logto('logout')
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: 'signed out of profile work\n' })
    expect(ann.secrets()).toEqual({})
    expect(ann.profileNames()).toEqual(['work'])
    const after = await ann.logto('users list')
    expect(after).toMatchObject({ code: 3 })
    expect(after.stderr).toMatch(/client secret of profile work is gone.*\n.*logto login --profile work/)
  })

  it.each([true, false])('revokes a login by browser where the tenant allows (%s)', async (revocation) => {
    const tenant = await logtoTenant({ revocation })
    const ann = person()
    const { RefreshToken, Grant } = tenant.provider
    const client = await tenant.provider.Client.find('device-demo-app')
    if (!client) throw new Error('no client')
    const grantId = await new Grant({ accountId: 'ann', clientId: client.clientId }).save()
    const token = new RefreshToken({ accountId: 'ann', client, grantId, gty: 'device_code', scope: 'openid' } as never)
    const value = await token.save()
    await addProfile(
      ann,
      'me',
      { endpoint: tenant.endpoint, kind: 'user', clientId: 'device-demo-app' },
      { 'refresh-token': value },
    )
    const ended = await ann.logto('logout -p me')
    expect(ended).toMatchObject({ code: 0, stdout: '' })
    expect(ended.stderr).toMatch(/^signed out of profile me\n/)
    expect(ended.stderr.includes('ends there by itself')).toBe(!revocation)
    expect(await RefreshToken.find(value)).toEqual(revocation ? undefined : expect.anything())
    expect(ann.secrets()).toEqual({})
  })

  it('deletes the secrets also when the tenant is out of reach', async () => {
    const ann = person()
    const endpoint = `http://127.0.0.1:${await unusedPort()}`
    await addProfile(ann, 'me', { endpoint, kind: 'user' }, { 'refresh-token': 'r' })
    const ended = await ann.logto('logout --retries 0')
    expect(ended.code).toBe(0)
    expect(ended.stderr).toMatch(/signed out of profile me\nthe login could not be ended at the tenant: .*refused/)
    expect(ann.secrets()).toEqual({})
  })

  it('says that the environment still signs in', async () => {
    const ann = person()
    await addProfile(ann, 'work', { endpoint: 'https://acme.logto.app' })
    const env = { LOGTO_ENDPOINT: 'https://acme.logto.app', LOGTO_ACCESS_TOKEN: 'given' }
    const ended = await ann.logto('logout', { env })
    expect(ended).toMatchObject({ code: 0 })
    expect(ended.stderr).toMatch(/signed out of profile work\nLOGTO_ACCESS_TOKEN in the environment still signs you in/)
    const none = await person().logto('logout', { env })
    expect(none).toMatchObject({ code: 2 })
    expect(none.stderr).toMatch(/no profile to sign out of\nLOGTO_ACCESS_TOKEN signs you in: unset it/)
  })

  it('signs out of the profile in force: a project’s before the default one', async () => {
    const ann = person()
    await addProfile(ann, 'first', { endpoint: 'https://acme.logto.app' })
    await addProfile(ann, 'second', { endpoint: 'https://acme.logto.app' })
    writeFileSync(`${ann.home}/.logtorc`, 'profile: second\n')
    const ended = await ann.logto('logout')
    expect(ended).toMatchObject({ code: 0 })
    expect(ended.stderr).toMatch(/profile second, chosen by .*\.logtorc\n.*signed out of profile second/)
    expect(Object.keys(secretsOf(ann, 'first'))).toEqual(['client-secret'])
    expect(secretsOf(ann, 'second')).toEqual({})
  })
})
