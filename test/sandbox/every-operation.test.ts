import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { printableOf } from '../../src/operation/printable.js'
import type { Format } from '../../src/output/format.js'
import { print } from '../../src/output/print.js'
import { Operations } from '../../src/sandbox/operations.js'
import { operationOf } from '../contract/command-line.js'
import { captured, optionsFor } from '../output/capture.js'
import { csvRecords } from '../output/csv-records.js'
import { type Answered, operations as folder, startTenant, type TestTenant } from './client.js'
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
  const declared = schema.answers.find((one) => one.status === answer.status)
  expect(declared, `${entry.method} ${path}: ${answer.status} ${answer.text}`).toBeDefined()
  expect(answer.headers.get('logto-core-request-id')).toMatch(/^\w{16}$/)
  await checkFormats(command, answer)
  if (!declared?.schema || declared.media !== 'application/json') return
  const valid = ajv.validate(declared.schema, JSON.parse(answer.text))
  expect(valid, `${answer.text.slice(0, 300)} ${ajv.errorsText()}`).toBe(true)
})

/** A program can read the answer in every format, and each says the same. */
async function checkFormats(command: string, { status, headers, text }: Answered): Promise<void> {
  const operation = await operationOf(command)
  const given = { status, headers: Object.fromEntries(headers), text, tries: 1, unclear: false }
  const printed = async (format: Format) => {
    const streams = captured()
    const options = optionsFor(undefined, { format, defaultColumns: operation.columns })
    await print(printableOf(given, operation, {}), options, streams)
    // Whether rows are left is said to people.
    for (const line of streams.stderr.split('\n').slice(0, -1)) {
      if (format !== 'table') expect(JSON.parse(line)).toEqual({ notice: expect.any(String) })
    }
    return streams.stdout
  }
  const document = JSON.parse(await printed('json')) as unknown
  expect(parseYaml(await printed('yaml'))).toEqual(document)
  const lines = (await printed('jsonl')).split('\n').slice(0, -1)
  const rows = Array.isArray(document) ? document : operation.rows ? undefined : [document]
  if (rows) expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(rows)
  const csv = await printed('csv')
  if (!csv.startsWith('{') && typeof document === 'object') {
    expect(new Set(csvRecords(csv).map((record) => record.length)).size).toBeLessThanOrEqual(1)
  }
  const table = (await printed('table')).split('\n').slice(0, -1)
  if (Array.isArray(document)) expect(new Set(table.map((line) => line.split('\t').length)).size).toBeLessThanOrEqual(1)
}
