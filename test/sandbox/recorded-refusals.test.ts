import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answered, hasExchanges, startTenant, type TestTenant } from './client.js'
import { recordedRefusals } from './recorded.js'

let tenant: TestTenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.close())

let serial = 0
const fresh = () => `thing${serial++}`
const call = (method: string, path: string, body?: unknown) => tenant.call(method, `/api/${path}`, body)

/** Makes a thing and gives its id. */
async function made(path: string, body: object = { name: fresh() }): Promise<string> {
  const { status, json, text } = await call('POST', path, body)
  expect(status, `${path} ${text}`).toBeLessThan(300)
  return String(json.id)
}
const user = () => made('users', { username: fresh() })
const application = (more: object = {}) => made('applications', { name: fresh(), type: 'Traditional', ...more })
const role = (type = 'User') => made('roles', { name: fresh(), description: 'd', type })
const resource = () => made('resources', { name: fresh(), indicator: `https://${fresh()}.example.com` })
const hook = () => made('hooks', { name: fresh(), events: ['PostSignIn'], config: { url: 'https://example.com' } })
const sso = () => made('sso-connectors', { providerName: 'SAML', connectorName: fresh() })
/** A second thing with the name of the first. */
async function twin(path: string, body: object = {}): Promise<Answered> {
  const name = fresh()
  await made(path, { name, ...body })
  return call('POST', path, { name, ...body })
}
/** A thing renamed to the name of another. */
async function renamed(path: string, body: object = {}): Promise<Answered> {
  const name = fresh()
  await made(path, { name, ...body })
  return call('PATCH', `${path}/${await made(path, { name: fresh(), ...body })}`, { name })
}

type Situation = [command: string, what: string, status: number, code: string, act: () => Promise<Answered>]

/** Situations that were recorded from a running Logto, acted out again. */
const situations: Situation[] = [
  [
    'users create',
    'a phone that is none',
    422,
    'user.invalid_phone',
    () => call('POST', 'users', { name: 'a', primaryPhone: '99999' }),
  ],
  [
    'users create',
    'a digest that is too long',
    400,
    'guard.invalid_input',
    () => call('POST', 'users', { passwordDigest: 'a'.repeat(300), passwordAlgorithm: 'MD5', username: fresh() }),
  ],
  ['users get', 'nobody', 404, 'entity.not_found', () => call('GET', 'users/nobody')],
  ['users delete', 'nobody', 404, 'entity.not_found', () => call('DELETE', 'users/nobody')],
  [
    'users update',
    'a phone that is none',
    422,
    'user.invalid_phone',
    async () => call('PATCH', `users/${await user()}`, { primaryPhone: '99999' }),
  ],
  [
    'users list',
    'several patterns',
    400,
    'request.invalid_input',
    () => call('GET', 'users?search.primaryEmail=a&search.primaryEmail=b'),
  ],
  [
    'users assign-roles',
    'a role for machines',
    422,
    'user.invalid_role_type',
    async () => call('POST', `users/${await user()}/roles`, { roleIds: [await role('MachineToMachine')] }),
  ],
  [
    'users set-password-expired',
    'no policy',
    400,
    'sign_in_experiences.password_expiration_not_enabled',
    async () => call('PATCH', `users/${await user()}/password/expiration`, { isExpired: true }),
  ],
  [
    'apps create',
    'a third-party machine',
    400,
    'application.invalid_third_party_application_type',
    () => call('POST', 'applications', { name: 'a', type: 'MachineToMachine', isThirdParty: true }),
  ],
  [
    'apps create-secret',
    'no application',
    404,
    'entity.not_exists_with_id',
    () => call('POST', 'applications/invalid/secrets', { name: 'a' }),
  ],
  [
    'apps create-secret',
    'a type without secrets',
    422,
    'entity.db_constraint_violated',
    async () => call('POST', `applications/${await application({ type: 'SPA' })}/secrets`, { name: 'a' }),
  ],
  [
    'apps add-user-consent-orgs',
    'no application',
    404,
    'entity.not_exists_with_id',
    async () =>
      call('POST', `applications/nothing/users/${await user()}/consent-organizations`, { organizationIds: [] }),
  ],
  [
    'apps add-user-consent-orgs',
    'an own application',
    422,
    'application.third_party_application_only',
    async () =>
      call('POST', `applications/${await application()}/users/${await user()}/consent-organizations`, {
        organizationIds: [],
      }),
  ],
  [
    'apps delete',
    'a SAML application',
    400,
    'application.saml.use_saml_app_api',
    async () => call('DELETE', `applications/${await made('saml-applications')}`),
  ],
  ['apps delete', 'nothing', 404, 'entity.not_found', () => call('DELETE', 'applications/nothing')],
  [
    'apps remove-role',
    'a role it has not',
    404,
    'entity.not_found',
    async () => {
      const machine = await application({ type: 'MachineToMachine' })
      return call('DELETE', `applications/${machine}/roles/${await role('MachineToMachine')}`)
    },
  ],
  [
    'apps remove-user-consent-scope',
    'no application',
    404,
    'entity.not_exists_with_id',
    () => call('DELETE', 'applications/nothing/user-consent-scopes/organization-scopes/0'),
  ],
  [
    'apps update',
    'a SAML application',
    400,
    'application.saml.use_saml_app_api',
    async () => call('PATCH', `applications/${await made('saml-applications')}`, { name: 'a' }),
  ],
  [
    'apps update',
    'the device flow',
    422,
    'application.device_flow_not_changeable',
    async () => call('PATCH', `applications/${await application()}`, { customClientMetadata: { isDeviceFlow: false } }),
  ],
  [
    'orgs add-users',
    'no user',
    400,
    'guard.invalid_input',
    async () => call('POST', `organizations/${await made('organizations')}/users`, { userIds: [] }),
  ],
  [
    'orgs add-users',
    'unknown ids',
    422,
    'entity.relation_foreign_key_not_found',
    () => call('POST', 'organizations/0/users', { userIds: ['0'] }),
  ],
  [
    'orgs create',
    'a text as data',
    400,
    'guard.invalid_input',
    () => call('POST', 'organizations', { name: 'a', customData: 'b' }),
  ],
  [
    'orgs add-jit-roles',
    'an unknown role',
    422,
    'entity.relation_foreign_key_not_found',
    async () => call('POST', `organizations/${await made('organizations')}/jit/roles`, { organizationRoleIds: ['no'] }),
  ],
  [
    'orgs add-jit-sso-connectors',
    'an unknown connector',
    422,
    'entity.relation_foreign_key_not_found',
    async () =>
      call('POST', `organizations/${await made('organizations')}/jit/sso-connectors`, { ssoConnectorIds: ['no'] }),
  ],
  ['orgs delete', 'nothing', 404, 'entity.not_found', () => call('DELETE', 'organizations/nothing')],
  ['orgs remove-app', 'unknown ids', 404, 'entity.not_found', () => call('DELETE', 'organizations/0/applications/0')],
  [
    'orgs remove-app-role',
    'no member',
    422,
    'organization.require_membership',
    () => call('DELETE', 'organizations/0/applications/0/roles/0'),
  ],
  [
    'orgs remove-jit-email-domain',
    'no such domain',
    404,
    'entity.not_found',
    async () => call('DELETE', `organizations/${await made('organizations')}/jit/email-domains/a.com`),
  ],
  [
    'orgs remove-jit-role',
    'no such role',
    404,
    'entity.not_found',
    async () => call('DELETE', `organizations/${await made('organizations')}/jit/roles/no`),
  ],
  [
    'orgs remove-jit-sso-connector',
    'no such connector',
    404,
    'entity.not_found',
    async () => call('DELETE', `organizations/${await made('organizations')}/jit/sso-connectors/no`),
  ],
  ['orgs remove-user', 'unknown ids', 404, 'entity.not_found', () => call('DELETE', 'organizations/0/users/0')],
  [
    'orgs replace-jit-sso-connectors',
    'an unknown connector',
    422,
    'entity.relation_foreign_key_not_found',
    async () =>
      call('PUT', `organizations/${await made('organizations')}/jit/sso-connectors`, { ssoConnectorIds: ['no'] }),
  ],
  [
    'orgs replace-user-roles',
    'an unknown name',
    422,
    'organization.role_names_not_found',
    async () => {
      const [organization, member] = [await made('organizations'), await user()]
      await call('POST', `organizations/${organization}/users`, { userIds: [member] })
      return call('PUT', `organizations/${organization}/users/${member}/roles`, { organizationRoleNames: ['no'] })
    },
  ],
  [
    'org-roles add-scopes',
    'an unknown scope',
    422,
    'entity.relation_foreign_key_not_found',
    async () =>
      call('POST', `organization-roles/${await made('organization-roles')}/scopes`, { organizationScopeIds: ['0'] }),
  ],
  ['org-roles delete', 'nothing', 404, 'entity.not_found', () => call('DELETE', 'organization-roles/0')],
  [
    'org-roles remove-scope',
    'a scope it has not',
    404,
    'entity.not_found',
    async () => call('DELETE', `organization-roles/${await made('organization-roles')}/scopes/0`),
  ],
  ['org-roles get', 'nothing', 404, 'entity.not_found', () => call('GET', 'organization-roles/0')],
  ['org-roles update', 'a name in use', 422, 'entity.unique_integrity_violation', () => renamed('organization-roles')],
  ['org-scopes create', 'a name in use', 422, 'entity.unique_integrity_violation', () => twin('organization-scopes')],
  ['org-scopes delete', 'nothing', 404, 'entity.not_found', () => call('DELETE', 'organization-scopes/0')],
  ['org-scopes get', 'nothing', 404, 'entity.not_exists_with_id', () => call('GET', 'organization-scopes/0')],
  [
    'org-scopes update',
    'a name in use',
    422,
    'entity.unique_integrity_violation',
    () => renamed('organization-scopes'),
  ],
  ['org-invitations delete', 'nothing', 404, 'entity.not_found', () => call('DELETE', 'organization-invitations/0')],
  ['roles create', 'a name in use', 422, 'role.name_in_use', () => twin('roles', { description: 'd' })],
  [
    'roles create',
    'management permissions for people',
    400,
    'role.management_api_scopes_not_assignable_to_user_role',
    () => call('POST', 'roles', { name: fresh(), description: 'd', type: 'User', scopeIds: ['management-api-all'] }),
  ],
  [
    'roles add-scopes',
    'no scope',
    400,
    'guard.invalid_input',
    async () => call('POST', `roles/${await role()}/scopes`, { scopeIds: [] }),
  ],
  [
    'roles add-scopes',
    'no role',
    404,
    'entity.not_exists_with_id',
    () => call('POST', 'roles/not-found/scopes', { scopeIds: ['a'] }),
  ],
  [
    'roles add-users',
    'a role for machines',
    422,
    'entity.db_constraint_violated',
    async () => call('POST', `roles/${await role('MachineToMachine')}/users`, { userIds: [await user()] }),
  ],
  [
    'roles add-users',
    'no user',
    400,
    'guard.invalid_input',
    async () => call('POST', `roles/${await role()}/users`, { userIds: [] }),
  ],
  ['roles delete', 'nothing', 404, 'entity.not_exists_with_id', () => call('DELETE', 'roles/nothing')],
  ['roles remove-app', 'no role', 404, 'entity.not_found', () => call('DELETE', 'roles/not-found/applications/0')],
  [
    'roles remove-scope',
    'a scope it has not',
    404,
    'entity.not_found',
    async () => call('DELETE', `roles/${await role()}/scopes/0`),
  ],
  ['roles get', 'nothing', 404, 'entity.not_exists_with_id', () => call('GET', 'roles/nothing')],
  ['roles list-apps', 'no role', 404, 'entity.not_exists_with_id', () => call('GET', 'roles/nothing/applications')],
  ['roles list-scopes', 'no role', 404, 'entity.not_exists_with_id', () => call('GET', 'roles/nothing/scopes')],
  [
    'resources create',
    'an indicator in use',
    422,
    'resource.resource_identifier_in_use',
    () => twin('resources', { indicator: 'https://twin.example.com' }),
  ],
  [
    'resources create-scope',
    'a name in use',
    422,
    'scope.name_exists',
    async () => twin(`resources/${await resource()}/scopes`),
  ],
  [
    'resources create-scope',
    'no resource',
    404,
    'entity.not_exists_with_id',
    () => call('POST', 'resources/nothing/scopes', { name: 'a' }),
  ],
  [
    'resources update',
    'a number as name',
    400,
    'guard.invalid_input',
    async () => call('PATCH', `resources/${await resource()}`, { name: 123 }),
  ],
  [
    'resources update-scope',
    'a name in use',
    422,
    'scope.name_exists',
    async () => renamed(`resources/${await resource()}/scopes`),
  ],
  [
    'resources update-scope',
    'a name with a space',
    400,
    'scope.name_with_space',
    async () => {
      const path = `resources/${await resource()}/scopes`
      return call('PATCH', `${path}/${await made(path)}`, { name: 'scope name' })
    },
  ],
  [
    'hooks create',
    'no name',
    400,
    'guard.invalid_input',
    () => call('POST', 'hooks', { name: '', events: ['PostRegister'], config: { url: 'x' } }),
  ],
  [
    'hooks test',
    'no hook',
    404,
    'entity.not_exists_with_id',
    () => call('POST', 'hooks/invalid_id/test', { events: ['PostSignIn'], config: { url: 'http://localhost:9' } }),
  ],
  [
    'hooks test',
    'no URL',
    422,
    'hook.send_test_payload_failed',
    async () => call('POST', `hooks/${await hook()}/test`, { events: ['PostSignIn'], config: { url: 'not_work_url' } }),
  ],
  ['hooks get', 'nothing', 404, 'entity.not_exists_with_id', () => call('GET', 'hooks/nothing')],
  ['hooks rotate-signing-key', 'no hook', 404, 'entity.not_exists', () => call('PATCH', 'hooks/nothing/signing-key')],
  [
    'sso-connectors create-signing-key',
    'no connector',
    404,
    'connector.not_found',
    () => call('POST', 'sso-connectors/nothing/signing-keys', { active: true }),
  ],
  [
    'sso-connectors delete',
    'nothing',
    404,
    'entity.not_exists_with_id',
    () => call('DELETE', 'sso-connectors/nothing'),
  ],
  [
    'sso-connectors delete-signing-key',
    'the key in use',
    400,
    'single_sign_on.can_not_delete_active_signing_key',
    async () => {
      const path = `sso-connectors/${await sso()}/signing-keys`
      return call('DELETE', `${path}/${await made(path, { active: true })}`)
    },
  ],
  [
    'sso-connectors list-signing-keys',
    'no connector',
    404,
    'connector.not_found',
    () => call('GET', 'sso-connectors/nothing/signing-keys'),
  ],
  [
    'custom-profile-fields create',
    'a name in use',
    422,
    'custom_profile_fields.name_exists',
    () => twin('custom-profile-fields', { type: 'Text', required: true }),
  ],
  [
    'custom-profile-fields replace',
    'no field',
    404,
    'entity.not_exists',
    () => call('PUT', 'custom-profile-fields/nothing', { type: 'Text', required: true }),
  ],
  ['custom-phrases get', 'no language', 400, 'guard.invalid_input', () => call('GET', 'custom-phrases/zh-ZH')],
  ['custom-phrases get', 'no phrases', 404, 'entity.not_found', () => call('GET', 'custom-phrases/zh-TW')],
  [
    'email-templates delete-many',
    'no filter',
    422,
    'connector.email_connector.bulk_deletion_no_filter',
    () => call('DELETE', 'email-templates'),
  ],
  [
    'email-templates update',
    'nothing',
    404,
    'entity.not_exists_with_id',
    () => call('PATCH', 'email-templates/invalid-id/details', {}),
  ],
  ['one-time-tokens get', 'nothing', 404, 'entity.not_exists_with_id', () => call('GET', 'one-time-tokens/nothing')],
  ['logs get', 'nothing', 404, 'entity.not_exists_with_id', () => call('GET', 'logs/nothing')],
  [
    'logs list',
    'a window that ends first',
    400,
    'log.invalid_time_window',
    () => call('GET', 'logs?start_time=2000&end_time=1000'),
  ],
  [
    'dashboard get-total-user-count',
    'no token',
    401,
    'auth.authorization_header_missing',
    () => tenant.call('GET', '/api/dashboard/users/total', undefined, ''),
  ],
  [
    'saml-apps delete',
    'another application',
    422,
    'application.saml.saml_application_only',
    async () => call('DELETE', `saml-applications/${await application()}`),
  ],
]

describe('refuses as Logto was recorded to refuse', () => {
  it.each(situations)('%s: %s', async (_command, _what, status, code, act) => {
    const answer = await act()
    expect([answer.status, answer.json.code]).toEqual([status, code])
    expect(answer.json.message).toBeTypeOf('string')
  })

  it.skipIf(!hasExchanges)(
    `each of them was recorded${hasExchanges ? '' : ' (skipped: no recorded exchanges here)'}`,
    () => {
      const recorded = new Set(recordedRefusals().map(({ command, status, code }) => `${command} ${status} ${code}`))
      const invented = situations
        .map(([command, , status, code]) => `${command} ${status} ${code}`)
        .filter((one) => !recorded.has(one))
      expect(invented).toEqual([])
    },
  )

  it('an invalid body comes with issues and details as Logto gives them', async () => {
    const { json } = await call('POST', 'organizations', { name: 'a', customData: 'b' })
    expect(json.details).toBe('Error in key path "customData": (invalid_type) Expected object but received string.')
    expect(json.data?.issues).toEqual([
      {
        code: 'invalid_type',
        expected: 'object',
        received: 'string',
        path: ['customData'],
        message: 'Expected object, received string',
      },
    ])
  })
})
