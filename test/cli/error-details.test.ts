/** What is said of a refusal beyond its message. */
import { expect, it } from 'vitest'
import { errorOf, tenant } from './tenant.js'

/** As Logto answers where it could not read a connector's metadata: with all settings of its HTTP library. */
const unreachable = {
  ssoErrorCode: 'invalid_metadata',
  message: 'fail_to_fetch_config',
  error: {
    code: 'ECONNREFUSED',
    timings: { start: 1795853168020 },
    name: 'RequestError',
    options: {
      agent: {},
      headers: { 'user-agent': 'got' },
      retry: { limit: 2, methods: ['GET', 'PUT'] },
      method: 'GET',
      password: '',
      url: 'https://idp.example.com/metadata',
    },
  },
}

const update = ['sso-connectors', 'update', 's1', '--config', '{"metadataUrl":"https://idp.example.com/metadata"}']

it('says what failed of a request that the tenant made, and not how it was made', async () => {
  const { logto } = await tenant({
    status: 400,
    body: { code: 'connector.invalid_metadata', message: "The connector's metadata is invalid.", data: unreachable },
  })
  expect(errorOf(await logto([...update, '--replace', '--json'])).details).toEqual({
    ssoErrorCode: 'invalid_metadata',
    message: 'fail_to_fetch_config',
    error: { code: 'ECONNREFUSED', method: 'GET', url: 'https://idp.example.com/metadata' },
  })
  const { stderr } = await logto([...update, '--replace'])
  expect(stderr).toContain('"code": "ECONNREFUSED"')
  expect(stderr.split('\n').length).toBeLessThan(16)
})

it.each([
  [{ data: {} }],
  [{ details: {} }],
  [{ data: { fieldErrors: {}, formErrors: [] } }],
  [{ details: '' }],
])('says nothing of %j', async (nothing) => {
  const { logto } = await tenant({ status: 422, body: { code: 'x.y', message: 'No.', ...nothing } })
  const { stderr } = await logto(['users', 'list'])
  expect(stderr.split('\n').slice(0, -1)).toEqual(['Error: No', 'correct the request; --debug shows what was sent'])
})

it('says what a secret lacks, and never the secret', async () => {
  const data = { fieldErrors: { clientSecret: ['Required'], issuer: ['Invalid'] }, given: 'the-s3cret-value' }
  const { logto } = await tenant({ status: 400, body: { code: 'connector.invalid_config', message: 'No.', data } })
  const line = [...update.slice(0, 3), '--config', '{"clientSecret":"the-s3cret-value"}', '--replace', '--json']
  const { stderr } = await logto(line)
  expect(stderr).toContain('Required')
  expect(stderr).not.toContain('the-s3cret-value')
})

it('hides a code that was sent and is said again', async () => {
  const body = { code: 'verification_code.code_mismatch', message: 'No.', data: { code: '493817' } }
  const { logto } = await tenant({ status: 400, body })
  const line = ['verification-codes', 'verify', '--email', 'a@example.com', '--verification-code', '493817', '--json']
  expect((await logto(line)).stderr).not.toContain('493817')
})
