import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTenant, type TestTenant } from './client.js'
import { callback, nativeApp, Person } from './sign-in.js'

let tenant: TestTenant
let clientId: string
beforeAll(async () => {
  tenant = await startTenant()
  clientId = await nativeApp(tenant)
})
afterAll(() => tenant.close())

describe('a sign-in by password', () => {
  it('goes the way of Logto: sign-in page, experience API, consent, code, tokens', async () => {
    const person = new Person(tenant, clientId)
    const asked = await person.authorize()
    expect([asked.status, asked.headers.get('location')]).toEqual([303, `/sign-in?app_id=${clientId}`])
    expect(await person.cookies()).toEqual([
      '_interaction /',
      '_interaction.sig /',
      expect.stringMatching(/^_interaction_resume \/oidc\/auth\/.+/),
      expect.stringMatching(/^_interaction_resume\.sig \/oidc\/auth\/.+/),
    ])
    expect((await person.step('PUT', '', { interactionEvent: 'SignIn' })).status).toBe(204)
    expect((await person.identify('ana')).status).toBe(204)
    const submitted = await person.step('POST', '/submit')
    expect(submitted.status).toBe(200)
    expect(submitted.json.redirectTo).toMatch(new RegExp(`^${tenant.url}/oidc/auth/[\\w-]+$`))
    const resumed = await person.get(String(submitted.json.redirectTo))
    expect([resumed.status, resumed.headers.get('location')]).toEqual([303, `/consent?app_id=${clientId}`])
    expect(await person.cookies()).toEqual(expect.arrayContaining(['_session /', '_session.sig /']))
    const consented = await person.get(`/consent?app_id=${clientId}`)
    expect(consented.status).toBe(302)
    const back = await person.get(String(consented.headers.get('location')))
    const location = new URL(String(back.headers.get('location')))
    expect(back.status).toBe(303)
    expect(location.origin + location.pathname).toBe(callback)
    expect(Object.fromEntries(location.searchParams)).toEqual({
      code: expect.any(String),
      state: 'xyz',
      iss: `${tenant.url}/oidc`,
    })
    const { status, json } = await person.redeem(String(location.searchParams.get('code')))
    expect(status).toBe(200)
    expect(json).toMatchObject({
      expires_in: 3600,
      token_type: 'Bearer',
      scope: 'openid offline_access profile',
      refresh_token: expect.any(String),
    })
    expect(String(json.access_token)).not.toContain('.')
    const jwks = (await tenant.call('GET', '/oidc/jwks')).json as unknown as Parameters<typeof createLocalJWKSet>[0]
    const { payload, protectedHeader } = await jwtVerify(String(json.id_token), createLocalJWKSet(jwks), {
      issuer: `${tenant.url}/oidc`,
      audience: clientId,
    })
    expect(protectedHeader.alg).toBe('ES384')
    expect(payload).toMatchObject({ sub: 'ana000000000', username: 'ana', name: 'Ana Duarte' })
  })
})
