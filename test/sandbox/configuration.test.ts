/** Configuration on the sandbox: defaults, what is normalised, and what is refused, as a running Logto answered. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answered, startTenant, type TestTenant } from './client.js'

let tenant: TestTenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.close())

const call = (method: string, path: string, body?: unknown): Promise<Answered> =>
  tenant.call(method, `/api/${path}`, body)
const said = ({ status, json }: Answered) => [status, json.code]

describe('connectors', () => {
  const github = { connectorId: 'github-universal', config: { clientId: 'a', clientSecret: 'b' } }
  const oidc = { connectorId: 'oidc', config: { clientId: 'a' }, metadata: { target: 'mine', name: { en: 'Mine' } } }

  it.each([
    ['an unknown factory', { connectorId: 'none' }, 422, 'connector.not_found_with_connector_id'],
    ['a standard one without a target', { connectorId: 'oidc', config: {} }, 400, 'connector.should_specify_target'],
    [
      'metadata of another',
      { connectorId: 'discord-universal', metadata: { target: 'x' } },
      400,
      'connector.cannot_overwrite_metadata_for_non_standard_connector',
    ],
    [
      'tokens that it cannot store',
      { connectorId: 'discord-universal', enableTokenStorage: true },
      422,
      'connector.token_storage_not_supported',
    ],
  ])('%s', async (_, body, status, code) => {
    expect(said(await call('POST', 'connectors', body))).toEqual([status, code])
  })

  it('exist once for a factory, and once for target and platform', async () => {
    expect((await call('POST', 'connectors', github)).json).toMatchObject({
      type: 'Social',
      target: 'github',
      platform: 'Universal',
    })
    expect(said(await call('POST', 'connectors', github))).toEqual([422, 'connector.multiple_instances_not_supported'])
    const same = { connectorId: 'oauth2', config: {}, metadata: { target: 'github' } }
    expect(said(await call('POST', 'connectors', same))).toEqual([422, 'connector.multiple_target_with_same_platform'])
  })

  it('keep their target, and what is empty is taken out', async () => {
    const { json } = await call('POST', 'connectors', oidc)
    const path = `connectors/${json.id}`
    expect(said(await call('PATCH', path, { metadata: { name: { en: 'Other' } } }))).toEqual([
      400,
      'connector.can_not_modify_target',
    ])
    const config = { clientId: 'c', scope: '', empty: { list: [], deep: { no: null } }, kept: [1] }
    expect((await call('PATCH', path, { config })).json.config).toEqual({ clientId: 'c', kept: [1] })
  })

  it('for e-mail take the place of the one before', async () => {
    const { json } = await call('POST', 'connectors', {
      connectorId: 'simple-mail-transfer-protocol',
      config: { host: 'h' },
    })
    const rows = (await call('GET', 'connectors')).json as unknown as { type: string; id: unknown }[]
    expect(rows.filter(({ type }) => type === 'Email').map(({ id }) => id)).toEqual([json.id])
  })
})

describe('consent scopes', () => {
  it('are kept, shown with what they name, and taken away one by one', async () => {
    const { json: app } = await call('POST', 'applications', { name: 'p', type: 'Traditional', isThirdParty: true })
    const { json: resource } = await call('POST', 'resources', { name: 'R', indicator: 'https://consent.example.com' })
    const { json: scope } = await call('POST', `resources/${resource.id}/scopes`, { name: 'read:x' })
    const path = `applications/${app.id}/user-consent-scopes`
    expect((await call('POST', path, { resourceScopes: [scope.id], userScopes: ['email'] })).status).toBe(201)
    expect((await call('POST', path, { userScopes: ['email', 'phone'] })).status).toBe(201)
    expect((await call('GET', path)).json).toMatchObject({
      userScopes: ['email', 'phone'],
      resourceScopes: [{ resource: { indicator: 'https://consent.example.com' }, scopes: [{ name: 'read:x' }] }],
    })
    expect((await call('DELETE', `${path}/user-scopes/phone`)).status).toBe(204)
    expect(said(await call('DELETE', `${path}/user-scopes/phone`))).toEqual([404, 'entity.not_found'])
    await call('DELETE', `resources/${resource.id}`)
    expect((await call('GET', path)).json.resourceScopes).toEqual([])
    expect(said(await call('POST', path, { resourceScopes: ['none'] }))).toEqual([
      422,
      'application.user_consent_scopes_not_found',
    ])
    expect(said(await call('POST', path, { resourceScopes: ['management-api-all'] }))).toEqual([
      422,
      'application.consent_management_api_scopes_not_allowed',
    ])
  })

  it('are for third parties', async () => {
    const { json } = await call('POST', 'applications', { name: 'own', type: 'SPA' })
    expect(said(await call('POST', `applications/${json.id}/user-consent-scopes`, { userScopes: ['email'] }))).toEqual([
      422,
      'application.third_party_application_only',
    ])
  })
})

describe('applications', () => {
  it('have their device flow for good', async () => {
    const body = { name: 'd', type: 'Native', customClientMetadata: { isDeviceFlow: true } }
    const { json } = await call('POST', 'applications', body)
    const path = `applications/${json.id}`
    const changed = { customClientMetadata: { isDeviceFlow: true, maxAllowedGrants: 3 } }
    expect((await call('PATCH', path, changed)).json).toMatchObject(changed)
    expect(said(await call('PATCH', path, { customClientMetadata: {} }))).toEqual([
      422,
      'application.device_flow_not_changeable',
    ])
  })

  it('switch access rules on behind the rules, and off before they go', async () => {
    const { json: app } = await call('POST', 'applications', { name: 'r', type: 'SPA' })
    const { json: role } = await call('POST', 'roles', { name: 'ruled', description: 'd' })
    const { json: machine } = await call('POST', 'roles', { name: 'm', description: 'd', type: 'MachineToMachine' })
    const rules = (userRoleIds: unknown[]) => ({
      userIds: [],
      userRoleIds,
      organizationIds: [],
      organizationRoleRules: [],
    })
    const path = `applications/${app.id}`
    expect(said(await call('PATCH', path, { appLevelAccessControlEnabled: true }))).toEqual([
      422,
      'request.invalid_input',
    ])
    expect(said(await call('PUT', `${path}/access-control`, rules(['none'])))).toEqual([
      404,
      'entity.relation_foreign_key_not_found',
    ])
    expect(said(await call('PUT', `${path}/access-control`, rules([machine.id])))).toEqual([
      422,
      'entity.db_constraint_violated',
    ])
    expect((await call('PUT', `${path}/access-control`, rules([role.id]))).status).toBe(200)
    expect((await call('PATCH', path, { appLevelAccessControlEnabled: true })).status).toBe(200)
    expect(said(await call('PUT', `${path}/access-control`, rules([])))).toEqual([422, 'request.invalid_input'])
  })
})

describe('settings', () => {
  it('of the account center keep what exists, once', async () => {
    await call('POST', 'custom-profile-fields', { name: 'size', type: 'Text', required: false })
    const body = { webauthnRelatedOrigins: ['a', 'a'], profileFields: [{ name: 'none' }, { name: 'size' }] }
    expect((await call('PATCH', 'account-center', body)).json).toMatchObject({
      webauthnRelatedOrigins: ['a'],
      profileFields: [{ name: 'size' }],
    })
    expect((await call('DELETE', 'custom-profile-fields/size')).status).toBe(204)
    expect((await call('GET', 'account-center')).json.profileFields).toEqual([])
  })

  it('know the names of sign-in identifiers', async () => {
    expect(said(await call('POST', 'custom-profile-fields', { name: 'email', type: 'Text', required: false }))).toEqual(
      [400, 'custom_profile_fields.name_conflict_sign_in_identifier'],
    )
  })

  it('switch the captcha off with its provider', async () => {
    await call('PUT', 'captcha-provider', { config: { type: 'Turnstile', siteKey: 's', secretKey: 'k' } })
    await call('PATCH', 'sign-in-exp', { captchaPolicy: { enabled: true } })
    expect((await call('DELETE', 'captcha-provider')).status).toBe(204)
    expect((await call('GET', 'sign-in-exp')).json.captchaPolicy).toEqual({ enabled: false })
    expect((await call('DELETE', 'captcha-provider')).status).toBe(204)
  })

  it('leave out empty phrases', async () => {
    const { json } = await call('PUT', 'custom-phrases/fr', { action: { sign_in: 'Entrez', create: '' }, list: {} })
    expect(json.translation).toEqual({ action: { sign_in: 'Entrez' } })
  })

  it('of webhooks have each event once', async () => {
    const body = { name: 'h', events: ['User.Created', 'User.Created'], config: { url: 'x' } }
    expect((await call('POST', 'hooks', body)).json.events).toEqual(['User.Created'])
  })
})

describe('enterprise SSO connectors', () => {
  const saml = (name: string, more: object = {}) => ({ providerName: 'SAML', connectorName: name, ...more })

  it.each([
    ['an unknown provider', { providerName: 'None', connectorName: 'n' }, 422, 'connector.not_found'],
    ['public domains', saml('p', { domains: ['gmail.com'] }), 422, 'single_sign_on.forbidden_domains'],
    [
      'a domain twice',
      saml('t', { domains: ['b.example.com', 'B.example.com'] }),
      422,
      'single_sign_on.duplicated_domains',
    ],
    ['an empty config', saml('e', { config: {} }), 400, 'connector.invalid_config'],
  ])('refuse %s', async (_, body, status, code) => {
    expect(said(await call('POST', 'sso-connectors', body))).toEqual([status, code])
  })

  it('lower the case of domains, have names of their own, and sign with an active key', async () => {
    const { json } = await call('POST', 'sso-connectors', saml('One', { domains: ['A.Example.com'] }))
    expect(json.domains).toEqual(['a.example.com'])
    expect(said(await call('POST', 'sso-connectors', saml('One')))).toEqual([
      409,
      'single_sign_on.duplicate_connector_name',
    ])
    const path = `sso-connectors/${json.id}`
    const config = { entityId: 'e', signAuthnRequest: true }
    expect(said(await call('PATCH', path, { config }))).toEqual([400, 'single_sign_on.active_signing_key_required'])
    await call('POST', `${path}/signing-keys`, { active: true })
    expect((await call('PATCH', path, { config })).json.config).toEqual(config)
  })
})
