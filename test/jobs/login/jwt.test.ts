/** `logto jwt`: what a token says, and whether it is the tenant's own. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importJWK, type JWK, type JWTPayload, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { resource, signingKey } from '../../access/auth/logto-like-provider.js'
import { unusedPort } from '../../call/http/loopback-server.js'
import { unsignedToken } from '../../cli/jwt.js'
import { type LogtoTenant, logtoTenant } from './logto-tenant.js'
import { addProfile, type Person, person } from './person.js'

/** Somebody with a profile of the tenant, and a token that it issued. */
async function signedIn(tenant: LogtoTenant): Promise<{ ann: Person; token: string }> {
  const ann = person()
  await addProfile(ann, 'work', { endpoint: tenant.endpoint })
  const { stdout } = await ann.logto('token')
  return { ann, token: stdout.trim() }
}

/** Requests for keys and for where they are. */
function lookUps({ seen }: LogtoTenant): string[] {
  return seen.map(({ path }) => path).filter((path) => /jwks|openid-configuration/.test(path))
}

describe('logto jwt', () => {
  it('shows a token of the tenant and verifies it', async () => {
    const tenant = await logtoTenant()
    const { ann, token } = await signedIn(tenant)
    for (const input of [token, `${token}\n`, `Bearer ${token}`]) {
      const ended = await ann.logto('jwt --json', { input })
      expect(ended).toMatchObject({ code: 0, stderr: '' })
      expect(JSON.parse(ended.stdout)).toMatchObject({
        kind: 'jwt',
        valid: true,
        issuer: `${tenant.endpoint}/oidc`,
        audience: [resource],
        clientId: 'machine',
        scope: 'all',
        expiresAt: expect.stringMatching(/Z$/),
        expires: expect.stringMatching(/^in (59 minutes|1 hour)$/),
        header: { alg: 'RS256' },
        claims: { iss: `${tenant.endpoint}/oidc` },
      })
    }
    const table = await ann.logto('jwt', { input: token })
    expect(table.stdout).toMatch(/^kind\tjwt\nvalid\t(true|yes)\n/)
  })

  it.each([
    ['its claims are changed', (token: string) => changed(token), 'the signature does not fit'],
    ['it is not signed', (token: string) => unsecured(token), 'it is not signed in a way that can be trusted'],
    ['its key is unknown', (token: string) => ofAnotherKey(token), 'a key that the issuer does not have'],
  ])('says that it is not valid when %s', async (_, spoil, why) => {
    const tenant = await logtoTenant()
    const { ann, token } = await signedIn(tenant)
    const ended = await ann.logto('jwt --json', { input: spoil(token) })
    expect(ended.code).toBe(3)
    expect(JSON.parse(ended.stdout)).toMatchObject({ valid: false, reason: expect.stringContaining(why) })
    expect(JSON.parse(ended.stderr)).toMatchObject({ error: { code: 'jwt.invalid' } })
    expect(ended.stderr).not.toContain(token)
  })

  it.each([
    ['over', { exp: -121 }, 'it has expired', '2 minutes ago'],
    ['not begun', { nbf: 7300, exp: 7300 }, 'it is not valid yet', 'in 2 hours'],
  ])('says when a token is %s', async (_, times, reason, expires) => {
    const tenant = await logtoTenant()
    const { ann } = await signedIn(tenant)
    const now = Math.floor(Date.now() / 1000)
    const claims = Object.fromEntries(Object.entries(times).map(([name, seconds]) => [name, now + seconds]))
    const input = await signed({ iss: `${tenant.endpoint}/oidc`, ...claims })
    const ended = await ann.logto('jwt --json', { input })
    expect(ended.code).toBe(3)
    expect(JSON.parse(ended.stdout)).toMatchObject({ valid: false, reason, expires })
  })

  it('asks no host that only the token names', async () => {
    const [tenant, stranger] = [await logtoTenant(), await logtoTenant()]
    const { ann } = await signedIn(tenant)
    const { token } = await signedIn(stranger)
    const asked = [tenant, stranger].map(({ seen }) => seen.length)
    const ended = await ann.logto('jwt --json', { input: token })
    expect(ended.code).toBe(3)
    expect(JSON.parse(ended.stdout)).toMatchObject({
      valid: false,
      reason: `it was issued by ${stranger.endpoint}/oidc, and this tenant's issuer is ${tenant.endpoint}/oidc`,
    })
    expect([tenant, stranger].map(({ seen }) => seen.length)).toEqual(asked)
    // One that the person names is asked.
    const line = `jwt --json --issuer ${stranger.endpoint}/oidc`
    expect(await ann.logto(line, { input: token })).toMatchObject({ code: 0, stderr: '' })
    expect(lookUps(stranger)).toHaveLength(2)
  })

  it('takes the tokens of the admin tenant for the login that was made there', async () => {
    const [tenant, console] = [await logtoTenant(), await logtoTenant()]
    const { token } = await signedIn(console)
    const ann = person()
    await addProfile(ann, 'home', { endpoint: tenant.endpoint, tokenUrl: `${console.endpoint}/oidc/token` })
    expect(await ann.logto('jwt --json', { input: token })).toMatchObject({ code: 0, stderr: '' })
  })

  it('decodes without a tenant and says so; with --no-verify it asks nobody', async () => {
    const token = unsignedToken({ iss: 'https://elsewhere.example/oidc', sub: 'ann', aud: ['a', 'b'] })
    const ended = await person().logto('jwt --json', { input: token })
    expect(ended.code).toBe(0)
    expect(JSON.parse(ended.stdout)).toMatchObject({
      valid: null,
      subject: 'ann',
      audience: ['a', 'b'],
      expires: 'never',
    })
    expect(JSON.parse(ended.stderr)).toEqual({ notice: expect.stringMatching(/decoded, not verified: no tenant/) })
    const env = { LOGTO_ENDPOINT: `http://127.0.0.1:${await unusedPort()}` }
    const bare = await person().logto('jwt --json --no-verify', { input: token, env })
    expect(bare).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(bare.stdout)).toMatchObject({ valid: null, subject: 'ann' })
  })

  it('shows what it can when the keys cannot be had, and fails as the network does', async () => {
    const endpoint = `http://127.0.0.1:${await unusedPort()}`
    const input = unsignedToken({ iss: `${endpoint}/oidc`, sub: 'ann' })
    const ended = await person().logto('jwt --json --retries 0', { input, env: { LOGTO_ENDPOINT: endpoint } })
    expect(ended.code).toBe(7)
    expect(JSON.parse(ended.stdout)).toMatchObject({ valid: null, subject: 'ann' })
  })

  it('tells an opaque token for what it is', async () => {
    for (const input of ['V1StGXR8_Z5jdHi6B-myT', 'a.b', 'x.y.z', '{"a":1}', 'a.b.c.d.e']) {
      const ended = await person().logto('jwt --json', { input })
      expect(ended.code).toBe(0)
      expect(JSON.parse(ended.stdout)).toEqual({ kind: 'opaque', valid: null })
      expect(ended.stderr).toContain('logto api GET /oidc/me')
    }
  })

  it('reads a file, and never the command line', async () => {
    const ann = person()
    const token = unsignedToken({ sub: 'ann' })
    writeFileSync(join(ann.home, 'token.txt'), token)
    expect(await ann.logto('jwt @token.txt --no-verify')).toMatchObject({ code: 0 })
    for (const line of [`jwt ${token}`, `jwt Bearer ${token}`, `jwt --no-verify ${token}`]) {
      const ended = await ann.logto(line)
      expect(ended).toMatchObject({ code: 2, stdout: '' })
      expect(ended.stderr).toMatch(/command line can be seen by others.*\n.*logto jwt @FILE/)
      expect(ended.stderr).not.toContain(token)
    }
    expect(await ann.logto('jwt @missing.txt')).toMatchObject({ code: 2 })
    expect(await ann.logto('jwt')).toMatchObject({ code: 2, stderr: expect.stringContaining('input is empty') })
  })

  it('wants https of an issuer, or this machine', async () => {
    const ended = await person().logto('jwt --issuer http://acme.example/oidc', { input: unsignedToken({}) })
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('is not https') })
  })
})

function changed(token: string): string {
  const [head, payload = '', signature] = token.split('.')
  const claims = JSON.parse(String(Buffer.from(payload, 'base64url'))) as object
  return [head, part({ ...claims, sub: 'root' }), signature].join('.')
}

function ofAnotherKey(token: string): string {
  return [part({ alg: 'RS256', kid: 'another' }), ...token.split('.').slice(1)].join('.')
}

/** A token by the provider's own key. */
async function signed(claims: JWTPayload): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(await importJWK(signingKey as JWK, 'RS256'))
}

function unsecured(token: string): string {
  return [part({ alg: 'none' }), token.split('.')[1], ''].join('.')
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
