import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answered, startTenant, type TestTenant } from './client.js'

let tenant: TestTenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.close())

const create = (body: object) => tenant.call('POST', '/api/users', body)
const refusal = ({ status, json }: Answered) => [status, json.code]

describe('a new user', () => {
  it('is compared by e-mail without case, and keeps the spelling', async () => {
    expect((await create({ primaryEmail: 'Twin@Example.com' })).json.primaryEmail).toBe('Twin@Example.com')
    expect(refusal(await create({ primaryEmail: 'tWIN@example.COM' }))).toEqual([422, 'user.email_already_in_use'])
  })

  it.each([
    ['4915112345670', '4915112345670'],
    ['610412345678', '61412345678'],
    ['4900151', '490151'],
    ['123', '123'],
  ])('has the phone number %s as %s', async (given, kept) => {
    expect((await create({ primaryPhone: given })).json.primaryPhone).toBe(kept)
  })

  it('is compared by phone number with and without a zero', async () => {
    await create({ primaryPhone: '61412000001' })
    expect(refusal(await create({ primaryPhone: '610412000001' }))).toEqual([422, 'user.phone_already_in_use'])
    const other = await create({ primaryPhone: '61412000002' })
    const changed = await tenant.call('PATCH', `/api/users/${other.json.id}`, { primaryPhone: '610412000001' })
    expect(refusal(changed)).toEqual([422, 'user.phone_already_in_use'])
  })

  it.each(['99999', '0044', '999999999999', '12', '491'])('cannot have the phone number %s', async (primaryPhone) => {
    expect(refusal(await create({ primaryPhone }))).toEqual([422, 'user.invalid_phone'])
  })

  it('may differ from another by the case of the username alone, unless the sign-in experience says otherwise', async () => {
    await create({ username: 'cased' })
    expect((await create({ username: 'CASED' })).status).toBe(200)
    expect(refusal(await create({ username: 'cased' }))).toEqual([422, 'user.username_already_in_use'])
    const policy = {
      minLength: 1,
      maxLength: 128,
      allowedChars: { lowercase: true, uppercase: true, numbers: true, underscore: true },
    }
    const setCase = (caseSensitive: boolean) =>
      tenant.call('PATCH', '/api/sign-in-exp', { usernamePolicy: { ...policy, caseSensitive } })
    expect((await setCase(false)).status).toBe(200)
    expect(refusal(await create({ username: 'Cased' }))).toEqual([422, 'user.username_already_in_use'])
    await setCase(true)
  })

  it.each([
    ['name', { name: 'n'.repeat(129) }, 128],
    ['username', { username: 'u'.repeat(129) }, 128],
    ['e-mail', { primaryEmail: `${'e'.repeat(120)}@ex.com12` }, 128],
    ['avatar', { avatar: `https://e.com/${'a'.repeat(2048)}` }, 2048],
  ])('cannot have a %s that is too long', async (_, body, limit) => {
    const refused = await create(body)
    expect(refusal(refused)).toEqual([422, 'entity.value_too_long'])
    expect(refused.json.data).toEqual({ message: `value too long for type character varying(${limit})` })
  })

  it('may have a name at the limit, and blanks beyond it are cut', async () => {
    expect((await create({ name: 'n'.repeat(128) })).status).toBe(200)
    expect((await create({ name: `${'n'.repeat(128)}  ` })).json.name).toBe('n'.repeat(128))
  })

  it('has null for what is empty', async () => {
    expect((await create({ name: '', avatar: '' })).json).toMatchObject({ name: null, avatar: null })
  })

  it.each([
    ['its name', { name: 'a\0b' }],
    ['its data', { customData: { a: ['x\0'] } }],
    ['a name in its data', { customData: { 'x\0': 1 } }],
  ])('with NUL in %s is an error of the server', async (_, body) => {
    const refused = await create(body)
    expect([refused.status, refused.json]).toEqual([500, { message: 'Internal server error.' }])
  })

  it('has half of a surrogate pair replaced in its name, and is refused for one in its data', async () => {
    expect((await create({ name: 'a\ud800b' })).json.name).toBe('a\ufffdb')
    expect(refusal(await create({ customData: { a: '\ud800' } }))).toEqual([422, 'entity.invalid_input'])
  })

  it('has its data in the order in which the database keeps it', async () => {
    const { text } = await create({ customData: { long: 1, b: { zz: 1, a: [{ d: 1, c: 2 }] }, a: 2 } })
    expect(text).toContain('"customData":{"a":2,"b":{"a":[{"c":2,"d":1}],"zz":1},"long":1}')
  })

  it.each([
    [{ name: null }, 'name'],
    [{ customData: [] }, 'customData'],
    [{ avatar: 'no address' }, 'avatar'],
    [{ password: '' }, 'password'],
    [{ primaryEmail: 'a@b' }, 'primaryEmail'],
  ])('is refused for %j', async (body, property) => {
    const refused = await create(body)
    expect(refusal(refused)).toEqual([400, 'guard.invalid_input'])
    expect(JSON.stringify(refused.json.data)).toContain(`"path":["${property}"]`)
  })

  it('has the default roles for people', async () => {
    const role = { name: 'everyone', description: 'd', isDefault: true }
    const { json } = await tenant.call('POST', '/api/roles', role)
    const made = await create({ name: 'new' })
    const { json: roles } = await tenant.call('GET', `/api/users/${made.json.id}/roles`)
    expect(roles).toMatchObject([{ id: json.id, name: 'everyone' }])
    await tenant.call('DELETE', `/api/roles/${json.id}`)
  })

  it('is made only once where two ask at the same time', async () => {
    const asked = Array.from({ length: 8 }, () => create({ username: 'racer', password: 'a password' }))
    const statuses = (await Promise.all(asked)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  })
})

describe('a change', () => {
  it('of nothing is refused, and one of the tenant is an error of the server', async () => {
    const { json } = await create({ name: 'x' })
    expect(refusal(await tenant.call('PATCH', `/api/users/${json.id}`, {}))).toEqual([422, 'entity.invalid_input'])
    expect(refusal(await tenant.call('PATCH', `/api/users/${json.id}`, { unknown: 1 }))).toEqual([
      422,
      'entity.invalid_input',
    ])
  })

  it('of what users choose about signing in is added to it', async () => {
    const { json } = await create({ name: 'x' })
    const path = `/api/users/${json.id}/logto-configs`
    await tenant.call('PATCH', path, { mfa: { skipped: true } })
    await tenant.call('PATCH', path, { passkeySignIn: { skipped: true } })
    expect((await tenant.call('PATCH', path, { mfa: { enabled: true } })).json).toEqual({
      mfa: { enabled: true, skipped: true, skipMfaOnSignIn: false },
      passkeySignIn: { skipped: true },
    })
  })
})

describe('a social identity', () => {
  it('takes the place of the earlier one of its provider, whole', async () => {
    const { json } = await create({ name: 'x' })
    const path = `/api/users/${json.id}/identities/google`
    expect((await tenant.call('PUT', path, { userId: 'g1', details: { a: 1 } })).status).toBe(201)
    const replaced = await tenant.call('PUT', path, { userId: 'g2' })
    expect([replaced.status, replaced.json]).toEqual([200, { google: { userId: 'g2' } }])
  })

  it('belongs to one user, and can be taken once that one is gone', async () => {
    const [one, other] = [await create({ name: 'a' }), await create({ name: 'b' })]
    await tenant.call('PUT', `/api/users/${one.json.id}/identities/github`, { userId: 'h1' })
    const put = () => tenant.call('PUT', `/api/users/${other.json.id}/identities/github`, { userId: 'h1' })
    expect(refusal(await put())).toEqual([422, 'user.identity_already_in_use'])
    await tenant.call('DELETE', `/api/users/${one.json.id}`)
    expect((await put()).status).toBe(201)
  })
})

describe('a second factor', () => {
  it.each([
    ['JBSWY3DPEHPK3PXP', 200],
    ['JBSWY3DPEHPK3PXPJB======', 200],
    ['', 200],
    ['jbswy3dpehpk3pxp', 422],
    ['JBSWY3DPEHPK3PXPJ', 422],
    ['JBSWY3DPEHPK3PX1', 422],
    ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DP', 422],
  ])('with the secret "%s" is %d', async (secret, status) => {
    const { json } = await create({ name: 'x' })
    const path = `/api/users/${json.id}/mfa-verifications`
    expect((await tenant.call('POST', path, { type: 'Totp', secret })).status).toBe(status)
  })

  it('of backup codes is ten codes of ten hexadecimal digits', async () => {
    const { json } = await create({ name: 'x' })
    const path = `/api/users/${json.id}/mfa-verifications`
    await tenant.call('POST', path, { type: 'Totp' })
    const nine = await tenant.call('POST', path, { type: 'BackupCode', codes: Array(9).fill('0123456789') })
    expect(refusal(nine)).toEqual([422, 'user.wrong_backup_code_format'])
    const ten = await tenant.call('POST', path, { type: 'BackupCode', codes: Array(10).fill('ABCDEF0123') })
    expect(ten.status).toBe(200)
  })
})

it('shows password hashes and identities of single sign-on only to who asks', async () => {
  const passwordDigest = '5d41402abc4b2a76b9719d911017c592'
  const { json } = await create({ name: 'x', passwordDigest, passwordAlgorithm: 'MD5' })
  const plain = await tenant.call('GET', `/api/users/${json.id}`)
  expect(plain.text).not.toContain('passwordDigest')
  expect(plain.text).not.toContain('ssoIdentities')
  const asked = await tenant.call('GET', `/api/users/${json.id}?includePasswordHash=1&includeSsoIdentities=true`)
  expect(asked.json).toMatchObject({ passwordDigest, passwordAlgorithm: 'MD5', ssoIdentities: [] })
  const [first] = (await tenant.call('GET', '/api/users?includePasswordHash=true&page_size=1'))
    .json as unknown as object[]
  expect(first).toMatchObject({ passwordDigest, passwordAlgorithm: 'MD5' })
})
