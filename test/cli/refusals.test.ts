/** What a refusal says: the field, the rule, who or what does not exist, and what to do. */

import { describe, expect, it } from 'vitest'
import { unsignedToken } from './jwt.js'
import type { Reply, Script } from './server.js'
import { errorOf, tenant } from './tenant.js'

/** The error that a line ends with when the tenant answers so. */
async function refused(line: readonly string[], answer: Reply | Script, env: Record<string, string> = {}) {
  const { logto, received, endpoint } = await tenant(answer)
  const ended = await logto([...line, '--json', '--retries', '0'], { env })
  const { message, hint, details } = errorOf(ended) as { message: string; hint: string; details?: unknown }
  return { message, hint, details, received, endpoint, code: ended.code }
}

const zod = (...issues: object[]): Reply => ({
  status: 400,
  body: {
    code: 'guard.invalid_input',
    message: 'The request body is invalid.',
    details: 'Error in key path: (invalid_string) Invalid',
    data: { name: 'ZodError', issues },
  },
})

describe('a value that breaks a rule', () => {
  it.each([
    [
      { code: 'invalid_string', validation: 'regex', message: 'Invalid', path: ['primaryEmail'] },
      'primaryEmail (--primary-email) must be an e-mail address such as ann@example.com',
    ],
    [
      { code: 'invalid_string', validation: 'regex', message: 'Invalid', path: ['primaryPhone'] },
      'primaryPhone (--primary-phone) must be a phone number in digits alone, country code first, such as 15551234567',
    ],
    [{ code: 'invalid_type', expected: 'string', received: 'undefined', path: ['name'] }, 'name (--name) is missing'],
    [
      { code: 'invalid_type', expected: 'object', received: 'string', path: ['customData'] },
      'customData (--custom-data) must be an object, not text',
    ],
    [
      { code: 'too_big', type: 'string', maximum: 256, path: ['passwordDigest'] },
      'passwordDigest (--password-digest) must have at most 256 characters',
    ],
    [{ code: 'too_small', type: 'array', minimum: 2, path: ['x', 0] }, 'x[0] must hold at least 2 values'],
    [
      { code: 'invalid_enum_value', options: ['Bcrypt', 'MD5'], path: ['passwordAlgorithm'] },
      'passwordAlgorithm (--password-algorithm) must be one of Bcrypt, MD5',
    ],
    [
      {
        code: 'invalid_union',
        path: ['profile'],
        unionErrors: [
          { issues: [{ code: 'invalid_type', expected: 'null', received: 'object', path: ['profile'] }] },
          { issues: [{ code: 'unrecognized_keys', keys: ['nick'], path: ['profile', 'address'] }] },
        ],
      },
      'profile.address (--user-profile) has no property nick',
    ],
  ])('%j', async (issue, message) => {
    const error = await refused(['users', 'create', '--name', 'x', '--no-validate'], zod(issue))
    expect(error).toMatchObject({ message, code: 5, hint: expect.stringContaining('--help') })
    expect(error.details).toBeUndefined()
  })

  it('and another one: each has its line', async () => {
    const two = zod(
      { code: 'too_small', type: 'string', minimum: 1, path: ['name'] },
      { code: 'invalid_literal', expected: true, path: ['profile', 'a'] },
    )
    expect(await refused(['users', 'create', '--name', 'x'], two)).toMatchObject({
      message: 'name (--name) must not be empty',
      details: 'profile.a (--user-profile) must be true',
    })
  })

  it('in an argument', async () => {
    const issue = { code: 'custom', message: 'Invalid input', path: ['userId'] }
    expect(await refused(['users', 'get', 'u 1'], zod(issue))).toMatchObject({
      message: 'the argument user-id is not valid (ID of the user)',
    })
  })

  it('in the configuration of a connector', async () => {
    const issue = { code: 'invalid_type', expected: 'string', received: 'undefined', path: ['accountSID'] }
    const body = { code: 'connector.invalid_config', message: 'Bad.', data: { issues: [issue] } }
    const line = ['connectors', 'test', 'twilio', '--phone', '1555', '--config', '{}']
    expect(await refused(line, { status: 400, body })).toMatchObject({
      message: 'config.accountSID (--config) is missing',
      hint: expect.stringContaining('logto connector-factories get'),
    })
  })
})

describe('what is taken', () => {
  it.each([
    [
      ['users', 'create', '--username', 'zoe'],
      'user.username_already_in_use',
      'the username zoe is already taken (--username)',
      /logto users find zoe/,
    ],
    [
      ['users', 'update', 'u1', '--primary-email', 'a@b.co'],
      'user.email_already_in_use',
      'the e-mail address a@b.co is already taken (--primary-email)',
      /logto users find a@b\.co/,
    ],
    [
      ['roles', 'create', '--name', 'x', '--description', 'd'],
      'role.name_in_use',
      'the role name x is already taken (--name)',
      /another/,
    ],
    [
      ['org-roles', 'create', '--name', 'x'],
      'entity.unique_integrity_violation',
      'the name x is already taken (--name)',
      /another/,
    ],
  ])('%j', async (line, code, message, hint) => {
    const error = await refused(line, { status: 422, body: { code, message: 'Taken.' } })
    expect(error).toMatchObject({ message, hint: expect.stringMatching(hint) })
  })
})

describe('what does not exist', () => {
  const absent = (code: string, message = 'Gone.'): Reply => ({ status: 404, body: { code, message } })

  it('is named, with the way to find it and the tenant', async () => {
    const error = await refused(['users', 'get', 'ana'], absent('entity.not_found'))
    expect(error).toMatchObject({ code: 4, message: 'there is no user ana' })
    expect(error.hint).toMatch(/^`logto users find ana` finds by e-mail/)
    expect(error.hint).toContain(`the tenant is ${error.endpoint}`)
  })

  it('of two arguments both are named', async () => {
    const { message } = await refused(['orgs', 'remove-user', 'o1', 'u1', '--yes'], absent('entity.not_found'))
    expect(message).toBe('nothing was found for organization o1 and user u1')
  })

  it('by the id that the tenant names', async () => {
    const gone = absent('entity.not_exists_with_id', 'The applications with ID `a2` does not exist.')
    const line = ['apps', 'create-secret', 'a2', '--name', 'x']
    expect(await refused(line, gone)).toMatchObject({ message: 'there is no application a2' })
    const scope = absent('entity.not_exists_with_id', 'The scopes with ID `nope` does not exist.')
    const other = ['roles', 'add-scopes', 'r1', '--scope-ids', 'nope']
    expect(await refused(other, scope)).toMatchObject({ message: 'there is no scope nope' })
  })

  it('is looked for where the tenant does not say which of the ids it is', async () => {
    const error = await refused(
      ['orgs', 'add-users', 'o1', '--user-ids', 'u1', '--user-ids', 'u2'],
      ({ method, path }) =>
        method === 'POST'
          ? { status: 422, body: { code: 'entity.relation_foreign_key_not_found', message: 'Keys.' } }
          : { status: path.endsWith('/u2') ? 404 : 200, body: {} },
    )
    expect(error).toMatchObject({ code: 5, message: 'there is no user u2' })
    expect(error.received.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /api/organizations/o1',
      'GET /api/users/u1',
      'GET /api/users/u2',
      'POST /api/organizations/o1/users',
    ])
  })

  it('is not found out where that fails', async () => {
    const error = await refused(['orgs', 'add-users', 'o1', '--user-ids', 'u1'], ({ method }) =>
      method === 'POST'
        ? { status: 422, body: { code: 'entity.relation_foreign_key_not_found', message: 'Keys.' } }
        : { status: 500 },
    )
    expect(error.message).toBe('one of the ids does not exist')
  })

  it('is a relation between ids that do exist', async () => {
    const error = await refused(['roles', 'add-users', 'r1', '--user-ids', 'u1'], ({ method }) =>
      method === 'POST'
        ? { status: 422, body: { code: 'entity.db_constraint_violated', message: 'No.' } }
        : { body: {} },
    )
    expect(error.message).toBe('the role is of the wrong type for those who are to hold it')
  })
})

describe('what a command knows of a code', () => {
  it.each([
    [
      ['apps', 'create', '--name', 'x', '--type', 'SAML'],
      400,
      'application.saml.use_saml_app_api',
      /logto saml-apps create/,
    ],
    [['apps', 'update', 'a1', '--name', 'x'], 400, 'application.saml.use_saml_app_api', /logto saml-apps --help/],
    [['systems', 'get-application'], 501, 'application.protected_app_not_configured', /Logto Cloud/],
    [['custom-phrases', 'get', 'fr'], 404, 'entity.not_found', /logto custom-phrases list/],
    [['oidc-keys', 'rotate', 'private-keys', '--yes'], 422, 'oidc.invalid_request', /Next key/],
  ])('%j', async (line, status, code, hint) => {
    const error = await refused(line, { status, body: { code, message: 'Use `[METHOD] /x(/.*)?` API.' } })
    expect(error.hint).toMatch(hint)
    expect(error.message).not.toContain('METHOD')
  })

  it('names its arguments', async () => {
    const gone = { status: 404, body: { code: 'entity.not_found', message: 'Gone.' } }
    expect((await refused(['custom-phrases', 'get', 'fr'], gone)).message).toBe(
      'nothing was changed in the phrases of fr',
    )
  })

  it('takes placeholders out of a message, or fills them in', async () => {
    const body = { code: 'x.y', message: 'Cannot find {{ who }} for type: {{type}}.', data: { who: 'a connector' } }
    expect(await refused(['hooks', 'list'], { status: 400, body })).toMatchObject({
      message: 'Cannot find a connector for type',
      details: undefined,
    })
  })
})

describe('a limit', () => {
  it('says when to come back, where that is long', async () => {
    const body = { code: 'request.rate_limited', message: 'Slowly.' }
    const { hint, code } = await refused(['hooks', 'list'], { status: 429, headers: { 'retry-after': '900' }, body })
    expect(code).toBe(6)
    const at = /again in 15 minutes, at (\S+Z)$/.exec(hint)?.[1] ?? ''
    expect(Math.abs(Date.parse(at) - Date.now() - 900_000)).toBeLessThan(30_000)
  })

  it.each([
    ['20', /in 20 seconds/],
    [undefined, /wait a little/],
  ])('Retry-After %s', async (after, hint) => {
    const headers: Record<string, string> = after === undefined ? {} : { 'retry-after': after }
    expect((await refused(['hooks', 'list'], { status: 429, headers })).hint).toMatch(hint)
  })

  it('of messages is not said to be waited out by --retries', async () => {
    const body = { code: 'request.message_rate_limited', message: 'No.' }
    const { hint } = await refused(['verification-codes', 'send', '--email', 'a@b.co'], { status: 429, body })
    expect(hint).toBe('wait ten minutes, then try again')
  })
})

describe('a 401 and a 403', () => {
  const tokenFor = (aud: string) => ({
    LOGTO_ACCESS_TOKEN: unsignedToken({ aud, iss: 'https://a.example', scope: 'all' }),
  })
  const env = tokenFor('https://api.example.com')
  const because = (data: object): Reply => ({ status: 401, body: { code: 'auth.unauthorized', message: 'No.', data } })

  it.each([
    [
      { claim: 'aud', reason: 'check_failed' },
      /^the token is for https:\/\/api\.example\.com, which is not the Management API.*https:\/\/default\.logto\.app\/api/,
    ],
    [{ code: 'ERR_JWKS_NO_MATCHING_KEY' }, /^the token is signed with a key that the server .* does not have/],
  ])('is explained by %j', async (data, hint) => {
    expect((await refused(['hooks', 'list'], because(data), env)).hint).toMatch(hint)
  })

  it('of another issuer is explained by what else is wrong with the token, and then by its issuer', async () => {
    const told = async (aud: string) =>
      (await refused(['hooks', 'list'], because({ claim: 'iss' }), tokenFor(aud))).hint
    expect(await told('https://api.example.com')).toMatch(/^the token is for https:\/\/api\.example\.com/)
    expect(await told('https://default.logto.app/api')).toMatch(
      /^the token comes from https:\/\/a\.example, .*Host header/,
    )
  })

  it.each([
    [
      401,
      'auth.expected_role_not_found',
      ['authn', 'get-hasura-auth', '--api-resource', 'https://a.example', '--expected-role', 'x'],
      /unauthorized-role/,
    ],
    [403, 'application.saml.reach_oss_limit', ['saml-apps', 'create', '--name', 'x'], /delete one first/],
    [403, 'some.rule_of_business', ['hooks', 'list'], /correct the request/],
  ])('%s %s is not about the token', async (status, code, line, hint) => {
    const error = await refused(line, { status, body: { code, message: 'No.' } })
    expect(error).toMatchObject({ code: 3, hint: expect.stringMatching(hint) })
    expect(error.hint).not.toMatch(/token/)
  })
})

it('a 501 is not answered by trying again', async () => {
  const { hint } = await refused(['hooks', 'list'], { status: 501, body: { code: 'x.y', message: 'Not here.' } })
  expect(hint).toMatch(/trying again does not help/)
})
