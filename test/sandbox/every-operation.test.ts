import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Operations } from '../../src/sandbox/operations.js'
import { checkFormats } from './check-formats.js'
import { operations as folder, startTenant, type TestTenant } from './client.js'
import { Fixtures } from './fixtures.js'

const operations = await Operations.open(folder)
const managed = operations.entries.filter((entry) => entry.api === 'management')
const ajv = new Ajv2020({ strict: false, formats: { email: true, binary: true } })

let tenant: TestTenant
let fixtures: Fixtures
beforeAll(async () => {
  tenant = await startTenant()
  fixtures = new Fixtures(tenant, operations)
})
afterAll(() => tenant.close())

/** What must be so before the request, beside that its path exists. */
const before: Record<string, (path: string) => Promise<unknown>> = {
  'users verify-password': (path) => tenant.call('PATCH', path.replace('/verify', ''), { password: 'secret password' }),
  'users set-password-expired': () =>
    tenant.call('PATCH', '/api/sign-in-exp', { passwordExpiration: { enabled: true, validPeriodDays: 30 } }),
  'captcha-provider get': () => captcha(),
  'captcha-provider delete': () => captcha(),
  'actions get': action,
  'actions update': action,
  'actions delete': action,
  'jwt-customizers get': customizer,
  'jwt-customizers update': customizer,
  'jwt-customizers delete': customizer,
  'apps get-sign-in-experience': (path) => tenant.call('PUT', path, { termsOfUseUrl: null, privacyPolicyUrl: null }),
}
const captcha = () =>
  tenant.call('PUT', '/api/captcha-provider', { config: { type: 'Turnstile', siteKey: 's', secretKey: 'k' } })
function action(path: string) {
  return tenant.call('PUT', path, { script: 'x' })
}
function customizer(path: string) {
  return tenant.call('PUT', path, { script: 'x' })
}

/** Query parameters without which the operation refuses. */
const query: Record<string, string> = {
  'email-templates delete-many': '?languageTag=en',
  'authn get-hasura-auth': '?resource=r',
  'saml-apps authn-redirect': '?SAMLRequest=r',
}

/** What a tenant without further services cannot do. */
const refused: Record<string, [number, string]> = {
  'systems get-application': [501, 'application.protected_app_not_configured'],
}

it('knows all operations of the Management API', () => {
  expect(managed).toHaveLength(284)
})

it.each(
  managed.map((entry) => [entry.command, entry] as const),
)('%s answers what its document declares', async (command, entry) => {
  const schema = await operations.schema(entry)
  const path = await fixtures.path(entry)
  await before[command]?.(path)
  const body = await fixtures.body(entry, path)
  const answer = await tenant.call(entry.method, path + (query[command] ?? ''), body)
  if (command in refused) return expect([answer.status, answer.json.code]).toEqual(refused[command])
  const declared = schema.answers.find((one) => one.status === answer.status)
  expect(declared, `${entry.method} ${path}: ${answer.status} ${answer.text}`).toBeDefined()
  expect(answer.headers.get('logto-core-request-id')).toMatch(/^\w{16}$/)
  await checkFormats(command, answer)
  if (!declared?.schema || declared.media !== 'application/json') return
  const valid = ajv.validate(declared.schema, JSON.parse(answer.text))
  expect(valid, `${answer.text.slice(0, 300)} ${ajv.errorsText()}`).toBe(true)
})
