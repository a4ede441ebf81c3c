import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answered, answered, startTenant, type TestTenant } from './client.js'
import { nativeApp, Person } from './sign-in.js'

const orders = 'https://orders.example.com/api'
const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange'
const device = 'urn:ietf:params:oauth:grant-type:device_code'

let tenant: TestTenant
let clientId: string
beforeAll(async () => {
  tenant = await startTenant()
  clientId = await nativeApp(tenant)
})
afterAll(() => tenant.close())

const refusal = ({ status, json }: Answered) => [status, json.code, json.error, typeof json.error_description]
const form = (path: string, body: Record<string, string>) =>
  fetch(tenant.url + path, { method: 'POST', body: new URLSearchParams(body) }).then(answered)
const me = (token: unknown) => tenant.call('GET', '/oidc/me', undefined, String(token))

it('says of itself what clients want to know', async () => {
  const { json } = await tenant.call('GET', '/oidc/.well-known/openid-configuration')
  expect(json).toMatchObject({
    issuer: `${tenant.url}/oidc`,
    authorization_endpoint: `${tenant.url}/oidc/auth`,
    token_endpoint: `${tenant.url}/oidc/token`,
    userinfo_endpoint: `${tenant.url}/oidc/me`,
    jwks_uri: `${tenant.url}/oidc/jwks`,
    device_authorization_endpoint: `${tenant.url}/oidc/device/auth`,
    revocation_endpoint: `${tenant.url}/oidc/token/revocation`,
    introspection_endpoint: `${tenant.url}/oidc/token/introspection`,
    end_session_endpoint: `${tenant.url}/oidc/session/end`,
    code_challenge_methods_supported: ['S256'],
    id_token_signing_alg_values_supported: ['ES384'],
  })
  expect(json.grant_types_supported).toEqual(
    expect.arrayContaining(['authorization_code', 'refresh_token', 'client_credentials', device, exchange]),
  )
})

describe('an authorization request', () => {
  it.each([
    ['an unknown application', { client_id: 'nobody' }, 'invalid_client'],
    ['a redirect URI that is not registered', { redirect_uri: 'http://127.0.0.1:1/other' }, 'invalid_redirect_uri'],
  ])('of %s is refused', async (_, change, error) => {
    const answer = await new Person(tenant, clientId).authorize(change)
    expect(refusal(answer)).toEqual([400, `oidc.${error}`, error, 'string'])
  })

  it.each([
    ['no proof key', { code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
    ['an unknown resource', { resource: 'https://other.example.com' }, 'invalid_target'],
    ['no prompt and no session', { prompt: 'none' }, 'login_required'],
  ])('with %s goes back with the error', async (_, change, error) => {
    const answer = await new Person(tenant, clientId).authorize(change)
    const location = new URL(String(answer.headers.get('location')))
    expect([answer.status, location.searchParams.get('error')]).toEqual([303, error])
    expect(location.searchParams.get('state')).toBe('xyz')
  })

  it('asks no more who is signed in already', async () => {
    const person = new Person(tenant, clientId)
    await person.signIn('ana')
    const again = await person.authorize({ prompt: 'consent' })
    const { away } = await person.follow(String(again.headers.get('location')))
    expect(away?.searchParams.get('code')).toBeTruthy()
  })

  it('works for the built-in demo application', async () => {
    const person = new Person(tenant, 'demo-app')
    expect(await person.signIn('ana', { redirect_uri: `${tenant.url}/demo-app` })).toMatch(/^[\w-]{20,}$/)
  })
})

describe('consent', () => {
  async function thirdParty(): Promise<{ person: Person; secret: string }> {
    const more = { type: 'Traditional', isThirdParty: true, name: 'Partner <b>' }
    const id = await nativeApp(tenant, more)
    const [secret] = (await tenant.call('GET', `/api/applications/${id}/secrets`)).json as unknown as {
      value: string
    }[]
    const person = new Person(tenant, id)
    await person.authorize()
    await person.identify('ana')
    const { json } = await person.step('POST', '/submit')
    const { answer } = await person.follow(String(json.redirectTo))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8'])
    expect(answer.text).toContain('Partner &lt;b>')
    return { person, secret: secret?.value ?? '' }
  }
  async function decide(person: Person, decision: string): Promise<URLSearchParams | undefined> {
    const { headers } = await person.post('/consent', new URLSearchParams({ decision }))
    return (await person.follow(String(headers.get('location')))).away?.searchParams
  }

  it('is asked of people for a third-party application, and gives a code', async () => {
    const { person, secret } = await thirdParty()
    const code = (await decide(person, 'allow'))?.get('code')
    const { status } = await person.token({
      ...{ grant_type: 'authorization_code', code: String(code), client_secret: secret },
      ...{ redirect_uri: 'http://127.0.0.1:4321/callback', code_verifier: person.verifier },
    })
    expect(status).toBe(200)
  })

  it('that is denied goes back with access_denied', async () => {
    const { person } = await thirdParty()
    expect((await decide(person, 'deny'))?.get('error')).toBe('access_denied')
  })

  it('has nothing to ask without a sign-in', async () => {
    const { status, json } = await new Person(tenant, clientId).get('/consent')
    expect([status, json.code]).toEqual([400, 'session.not_found'])
  })
})

describe('tokens of a person', () => {
  it('cannot be had twice for one code, nor with another proof key', async () => {
    const person = new Person(tenant, clientId)
    const code = await person.signIn('ana')
    expect((await person.redeem(code)).status).toBe(200)
    expect(refusal(await person.redeem(code))).toEqual([400, 'oidc.invalid_grant', 'invalid_grant', 'string'])
    const other = new Person(tenant, clientId)
    const stolen = await new Person(tenant, clientId).signIn('ana')
    expect(refusal(await other.redeem(stolen))).toEqual([400, 'oidc.invalid_grant', 'invalid_grant', 'string'])
  })

  it('are renewed by a refresh token, once, and for a resource hold what the roles grant', async () => {
    const person = new Person(tenant, clientId)
    const code = await person.signIn('ana', {
      scope: 'openid offline_access read:orders write:orders',
      resource: orders,
    })
    const { json } = await person.redeem(code)
    const renewal = { grant_type: 'refresh_token', refresh_token: String(json.refresh_token) }
    const renewed = await person.token({ ...renewal, resource: orders })
    expect(renewed.status).toBe(200)
    expect(decodeJwt(String(renewed.json.access_token))).toMatchObject({
      aud: orders,
      scope: 'read:orders',
      sub: 'ana000000000',
      client_id: clientId,
      iss: `${tenant.url}/oidc`,
    })
    expect(renewed.json.refresh_token).not.toBe(json.refresh_token)
    expect(refusal(await person.token(renewal))).toEqual([400, 'oidc.invalid_grant', 'invalid_grant', 'string'])
  })

  it('tell who it is, until they are revoked', async () => {
    const person = new Person(tenant, clientId)
    const { json } = await person.redeem(await person.signIn('bo', { scope: 'openid email offline_access' }))
    const token = String(json.access_token)
    expect((await me(token)).json).toEqual({
      sub: 'bo0000000000',
      email: 'bo.lindqvist@example.com',
      email_verified: true,
    })
    const asked = await form('/oidc/token/introspection', { client_id: clientId, token })
    expect(asked.json).toMatchObject({ active: true, client_id: clientId, sub: 'bo0000000000' })
    expect((await form('/oidc/token/revocation', { client_id: clientId, token })).status).toBe(200)
    const refused = await me(token)
    expect([refused.status, refused.json.code]).toEqual([401, 'oidc.invalid_token'])
  })

  it('are worth nothing once the user is suspended', async () => {
    const { json: user } = await tenant.call('POST', '/api/users', {
      username: 'short_lived',
      password: 'sandbox-Pass-1',
    })
    const person = new Person(tenant, clientId)
    const { json } = await person.redeem(await person.signIn('short_lived'))
    await tenant.call('PATCH', `/api/users/${user.id}/is-suspended`, { isSuspended: true })
    const refused = await person.token({ grant_type: 'refresh_token', refresh_token: String(json.refresh_token) })
    expect(refusal(refused)).toEqual([400, 'oidc.invalid_grant', 'invalid_grant', 'string'])
    expect((await me(json.access_token)).status).toBe(401)
  })

  it('end with the session', async () => {
    const person = new Person(tenant, clientId)
    const { json } = await person.redeem(await person.signIn('ana'))
    const page = await person.get(`/oidc/session/end?id_token_hint=${json.id_token}`)
    const xsrf = /name="xsrf" value="(\w+)"/.exec(page.text)?.[1] ?? ''
    const ended = await person.post('/oidc/session/end/confirm', new URLSearchParams({ xsrf, logout: 'yes' }))
    expect(ended.status).toBe(303)
    const again = await person.authorize({ prompt: 'consent' })
    expect(again.headers.get('location')).toContain('/sign-in')
  })
})

describe('a device', () => {
  async function deviceApp(): Promise<string> {
    return nativeApp(tenant, {
      oidcClientMetadata: { redirectUris: [], postLogoutRedirectUris: [] },
      customClientMetadata: { isDeviceFlow: true },
    })
  }
  async function begin(id: string, more: object = {}): Promise<Record<string, string>> {
    const { json, status } = await form('/oidc/device/auth', { client_id: id, scope: 'openid offline_access', ...more })
    expect(status).toBe(200)
    return json as unknown as Record<string, string>
  }
  const poll = (id: string, code: string | undefined) =>
    form('/oidc/token', { grant_type: device, client_id: id, device_code: String(code) })

  it('waits until its code is approved', async () => {
    const id = await deviceApp()
    const { device_code, user_code, verification_uri, verification_uri_complete } = await begin(id)
    expect(verification_uri).toBe(`${tenant.url}/device`)
    expect(verification_uri_complete).toBe(`${tenant.url}/device?user_code=${user_code}`)
    const waiting = await poll(id, device_code)
    expect(refusal(waiting)).toEqual([400, 'oidc.authorization_pending', 'authorization_pending', 'string'])
    const approve = () => tenant.call('POST', `/sandbox/device-codes/${user_code}`, { username: 'chidi' })
    expect((await approve()).status).toBe(204)
    expect((await approve()).status).toBe(409)
    const { json, status } = await poll(id, device_code)
    expect(status).toBe(200)
    expect(json.refresh_token).toBeTypeOf('string')
    expect((await me(json.access_token)).json).toMatchObject({ sub: 'chidi0000000' })
  })

  it('is told when its code is refused', async () => {
    const { device_code, user_code } = await begin('device-demo-app')
    await tenant.call('POST', `/sandbox/device-codes/${user_code}`, { deny: true })
    expect(refusal(await poll('device-demo-app', device_code))).toEqual([
      400,
      'oidc.access_denied',
      'access_denied',
      'string',
    ])
  })

  it('can be approved by signing in, as in a browser', async () => {
    const id = await deviceApp()
    const { device_code, user_code } = await begin(id)
    const person = new Person(tenant, id)
    const page = await person.get(`/oidc/device?user_code=${user_code}`)
    const field = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? ''
    const typed = { xsrf: field(page.text, 'xsrf'), user_code: String(user_code) }
    const shown = await person.post('/oidc/device', new URLSearchParams(typed))
    const confirmed = await person.post('/oidc/device', new URLSearchParams({ ...typed, confirm: 'yes' }))
    expect(shown.text).toContain(user_code)
    expect(confirmed.headers.get('location')).toBe(`/sign-in?app_id=${id}`)
    await person.identify('ana')
    const { json } = await person.step('POST', '/submit')
    expect(json.redirectTo).toContain('/oidc/device/')
    const { answer } = await person.follow(String(json.redirectTo))
    expect(answer.text).toContain('The device is signed in.')
    expect((await poll(id, device_code)).status).toBe(200)
  })

  it('cannot be approved by a code that nobody has', async () => {
    expect((await tenant.call('POST', '/sandbox/device-codes/AAAA-BBBB', { username: 'ana' })).status).toBe(404)
  })
})

describe('an exchange', () => {
  const personal = 'urn:logto:token-type:personal_access_token'
  const access = 'urn:ietf:params:oauth:token-type:access_token'
  const swap = (id: string, token: unknown, type: string, more: object = {}) =>
    form('/oidc/token', {
      ...{ grant_type: exchange, client_id: id, subject_token: String(token), subject_token_type: type },
      ...{ scope: 'openid profile', ...more },
    })
  let id: string
  beforeAll(async () => {
    id = await nativeApp(tenant, { customClientMetadata: { allowTokenExchange: true } })
  })

  it('takes a personal access token again and again, and gives no refresh token', async () => {
    const path = '/api/users/ana000000000/personal-access-tokens'
    const { json } = await tenant.call('POST', path, { name: 'ci' })
    for (const _ of [1, 2]) {
      const { status, json: given } = await swap(id, json.value, personal)
      expect(status).toBe(200)
      expect(given).not.toHaveProperty('refresh_token')
      expect((await me(given.access_token)).json.sub).toBe('ana000000000')
    }
    const { json: given } = await swap(id, json.value, personal, {
      resource: orders,
      scope: 'read:orders write:orders',
    })
    expect(decodeJwt(String(given.access_token))).toMatchObject({ aud: orders, scope: 'read:orders' })
  })

  it('needs no redirect URI of the application', async () => {
    const oidcClientMetadata = { redirectUris: [], postLogoutRedirectUris: [] }
    const more = { oidcClientMetadata, customClientMetadata: { allowTokenExchange: true } }
    const bare = await nativeApp(tenant, more)
    const path = '/api/users/ana000000000/personal-access-tokens'
    const { json } = await tenant.call('POST', path, { name: 'bare' })
    expect((await swap(bare, json.value, personal)).status).toBe(200)
    const answer = await new Person(tenant, bare).authorize()
    expect(refusal(answer)).toEqual([400, 'oidc.invalid_redirect_uri', 'invalid_redirect_uri', 'string'])
  })

  it('refuses a personal access token that is unknown or has expired', async () => {
    const path = '/api/users/ana000000000/personal-access-tokens'
    const { json } = await tenant.call('POST', path, { name: 'old', expiresAt: Date.now() + 100 })
    expect(json.value).toBeDefined()
    await new Promise((resolve) => setTimeout(resolve, 120))
    for (const token of [json.value, 'pat_other']) {
      expect(refusal(await swap(id, token, personal))).toEqual([400, 'oidc.invalid_grant', 'invalid_grant', 'string'])
    }
  })

  it('takes a subject token once, and says who acts', async () => {
    const subject = await tenant.call('POST', '/api/subject-tokens', { userId: 'ana000000000' })
    expect(subject.json).toEqual({ subjectToken: expect.stringMatching(/^sub_\w+$/), expiresIn: 600 })
    const { json: acting } = await swap(
      id,
      (await tenant.call('POST', '/api/subject-tokens', { userId: 'bo0000000000' })).json.subjectToken,
      access,
    )
    const more = {
      actor_token: String(acting.access_token),
      actor_token_type: access,
      resource: orders,
      scope: 'read:orders',
    }
    const { status, json } = await swap(id, subject.json.subjectToken, access, more)
    expect(status).toBe(200)
    expect(decodeJwt(String(json.access_token))).toMatchObject({ sub: 'ana000000000', act: { sub: 'bo0000000000' } })
    const again = await swap(id, subject.json.subjectToken, access)
    expect(refusal(again)).toEqual([400, 'oidc.invalid_grant', 'invalid_grant', 'string'])
    expect((await tenant.call('POST', '/api/subject-tokens', { userId: 'nobody' })).status).toBe(404)
  })

  it('is for applications that may', async () => {
    const refused = await swap(clientId, 'pat_other', personal)
    expect(refusal(refused)).toEqual([400, 'oidc.invalid_request', 'invalid_request', 'string'])
  })
})
