import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answered, startTenant, type TestTenant } from './client.js'

let tenant: TestTenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.close())

const call = (method: string, path: string, body?: unknown) => tenant.call(method, `/api/${path}`, body)
const refusal = ({ status, json }: Answered) => [status, json.code]
const made = async (path: string, body: object) => String((await call('POST', path, body)).json.id)

describe('a tenant in a body', () => {
  it.each([
    ['organizations', { name: 'o' }],
    ['organization-roles', { name: 'r' }],
    ['organization-scopes', { name: 's' }],
    ['resources', { name: 'r', indicator: 'https://r.example.com' }],
    ['hooks', { name: 'h', events: ['PostSignIn'], config: { url: 'https://e.com' } }],
  ])('of %s is dropped when it is made, with the time, and breaks a change', async (path, body) => {
    const { json } = await call('POST', path, { ...body, tenantId: 'other', createdAt: 1000 })
    expect(json.tenantId).toBe('default')
    expect(json.createdAt).not.toBe(1000)
    expect(refusal(await call('PATCH', `${path}/${json.id}`, { tenantId: 'other' }))).toEqual([500, undefined])
    expect(refusal(await call('PATCH', `${path}/${json.id}`, {}))).toEqual([422, 'entity.invalid_input'])
    expect(refusal(await call('PATCH', `${path}/${json.id}`, { unknown: 1 }))).toEqual([422, 'entity.invalid_input'])
  })

  it('leaves the time of an organization to a change', async () => {
    const id = await made('organizations', { name: 'old' })
    expect((await call('PATCH', `organizations/${id}`, { createdAt: 1000 })).json.createdAt).toBe(1000)
  })
})

describe('a PATCH', () => {
  it.each([
    ['organizations', { name: 'o' }, 'customData', { a: 1 }, { b: 1 }, { b: 1 }],
    ['applications', { name: 'a', type: 'SPA' }, 'customData', { a: 1 }, { b: 1 }, { b: 1 }],
    ['saml-applications', { name: 's' }, 'customData', { a: 1 }, { b: 1 }, { a: 1, b: 1 }],
  ])('of %s: %j, then %s', async (path, body, property, first, second, whole) => {
    const id = await made(path, body)
    await call('PATCH', `${path}/${id}`, { [property]: first })
    expect((await call('PATCH', `${path}/${id}`, { [property]: second })).json[property]).toEqual(whole)
  })

  it('of a resource leaves its indicator alone, and is refused for it alone', async () => {
    const id = await made('resources', { name: 'r', indicator: 'https://kept.example.com' })
    const other = { indicator: 'https://other.example.com' }
    expect(refusal(await call('PATCH', `resources/${id}`, other))).toEqual([422, 'entity.invalid_input'])
    const { json } = await call('PATCH', `resources/${id}`, { ...other, name: 'n' })
    expect([json.indicator, json.name]).toEqual(['https://kept.example.com', 'n'])
    const half = await call('POST', 'resources', { name: 'h', indicator: 'https://h', accessTokenTtl: 1.5 })
    expect(refusal(half)).toEqual([422, 'entity.invalid_input'])
  })

  it('of a JWT customizer needs its script, and keeps what is not given', async () => {
    const path = 'configs/jwt-customizer/access-token'
    expect(refusal(await call('PATCH', path, { script: 'x' }))).toEqual([404, 'entity.not_exists_with_id'])
    await call('PUT', path, { script: 'x', environmentVariables: { a: '1' } })
    const refused = await call('PATCH', path, { environmentVariables: { b: '1' } })
    expect(refusal(refused)).toEqual([400, 'guard.invalid_input'])
    expect((await call('PATCH', path, { script: 'y' })).json).toEqual({ script: 'y', environmentVariables: { a: '1' } })
    const replaced = await call('PATCH', path, { script: 'y', environmentVariables: { b: '1' } })
    expect(replaced.json.environmentVariables).toEqual({ b: '1' })
  })

  it('of the sign-in experience drops what the tenant lacks, and makes empty texts null', async () => {
    const { json } = await call('PATCH', 'sign-in-exp', {
      socialSignInConnectorTargets: ['nothing'],
      customCss: '',
      passwordExpiration: {},
    })
    expect(json).toMatchObject({
      socialSignInConnectorTargets: [],
      customCss: null,
      passwordExpiration: { enabled: false },
    })
    expect(refusal(await call('PATCH', 'sign-in-exp', {}))).toEqual([422, 'entity.invalid_input'])
    expect(refusal(await call('PATCH', 'sign-in-exp', { tenantId: 'x' }))).toEqual([500, undefined])
    const part = await call('PATCH', 'sign-in-exp', { usernamePolicy: { caseSensitive: false } })
    expect(refusal(part)).toEqual([400, 'guard.invalid_input'])
  })
})

describe('a PUT', () => {
  it("of an application's sign-in experience keeps what is not given, for any application", async () => {
    const path = `applications/${await made('applications', { name: 'm', type: 'MachineToMachine' })}/sign-in-experience`
    expect(refusal(await call('GET', path))).toEqual([404, 'entity.not_exists_with_id'])
    const first = await call('PUT', path, { displayName: 'D', customCss: 'x' })
    expect([first.status, first.json.termsOfUseUrl]).toEqual([201, null])
    const second = await call('PUT', path, { color: { primaryColor: '#111' } })
    expect(second.status).toBe(200)
    expect(second.json).toMatchObject({ displayName: 'D', customCss: 'x', color: { primaryColor: '#111' } })
    expect(refusal(await call('PUT', path, {}))).toEqual([422, 'entity.invalid_input'])
  })

  it('of a profile field keeps what is not given, and never its place', async () => {
    const field = { type: 'Text', label: 'L', description: 'D', config: { placeholder: 'p' } }
    await call('POST', 'custom-profile-fields', { name: 'one', required: true, ...field })
    const { json } = await call('PUT', 'custom-profile-fields/one', { type: 'Text', required: false, sieOrder: 7 })
    expect(json).toMatchObject({ ...field, required: false, sieOrder: 1 })
  })

  it('of phrases and of the claims of the ID token replaces all', async () => {
    await call('PUT', 'custom-phrases/de', { input: { username: 'x' } })
    expect((await call('PUT', 'custom-phrases/de', {})).json.translation).toEqual({})
    const unknown = await call('PUT', 'custom-phrases/de', { nothing: { x: 'x' } })
    expect(refusal(unknown)).toEqual([422, 'localization.invalid_translation_structure'])
    expect((await call('PUT', 'configs/id-token', {})).json).toEqual({})
  })
})

describe('the check of a password', () => {
  const check = (password: string, userId?: string) =>
    call('POST', 'sign-in-exp/default/check-password', { password, ...(userId ? { userId } : {}) })

  it('answers 200 for one that is allowed', async () => {
    const { status, json } = await check('xK9-aPdm2kw', 'ana000000000')
    expect([status, json]).toEqual([200, { result: true }])
  })

  it.each([
    ['short', [{ code: 'password_rejected.too_short', interpolation: { min: 8 } }]],
    ['aaaaaaaaa', [{ code: 'password_rejected.restricted.repetition' }]],
    ['12345678', [{ code: 'password_rejected.restricted.sequence' }]],
    ['anaduarte', [{ code: 'password_rejected.restricted.user_info' }]],
  ])('answers 400 with the reasons for %s', async (password, issues) => {
    const { status, json } = await check(password, 'ana000000000')
    expect([status, json]).toEqual([400, { result: false, issues }])
  })

  it('needs a user where the policy looks at one', async () => {
    expect(refusal(await check('xK9-aPdm2kw'))).toEqual([400, 'request.invalid_input'])
    expect(refusal(await check('xK9-aPdm2kw', 'nobody'))).toEqual([404, 'entity.not_found'])
    const rejects = { pwned: false, userInfo: false }
    await call('PATCH', 'sign-in-exp', { passwordPolicy: { length: { max: 5 }, rejects } })
    expect((await check('xK9-aPdm2kw')).json).toEqual({
      result: false,
      issues: [{ code: 'password_rejected.too_long', interpolation: { max: 5 } }],
    })
  })
})

it('a hook needs events, and takes an address that is none', async () => {
  const hook = { name: 'h', config: { url: 'nothing' } }
  expect(refusal(await call('POST', 'hooks', hook))).toEqual([400, 'hook.missing_events'])
  expect(refusal(await call('POST', 'hooks', { ...hook, events: [] }))).toEqual([400, 'guard.invalid_input'])
  expect((await call('POST', 'hooks', { ...hook, events: ['PostSignIn'] })).status).toBe(201)
})

it.each([
  ['applications/sandboxclient00000000/secrets', { name: 's' }],
  ['users/ana000000000/personal-access-tokens', { name: 't' }],
])('what is made at %s does not expire in the past', async (path, body) => {
  expect(refusal(await call('POST', path, { ...body, expiresAt: 1000 }))).toEqual([400, 'request.invalid_input'])
})

describe('what is asked for', () => {
  it.each([
    ['resources', 'includeScopes', 'scopes'],
    ['organizations', 'showFeatured', 'featuredUsers'],
    ['hooks', 'includeExecutionStats', 'executionStats'],
  ])('of %s by %s is answered, and only then', async (path, flag, property) => {
    const rows = (answer: Answered) => answer.json as unknown as Record<string, unknown>[]
    expect(rows(await call('GET', `${path}?${flag}=true`))[0]).toHaveProperty(property)
    expect(rows(await call('GET', path))[0]).not.toHaveProperty(property)
  })

  it('of a test message is where it goes', async () => {
    const path = 'connectors/simple-mail-transfer-protocol/test'
    expect(refusal(await call('POST', path, { config: {} }))).toEqual([400, 'guard.invalid_input'])
    expect((await call('POST', path, { config: {}, email: 'a@example.com' })).status).toBe(204)
  })

  it('by several values of a field needs the mode exact, and is told so', async () => {
    const { json } = await call('GET', 'users?search.username=a&search.username=b')
    expect(json.code).toBe('request.invalid_input')
    expect(json.message).toMatch(/only one search value/i)
  })
})
