import { describe, expect, it } from 'vitest'
import { requestClientToken } from '../../../src/access/auth/client-credentials.js'
import { claimsOf } from '../../../src/access/auth/token-claims.js'
import { NetworkError, NotAllowedError, RateLimitError } from '../../../src/base/errors.js'
import { serve, unusedPort } from '../../call/http/loopback-server.js'
import { failureOf, fetcher, machine, secret } from './fixtures.js'
import { logtoLike, resource } from './logto-like-provider.js'

describe('a machine-to-machine application', () => {
  it.each(['header', 'body'] as const)('gets a token for the resource, its secret in the %s', async (secretIn) => {
    const tenant = await logtoLike()
    const before = Date.now()
    const token = await requestClientToken({ ...machine(tenant), secretIn }, fetcher())
    expect(claimsOf(token.value)).toMatchObject({ aud: resource, scope: 'all', iss: `${tenant.origin.href}oidc` })
    expect(token.expiresAt).toBeGreaterThanOrEqual(before + 3_599_000)
    expect(token.expiresAt).toBeLessThanOrEqual(Date.now() + 3_600_000)
    expect(tenant.seen[0]?.authorization === '').toBe(secretIn === 'body')
    expect(tenant.seen[0]?.form.client_secret).toBe(secretIn === 'body' ? secret : undefined)
  })

  it('asks for its secret where a profile keeps it', async () => {
    const tenant = await logtoLike()
    const cache = { read: async () => undefined, write: async () => {}, remove: async () => {} }
    const credential = { ...machine(tenant), secret: async () => secret, owner: 'profile-1', cache }
    expect((await requestClientToken(credential, fetcher())).value).toContain('.')
  })
})

describe('a refusal says which part is wrong', () => {
  it.each([
    ['the secret', { secret: 'wrong' }, 'the client secret is not the one of machine', 'oidc.invalid_client'],
    [
      'the resource',
      { resource: 'https://x.test/api' },
      'resource indicator https://x.test/api',
      'oidc.invalid_target',
    ],
    ['the kind of application', { id: 'native' }, 'client secret is not the one of native', 'oidc.invalid_client'],
  ])('%s', async (_, change, message, code) => {
    const credential = { ...machine(await logtoLike()), ...change }
    const failure = await failureOf(requestClientToken(credential, fetcher()))
    expect(failure).toBeInstanceOf(NotAllowedError)
    expect(failure).toMatchObject({ code, message: expect.stringContaining(message), hint: expect.any(String) })
  })

  const logtos: [string, number, object, string][] = [
    [
      'the id',
      400,
      { error: 'invalid_client', error_description: 'invalid client machine' },
      'client id machine is unknown',
    ],
    [
      "the secret's age",
      400,
      { error: 'invalid_request', error_description: 'client secret has expired' },
      'the client secret of machine has expired',
    ],
    [
      'the grant',
      400,
      { error: 'invalid_request', error_description: 'requested grant type is not allowed for this client' },
      'machine may not get tokens in this way',
    ],
    ['the scope', 400, { error: 'invalid_scope' }, 'the scope all cannot be granted'],
    ['the role', 403, { error: 'access_denied' }, 'may not use this resource'],
    ['anything else', 400, { error: 'strange_thing' }, '(strange_thing)'],
    [
      'a refusal without an OAuth error',
      403,
      { code: 'subscription.limit_exceeded', message: 'No.' },
      'limit_exceeded',
    ],
  ]
  it.each(logtos)('%s, in the words of Logto', async (_, status, body, message) => {
    const tokenUrl = await answering(status, { code: 'oidc.code', ...body })
    const failure = await failureOf(requestClientToken(machine({ tokenUrl }), fetcher()))
    expect(failure).toBeInstanceOf(NotAllowedError)
    expect(failure).toMatchObject({ status, message: expect.stringContaining(message), requestId: 'req-1' })
  })

  it('the quota', async () => {
    const tokenUrl = await answering(429, { code: 'auth.exceed_token_limit', message: 'Token limit exceeded.' })
    const failure = await failureOf(requestClientToken(machine({ tokenUrl }), fetcher()))
    expect(failure).toBeInstanceOf(RateLimitError)
    expect(failure).toMatchObject({ code: 'auth.exceed_token_limit', details: 'Token limit exceeded.' })
  })

  it('a server in trouble', async () => {
    const tokenUrl = await answering(503, { error: 'server_error' })
    const failure = await failureOf(requestClientToken(machine({ tokenUrl }), fetcher()))
    expect(failure).toBeInstanceOf(NetworkError)
    expect(failure).toMatchObject({ status: 503, message: expect.stringContaining('503') })
  })

  it('the endpoint, when nothing listens there', async () => {
    const tokenUrl = new URL(`http://127.0.0.1:${await unusedPort()}/oidc/token`)
    expect(await failureOf(requestClientToken(machine({ tokenUrl }), fetcher()))).toMatchObject({
      code: 'network.refused',
    })
  })

  it.each([
    ['a web page', 200, 'text/html', '<h1>Hello</h1>'],
    ['a page that is not there', 404, 'text/plain', 'Not Found'],
    ['JSON of another kind', 200, 'application/json', '{"status":"ok"}'],
    ['broken JSON', 200, 'application/json', '{"access_token":"abc'],
    ['a JSON list', 400, 'application/json', '[1]'],
    ['an empty answer', 204, 'text/plain', ''],
    ['a redirect', 302, 'text/plain', ''],
  ])('the endpoint, when it answers with %s', async (_, status, type, text) => {
    const url = await serve((_request, response) =>
      response.writeHead(status, { 'content-type': type, location: 'https://login.test/?code=1' }).end(text),
    )
    const failure = await failureOf(requestClientToken(machine({ tokenUrl: new URL('/oidc/token', url) }), fetcher()))
    expect(failure).toBeInstanceOf(NetworkError)
    expect(failure).toMatchObject({ code: 'auth.no_token_endpoint', status, hint: expect.stringContaining('endpoint') })
    expect(failure.message).not.toContain('code=1')
  })
})

describe('secrets', () => {
  it('show neither in debug lines nor in the failure, though the server repeats them', async () => {
    const lines: string[] = []
    const tokenUrl = await answering(400, {
      error: 'invalid_client',
      error_description: `authentication failed: ${secret}`,
    })
    const onDebug = (line: string) => lines.push(line)
    const failure = await failureOf(requestClientToken(machine({ tokenUrl }), fetcher({ onDebug })))
    const basic = Buffer.from(`machine:${encodeURIComponent(secret)}`).toString('base64')
    const told = JSON.stringify([failure, failure.message, failure.hint, failure.details, failure.cause, failure.stack])
    for (const hidden of [secret, encodeURIComponent(secret), basic]) {
      expect(lines.join('\n')).not.toContain(hidden)
      expect(told).not.toContain(hidden)
    }
    expect(lines.length).toBeGreaterThan(3)
    expect(failure.details).toContain('authentication failed')
  })

  it('of an answer that is no token answer stay out of the failure', async () => {
    const tokenUrl = await answering(200, { access_token: 'the-token-itself', expires_in: 'soon' })
    const failure = await failureOf(requestClientToken(machine({ tokenUrl }), fetcher()))
    expect(JSON.stringify([failure, failure.message, failure.details, failure.stack])).not.toContain('the-token-itself')
    expect(failure.cause).toBeUndefined()
  })
})

/** A token endpoint that gives one answer. */
async function answering(status: number, body: object): Promise<URL> {
  const url = await serve((_request, response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'logto-core-request-id': 'req-1' })
      .end(JSON.stringify(body)),
  )
  return new URL('/oidc/token', url)
}
