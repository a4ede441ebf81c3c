/** Client credentials: the token endpoint's refusals, and the cache of its tokens. */

import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unsignedToken } from './jwt.js'
import type { Received, Reply } from './server.js'
import { errorOf, type Tenant, tenant } from './tenant.js'

const secret = 'very&secret=value/+ü'
const client = { LOGTO_ACCESS_TOKEN: '', LOGTO_CLIENT_ID: 'm2m app', LOGTO_CLIENT_SECRET: secret }
const resource = 'https://default.logto.app/api'
const goodClaims = { aud: resource, scope: 'all', exp: 4_000_000_000, iat: 1_000_000_000 }

/** A tenant whose token endpoint gives `token(n)` on its n-th call, and whose API answers `api`. */
function tenantWith(
  token: (count: number, request: Received) => Reply,
  api: (request: Received) => Reply = () => ({ body: [] }),
): Promise<Tenant> {
  let count = 0
  return tenant((request) => (request.path === '/oidc/token' ? token(++count, request) : api(request)))
}

function issued(value: string, expiresIn = 3600): Reply {
  return { body: { access_token: value, token_type: 'Bearer', expires_in: expiresIn, scope: 'all' } }
}

const hooks = ['hooks', 'list', '--json']

describe('the token request', () => {
  it('asks for the Management API by client credentials, and the token goes to the API', async () => {
    const { logto, received } = await tenantWith(() => issued('fresh'))
    expect(await logto(hooks, { env: client })).toMatchObject({ code: 0, stderr: '' })
    const [token, api] = received
    expect(Object.fromEntries(new URLSearchParams(token?.body))).toEqual({
      grant_type: 'client_credentials',
      resource,
      scope: 'all',
    })
    const basic = Buffer.from((token?.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString()
    expect(basic.split(':').map((part) => decodeURIComponent(part.replaceAll('+', ' ')))).toEqual(['m2m app', secret])
    expect(api?.headers.authorization).toBe('Bearer fresh')
  })

  it('takes resource, scope, LOGTO_AUTH and the address of the token endpoint from the environment', async () => {
    const { logto, received, endpoint } = await tenant(({ path }) =>
      path === '/token' ? issued('fresh') : { body: [] },
    )
    const env = {
      LOGTO_ACCESS_TOKEN: '',
      LOGTO_AUTH: 'app:secret:with:colons',
      LOGTO_RESOURCE: 'https://acme.logto.app/api',
      LOGTO_SCOPE: 'some',
      LOGTO_TOKEN_URL: `${endpoint}/token`,
    }
    expect((await logto(hooks, { env })).code).toBe(0)
    expect(Object.fromEntries(new URLSearchParams(received[0]?.body))).toMatchObject({
      resource: 'https://acme.logto.app/api',
      scope: 'some',
    })
    expect(Buffer.from(received[0]?.headers.authorization?.slice(6) ?? '', 'base64').toString()).toMatch(/^app:secret/)
  })

  it.each([
    [401, { error: 'invalid_client', error_description: 'client authentication failed' }, /client secret/],
    [400, { error: 'invalid_target', error_description: 'unknown resource' }, /LOGTO_RESOURCE/],
    [400, { error: 'invalid_scope' }, /only scope is all/],
    [403, { error: 'access_denied' }, /Management API access/],
    [400, { error: 'invalid_request', error_description: 'client secret has expired' }, /expired/],
  ])('refused with %s %o ends with 3 and says what is wrong', async (status, body, remedy) => {
    const { logto, received } = await tenantWith(() => ({ status, body }))
    const ended = await logto(hooks, { env: client })
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(errorOf(ended)).toMatchObject({ code: `oidc.${body.error}`, status })
    expect(ended.stderr).toMatch(remedy)
    expect(ended.stderr).not.toContain(secret)
    expect(received).toHaveLength(1)
  })

  it('that meets a used-up quota ends with 6 and is not repeated', async () => {
    const { logto, received } = await tenantWith(() => ({
      status: 429,
      body: { code: 'auth.exceed_token_limit', message: 'Token limit exceeded.' },
    }))
    const ended = await logto([...hooks, '--retries', '3'], { env: client })
    expect(ended.code).toBe(6)
    expect(errorOf(ended)).toMatchObject({ code: 'auth.exceed_token_limit', hint: expect.stringContaining('quota') })
    expect(received).toHaveLength(1)
  })

  it.each([
    ['a web page', { status: 200, body: '<html></html>', headers: { 'content-type': 'text/html' } }],
    ['a bare 404', { status: 404, body: 'Not Found' }],
    ['JSON without a token', { status: 200, body: { hello: 'world' } }],
  ])('answered by %s is no token endpoint', async (_, reply) => {
    const { logto } = await tenantWith(() => reply)
    const ended = await logto(hooks, { env: client })
    expect(ended.code).toBe(7)
    expect(errorOf(ended)).toMatchObject({ code: 'auth.no_token_endpoint', hint: expect.stringContaining('endpoint') })
  })
})

describe('the token cache', () => {
  it('saves the second run its token request, in a file that only its owner can read', async () => {
    const { logto, received, home } = await tenantWith((n) => issued(`token-${n}`))
    await logto(hooks, { env: client })
    expect((await logto(hooks, { env: client })).code).toBe(0)
    expect(received.map(({ path }) => path)).toEqual(['/oidc/token', '/api/hooks', '/api/hooks'])
    expect(received.at(-1)?.headers.authorization).toBe('Bearer token-1')
    const folder = join(home, 'cache', 'logto-cli', 'tokens')
    const [file = '', ...more] = readdirSync(folder)
    expect(more).toEqual([])
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
    expect(file).not.toContain('m2m')
  })

  it('is off by LOGTO_TOKEN_CACHE=off', async () => {
    const { logto, received, home } = await tenantWith((n) => issued(`token-${n}`))
    const env = { ...client, LOGTO_TOKEN_CACHE: 'off' }
    await logto(hooks, { env })
    await logto(hooks, { env })
    expect(received.filter(({ path }) => path === '/oidc/token')).toHaveLength(2)
    expect(() => readdirSync(join(home, 'cache', 'logto-cli', 'tokens'))).toThrow('ENOENT')
  })

  it('is not used for another secret, resource or scope', async () => {
    const { logto, received } = await tenantWith((n) => issued(`token-${n}`))
    for (const other of [
      {},
      { LOGTO_CLIENT_SECRET: 'other' },
      { LOGTO_RESOURCE: 'https://o.app/api' },
      { LOGTO_SCOPE: 'x' },
    ])
      await logto(hooks, { env: { ...client, ...other } })
    expect(received.filter(({ path }) => path === '/oidc/token')).toHaveLength(4)
  })

  it('gives no token in its last minute', async () => {
    const { logto, received } = await tenantWith((n) => issued(`token-${n}`, 59))
    await logto(hooks, { env: client })
    await logto(hooks, { env: client })
    expect(received.filter(({ path }) => path === '/oidc/token')).toHaveLength(2)
  })

  it('that cannot be written fails nothing', async () => {
    const { logto } = await tenantWith(() => issued('token'))
    const ended = await logto(hooks, { env: { ...client, XDG_CACHE_HOME: '/dev/null/cache' } })
    expect(ended).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('a cached token that is refused', () => {
  const refusal: Reply = { status: 401, body: { code: 'auth.unauthorized', message: 'Unauthorized.' } }
  const accepts = (token: string) => (request: Received) =>
    request.headers.authorization === `Bearer ${token}` ? { body: [] } : refusal
  const first = unsignedToken(goodClaims)
  const second = unsignedToken({ ...goodClaims, jti: '2' })

  it('is renewed once, and the request sent again', async () => {
    let accepted = first
    const server = await tenantWith(
      (n) => issued(n === 1 ? first : second),
      (request) => accepts(accepted)(request),
    )
    expect((await server.logto(hooks, { env: client })).code).toBe(0)
    accepted = second
    expect((await server.logto(hooks, { env: client })).code).toBe(0)
    expect(server.received.map(({ path }) => path)).toEqual([
      '/oidc/token',
      '/api/hooks',
      '/api/hooks',
      '/oidc/token',
      '/api/hooks',
    ])
  })

  it('is not renewed twice', async () => {
    let refusing = false
    const server = await tenantWith(
      () => issued(first),
      () => (refusing ? refusal : { body: [] }),
    )
    await server.logto(hooks, { env: client })
    refusing = true
    const ended = await server.logto(hooks, { env: client })
    expect(ended.code).toBe(3)
    expect(server.received.filter(({ path }) => path === '/oidc/token')).toHaveLength(2)
    expect(server.received.filter(({ path }) => path === '/api/hooks')).toHaveLength(3)
  })

  it('whose own claims explain the refusal is not renewed, and not kept either', async () => {
    const wrong = unsignedToken({ ...goodClaims, aud: 'https://other.logto.app/api' })
    const server = await tenantWith(
      () => issued(wrong),
      () => refusal,
    )
    for (const _ of [1, 2]) {
      const ended = await server.logto(hooks, { env: client })
      expect(ended.code).toBe(3)
      expect(errorOf(ended).hint).toMatch(/other\.logto\.app\/api/)
    }
    expect(server.received.map(({ path }) => path)).toEqual(['/oidc/token', '/api/hooks', '/oidc/token', '/api/hooks'])
  })
})
