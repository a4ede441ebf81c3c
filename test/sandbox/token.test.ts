import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { answered, requestToken, startTenant, type TestTenant } from './client.js'

let tenant: TestTenant
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 5, 1) })
  tenant = await startTenant({ tokenLifetime: 60 })
})
afterAll(async () => {
  vi.useRealTimers()
  await tenant.close()
})
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms)

describe('the token endpoint', () => {
  it('takes client credentials in the body and says what it issued', async () => {
    const { status, json, headers } = await requestToken(tenant)
    expect(status).toBe(200)
    expect(json).toMatchObject({ expires_in: 60, token_type: 'Bearer', scope: 'all' })
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('takes JSON in the place of a form', async () => {
    const { clientId, clientSecret, url } = tenant
    const resource = 'https://default.logto.app/api'
    const grant = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, resource }
    const send = (body: string) =>
      fetch(`${url}/oidc/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect((await send(JSON.stringify(grant))).status).toBe(200)
    expect((await send('{')).status).toBe(400)
  })

  it('takes form-encoded client credentials in a Basic header', async () => {
    const made = (await tenant.call('POST', '/api/applications', { name: 'a', type: 'MachineToMachine' })).json
    const [secret] = (await tenant.call('GET', `/api/applications/${made.id}/secrets`)).json as unknown as {
      value: string
    }[]
    const encoded = `${encodeURIComponent(String(made.id))}:%${secret?.value.charCodeAt(0).toString(16)}${secret?.value.slice(1)}`
    const response = await fetch(`${tenant.url}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(encoded).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: 'https://default.logto.app/api' }),
    })
    const { status, json } = await answered(response)
    expect(status).toBe(200)
    expect(json).not.toHaveProperty('scope')
  })

  it.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
    ['an unknown client', { client_id: 'nobody' }, 401, 'invalid_client'],
    ['no client', { client_id: undefined, client_secret: undefined }, 400, 'invalid_request'],
    ['no resource', { resource: undefined }, 400, 'invalid_target'],
    ['an unknown resource', { resource: 'https://other.example.com' }, 400, 'invalid_target'],
    ['an unknown scope', { scope: 'all admin' }, 400, 'invalid_scope'],
    ['no grant', { grant_type: undefined }, 400, 'invalid_request'],
    ['an unknown grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['a grant that is not for machines', { grant_type: 'refresh_token' }, 400, 'invalid_request'],
  ])('refuses %s', async (_, change, status, error) => {
    const refused = await requestToken(tenant, change)
    expect(refused.status).toBe(status)
    expect(refused.json).toMatchObject({ code: `oidc.${error}`, error })
    expect(refused.json.message).toBeTypeOf('string')
    expect(refused.json.error_description).toBeTypeOf('string')
  })

  it('refuses a secret that has expired', async () => {
    const secret = await tenant.call('POST', `/api/applications/${tenant.clientId}/secrets`, {
      name: 'old',
      expiresAt: Date.now() + 1,
    })
    pass(2)
    const refused = await requestToken(tenant, { client_secret: String(secret.json.value) })
    expect(refused.json).toMatchObject({ error: 'invalid_request', error_description: 'client secret has expired' })
  })

  it('issues a token for an organization to an application that is in it', async () => {
    const { json: organization } = await tenant.call('POST', '/api/organizations', { name: 'o' })
    const change = { resource: undefined, organization_id: String(organization.id), scope: 'read:members' }
    const refused = await requestToken(tenant, change)
    expect([refused.status, refused.json.code]).toEqual([403, 'oidc.access_denied'])
    const path = `/api/organizations/${organization.id}/applications`
    await tenant.call('POST', path, { applicationIds: [tenant.clientId] })
    const scopes = (await tenant.call('GET', '/api/organization-scopes')).json as unknown as { id: string }[]
    const role = { name: 'reader', type: 'MachineToMachine', organizationScopeIds: scopes.map(({ id }) => id) }
    const { json: made } = await tenant.call('POST', '/api/organization-roles', role)
    await tenant.call('POST', `${path}/${tenant.clientId}/roles`, { organizationRoleIds: [made.id] })
    const { json } = await requestToken(tenant, change)
    const claims = decodeJwt(String(json.access_token))
    expect(claims).toMatchObject({ aud: `urn:logto:organization:${organization.id}`, scope: 'read:members' })
  })

  it('refuses a client that authenticates twice', async () => {
    const response = await fetch(`${tenant.url}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', client_secret: 'b' }),
    })
    expect((await answered(response)).json.error).toBe('invalid_request')
  })
})

describe('a request', () => {
  it('without a token is 401, except to what Logto serves to anyone', async () => {
    const refused = await tenant.call('GET', '/api/users', undefined, '')
    expect([refused.status, refused.json.code]).toEqual([401, 'auth.authorization_header_missing'])
    expect((await tenant.call('GET', '/api/status', undefined, '')).status).toBe(204)
    expect((await tenant.call('GET', '/api/.well-known/experience', undefined, '')).status).toBe(200)
  })

  it('with something else than a bearer token is 401', async () => {
    const response = await fetch(`${tenant.url}/api/users`, { headers: { authorization: 'Basic YTpi' } })
    expect((await answered(response)).json).toMatchObject({
      code: 'auth.authorization_token_type_not_supported',
      data: { supportedTypes: ['Bearer'] },
    })
  })

  it.each(['nonsense', 'a.b.c'])('with the token %s is 401', async (token) => {
    const refused = await tenant.call('GET', '/api/users', undefined, token)
    expect([refused.status, refused.json.code]).toEqual([401, 'auth.unauthorized'])
  })

  it('with a changed token is 401', async () => {
    const [head, , signature] = tenant.token.split('.')
    const claims = Buffer.from(
      JSON.stringify({ aud: 'https://default.logto.app/api', scope: 'all', exp: 1e12 }),
    ).toString('base64url')
    const refused = await tenant.call('GET', '/api/users', undefined, `${head}.${claims}.${signature}`)
    expect([refused.status, refused.json.code]).toEqual([401, 'auth.unauthorized'])
  })

  it('with a token for another resource is 401 and names the audience', async () => {
    const { json } = await requestToken(tenant, { resource: 'https://orders.example.com/api', scope: undefined })
    const refused = await tenant.call('GET', '/api/users', undefined, String(json.access_token))
    expect(refused.status).toBe(401)
    expect(refused.json.data).toEqual({ code: 'ERR_JWT_CLAIM_VALIDATION_FAILED', claim: 'aud' })
  })

  it('with a token without the scope is 403', async () => {
    const { json } = await requestToken(tenant, { scope: undefined })
    const refused = await tenant.call('GET', '/api/users', undefined, String(json.access_token))
    expect([refused.status, refused.json.code]).toEqual([403, 'auth.forbidden'])
  })

  it('to the user and experience APIs is refused', async () => {
    expect((await tenant.call('GET', '/api/my-account')).json.code).toBe('auth.unauthorized')
    expect((await tenant.call('PUT', '/api/experience', {})).json.code).toBe('session.not_found')
  })

  it('is 401 once the token has expired, and works with a new one', async () => {
    pass(58_000)
    expect((await tenant.call('GET', '/api/users')).status).toBe(200)
    pass(3000)
    const refused = await tenant.call('GET', '/api/users')
    expect([refused.status, refused.json.code]).toEqual([401, 'auth.unauthorized'])
    const { json } = await requestToken(tenant)
    expect((await tenant.call('GET', '/api/users', undefined, String(json.access_token))).status).toBe(200)
  })
})
