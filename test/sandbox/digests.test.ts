import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { referenceFolder } from '../openapi/reference.js'
import { startTenant, type TestTenant } from './client.js'
import { Person } from './sign-in.js'

let tenant: TestTenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.close())

const create = (body: object) => tenant.call('POST', '/api/users', body)
const verify = (id: unknown, password: string) => tenant.call('POST', `/api/users/${id}/password/verify`, { password })

/** Digests, what a sign-in with `hello` (or another password) answers, and the password where it is another. */
const digests: [algorithm: string, digest: string, status: number, password?: string][] = [
  ['MD5', '5d41402abc4b2a76b9719d911017c592', 204],
  ['MD5', '5D41402ABC4B2A76B9719D911017C592', 422],
  ['SHA1', 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d', 204],
  ['SHA1', 'AAF4C61DDCC5E8A2DABEDE0F3B482CD9AEA9434D', 422],
  ['SHA256', '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824', 204],
  ['SHA256', '2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824', 422],
  ['Legacy', '["sha1",["@"],"aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"]', 204],
  ['Legacy', '["sha1",["he","@"],"aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"]', 422],
  ['Legacy', '["md5",["@"],"5D41402ABC4B2A76B9719D911017C592"]', 422],
  [
    'Legacy',
    '["pbkdf2",["hex:66cf250f053423104f1769","100000","64","sha512","@"],"e16d33cdc47d4adb2928ccf4f71b2f10992a7370596dfc2ccebf4632c203df8184aa74e804ac1a9bdc9115fdd1a560a1d1ec6187cbb3464fc97bb932c410b5ab"]',
    204,
    'Import-Pbk-3',
  ],
  [
    'Legacy',
    '["sha256",["abc123","@"],"e91ea031257514f3b533214a27fc5ed5feb0ca6b209726533fc561c5334be57f"]',
    204,
    'Import-Sha-4',
  ],
  ['Legacy', '["md5",["@","pepper"],"b1063b690e952cdbd7165f1529f37ccd"]', 204, 'Import-Md5-5'],
  ['Bcrypt', '$2b$10$PUktAdqA4R/7OoEDXbv6t.qKxEIKWdYc4bJb.2T9ZvVdnU0GU5rOa', 204, 'Ida-Pass-1'],
  ['Bcrypt', '$2b$10$PUktAdqA4R/7OoEDXbv6t.qKxEIKWdYc4bJb.2T9ZvVdnU0GU5rOa', 500, 'p'.repeat(73)],
  [
    'Argon2id',
    '$argon2id$v=19$m=4096,t=2,p=1$akoXiBcCwl8vGvusLpQ21Q$Zjjjfogf0wCjPLzHmt3R6tjlmPmb7QYq2hGJhenfI7s',
    204,
    'Import-Argon-2',
  ],
  ['Legacy', '["pbkdf2",["salt","@"],"x"]', 422],
  ['Bcrypt', '$2b$10$cut', 500],
  ['Argon2id', 'nonsense', 500],
  ['Argon2id', '$argon2id$v=16$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA', 500],
]

describe('an imported digest', () => {
  it.each(digests)('%s %s verifies with %d', async (passwordAlgorithm, passwordDigest, status, password = 'hello') => {
    const { json } = await create({ name: 'x', passwordDigest, passwordAlgorithm })
    if (status === 204) expect((await verify(json.id, `${password}2`)).status).toBe(422)
    expect((await verify(json.id, password)).status).toBe(status)
  })

  it('becomes Argon2i with the first right password, and not with a wrong one', async () => {
    const digest = { passwordDigest: '5d41402abc4b2a76b9719d911017c592', passwordAlgorithm: 'MD5' }
    const { json } = await create({ name: 'x', ...digest })
    const shown = async () => (await tenant.call('GET', `/api/users/${json.id}?includePasswordHash=true`)).json
    await verify(json.id, 'wrong')
    expect(await shown()).toMatchObject(digest)
    await verify(json.id, 'hello')
    const after = await shown()
    expect(after.passwordAlgorithm).toBe('Argon2i')
    expect(String(after.passwordDigest)).toMatch(/^\$argon2i\$v=19\$/)
    expect((await verify(json.id, 'hello')).status).toBe(204)
  })

  it('lets its person sign in', async () => {
    const username = 'imported'
    await create({ username, passwordDigest: '5d41402abc4b2a76b9719d911017c592', passwordAlgorithm: 'MD5' })
    const person = new Person(tenant, 'demo-app')
    await person.authorize({ redirect_uri: `${tenant.url}/demo-app` })
    await person.step('PUT', '', { interactionEvent: 'SignIn' })
    const step = (password: string) =>
      person.step('POST', '/verification/password', { identifier: { type: 'username', value: username }, password })
    expect((await step('wrong')).status).toBe(422)
    expect((await step('hello')).status).toBe(200)
  })

  it.each([
    [{ passwordDigest: 'x' }, 'user.password_algorithm_required'],
    [{ password: 'a', passwordDigest: 'b', passwordAlgorithm: 'MD5' }, 'user.password_and_digest'],
    [{ passwordAlgorithm: 'Legacy' }, 'password.unsupported_encryption_method'],
    [legacy('x'), 'password.invalid_legacy_password_format'],
    [legacy('["md5",["a"],"x"]'), 'password.invalid_legacy_password_format'],
    [legacy('["md5",["@"],1]'), 'password.invalid_legacy_password_format'],
    [legacy('["md5",["@"],"x","y"]'), 'password.invalid_legacy_password_format'],
    [legacy('["pbkdf2",["hex:abc","1","1","sha1","@"],"x"]'), 'password.invalid_legacy_password_format'],
    [legacy('["nope",["@"],"x"]'), 'password.unsupported_legacy_hash_algorithm'],
  ])('%j is refused', async (body, code) => {
    const { status, json } = await create({ name: 'x', ...body })
    expect([status, json.code]).toEqual([400, code])
  })

  it('is none where it is empty', async () => {
    expect((await create({ name: 'x', passwordDigest: '', passwordAlgorithm: 'MD5' })).json.hasPassword).toBe(false)
  })
})

function legacy(passwordDigest: string) {
  return { passwordDigest, passwordAlgorithm: 'Legacy' }
}

interface Expected {
  key: string
  password: string
  passwordAlgorithm: string
  passwordDigest: string
}

const samples = join(referenceFolder, 'samples', 'users', 'EXPECTED.jsonl')
const expected: Expected[] = existsSync(samples)
  ? readFileSync(samples, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Expected)
      .filter(({ passwordDigest, password }) => passwordDigest && password)
  : []

describe.skipIf(expected.length === 0)('the digests of the samples (skipped without them)', () => {
  it.each(expected.map((each) => [each.key, each] as const))('%s', async (_, each) => {
    const { passwordAlgorithm, passwordDigest, password } = each
    const { json, text } = await create({ name: 'x', passwordAlgorithm, passwordDigest })
    expect(json.id, text).toBeDefined()
    expect((await verify(json.id, `${password}x`)).status).toBe(422)
    expect((await verify(json.id, password)).status).toBe(204)
  })
})
