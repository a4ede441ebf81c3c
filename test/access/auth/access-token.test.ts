import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { accessToken } from '../../../src/access/auth/access-token.js'
import type { ClientCredential } from '../../../src/access/auth/credential.js'
import { tokenKey } from '../../../src/access/auth/credential.js'
import { failureOf, fetcher, file, login, machine, secret, temporaryFolder } from './fixtures.js'
import { logtoLike, resource } from './logto-like-provider.js'

async function start(options: Parameters<typeof logtoLike>[0] = {}) {
  const tenant = await logtoLike(options)
  const folder = await temporaryFolder()
  const count = () => tenant.count('client_credentials')
  return { tenant, folder, env: { XDG_CACHE_HOME: folder } as NodeJS.ProcessEnv, credential: machine(tenant), count }
}

/** The credential as the next process would have it. */
const again = <T extends ClientCredential>(credential: T): T => ({ ...credential })

describe('a given token', () => {
  it('is sent as it is, and never renewed', async () => {
    const never = () => Promise.reject(new Error('no request'))
    expect(await accessToken({ kind: 'token', token: 't' }, never, {})).toEqual({ value: 't' })
  })
})

describe('the cache of environment credentials', () => {
  it('is a file that only its owner can read, in a folder that only they can enter', async () => {
    const { folder, env, credential } = await start()
    await mkdir(join(folder, 'logto-cli', 'tokens'), { recursive: true, mode: 0o755 })
    await accessToken(credential, fetcher(), env)
    const tokens = join(folder, 'logto-cli', 'tokens')
    const names = await readdir(tokens)
    expect(names).toEqual([`${tokenKey(credential)}.json`])
    expect((await stat(tokens)).mode & 0o777).toBe(0o700)
    expect((await stat(join(tokens, String(names[0])))).mode & 0o777).toBe(0o600)
    expect(await readFile(join(tokens, String(names[0])), 'utf8')).not.toContain(secret)
  })

  it('spares the next process a request', async () => {
    const { env, credential, count } = await start()
    const { value } = await accessToken(credential, fetcher(), env)
    expect((await accessToken(again(credential), fetcher(), env)).value).toBe(value)
    expect(count()).toBe(1)
  })

  it('is not used in a token’s last minute', async () => {
    const { env, credential, count } = await start({ ttl: 60 })
    await accessToken(credential, fetcher(), env)
    await accessToken(again(credential), fetcher(), env)
    expect(count()).toBe(2)
  })

  it('is off where LOGTO_TOKEN_CACHE says so; one process still asks once', async () => {
    const { folder, env, credential, count } = await start()
    env.LOGTO_TOKEN_CACHE = 'off'
    await Promise.all(Array.from({ length: 5 }, () => accessToken(credential, fetcher(), env)))
    await accessToken(credential, fetcher(), env)
    expect(count()).toBe(1)
    await accessToken(again(credential), fetcher(), env)
    expect(count()).toBe(2)
    expect(await readdir(folder)).toEqual([])
  })

  it.each([
    ['is broken', 'not json'],
    ['is of another kind', '[]'],
    ['is null', 'null'],
    ['holds another key’s token', JSON.stringify({ key: 'x', value: 'foreign', expiresAt: Date.now() + 1e9 })],
    ['holds no token', JSON.stringify({ value: 7, expiresAt: 'soon' })],
  ])('is mended when it %s', async (_, text) => {
    const { folder, env, credential, count } = await start()
    await mkdir(join(folder, 'logto-cli', 'tokens'), { recursive: true })
    await writeFile(join(folder, 'logto-cli', 'tokens', `${tokenKey(credential)}.json`), text)
    const { value } = await accessToken(credential, fetcher(), env)
    expect(value).toContain('.')
    expect((await accessToken(again(credential), fetcher(), env)).value).toBe(value)
    expect(count()).toBe(1)
  })

  it.each([
    'a file in its place',
    'a folder in a file’s place',
  ])('that cannot be written fails nothing: %s', async (how) => {
    const { folder, env, credential } = await start()
    if (how === 'a file in its place') await writeFile(join(folder, 'logto-cli'), '')
    else await mkdir(join(folder, 'logto-cli', 'tokens', `${tokenKey(credential)}.json`), { recursive: true })
    expect((await accessToken(credential, fetcher(), env)).value).toContain('.')
    if (how !== 'a file in its place') expect(await readdir(join(folder, 'logto-cli', 'tokens'))).toHaveLength(1)
  })

  it.skipIf(process.getuid?.() === 0)('that cannot be written fails nothing: a read-only home', async () => {
    const { folder, env, credential } = await start()
    await chmod(folder, 0o500)
    expect((await accessToken(credential, fetcher(), env)).value).toContain('.')
    await chmod(folder, 0o700)
  })

  it('forgets what changed secrets left behind', async () => {
    const { folder, env, credential } = await start()
    const tokens = join(folder, 'logto-cli', 'tokens')
    await mkdir(tokens, { recursive: true })
    const days = (count: number) => new Date(Date.now() - count * 24 * 3600_000)
    for (const [name, age] of [
      ['old.json', 2],
      ['draft.json.ab12', 2],
      ['young.json', 0.5],
    ] as const) {
      await writeFile(join(tokens, name), '{}')
      await utimes(join(tokens, name), days(age), days(age))
    }
    await accessToken(credential, fetcher(), env)
    expect((await readdir(tokens)).sort()).toEqual([`${tokenKey(credential)}.json`, 'young.json'].sort())
  })
})

describe('tokens never meet', () => {
  it('when anything differs that decides whose they are', async () => {
    const base = machine({ tokenUrl: new URL('https://a.test/oidc/token') })
    const kept = { owner: 'p1', cache: file('/nowhere', 'cache') }
    const ask = async () => secret
    const refresh = { ...login(base, '/nowhere'), id: base.id, scope: base.scope }
    const { scope: _, ...unscoped } = refresh
    const { resource: __, ...opaque } = refresh
    const keys = [
      base,
      { ...base, tokenUrl: new URL('https://b.test/oidc/token') },
      { ...base, tokenUrl: new URL('https://a.test/x/oidc/token') },
      { ...base, id: 'other' },
      { ...base, secret: 'changed' },
      { ...base, secret: 'p1' },
      { ...base, resource: 'https://other.test' },
      { ...base, scope: 'other' },
      { ...base, secret: ask, ...kept },
      { ...base, secret: ask, ...kept, owner: 'p2' },
      { ...refresh, owner: 'p1' },
      { ...refresh, owner: 'p2' },
      { ...unscoped, owner: 'p1' },
      { ...opaque, owner: 'p1' },
      { ...refresh, kind: 'exchange' as const, subjectToken: ask, owner: 'p1' },
    ].map(tokenKey)
    expect(new Set(keys).size).toBe(keys.length)
    expect(tokenKey({ ...base })).toBe(keys[0])
  })

  it('though a changed secret is used at once', async () => {
    const { env, credential, count } = await start()
    await accessToken(credential, fetcher(), env)
    expect(await failureOf(accessToken({ ...credential, secret: 'changed' }, fetcher(), env))).toMatchObject({
      code: 'oidc.invalid_client',
    })
    expect(count()).toBe(2)
  })
})

describe('a refused token', () => {
  it('that was just issued is not renewed', async () => {
    const { env, credential } = await start()
    expect(await accessToken(credential, fetcher(), env)).not.toHaveProperty('renew')
  })

  it('from the cache is renewed once for all that were refused with it', async () => {
    const { env, credential, count } = await start()
    const { value } = await accessToken(credential, fetcher(), env)
    const others = await Promise.all([1, 2, 3].map(() => accessToken(again(credential), fetcher(), env)))
    const fresh = await Promise.all(others.map(({ renew }) => renew?.()))
    expect(new Set(fresh).size).toBe(1)
    expect(fresh[0]).not.toBe(value)
    expect(count()).toBe(2)
    expect((await accessToken(again(credential), fetcher(), env)).value).toBe(fresh[0])
  })

  it('is renewed where nothing is cached, too', async () => {
    const { env, credential, count } = await start()
    env.LOGTO_TOKEN_CACHE = 'off'
    const { value } = await accessToken(credential, fetcher(), env)
    const held = await accessToken(credential, fetcher(), env)
    expect(held.value).toBe(value)
    expect(await held.renew?.()).not.toBe(value)
    expect(count()).toBe(2)
  })

  it('whose claims explain the refusal is not renewed, and it stays where it was', async () => {
    const { tenant, folder, env } = await start()
    const cache = file(folder, 'cache')
    const credential = { ...machine(tenant), secret: async () => secret, owner: 'p1', cache }
    const foreign = `e30.${Buffer.from(JSON.stringify({ aud: 'https://x.test', scope: 'all' })).toString('base64url')}.x`
    const record = { key: tokenKey(credential), value: foreign, expiresAt: Date.now() + 3_600_000 }
    await cache.write(JSON.stringify(record))
    const { value, renew } = await accessToken(credential, fetcher(), env)
    expect(value).toBe(foreign)
    expect(await renew?.()).toBeUndefined()
    expect(JSON.parse((await cache.read()) ?? '')).toEqual(record)
    expect(tenant.seen).toEqual([])
  })

  it('for lack of the role is not kept: the next run may find the role given', async () => {
    const { tenant, env, count } = await start()
    const credential = { ...machine(tenant), id: 'no-role', secret: 'another-secret', resource }
    const { value } = await accessToken(credential, fetcher(), env)
    expect((await accessToken(credential, fetcher(), env)).value).toBe(value)
    await accessToken(again(credential), fetcher(), env)
    expect(count()).toBe(2)
  })
})

describe('a failed request', () => {
  it('caches nothing, and frees the lock for the next', async () => {
    const { folder, env, credential, count } = await start()
    const wrong = { ...credential, secret: 'wrong' }
    for (const _ of [1, 2]) await failureOf(accessToken(wrong, fetcher(), env))
    expect(count()).toBe(2)
    expect(await readdir(join(folder, 'logto-cli'))).toEqual(['locks'])
    expect(await readdir(join(folder, 'logto-cli', 'locks'))).toEqual([])
  })

  it('asks for a profile’s secret only when a token must be requested', async () => {
    const { tenant, folder, env } = await start()
    let asked = 0
    const credential = () => ({
      ...machine(tenant),
      secret: async () => (asked++ ? '' : secret),
      owner: 'p1',
      cache: file(folder, 'cache'),
    })
    const { value } = await accessToken(credential(), fetcher(), env)
    expect((await accessToken(credential(), fetcher(), env)).value).toBe(value)
    expect(asked).toBe(1)
  })
})
