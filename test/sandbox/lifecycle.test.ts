import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTenant, type TestTenant } from './client.js'

let tenant: TestTenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.close())

const call = (method: string, path: string, body?: unknown) => tenant.call(method, `/api/${path}`, body)
async function made(path: string, body: object): Promise<string> {
  const { status, json, text } = await call('POST', path, body)
  expect(status, text).toBeLessThan(300)
  return String(json.id)
}
const ids = async (path: string) => ((await call('GET', path)).json as unknown as { id: string }[]).map((row) => row.id)

const digits = { users: 12, organizations: 12, connectors: 12, 'sso-connectors': 12 } as Record<string, number>

describe.each([
  ['users', { username: 'life' }, { name: 'Life' }],
  ['applications', { name: 'a', type: 'SPA' }, { description: 'd' }],
  ['saml-applications', { name: 's' }, { name: 't' }],
  ['organizations', { name: 'o' }, { customData: { plan: 'pro' } }],
  ['organization-roles', { name: 'or' }, { description: 'd' }],
  ['organization-scopes', { name: 'os' }, { description: 'd' }],
  ['roles', { name: 'r', description: 'd' }, { isDefault: true }],
  ['resources', { name: 'res', indicator: 'https://life.example.com' }, { accessTokenTtl: 60 }],
  ['connectors', { connectorId: 'simple-mail-transfer-protocol', config: { host: 'h' } }, { config: { host: 'i' } }],
  ['sso-connectors', { providerName: 'OIDC', connectorName: 'c' }, { domains: ['example.com'] }],
  ['hooks', { name: 'h', events: ['PostSignIn'], config: { url: 'https://example.com' } }, { enabled: false }],
  ['domains', { domain: 'life.example.com' }, undefined],
  ['one-time-tokens', { email: 'a@example.com' }, undefined],
])('%s', (path, body, change) => {
  it('are made, listed, read, changed and deleted', async () => {
    const id = await made(path, body)
    expect(id).toMatch(new RegExp(`^[a-z0-9]{${digits[path] ?? 21}}$`))
    if (path !== 'saml-applications') expect(await ids(path)).toContain(id)
    if (change) {
      const changed = await call('PATCH', `${path}/${id}`, change)
      expect([changed.status, changed.json]).toEqual([200, expect.objectContaining(change)])
    }
    const read = await call('GET', `${path}/${id}`)
    expect([read.status, read.json]).toEqual([200, expect.objectContaining({ id, ...change })])
    expect((await call('DELETE', `${path}/${id}`)).status).toBe(204)
    expect((await call('GET', `${path}/${id}`)).status).toBe(404)
    expect((await call('DELETE', `${path}/${id}`)).status).toBe(404)
    if (path !== 'saml-applications') expect(await ids(path)).not.toContain(id)
  })
})

describe('a PATCH', () => {
  it('replaces the objects of an entity, while the merging paths add to them', async () => {
    const id = await made('users', { customData: { a: 1, b: 2 }, profile: { nickname: 'n' } })
    expect((await call('PATCH', `users/${id}/custom-data`, { customData: { c: 3 } })).json).toEqual({
      a: 1,
      b: 2,
      c: 3,
    })
    expect((await call('PATCH', `users/${id}/profile`, { profile: { locale: 'fr' } })).json).toEqual({
      nickname: 'n',
      locale: 'fr',
    })
    const replaced = await call('PATCH', `users/${id}`, { customData: { d: 4 }, profile: {} })
    expect(replaced.json).toMatchObject({ customData: { d: 4 }, profile: {} })
    expect((await call('GET', `users/${id}/custom-data`)).json).toEqual({ d: 4 })
  })

  it('drops what the document does not know, and what Logto ignores', async () => {
    const id = await made('resources', { name: 'i', indicator: 'https://fixed.example.com', unknown: 1 })
    const body = { name: 'j', indicator: 'https://other.example.com', unknown: 2 }
    const { json } = await call('PATCH', `resources/${id}`, body)
    expect(json.indicator).toBe('https://fixed.example.com')
    expect(json).not.toHaveProperty('unknown')
  })

  it('clears an identifier with an empty value, and never shows a password', async () => {
    const id = await made('users', { username: 'clear', password: 'secret word' })
    const { json, text } = await call('PATCH', `users/${id}`, { username: '' })
    expect(json).toMatchObject({ username: null, hasPassword: true })
    expect(text).not.toContain('secret word')
    expect((await call('POST', `users/${id}/password/verify`, { password: 'secret word' })).status).toBe(204)
    expect((await call('POST', `users/${id}/password/verify`, { password: 'other' })).status).toBe(422)
  })

  it('keeps an identifier unique', async () => {
    await made('users', { username: 'taken', primaryEmail: 'taken@example.com', primaryPhone: '15550109999' })
    const id = await made('users', { username: 'free' })
    const codes = await Promise.all(
      [{ username: 'taken' }, { primaryEmail: 'taken@example.com' }, { primaryPhone: '15550109999' }].map(
        async (change) => (await call('PATCH', `users/${id}`, change)).json.code,
      ),
    )
    expect(codes).toEqual(['user.username_already_in_use', 'user.email_already_in_use', 'user.phone_already_in_use'])
    expect((await call('POST', 'users', { username: 'taken' })).status).toBe(422)
    expect((await call('PATCH', `users/${id}`, { username: 'free' })).status).toBe(200)
  })
})

describe('relations', () => {
  it('members of an organization have roles there, and lose them when they leave', async () => {
    const [organization, user] = [await made('organizations', { name: 'team' }), await made('users', {})]
    const role = await made('organization-roles', { name: 'lead' })
    const members = `organizations/${organization}/users`
    expect((await call('POST', members, { userIds: [user] })).json).toEqual({ userIds: [user] })
    const assigned = await call('POST', `${members}/${user}/roles`, { organizationRoleNames: ['lead'] })
    expect(assigned.json).toEqual({ organizationRoleIds: [role] })
    const withRole = { id: user, organizationRoles: [{ id: role, name: 'lead' }] }
    expect((await call('GET', `${members}?organizationRoleId=${role}`)).json).toEqual([
      expect.objectContaining(withRole),
    ])
    expect((await call('GET', `users/${user}/organizations`)).json).toEqual([
      expect.objectContaining({ id: organization, organizationRoles: withRole.organizationRoles }),
    ])
    expect((await call('DELETE', `${members}/${user}`)).status).toBe(204)
    await call('PUT', members, { userIds: [user] })
    expect(await ids(`${members}/${user}/roles`)).toEqual([])
  })

  it('adding a role to a user again does nothing, adding a user to a role again is refused', async () => {
    const [user, role] = [await made('users', {}), await made('roles', { name: 'again', description: 'd' })]
    const add = () => call('POST', `users/${user}/roles`, { roleIds: [role] })
    expect((await add()).json).toEqual({ roleIds: [role], addedRoleIds: [role] })
    expect((await add()).json).toEqual({ roleIds: [role], addedRoleIds: [] })
    expect(await ids(`roles/${role}/users`)).toEqual([user])
    expect((await call('POST', `roles/${role}/users`, { userIds: [user] })).json.code).toBe('role.user_exists')
    expect((await call('PUT', `users/${user}/roles`, { roleIds: [] })).json).toEqual({ roleIds: [] })
    expect((await call('DELETE', `users/${user}/roles/${role}`)).status).toBe(404)
  })

  it('answers a relation without a body by the words of its status', async () => {
    const [user, role] = [await made('users', {}), await made('roles', { name: 'words', description: 'd' })]
    const { status, text, headers } = await call('POST', `roles/${role}/users`, { userIds: [user] })
    expect([status, text, headers.get('content-type')]).toEqual([201, 'Created', 'text/plain; charset=UTF-8'])
  })

  it('end with either side', async () => {
    const [user, role] = [await made('users', {}), await made('roles', { name: 'gone', description: 'd' })]
    await call('POST', `users/${user}/roles`, { roleIds: [role] })
    await call('DELETE', `roles/${role}`)
    expect(await ids(`users/${user}/roles`)).toEqual([])
  })

  it('an accepted invitation makes a member', async () => {
    const [organization, user] = [await made('organizations', { name: 'inviting' }), await made('users', {})]
    const role = await made('organization-roles', { name: 'guest' })
    const invitation = await made('organization-invitations', {
      organizationId: organization,
      invitee: 'guest@example.com',
      expiresAt: Date.now() + 60_000,
      organizationRoleIds: [role],
    })
    expect((await call('GET', `organization-invitations?organizationId=${organization}`)).json).toHaveLength(1)
    const accepted = await call('PUT', `organization-invitations/${invitation}/status`, {
      status: 'Accepted',
      acceptedUserId: user,
    })
    expect(accepted.json).toMatchObject({ status: 'Accepted', organizationRoles: [{ id: role, name: 'guest' }] })
    expect(await ids(`organizations/${organization}/users/${user}/roles`)).toEqual([role])
  })

  it('secrets belong to one application and go with it', async () => {
    const [one, two] = [
      await made('applications', { name: '1', type: 'Traditional' }),
      await made('applications', { name: '2', type: 'SPA' }),
    ]
    expect((await call('POST', `applications/${one}/secrets`, { name: 'ci key' })).status).toBe(201)
    expect((await call('POST', `applications/${one}/secrets`, { name: 'ci key' })).json.code).toBe(
      'application.secret_name_exists',
    )
    expect((await call('GET', `applications/${one}/secrets`)).json).toHaveLength(2)
    expect((await call('GET', `applications/${two}/secrets`)).json).toEqual([])
    expect((await call('PATCH', `applications/${one}/secrets/ci%20key`, { name: 'renamed' })).json.name).toBe('renamed')
    expect((await call('DELETE', `applications/${one}/secrets/ci%20key`)).status).toBe(404)
    expect((await call('DELETE', `applications/${one}/secrets/renamed`)).status).toBe(204)
  })
})

describe('single documents', () => {
  it('settings keep what a PATCH gives them', async () => {
    expect((await call('PATCH', 'sign-in-exp', { signInMode: 'SignIn' })).json.signInMode).toBe('SignIn')
    const { json } = await call('PATCH', 'sign-in-exp', { hideLogtoBranding: false })
    expect(json).toMatchObject({ signInMode: 'SignIn', hideLogtoBranding: false })
  })

  it('a customizer is made by PUT, listed, and gone after DELETE', async () => {
    const path = 'configs/jwt-customizer/client-credentials'
    expect((await call('GET', path)).status).toBe(404)
    expect((await call('PUT', path, { script: 'a' })).status).toBe(201)
    expect((await call('PUT', path, { script: 'b' })).status).toBe(200)
    expect((await call('GET', 'configs/jwt-customizer')).json).toEqual([
      { key: 'jwt.clientCredentials', value: expect.objectContaining({ script: 'b' }) },
    ])
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('DELETE', path)).status).toBe(404)
  })
})
