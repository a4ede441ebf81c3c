import { describe, expect, it } from 'vitest'
import { signInByDevice } from '../../../src/access/auth/device-flow.js'
import { discover, serverBeside } from '../../../src/access/auth/discovery.js'
import { revokeToken } from '../../../src/access/auth/revoke.js'
import { NetworkError } from '../../../src/base/errors.js'
import { serve } from '../../call/http/loopback-server.js'
import { failureOf, fetcher } from './fixtures.js'
import { logtoLike, resource } from './logto-like-provider.js'

describe('the endpoints beside a token endpoint', () => {
  it('are known of Logto, without a request', async () => {
    const never = () => Promise.reject(new Error('no request is needed'))
    expect(await serverBeside(new URL('https://acme.test/prefix/oidc/token'), never)).toMatchObject({
      token_endpoint: 'https://acme.test/prefix/oidc/token',
      device_authorization_endpoint: 'https://acme.test/prefix/oidc/device/auth',
      revocation_endpoint: 'https://acme.test/prefix/oidc/token/revocation',
    })
  })

  it('are where Logto’s own library has them', async () => {
    const { origin, tokenUrl } = await logtoLike()
    const { issuer: _, ...known } = await serverBeside(tokenUrl, fetcher())
    expect(await discover(new URL('/oidc', origin), fetcher())).toMatchObject(known)
  })

  it('are discovered where the token endpoint lies elsewhere, and used', async () => {
    const routes = { token: '/t', device_authorization: '/d', revocation: '/r' }
    const tenant = await logtoLike({ routes })
    const tokenUrl = new URL('/oidc/t', tenant.origin)
    const tokens = await signInByDevice(
      { tokenUrl, id: 'device-demo-app', scope: 'openid offline_access all', resource },
      fetcher(),
      { onCode: ({ userCode }) => tenant.approve(userCode, 'ann'), wait: async () => {} },
    )
    const token = tokens.refreshToken ?? ''
    expect(await revokeToken({ tokenUrl, id: 'device-demo-app', token }, fetcher())).toBe(true)
    expect(await tenant.provider.RefreshToken.find(token)).toBeUndefined()
    expect(tenant.seen.map(({ path }) => path)).toEqual(expect.arrayContaining(['/d', '/t', '/r']))
  })
})

describe('a discovery document', () => {
  const documentOf = (change: (origin: string) => object) =>
    serve((request, response) => {
      const origin = `http://${request.headers.host}`
      const document = { issuer: `${origin}/oidc`, token_endpoint: `${origin}/oidc/token`, ...change(origin) }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document))
    })

  it('of another issuer is refused, and the issuer named', async () => {
    const url = await documentOf(() => ({ issuer: 'https://real.test/oidc' }))
    const failure = await failureOf(discover(new URL('/oidc', url), fetcher()))
    expect(failure).toBeInstanceOf(NetworkError)
    expect(failure).toMatchObject({
      code: 'auth.other_host',
      message: expect.stringContaining('https://real.test/oidc'),
      hint: expect.stringContaining('https://real.test'),
    })
  })

  it('with an endpoint on another host is refused: nothing secret goes there', async () => {
    const url = await documentOf(() => ({ revocation_endpoint: 'https://evil.test/revoke' }))
    const tokenUrl = new URL('/elsewhere/token', url)
    expect(await failureOf(revokeToken({ tokenUrl, id: 'x', token: 'y' }, fetcher()))).toMatchObject({
      code: 'auth.other_host',
    })
  })

  it('without a revocation endpoint means that nothing can be revoked', async () => {
    const tokenUrl = new URL('/elsewhere/token', await documentOf(() => ({})))
    expect(await revokeToken({ tokenUrl, id: 'x', token: 'y' }, fetcher())).toBe(false)
  })

  it('that is none is no tenant’s', async () => {
    const url = await serve((_request, response) => response.writeHead(404).end('Not Found'))
    expect(await failureOf(discover(new URL('/oidc', url), fetcher()))).toMatchObject({
      code: 'auth.no_token_endpoint',
    })
  })
})
