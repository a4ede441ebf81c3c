/** What the server answers, and what becomes of it: exit codes, retries, and answers that are none. */

import { describe, expect, it } from 'vitest'
import { unsignedToken } from './jwt.js'
import type { Reply } from './server.js'
import { errorOf, tenant } from './tenant.js'

const hooks = ['hooks', 'list', '--json']

describe('a refusal', () => {
  it.each([
    [400, 5, { code: 'guard.invalid_input', message: 'Bad.', details: 'name: too long' }],
    [401, 3, { code: 'auth.unauthorized', message: 'Unauthorized.' }],
    [403, 3, { code: 'auth.forbidden', message: 'Forbidden.' }],
    [404, 4, { code: 'entity.not_found', message: 'Not here.' }],
    [409, 5, { code: 'entity.conflict', message: 'Twice.' }],
    [422, 5, { code: 'some.rule', message: 'Broken.' }],
    [429, 6, { code: 'request.rate_limited', message: 'Slowly.' }],
    [500, 7, { code: 'internal', message: 'Oh.' }],
    [501, 7, { code: 'connector.not_implemented', message: 'No.' }],
    [502, 7, undefined],
    [404, 4, undefined],
    [418, 5, undefined],
  ])('of status %s ends with %s', async (status, code, body) => {
    const { logto } = await tenant({ status, body, headers: { 'logto-core-request-id': 'req-1' } })
    const ended = await logto([...hooks, '--retries', '0'])
    expect(ended).toMatchObject({ code, stdout: '' })
    expect(errorOf(ended)).toMatchObject({
      code: body?.code ?? `http.${status}`,
      message: body?.message.replace('.', '') ?? expect.stringContaining(String(status)),
      status,
      requestId: 'req-1',
      hint: expect.stringMatching(/\w/),
    })
  })

  it('is told to a person in lines: what, the details, what to do, the request id', async () => {
    const { logto } = await tenant({
      status: 400,
      body: { code: 'guard.invalid_input', message: 'The request is wrong.', details: 'name: too long\nurl: no URL' },
      headers: { 'logto-core-request-id': 'req-1' },
    })
    const { code, stdout, stderr } = await logto(['hooks', 'list'])
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' })
    expect(stderr).toMatch(
      /^Error: The request is wrong\n {2}name: too long\n {2}url: no URL\n\S.*\nrequest id: req-1\n$/,
    )
  })

  it('cannot drive the terminal', async () => {
    const { logto } = await tenant({ status: 400, body: { code: 'x', message: '\u001b[2Jgone\u0007' } })
    const { stderr } = await logto(['hooks', 'list'])
    expect(stderr).toContain('gone')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
    expect(stderr).not.toMatch(/[\u0007\u001b]/)
  })
})

describe('an answer that is none', () => {
  const page = { headers: { 'content-type': 'text/html' }, body: '<html>Please sign in</html>' }

  it('a web page with status 200 is a proxy that speaks', async () => {
    const { logto } = await tenant(page)
    const ended = await logto(hooks)
    expect(ended).toMatchObject({ code: 7, stdout: '' })
    expect(errorOf(ended)).toMatchObject({ code: 'http.not_json', hint: expect.stringMatching(/proxy/) })
  })

  it('a web page with status 403 does not spill over the terminal', async () => {
    const { logto } = await tenant({ ...page, status: 403 })
    const { code, stderr } = await logto(['hooks', 'list'])
    expect(code).toBe(3)
    expect(stderr).not.toContain('<html>')
    expect(stderr).toMatch(/403 Forbidden with a web page/)
  })

  it('JSON that breaks off is no JSON', async () => {
    const { logto } = await tenant({ headers: { 'content-type': 'application/json' }, body: '[{"id":' })
    expect(await logto(hooks)).toMatchObject({ code: 7, stdout: '' })
  })

  it('a redirect is not followed, and its goal is named', async () => {
    const other = await tenant()
    const { logto } = await tenant({ status: 302, headers: { location: `${other.endpoint}/api/hooks` } })
    const ended = await logto(hooks)
    expect(ended.code).toBe(7)
    expect(errorOf(ended)).toMatchObject({ code: 'http.redirect', message: expect.stringContaining(other.endpoint) })
    expect(other.received).toEqual([])
  })

  it('a connection cut in the middle of the body', async () => {
    const { logto } = await tenant((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('[{"id":')
      setTimeout(() => response.destroy(), 50)
      return undefined
    })
    const ended = await logto([...hooks, '--retries', '0'])
    expect(ended).toMatchObject({ code: 7, stdout: '' })
    expect(errorOf(ended)).toMatchObject({ code: 'network.cut', hint: expect.stringMatching(/\w/) })
  })

  it('silence: --timeout ends it', async () => {
    const { logto } = await tenant(() => undefined)
    const ended = await logto([...hooks, '--timeout', '500ms', '--retries', '0'])
    expect(ended.code).toBe(7)
    // Without the flag it would wait for 30 s.
    expect(ended.took).toBeLessThan(10_000)
    expect(errorOf(ended)).toMatchObject({
      code: 'network.timeout',
      message: expect.stringContaining('500 ms'),
      hint: expect.stringContaining('--timeout'),
    })
  })

  it('a body that never ends: --timeout ends it as well', async () => {
    const { logto } = await tenant((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('[')
      return undefined
    })
    const ended = await logto([...hooks, '--timeout', '500ms', '--retries', '0'])
    expect(ended).toMatchObject({ code: 7, stdout: '' })
    // Without the flag it would wait for 30 s.
    expect(ended.took).toBeLessThan(10_000)
  })
})

describe('retries', () => {
  const busy: Reply = { status: 503, body: 'busy' }

  it('a list that fails first is asked for again, twice by default', async () => {
    const twice = await tenant((_request, _response, count) => (count < 3 ? busy : { body: [] }))
    expect((await twice.logto(hooks)).code).toBe(0)
    expect(twice.received).toHaveLength(3)
    const never = await tenant(busy)
    expect((await never.logto(hooks)).code).toBe(7)
    expect(never.received).toHaveLength(3)
  })

  it('--retries 0 asks once', async () => {
    const { logto, received } = await tenant(busy)
    expect((await logto([...hooks, '--retries', '0'])).code).toBe(7)
    expect(received).toHaveLength(1)
  })

  it('a POST or PATCH is not sent again after 503, but after 429', async () => {
    const failing = await tenant(busy)
    expect((await failing.logto(['roles', 'create', '--name', 'n', '--description', 'd'])).code).toBe(7)
    expect((await failing.logto(['users', 'update', 'u', '--name', 'n'])).code).toBe(7)
    expect(failing.received).toHaveLength(2)
    const limited = await tenant((_request, _response, count) =>
      count === 1 ? { status: 429, headers: { 'retry-after': '1' }, body: { code: 'x', message: 'y' } } : { body: {} },
    )
    const ended = await limited.logto(['users', 'update', 'u', '--name', 'n'])
    expect(ended.code).toBe(0)
    expect(ended.took).toBeGreaterThan(1000)
    expect(limited.received).toHaveLength(2)
  })

  it.each(['request.message_rate_limited', 'auth.exceed_token_limit'])('%s is never repeated', async (code) => {
    const { logto, received } = await tenant({ status: 429, body: { code, message: 'No.' } })
    const ended = await logto(hooks)
    expect(ended.code).toBe(6)
    expect(errorOf(ended)).toMatchObject({ code, hint: expect.stringMatching(/wait|quota/) })
    expect(received).toHaveLength(1)
  })

  it('a Retry-After of more than a minute is not waited for', async () => {
    const limited = { status: 429, headers: { 'retry-after': '3600' }, body: { code: 'x', message: 'y' } }
    const { logto, received } = await tenant(limited)
    const ended = await logto(hooks)
    expect(ended.code).toBe(6)
    expect(received).toHaveLength(1)
  })

  it('a DELETE that finds nothing after an unclear first try is done, and says so', async () => {
    const { logto, received } = await tenant((_request, response, count) => {
      if (count > 1) return { status: 404, body: { code: 'entity.not_exists', message: 'Gone.' } }
      response.destroy()
      return undefined
    })
    const ended = await logto(['users', 'delete', 'u1', '--yes', '--json'])
    expect(ended).toMatchObject({ code: 0, stdout: '{\n  "success": true,\n  "status": 204\n}\n' })
    expect(JSON.parse(ended.stderr)).toEqual({ notice: expect.stringMatching(/taken as done/) })
    expect(received).toHaveLength(2)
  })

  it('a DELETE that finds nothing at once is not found', async () => {
    const { logto } = await tenant({ status: 404, body: { code: 'entity.not_exists', message: 'Gone.' } })
    expect((await logto(['users', 'delete', 'u1', '--yes'])).code).toBe(4)
  })
})

describe('a 401 is explained from the token', () => {
  const resource = 'https://default.logto.app/api'
  const good = { aud: resource, scope: 'all', exp: 4_000_000_000, iat: 1_000_000_000 }

  it.each([
    [
      'another audience',
      { ...good, aud: 'https://other.logto.app/api' },
      /other\.logto\.app\/api.*default\.logto\.app/,
    ],
    ['no audience', { ...good, aud: undefined }, /no resource/],
    ['its time is over', { ...good, exp: 1_000_000_100 }, /expired at 2001-09-09T01:48:20/],
    ['no scope', { ...good, scope: '' }, /lacks the scope all.*Management API access/],
    ['from the future', { ...good, iat: 3_900_000_000 }, /clock/],
    ['nothing wrong', good, /check/],
  ])('%s', async (_, claims, why) => {
    const { logto } = await tenant({ status: 401, body: { code: 'auth.unauthorized', message: 'Unauthorized.' } })
    const token = unsignedToken(claims)
    const ended = await logto(hooks, { env: { LOGTO_ACCESS_TOKEN: token } })
    expect(ended.code).toBe(3)
    expect(errorOf(ended).hint).toMatch(why)
    expect(ended.stderr).not.toContain(token)
  })

  it('an opaque token is none for the Management API', async () => {
    const { logto } = await tenant({ status: 401, body: { code: 'auth.unauthorized', message: 'Unauthorized.' } })
    expect(errorOf(await logto(hooks)).hint).toMatch(/opaque/)
  })

  it('an end user is told about the own token', async () => {
    const { logto } = await tenant({ status: 401, body: { code: 'auth.unauthorized', message: 'Unauthorized.' } })
    const ended = await logto(['account', 'get', '--json'], { env: { LOGTO_USER_TOKEN: 'opaque-user' } })
    expect(errorOf(ended).hint).toMatch(/request another LOGTO_USER_TOKEN/)
  })
})

describe('an empty answer', () => {
  it('is a success in json, and nothing in a pipe', async () => {
    const { logto } = await tenant({ status: 204 })
    expect(await logto(['users', 'delete', 'u1', '--yes'])).toMatchObject({ code: 0, stdout: '', stderr: '' })
    const jsonl = await logto(['users', 'delete', 'u1', '--yes', '-o', 'jsonl'])
    expect(jsonl).toMatchObject({ code: 0, stdout: '{"success":true,"status":204}\n' })
  })
})
