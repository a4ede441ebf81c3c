import { describe, expect, it } from 'vitest'
import { accessToken } from '../../../src/access/auth/access-token.js'
import { type DeviceCode, type DeviceSignIn, signInByDevice } from '../../../src/access/auth/device-flow.js'
import { keepLogin } from '../../../src/access/auth/stored-login.js'
import { claimsOf } from '../../../src/access/auth/token-claims.js'
import { InterruptedError, NetworkError, NotAllowedError } from '../../../src/base/errors.js'
import { serve } from '../../call/http/loopback-server.js'
import { failureOf, fetcher, login, temporaryFolder } from './fixtures.js'
import { logtoLike, resource } from './logto-like-provider.js'

const admin = { id: 'device-demo-app', scope: 'openid offline_access all', resource }

/** Passes the time without spending it, and says how much was asked for. */
function clock() {
  const waits: number[] = []
  return { waits, wait: async (ms: number) => void waits.push(ms) }
}

describe('a self-hosted admin', () => {
  it('signs in with a code, and gets tokens for the resource', async () => {
    const tenant = await logtoLike()
    const folder = await temporaryFolder()
    const codes: DeviceCode[] = []
    const { waits, wait } = clock()
    const tokens = await signInByDevice({ ...admin, tokenUrl: tenant.tokenUrl }, fetcher(), {
      onCode: (code) => void codes.push(code),
      wait: async (ms) => {
        await wait(ms)
        if (waits.length === 3) await tenant.approve(codes[0]?.userCode ?? '', 'ann')
      },
    })
    expect(waits).toEqual([5000, 5000, 5000])
    expect(codes).toHaveLength(1)
    const [code] = codes
    expect(code?.userCode).toMatch(/^[A-Z]{4}-[A-Z]{4}$/)
    expect(code?.address).toBe(`${tenant.origin.href}oidc/device`)
    expect(code?.openable?.href).toBe(`${tenant.origin.href}oidc/device?user_code=${code?.userCode}`)
    expect(tokens.refreshToken).toBeTypeOf('string')
    expect(claimsOf(tokens.token.value)).toBeUndefined()

    const credential = login(tenant, folder)
    const env = { XDG_CACHE_HOME: folder }
    await keepLogin(credential, tokens, { env })
    const { value } = await accessToken(credential, fetcher(), env)
    expect(claimsOf(value)).toMatchObject({ aud: resource, scope: 'all', sub: 'ann' })
    expect(await credential.refreshToken.read()).not.toBe(tokens.refreshToken)
  })

  it.each([
    ['refuses in the browser', 600, 'refused in the browser', 'oidc.access_denied'],
    ['lets the code expire', 1, 'expired before', 'oidc.expired_token'],
  ])('who %s is told so', async (_, deviceCodeTtl, message, code) => {
    const tenant = await logtoLike({ deviceCodeTtl })
    const options = {
      onCode: async ({ userCode }: DeviceCode) => void (deviceCodeTtl > 1 && (await tenant.deny(userCode))),
      ...(deviceCodeTtl > 1 ? clock() : {}),
    }
    const failure = await failureOf(signInByDevice({ ...admin, tokenUrl: tenant.tokenUrl }, fetcher(), options))
    expect(failure).toBeInstanceOf(NotAllowedError)
    expect(failure).toMatchObject({ code, message: expect.stringContaining(message) })
  })

  it('who gives an unknown client or resource is told which', async () => {
    const { tokenUrl } = await logtoLike()
    const options = { onCode: () => {}, ...clock() }
    const of = (change: object) => failureOf(signInByDevice({ ...admin, tokenUrl, ...change }, fetcher(), options))
    expect(await of({ id: 'nobody' })).toMatchObject({ message: 'the client id nobody is unknown to this tenant' })
    expect(await of({ id: 'native' })).toMatchObject({ hint: expect.stringContaining('device flow') })
    expect(await of({ resource: 'https://x.test' })).toMatchObject({ code: 'oidc.invalid_target' })
  })
})

describe('an end user', () => {
  it('gets an opaque token without a resource, and it is kept', async () => {
    const tenant = await logtoLike()
    const folder = await temporaryFolder()
    const env = { XDG_CACHE_HOME: folder }
    const signIn: DeviceSignIn = {
      id: 'device-demo-app',
      tokenUrl: tenant.tokenUrl,
      scope: 'openid offline_access email',
    }
    const onCode = ({ userCode }: DeviceCode) => tenant.approve(userCode, 'bob')
    const tokens = await signInByDevice(signIn, fetcher(), { onCode, ...clock() })
    const { resource: _, ...credential } = login(tenant, folder)
    await keepLogin(credential, tokens, { env })
    expect((await accessToken(credential, fetcher(), env)).value).toBe(tokens.token.value)
    expect(tenant.count('refresh_token')).toBe(0)
    const found = await tenant.provider.AccessToken.find(tokens.token.value)
    expect(found).toMatchObject({ accountId: 'bob', scope: 'openid offline_access email' })
  })
})

describe('the interval', () => {
  const pending = [400, { error: 'authorization_pending' }] as const
  const done = [200, { access_token: 'opaque', token_type: 'Bearer', id_token: 'not.a.jwt' }] as const

  it('is the server’s, and 5 s longer from each slow_down on', async () => {
    const tokenUrl = await speaking([
      pending,
      [400, { error: 'slow_down' }],
      pending,
      [400, { error: 'slow_down' }],
      done,
    ])
    const { waits, wait } = clock()
    const tokens = await signInByDevice({ ...admin, tokenUrl }, fetcher(), { onCode: () => {}, wait })
    expect(waits).toEqual([2000, 2000, 7000, 7000, 12_000])
    expect(tokens).toMatchObject({ token: { value: 'opaque' } })
    expect(tokens.refreshToken).toBeUndefined()
  })

  it('doubles while the server is in trouble', async () => {
    const tokenUrl = await speaking([[502, {}], 'cut', pending, done])
    const { waits, wait } = clock()
    await signInByDevice({ ...admin, tokenUrl }, fetcher(), { onCode: () => {}, wait })
    expect(waits).toEqual([2000, 4000, 8000, 8000])
  })

  it('is really waited for', async () => {
    const tokenUrl = await speaking([done], { interval: 1 })
    const started = performance.now()
    await signInByDevice({ ...admin, tokenUrl }, fetcher(), { onCode: () => {} })
    expect(performance.now() - started).toBeGreaterThan(950)
  })
})

describe('Ctrl-C', () => {
  it('ends the waiting at once', async () => {
    const tokenUrl = await speaking([])
    const controller = new AbortController()
    const { signal } = controller
    const started = performance.now()
    const onCode = () => void setTimeout(() => controller.abort(), 50)
    const failure = await failureOf(signInByDevice({ ...admin, tokenUrl }, fetcher({ signal }), { onCode, signal }))
    expect(failure).toBeInstanceOf(InterruptedError)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('what the server says', () => {
  const codeOf = async (change: object) => {
    const tokenUrl = await speaking([[200, { access_token: 'opaque', token_type: 'Bearer' }]], change)
    const codes: DeviceCode[] = []
    await signInByDevice({ ...admin, tokenUrl }, fetcher(), { onCode: (code) => void codes.push(code), ...clock() })
    return codes[0]
  }

  it('may name an address elsewhere, which is shown but not to be opened', async () => {
    const code = await codeOf({ verification_uri: 'https://elsewhere.test/device' })
    expect(code?.address).toBe('https://elsewhere.test/device')
    expect(code).not.toHaveProperty('openable')
  })

  it('may name no other kind of address', async () => {
    for (const verification_uri of ['file:///etc/passwd', 'javascript:alert(1)', 'nonsense', 'https://a:b@x.test/']) {
      await expect(codeOf({ verification_uri })).rejects.toMatchObject({ code: 'auth.bad_device_code' })
    }
  })

  it('keeps its device code out of debug lines', async () => {
    const lines: string[] = []
    const tokenUrl = await speaking([[400, { error: 'access_denied' }]])
    const options = { onCode: () => {}, ...clock() }
    const onDebug = (line: string) => void lines.push(line)
    await failureOf(signInByDevice({ ...admin, tokenUrl }, fetcher({ onDebug }), options))
    expect(lines.join('\n')).toContain('/oidc/token')
    expect(lines.join('\n')).not.toContain('the-device-code')
  })

  it('must be a device endpoint’s', async () => {
    const url = await serve((_request, response) => response.writeHead(404).end('Not Found'))
    const signIn = { ...admin, tokenUrl: new URL('/oidc/token', url) }
    const failure = await failureOf(signInByDevice(signIn, fetcher(), { onCode: () => {} }))
    expect(failure).toBeInstanceOf(NetworkError)
    expect(failure.message).toContain('/oidc/device/auth')
  })
})

/** A server that hands out a code and then says one thing after another. */
async function speaking(answers: (readonly [number, object] | 'cut')[], code: object = {}): Promise<URL> {
  const url = await serve((request, response) => {
    const say = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.url === '/oidc/device/auth') {
      const verification_uri = `${url.href}device`
      const given = {
        device_code: 'the-device-code',
        user_code: 'ABCD',
        verification_uri,
        expires_in: 600,
        interval: 2,
      }
      return say(200, { ...given, ...code })
    }
    const answer = answers.shift() ?? ([400, { error: 'authorization_pending' }] as const)
    return answer === 'cut' ? response.destroy() : say(...answer)
  })
  return new URL('/oidc/token', url)
}
