/** Positional arguments, query flags and headers: bad ones first. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bare, errorOf, tenant } from './tenant.js'

describe('arguments', () => {
  it.each([
    ['', /the argument user-id is empty\n.*shell variable/],
    ['.', /the argument user-id is '\.'/],
    ['..', /the argument user-id is '\.\.'/],
  ])('%o is refused before anything is sent', async (value, why) => {
    const { logto, received } = await tenant()
    const ended = await logto(['users', 'get', value])
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toMatch(why)
    expect(received).toEqual([])
  })

  it('one of two that is .. cannot turn a command into another', async () => {
    const { logto, received } = await tenant({ status: 204 })
    expect((await logto(['users', 'remove-role', 'u1', '..', '--yes'])).code).toBe(2)
    expect(received).toEqual([])
  })

  it.each([
    ['%2e%2e', '/api/users/%252e%252e'],
    ['a/b', '/api/users/a%2Fb'],
    ['a b?c#d', '/api/users/a%20b%3Fc%23d'],
    ['ü…', '/api/users/%C3%BC%E2%80%A6'],
    ['a\\b', '/api/users/a%5Cb'],
    ['...', '/api/users/...'],
    ["$&{userId}$'", "/api/users/%24%26%7BuserId%7D%24'"],
  ])('%s goes as it is, percent-encoded', async (value, path) => {
    const { logto, received } = await tenant()
    expect((await logto(['users', 'get', value])).code).toBe(0)
    expect(received[0]?.path).toBe(path)
  })

  it('that is missing is never taken from standard input, which may hold a secret', async () => {
    const { shell, home, received } = await tenant()
    writeFileSync(join(home, 'secret'), 'a-secret\n')
    const ended = await shell('logto users update-password --password - < secret', { cwd: home })
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toMatch(/missing argument: user-id/)
    expect(received).toEqual([])
  })

  it('that is missing is named', async () => {
    const ended = await bare(['users', 'get', '--json'])
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(errorOf(ended)).toMatchObject({
      code: 'usage.missing_argument',
      message: 'missing argument: user-id',
      hint: expect.stringContaining('logto users get --help'),
    })
  })

  it('too many are refused, the first too many named', async () => {
    const { code, stderr } = await bare(['users', 'find', 'u1', 'u2', 'u3'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/unexpected argument: u2; users find takes 1 argument\n/)
  })

  it('outside a closed set is refused with its name and the nearest', async () => {
    const { code, stderr } = await bare(['oidc-keys', 'list', 'private-key'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^Error: \S+ cannot be private-key; did you mean private-keys\?/)
    expect(stderr).toContain('cookie-keys')
  })

  it('a long closed set is left to the help', async () => {
    const { code, stderr } = await bare(['custom-phrases', 'get', 'de-XX'])
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^Error: language-tag cannot be de-XX; did you mean de\?\nsee logto custom-phrases get --help\n$/,
    )
  })
})

describe('query flags', () => {
  it.each([
    ['2000', '2000'],
    ['2026-01-31', String(Date.UTC(2026, 0, 31))],
    ['2026-01-31T09:00:00Z', String(Date.UTC(2026, 0, 31, 9))],
    ['2026-01-31T09:00:00+01:00', String(Date.UTC(2026, 0, 31, 8))],
  ])('time %s goes as epoch milliseconds', async (text, milliseconds) => {
    const { logto, received } = await tenant({ body: [] })
    expect((await logto(['logs', 'list', '--start-time', text])).code).toBe(0)
    expect(received[0]?.query).toEqual([['start_time', milliseconds]])
  })

  it('an age is counted back from now', async () => {
    const { logto, received } = await tenant({ body: [] })
    const before = Date.now() - 3_600_000
    expect((await logto(['logs', 'list', '--start-time', '1h'])).code).toBe(0)
    const sent = Number(received[0]?.query[0]?.[1])
    expect(sent).toBeGreaterThanOrEqual(before)
    expect(sent).toBeLessThanOrEqual(Date.now() - 3_600_000)
  })

  it.each(['', 'yesterday', '31.01.2026', '2026-13-45', '1y', '-5', '12:00'])('time %o is refused', async (text) => {
    const { code, stderr } = await bare(['logs', 'list', `--start-time=${text}`, '--dry-run'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^Error: --start-time: .* is not a time\n.*7d.*2026-01-31T09:00:00Z/)
  })

  it('that is required is asked for', async () => {
    const { code, stderr } = await bare(['one-time-tokens', 'create', '--dry-run'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/--email/)
  })

  it('search: the wire names, in the order given', async () => {
    const { logto, received } = await tenant({ body: [] })
    const line = ['users', 'list', '--contains', 'ann', '--where', 'name=A%', '--where', 'name=B%', '--mode', 'like']
    expect((await logto([...line, '--mode', 'name=posix', '--joint', 'or', '--case-sensitive'])).code).toBe(0)
    expect(received[0]?.query).toEqual([
      ['search', '%ann%'],
      ['search.name', 'A%'],
      ['search.name', 'B%'],
      ['mode', 'like'],
      ['mode.name', 'posix'],
      ['joint', 'or'],
      ['isCaseSensitive', 'true'],
    ])
  })

  it.each([
    [['--contains', 'a', '--search', 'b'], /--contains.*--search/],
    [['--where', 'name'], /--where name: the field or the pattern is missing/],
    [['--where', '=x'], /--where =x/],
    [['--mode', 'fuzzy'], /--mode fuzzy.*\n.*like, exact, similar_to, posix/],
    [['--mode', 'name=fuzzy'], /--mode name=fuzzy/],
    [['--joint', 'xor'], /--joint cannot be xor/],
  ])('search %o is refused', async (flags, why) => {
    const { code, stderr } = await bare(['users', 'list', ...flags, '--dry-run'])
    expect(code).toBe(2)
    expect(stderr).toMatch(why)
  })

  it('a search without % that finds nothing says why', async () => {
    const { logto } = await tenant({ body: [], headers: { 'total-number': '0' } })
    const ended = await logto(['users', 'list', '--search', 'ann', '--json'])
    expect(ended).toMatchObject({ code: 0, stdout: '[]\n' })
    expect(JSON.parse(ended.stderr)).toEqual({ notice: expect.stringMatching(/--contains/) })
  })
})

describe('the ways out', () => {
  it('--query-param and --header add what no flag is made for', async () => {
    const { logto, received } = await tenant({ body: [] })
    const line = ['hooks', 'list', '--query-param', 'a=1', '--query-param', 'a=b=c', '--header', 'X-Trace: 1:2']
    expect((await logto(line)).code).toBe(0)
    expect(received[0]?.query).toEqual([
      ['a', '1'],
      ['a', 'b=c'],
    ])
    expect(received[0]?.headers['x-trace']).toBe('1:2')
  })

  it.each([
    [['--query-param', 'novalue'], /--query-param novalue/],
    [['--query-param', '=x'], /--query-param =x/],
    [['--header', 'novalue'], /--header novalue/],
    [['--header', 'bad name: x'], /not a valid header/],
    [['--header', 'x: a\r\ny: b'], /not a valid header/],
    [['--header', 'Authorization: Bearer x'], /this program sets that header itself\n.*environment/],
    [['--header', 'cookie: a=b'], /this program sets that header itself/],
  ])('%o is refused', async (flags, why) => {
    const { logto, received } = await tenant({ body: [] })
    const { code, stderr } = await logto(['hooks', 'list', ...flags])
    expect(code).toBe(2)
    expect(stderr).toMatch(why)
    expect(received).toEqual([])
  })
})
