/** Which tenant, and with what right: nothing, half of it, or the wrong thing. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unusedPort } from '../call/http/loopback-server.js'
import { run } from './run.js'
import { bare, errorOf, tenant } from './tenant.js'

const token = { LOGTO_ACCESS_TOKEN: 'opaque' }

describe('the endpoint', () => {
  it('is asked for when there is none', async () => {
    const ended = await bare(['users', 'list'], { env: token })
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(ended.stderr).toMatch(/^Error: no tenant is chosen\n.*logto login.*LOGTO_ENDPOINT/)
  })

  it.each([
    ['http://acme.logto.app', /http:\/\/acme\.logto\.app is not https/],
    ['https://acme.logto.app/api', /leave \/api out of the endpoint/],
    ['https://acme.logto.app/api/', /leave \/api\/ out of the endpoint/],
    ['acme', /LOGTO_ENDPOINT: acme is not an address/],
    ['not an address', /LOGTO_ENDPOINT: not an address is not an address/],
    ['ftp://acme.logto.app', /is not https/],
    ['javascript:alert(1)', /is not https/],
    ['https://user:pass@acme.logto.app', /may not carry a username or password/],
    ['https://acme.logto.app?x=1', /no query or fragment/],
    ['https://', /is not an address/],
  ])('%s is refused, with an example of a good one', async (endpoint, why) => {
    const ended = await bare(['users', 'list'], { env: { ...token, LOGTO_ENDPOINT: endpoint } })
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toMatch(why)
    expect(ended.stderr).toContain('https://acme.logto.app')
    expect(ended.stderr).not.toContain('pass@')
  })

  it('given as a flag is named as the flag', async () => {
    const { code, stderr } = await bare(['users', 'list', '--endpoint', 'nonsense'], { env: token })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^Error: --endpoint: nonsense is not/) })
  })

  it('given as a flag may not be another host than the one the credentials are for', async () => {
    const { logto, received } = await tenant()
    const ended = await logto(['users', 'list', '--endpoint', 'https://elsewhere.example', '--json'])
    expect(ended.code).toBe(3)
    expect(errorOf(ended)).toMatchObject({
      code: 'auth.mixed_tenants',
      hint: expect.stringContaining('LOGTO_ENDPOINT'),
    })
    expect(received).toEqual([])
  })

  it('may carry a path prefix and slashes at its end', async () => {
    const { logto, received, endpoint } = await tenant({ body: [] })
    const ended = await logto(['hooks', 'list', '--json'], { env: { LOGTO_ENDPOINT: `${endpoint}/auth//` } })
    expect(ended.code).toBe(0)
    expect(received[0]?.path).toBe('/auth/api/hooks')
  })

  it('that nobody listens at fails with the host and the port', async () => {
    const port = await unusedPort()
    const env = { ...token, LOGTO_ENDPOINT: `http://127.0.0.1:${port}` }
    const ended = await bare(['users', 'list', '--retries', '0', '--json'], { env })
    expect(ended.code).toBe(7)
    expect(errorOf(ended)).toMatchObject({
      code: 'network.refused',
      message: expect.stringContaining(`127.0.0.1:${port}`),
      hint: expect.stringContaining('endpoint'),
    })
  })

  it('whose host does not exist fails and names the host', async () => {
    const env = { ...token, LOGTO_ENDPOINT: 'https://no-such-host.invalid' }
    const ended = await bare(['users', 'list', '--retries', '0'], { env })
    expect(ended.code).toBe(7)
    expect(ended.stderr).toContain('no-such-host.invalid')
  })
})

describe('credentials', () => {
  const env = { LOGTO_ENDPOINT: 'http://127.0.0.1:9' }

  it('are asked for when there are none', async () => {
    const ended = await bare(['users', 'list', '--json'], { env })
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(errorOf(ended)).toMatchObject({
      code: 'auth.no_credentials',
      hint: expect.stringMatching(/logto login.*LOGTO_CLIENT_ID/),
    })
  })

  it.each([
    [{ LOGTO_CLIENT_ID: 'app' }, 'LOGTO_CLIENT_SECRET'],
    [{ LOGTO_CLIENT_SECRET: 'hidden-secret' }, 'LOGTO_CLIENT_ID'],
    [{ LOGTO_AUTH: 'app' }, 'LOGTO_CLIENT_SECRET'],
    [{ LOGTO_AUTH: ':hidden-secret' }, 'LOGTO_CLIENT_ID'],
  ])('given by half (%o) name the missing half', async (half, missing) => {
    const ended = await bare(['users', 'list'], { env: { ...env, ...half } as Record<string, string> })
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(ended.stderr).toContain(`${missing} is not set`)
    expect(ended.stderr).not.toContain('hidden-secret')
  })

  it('of an end user do not do for the Management API, and the other way round', async () => {
    const managing = await bare(['users', 'list'], { env: { ...env, LOGTO_USER_TOKEN: 'u' } })
    expect(managing.code).toBe(3)
    expect(managing.stderr).toMatch(/those given are an end user's/)
    const own = await bare(['account', 'get'], { env: { ...env, ...token } })
    expect(own.code).toBe(3)
    expect(own.stderr).toMatch(/set LOGTO_USER_TOKEN/)
  })

  it('are not needed for what anyone may ask', async () => {
    const { logto, received } = await tenant({ status: 204 })
    const ended = await logto(['status', 'get'], { env: { LOGTO_ACCESS_TOKEN: '' } })
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(received[0]?.headers.authorization).toBeUndefined()
  })
})

describe('a default profile of another tenant', () => {
  const profile = { id: 'p1', endpoint: 'https://other.example.com', tokenUrl: 'https://other.example.com/oidc/token' }
  const stored = { ...profile, kind: 'client', clientId: 'c', storage: 'file', createdAt: '2026-01-01T00:00:00.000Z' }
  const configuration = { version: 1, defaultProfile: 'other', profiles: { other: stored } }

  it('is in the way of nothing that needs no credentials', async () => {
    const { home, endpoint, received } = await tenant({ body: { signInMode: 'SignIn' } })
    const folder = join(home, 'config', 'logto-cli')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'config.json'), JSON.stringify(configuration), { mode: 0o600 })
    const env = { LOGTO_ENDPOINT: endpoint }
    const open = await run(['well-known', 'get-experience', '--json'], home, { env })
    expect(open).toMatchObject({ code: 0, stderr: '' })
    expect(received.map(({ headers }) => headers.authorization)).toEqual([undefined])
    const closed = await run(['users', 'list', '--json'], home, { env })
    expect([closed.code, errorOf(closed).code]).toEqual([3, 'auth.mixed_tenants'])
  })
})
