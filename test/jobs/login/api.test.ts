/** `logto api`: raw requests with everything that other commands have. */

import { describe, expect, it } from 'vitest'
import { openSessionAt } from '../../cli/open-session.js'
import { cleanEnv } from '../../cli/run.js'
import { errorOf, tenant } from '../../cli/tenant.js'
import { addProfile, person } from './person.js'
import { namedTenant } from './two-tenants.js'

describe('a raw request', () => {
  it('puts each -f of a GET or DELETE into the query', async () => {
    const { logto, received } = await tenant({ body: [] })
    await logto([
      'api',
      'GET',
      '/api/users?a=1',
      '-f',
      'page_size=5',
      '-f',
      'q=x&y=z',
      '--query-param',
      'b=2',
      '--json',
    ])
    await logto(['api', 'delete', 'api/users/u1', '--query-param', 'force=true', '--yes'])
    expect(received.map(({ method, path, query, body }) => [method, path, query, body])).toEqual([
      [
        'GET',
        '/api/users',
        [
          ['a', '1'],
          ['page_size', '5'],
          ['q', 'x&y=z'],
          ['b', '2'],
        ],
        '',
      ],
      ['DELETE', '/api/users/u1', [['force', 'true']], ''],
    ])
  })

  it('makes a body of -f as text, --set-json and --body', async () => {
    const { logto, received } = await tenant({ body: {} })
    await logto([
      'api',
      'POST',
      '/api/users',
      '-f',
      'name=1',
      '-f',
      'profile.givenName=Ann',
      '--set-json',
      'customData.n=[1]',
    ])
    await logto(['api', 'PATCH', '/api/users/u1', '--body', '-', '-f', 'name=b'], { input: '{"name":"a","age":3}' })
    await logto(['api', 'PUT', '/api/x', '--body', '[1,{"a":null}]'])
    expect(received.map(({ method, body }) => [method, JSON.parse(body)])).toEqual([
      ['POST', { name: '1', profile: { givenName: 'Ann' }, customData: { n: [1] } }],
      ['PATCH', { name: 'b', age: 3 }],
      ['PUT', [1, { a: null }]],
    ])
    expect(received.every(({ headers }) => headers['content-type'] === 'application/json')).toBe(true)
  })

  it('walks pages with --all and --limit', async () => {
    const { logto, received } = await tenant(({ query }) => {
      const [page, size] = ['page', 'page_size'].map((name) => Number(Object.fromEntries(query)[name] ?? 20))
      const rows = Array.from({ length: 250 }, (_, i) => ({ id: `u${i}` }))
      const from = ((page ?? 1) - 1) * (size ?? 20)
      return { body: rows.slice(from, from + (size ?? 20)), headers: { 'total-number': '250' } }
    })
    const all = await logto(['api', 'GET', '/api/users', '--all', '-o', 'jsonl'])
    expect(all.stdout.trim().split('\n')).toHaveLength(250)
    expect(received).toHaveLength(3)
    const some = await logto(['api', 'GET', '/api/users', '--limit', '120', '--json'])
    expect(JSON.parse(some.stdout)).toHaveLength(120)
  })

  it('prints, columns and queries as every command does, also when the answer is empty', async () => {
    const { logto } = await tenant(({ method }) => (method === 'GET' ? { body: [{ id: 'a', n: 1 }] } : { status: 204 }))
    expect((await logto(['api', 'GET', '/api/x', '--columns', 'id', '-o', 'csv'])).stdout).toBe('id\na\n')
    expect((await logto(['api', 'GET', '/api/x', '--query', '[].n', '--json'])).stdout).toMatch(/^\[\s*1\s*\]\n$/)
    const gone = await logto(['api', 'DELETE', '/api/x', '-y', '--json'])
    expect(JSON.parse(gone.stdout)).toEqual({ success: true, status: 204 })
  })

  it('fails as every command does', async () => {
    const { logto } = await tenant({ status: 404, body: { code: 'entity.not_found', message: 'No.' } })
    const ended = await logto(['api', 'GET', '/api/x', '--json'])
    expect(ended).toMatchObject({ code: 4, stdout: '' })
    expect(errorOf(ended)).toMatchObject({ code: 'entity.not_found', status: 404 })
  })

  it('with --dry-run sends nothing and shows the request, secrets masked', async () => {
    const { logto, received, endpoint } = await tenant()
    const ended = await logto(['api', 'POST', '/api/users', '-f', 'password=hunter2', '-f', 'name=a', '--dry-run'])
    expect(ended).toMatchObject({ code: 0 })
    expect(JSON.parse(ended.stdout)).toMatchObject({
      method: 'POST',
      url: `${endpoint}/api/users`,
      body: { name: 'a' },
    })
    expect(ended.stdout).not.toContain('hunter2')
    expect(received).toEqual([])
  })

  it('takes -f as gh does: into the query of a GET, into the body of everything else', async () => {
    const { logto, received } = await tenant({ status: 204 })
    for (const method of ['GET', 'POST', 'DELETE']) await logto(['api', method, '/api/x?a=b', '-f', 'n=1', '-y'])
    await logto(['api', 'DELETE', '/api/x', '--query-param', 'n=1', '-y'])
    expect(received.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['GET', '/api/x?a=b&n=1', ''],
      ['POST', '/api/x?a=b', '{"n":"1"}'],
      ['DELETE', '/api/x?a=b', '{"n":"1"}'],
      ['DELETE', '/api/x?n=1', ''],
    ])
  })

  it.each(['--body={}', '--set-json=a=1'])('refuses %s in a GET', async (flag) => {
    const { logto, received } = await tenant()
    const ended = await logto(['api', 'GET', '/api/x', flag])
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toMatch(/a GET has no body\n.*-f/)
    expect(received).toEqual([])
  })

  it('that deletes asks first', async () => {
    const { logto, received } = await tenant({ status: 204 })
    const ended = await logto(['api', 'DELETE', '/api/users/u1'])
    expect(ended).toMatchObject({ code: 2 })
    expect(ended.stderr).toMatch(/api DELETE \/api\/users\/u1 destroys something.*\nadd --yes/)
    expect(received).toEqual([])
  })

  it('sends extra headers, but none that carries credentials', async () => {
    const { logto, received } = await tenant()
    await logto(['api', 'GET', '/api/x', '--header', 'x-y: z'])
    expect(received[0]?.headers['x-y']).toBe('z')
    for (const header of [
      'authorization: Bearer x',
      'Authorization:x',
      'proxy-authorization: x',
      'host: elsewhere.example',
    ]) {
      const ended = await logto(['api', 'GET', '/api/x', '--header', header])
      expect({ header, ended }).toMatchObject({ ended: { code: 2, stdout: '' } })
    }
    expect(received).toHaveLength(1)
  })
})

describe('a path', () => {
  it.each([
    'https://elsewhere.example/api/users',
    'HTTPS://elsewhere.example',
    'http:elsewhere.example',
    'javascript:alert(1)',
    '//elsewhere.example/api',
    '///elsewhere.example',
    '/\\elsewhere.example',
    '\\\\elsewhere.example',
    '/api\\users',
    '/api/users/../applications',
    '/api/users/..',
    '/api/./users',
    '/api/users/%2e%2e/applications',
    '/api/users/.%2E/applications',
    '/api/users/%2E',
    '../x',
    '..',
    '/api/users#x',
    '/api/us ers',
    '/api/us\ners',
    '/\t/elsewhere.example',
    '',
  ])('%j is refused, and nothing is sent', async (path) => {
    const { logto, received } = await tenant()
    const ended = await logto(['api', 'GET', path])
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toMatch(/give a path on the tenant, such as \/api\/users|logto api METHOD PATH|missing/i)
    expect(received).toEqual([])
  })

  it.each([
    '/api/users/a..b',
    '/api/users/...',
    '/api/users/{id}',
    '/api/users/a%2Fb',
    '/api/users?next=/../x',
  ])('%j is one on the tenant, and arrives as it is', async (path) => {
    const { logto, received } = await tenant()
    expect(await logto(['api', 'GET', path])).toMatchObject({ code: 0 })
    expect(decodeURIComponent(received[0]?.url ?? '')).toBe(decodeURIComponent(path))
  })

  it('is sent the credential of its API', async () => {
    const { logto, received, endpoint, home } = await tenant()
    await openSessionAt(endpoint, cleanEnv(home))
    const env = { LOGTO_USER_TOKEN: 'user-token' }
    const paths = ['/api/users', '/api/my-account', '/api/verifications/password', '/api/experience/submit']
    const open = ['/api/status', '/api/.well-known/sign-in-exp', '/oidc/.well-known/openid-configuration']
    for (const path of [...paths, ...open]) await logto(['api', 'GET', path], { env })
    expect(received.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer opaque-token-of-the-test',
      'Bearer user-token',
      'Bearer user-token',
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('of another API than the profile’s is refused before anything is sent', async () => {
    const server = await namedTenant('own')
    const ann = person()
    await addProfile(ann, 'work', { endpoint: server.endpoint })
    const ended = await ann.logto('api GET /api/my-account')
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(ended.stderr).toContain('logto login --user')
    expect(server.received).toEqual([])
  })
})

it('a method that is none is refused', async () => {
  const { logto, received } = await tenant()
  const ended = await logto(['api', 'FETCH', '/api/users'])
  expect(ended).toMatchObject({ code: 2 })
  expect(ended.stderr).toMatch(/FETCH is not a method\n.*GET, POST/)
  expect(received).toEqual([])
})
