/** A stored login: refreshing, rotation, and its end. */

import { describe, expect, it } from 'vitest'
import { accessToken, newToken } from '../../../src/access/auth/access-token.js'
import type { RefreshCredential } from '../../../src/access/auth/credential.js'
import { signInByDevice } from '../../../src/access/auth/device-flow.js'
import { endLogin, keepLogin } from '../../../src/access/auth/stored-login.js'
import { claimsOf } from '../../../src/access/auth/token-claims.js'
import type { TokenStorage } from '../../../src/access/auth/token-storage.js'
import { NotAllowedError } from '../../../src/base/errors.js'
import { unusedPort } from '../../call/http/loopback-server.js'
import { failureOf, fetcher, login, temporaryFolder } from './fixtures.js'
import { type LogtoLike, type LogtoLikeOptions, logtoLike, resource } from './logto-like-provider.js'

/** A person who has just signed in. */
async function signedIn(tenant: LogtoLike, folder: string, user = 'ann', owner = 'profile-1') {
  const tokens = await signInByDevice(
    { id: 'device-demo-app', scope: 'openid offline_access all', resource, tokenUrl: tenant.tokenUrl },
    fetcher(),
    { onCode: ({ userCode }) => tenant.approve(userCode, user), wait: async () => {} },
  )
  const credential = login(tenant, folder, owner)
  await keepLogin(credential, tokens, { env: { XDG_CACHE_HOME: folder } })
  return credential
}

async function start(options: LogtoLikeOptions = {}) {
  const folder = await temporaryFolder()
  const tenant = await logtoLike(options)
  return { folder, tenant, env: { XDG_CACHE_HOME: folder }, credential: await signedIn(tenant, folder) }
}

describe('a login', () => {
  it('refreshes by itself, again and again, with the newest refresh token', async () => {
    const { tenant, env, credential } = await start({ ttl: 30 })
    const values = new Set<string>()
    for (let round = 0; round < 4; round++) values.add((await accessToken({ ...credential }, fetcher(), env)).value)
    expect(values.size).toBe(4)
    expect(tenant.count('refresh_token')).toBe(4)
  })

  it('reuses the access token while it is fresh, in another process too', async () => {
    const { tenant, env, credential } = await start()
    const { value } = await accessToken(credential, fetcher(), env)
    expect((await accessToken({ ...credential }, fetcher(), env)).value).toBe(value)
    expect(tenant.count('refresh_token')).toBe(1)
  })

  it('stores the new refresh token before it hands out the access token', async () => {
    const { env, credential } = await start()
    const order: string[] = []
    const refreshToken = {
      ...bound(credential.refreshToken),
      write: async (text: string) => {
        await new Promise((resolve) => setTimeout(resolve, 50))
        await credential.refreshToken.write(text)
        order.push('stored')
      },
    }
    await accessToken({ ...credential, refreshToken }, fetcher(), env).then(() => order.push('used'))
    expect(order).toEqual(['stored', 'used'])
  })

  it('hands out nothing when the new refresh token cannot be stored, and wants a sign-in at the next call', async () => {
    const { env, credential } = await start()
    const full = new Error('disk full')
    const refreshToken = { ...bound(credential.refreshToken), write: () => Promise.reject(full) }
    await expect(accessToken({ ...credential, refreshToken }, fetcher(), env)).rejects.toBe(full)
    const failure = await failureOf(accessToken(credential, fetcher(), env))
    expect(failure).toBeInstanceOf(NotAllowedError)
    expect(failure).toMatchObject({ exitCode: 3, code: 'oidc.invalid_grant', hint: 'sign in again: logto login' })
  })

  it('that is no longer stored wants a sign-in', async () => {
    const { tenant, env, credential } = await start()
    await credential.refreshToken.remove()
    expect(await failureOf(accessToken(credential, fetcher(), env))).toMatchObject({
      exitCode: 3,
      code: 'auth.login_lapsed',
    })
    expect(tenant.count('refresh_token')).toBe(0)
  })

  it('is kept though the server refuses: nothing that may work again is thrown away', async () => {
    const { tenant, env, credential, folder } = await start()
    const elsewhere = login({ tokenUrl: new URL(`http://127.0.0.1:${await unusedPort()}/oidc/token`) }, folder)
    expect(await failureOf(accessToken(elsewhere, fetcher(), env))).toMatchObject({ code: 'network.refused' })
    const held = await credential.refreshToken.read()
    expect(await failureOf(accessToken({ ...credential, resource: 'https://x.test' }, fetcher(), env))).toMatchObject({
      code: 'oidc.invalid_target',
    })
    expect(await credential.refreshToken.read()).toBe(held)
    expect(tenant.count('refresh_token')).toBe(1)
  })

  it('that another process rotated without the lock goes on with the newer token', async () => {
    const { env, credential } = await start()
    const current = (await credential.refreshToken.read()) ?? ''
    const reads = ['an-older-one', current, current]
    const refreshToken = { ...bound(credential.refreshToken), read: async () => reads.shift() }
    const { value } = await accessToken({ ...credential, refreshToken }, fetcher(), env)
    expect(claimsOf(value)).toMatchObject({ sub: 'ann' })
  })

  it('serves many requests at once with one refresh', async () => {
    const { tenant, env, credential } = await start()
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => accessToken(index % 2 ? credential : { ...credential }, fetcher(), env)),
    )
    expect(new Set(all.map(({ value }) => value)).size).toBe(1)
    expect(tenant.count('refresh_token')).toBe(1)
  })

  it('never meets another user’s of the same client', async () => {
    const { folder, tenant, env, credential } = await start()
    const other = await signedIn(tenant, folder, 'bob', 'profile-2')
    const subject = async (of: RefreshCredential) => claimsOf((await accessToken({ ...of }, fetcher(), env)).value)
    expect(await subject(credential)).toMatchObject({ sub: 'ann' })
    expect(await subject(other)).toMatchObject({ sub: 'bob' })
    // Even in one place, the tokens of two profiles stay apart.
    expect(await subject({ ...other, cache: credential.cache })).toMatchObject({ sub: 'bob' })
  })

  it('gives way to the next sign-in on the same profile, with all that was cached', async () => {
    const { folder, tenant, env, credential } = await start()
    await accessToken(credential, fetcher(), env)
    const next = await signedIn(tenant, folder, 'bob')
    expect(claimsOf((await accessToken(next, fetcher(), env)).value)).toMatchObject({ sub: 'bob' })
  })

  it('can be made to fetch a new token past the cache', async () => {
    const { tenant, env, credential } = await start()
    const { value } = await accessToken(credential, fetcher(), env)
    const fresh = await newToken(credential, fetcher(), env)
    expect(fresh).not.toBe(value)
    expect((await accessToken({ ...credential }, fetcher(), env)).value).toBe(fresh)
    expect(tenant.count('refresh_token')).toBe(2)
  })

  it('shows its refresh tokens in no debug line', async () => {
    const { env, credential } = await start()
    const lines: string[] = []
    const before = (await credential.refreshToken.read()) ?? ''
    const { value } = await accessToken(credential, fetcher({ onDebug: (line) => lines.push(line) }), env)
    const after = (await credential.refreshToken.read()) ?? ''
    expect(lines.length).toBeGreaterThan(3)
    for (const hidden of [before, after, value]) expect(lines.join('\n')).not.toContain(hidden)
  })
})

describe('a logout', () => {
  it('revokes the refresh token and leaves nothing', async () => {
    const { tenant, env, credential } = await start()
    await accessToken(credential, fetcher(), env)
    const held = (await credential.refreshToken.read()) ?? ''
    expect(await endLogin(credential, fetcher(), { env })).toBe(true)
    expect(await tenant.provider.RefreshToken.find(held)).toBeUndefined()
    expect(await credential.refreshToken.read()).toBeUndefined()
    expect(await credential.cache.read()).toBeUndefined()
    expect(await endLogin(credential, fetcher(), { env })).toBeUndefined()
  })

  it('says that the server did not revoke it', async () => {
    const { env, credential } = await start({ revocation: false })
    expect(await endLogin(credential, fetcher(), { env })).toBe(false)
    expect(await credential.refreshToken.read()).toBeUndefined()
  })

  it('leaves nothing though the server is away', async () => {
    const { env, credential } = await start()
    const away = { ...credential, tokenUrl: new URL(`http://127.0.0.1:${await unusedPort()}/oidc/token`) }
    expect(await failureOf(endLogin(away, fetcher(), { env }))).toMatchObject({ code: 'network.refused' })
    expect(await credential.refreshToken.read()).toBeUndefined()
  })
})

/** The methods of a storage, to replace some of. */
function bound(storage: TokenStorage): TokenStorage {
  return { read: () => storage.read(), write: (text) => storage.write(text), remove: () => storage.remove() }
}
