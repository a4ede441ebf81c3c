/** `logto logs tail` as a process: what it prints, what it survives, and how it ends. */

import { describe, expect, it } from 'vitest'
import type { Running } from '../../cli/run.js'
import { type Reply, startServer } from '../../cli/server.js'
import { errorOf, tenant as scripted } from '../../cli/tenant.js'
import { linesOf, onTerminal, terminalNeed } from '../../cli/terminal.js'
import { examplesOf } from '../../contract/command-facts.js'
import { type LogTenant, logTenant, pageOf } from './log-tenant.js'

const tail = ['logs', 'tail', '-o', 'jsonl', '--columns', 'id', '--interval', '200ms', '--retries', '0']

/** What has come over a stream, watched. */
function watched({ child }: Running) {
  const seen = { stdout: '', stderr: '' }
  const waiting = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (text: string) => {
      seen[name] += text
      for (const look of waiting) look()
    })
  }
  const until = (test: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!test()) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  return {
    seen,
    ids: () => [...seen.stdout.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id),
    /** Resolves once so many entries have been printed. */
    printed: (count: number) => until(() => seen.stdout.split('\n').length > count),
    said: (text: RegExp) => until(() => text.test(seen.stderr)),
  }
}

/** Resolves once the log has been asked so many times more. */
async function looks({ asked }: LogTenant, count: number): Promise<void> {
  const goal = asked().length + count
  while (asked().length < goal) await new Promise((resolve) => setTimeout(resolve, 20))
}

async function interrupted({ child, finished }: Running) {
  child.kill('SIGINT')
  return finished
}

describe('following', () => {
  it('prints what is written from now on, once each and oldest first', async () => {
    const tenant = await logTenant()
    const now = Date.now()
    tenant.write({ id: 'old', createdAt: now - 60_000 })
    const running = tenant.begin(tail)
    const { ids, printed } = watched(running)
    await looks(tenant, 2)
    // Two of one millisecond, and one that is stamped before them but written after.
    tenant.write({ id: 'b', createdAt: now + 4000 }, { id: 'c', createdAt: now + 4000 })
    await printed(2)
    tenant.write({ id: 'a', createdAt: now + 3000 })
    await printed(3)
    tenant.write({ id: 'd', createdAt: now + 4000 })
    await printed(4)
    await looks(tenant, 2)
    expect(await interrupted(running)).toMatchObject({ code: 130, signal: null, stderr: '' })
    expect(ids()).toEqual(['b', 'c', 'a', 'd'])
  })

  it('begins earlier with --since, and pages through bursts', async () => {
    const tenant = await logTenant()
    const now = Date.now()
    const burst = (name: string, at: number) =>
      Array.from({ length: 250 }, (_, i) => ({ id: `${name}${i}`, createdAt: at + Math.floor(i / 7) }))
    tenant.write({ id: 'older', createdAt: now - 2 * 3600_000 }, ...burst('a', now - 1800_000))
    const running = tenant.begin([...tail, '--since', '1h'])
    const { ids, printed } = watched(running)
    await printed(250)
    tenant.write(...burst('b', Date.now()))
    await printed(500)
    await looks(tenant, 2)
    await interrupted(running)
    const expected = ['a', 'b'].flatMap((name) => Array.from({ length: 250 }, (_, i) => `${name}${i}`))
    expect(ids()).toEqual(expected)
  })

  it.each([
    ['behind', -600_000],
    ['ahead', 600_000],
  ])('begins by the clock of the server where that is %s', async (_, aheadMs) => {
    const tenant = await logTenant({ aheadMs })
    tenant.write({ id: 'before', createdAt: Date.now() + aheadMs - 5000 })
    const running = tenant.begin(tail)
    const { ids, printed } = watched(running)
    await looks(tenant, 2)
    tenant.write({ id: 'after' })
    await printed(1)
    await interrupted(running)
    expect(ids()).toEqual(['after'])
  })

  it('filters as logs list does', async () => {
    const tenant = await logTenant()
    const running = tenant.begin([...tail, '--user-id', 'ann', '--log-key', 'SignIn', '--application-id', 'x'])
    const { ids, printed } = watched(running)
    await looks(tenant, 1)
    const at = Date.now() + 1000
    tenant.write({ id: 'bob', createdAt: at, payload: { userId: 'bob' } })
    tenant.write({ id: 'other', createdAt: at, key: 'Other', payload: { userId: 'ann' } })
    tenant.write({ id: 'ann', createdAt: at, payload: { userId: 'ann' } })
    await printed(1)
    await interrupted(running)
    expect(ids()).toEqual(['ann'])
    const query = Object.fromEntries(tenant.asked().at(-1)?.query ?? [])
    expect(query).toMatchObject({ userId: 'ann', logKey: 'SignIn', applicationId: 'x', page: '1', page_size: '100' })
  })
})

describe('an outage', () => {
  /** Follows a log, lets it fail in this way for a while, and writes an entry before, in and after it. */
  async function through(failure: Reply) {
    let fails = false
    const tenant = await logTenant({ instead: ({ path }) => (fails && path === '/api/logs' ? failure : undefined) })
    const running = tenant.begin(tail)
    const { ids, printed, said, seen } = watched(running)
    await looks(tenant, 2)
    tenant.write({ id: 'before' })
    await printed(1)
    fails = true
    await said(/cannot be read/)
    tenant.write({ id: 'within' })
    await looks(tenant, 2)
    fails = false
    await said(/read again/)
    tenant.write({ id: 'after' })
    await printed(3)
    await interrupted(running)
    return { ids: ids(), lines: seen.stderr.trim().split('\n') }
  }

  it.each<[string, Reply]>([
    ['a server in trouble', { status: 500, body: { message: 'Internal server error.' } }],
    ['a gateway without its server', { status: 503, body: 'no healthy upstream' }],
    ['a rate limit', { status: 429, body: { code: 'x', message: 'slow down' } }],
    ['the page of a captive portal', { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Hello' }],
  ])('of %s is said once, and nothing is lost', async (_, failure) => {
    const { ids, lines } = await through(failure)
    expect(ids).toEqual(['before', 'within', 'after'])
    expect(lines.map((line) => Object.keys(JSON.parse(line)))).toEqual([['notice'], ['notice']])
  })

  it('of the connection is waited out too', async () => {
    const first = await logTenant()
    const port = new URL(first.endpoint).port
    const running = first.begin(tail)
    const { ids, printed, said } = watched(running)
    await looks(first, 2)
    first.close()
    await said(/refused the connection|closed the connection/)
    const createdAt = Date.now()
    const again = await startServer(
      (request) => pageOf([{ id: 'within', key: 'k', payload: {}, createdAt }], request),
      Number(port),
    )
    await said(/read again/)
    await printed(1)
    await interrupted(running)
    again.close()
    expect(ids()).toEqual(['within'])
  })

  it('at the start is no outage: the tail ends with its error', async () => {
    const tenant = await logTenant({ instead: () => ({ status: 500, body: { message: 'no' } }) })
    const ended = await tenant.logto(tail)
    expect(ended).toMatchObject({ code: 7, stdout: '' })
    expect(errorOf(ended).status).toBe(500)
    expect(await tenant.logto(tail, { env: { LOGTO_ENDPOINT: 'http://127.0.0.1:1' } })).toMatchObject({ code: 7 })
  })

  it('is not what a refusal is', async () => {
    let refuses = false
    const refusal = { status: 400, body: { code: 'guard.invalid_input', message: 'no' } }
    const tenant = await logTenant({ instead: () => (refuses ? refusal : undefined) })
    const running = tenant.begin(tail)
    await looks(tenant, 2)
    refuses = true
    expect(await running.finished).toMatchObject({ code: 5 })
  })
})

describe('the token', () => {
  const credentials = { LOGTO_ACCESS_TOKEN: '', LOGTO_CLIENT_ID: 'machine', LOGTO_CLIENT_SECRET: 'secret' }

  /** A log for whose tokens `lifetime` seconds are promised; `revoke` makes those issued so far worthless. */
  async function guarded(lifetime: number) {
    let issued = 0
    let revoked = 0
    const tenant = await logTenant({
      instead: ({ path, headers }) => {
        if (path === '/oidc/token') {
          issued += 1
          return { body: { access_token: `token-${issued}`, token_type: 'Bearer', expires_in: lifetime } }
        }
        const number = Number(/^Bearer token-(\d+)$/.exec(headers.authorization ?? '')?.[1])
        const isValid = number > revoked && number <= issued
        return isValid ? undefined : { status: 401, body: { code: 'auth.unauthorized', message: 'Unauthorized.' } }
      },
    })
    const revoke = () => {
      revoked = issued
    }
    return { tenant, revoke, issued: () => issued }
  }

  it('is renewed when it expires', async () => {
    // Within its last minute a token is not used.
    const { tenant, issued } = await guarded(60.5)
    const running = tenant.begin(tail, { env: credentials })
    const { ids, printed, seen } = watched(running)
    await looks(tenant, 8)
    expect(issued()).toBeGreaterThan(2)
    expect(issued()).toBeLessThan(tenant.asked().length)
    tenant.write({ id: 'after' })
    await printed(1)
    await interrupted(running)
    expect({ ids: ids(), stderr: seen.stderr }).toEqual({ ids: ['after'], stderr: '' })
  })

  it('is renewed when it is refused', async () => {
    const { tenant, issued, revoke } = await guarded(3600)
    const running = tenant.begin(tail, { env: credentials })
    const { ids, printed, seen } = watched(running)
    await looks(tenant, 3)
    expect(issued()).toBe(1)
    revoke()
    await looks(tenant, 3)
    tenant.write({ id: 'after' })
    await printed(1)
    await interrupted(running)
    expect(issued()).toBe(2)
    expect({ ids: ids(), stderr: seen.stderr }).toEqual({ ids: ['after'], stderr: '' })
  })

  it('that cannot be renewed ends the tail with 3', async () => {
    let expired = false
    const unauthorized = { status: 401, body: { code: 'auth.unauthorized', message: 'Unauthorized.' } }
    const tenant = await logTenant({ instead: () => (expired ? unauthorized : undefined) })
    const running = tenant.begin(tail)
    await looks(tenant, 2)
    expired = true
    const ended = await running.finished
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(errorOf(ended).code).toBe('auth.unauthorized')
  })
})

describe('the end', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s is clean, while it waits', async (signal) => {
    const tenant = await logTenant()
    const running = tenant.begin(['logs', 'tail', '--interval', '1h'])
    await looks(tenant, 2)
    running.child.kill(signal)
    expect(await running.finished).toMatchObject({ code: 130, signal: null, stdout: '', stderr: '' })
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s is clean, in the middle of a request', async (signal) => {
    let asked = () => {}
    const hanging = new Promise<void>((resolve) => {
      asked = resolve
    })
    const server = await scripted((_, __, count) => {
      if (count < 2) return { body: [] }
      asked()
      return undefined
    })
    const running = server.begin(tail)
    await hanging
    running.child.kill(signal)
    expect(await running.finished).toMatchObject({ code: 130, signal: null, stdout: '', stderr: '' })
  })

  it('by a closed pipe is no error', async () => {
    const tenant = await logTenant()
    const now = Date.now()
    tenant.write(...Array.from({ length: 5 }, (_, i) => ({ id: `e${i}`, createdAt: now - 1000 + i })))
    const shell = tenant.shell(
      `{ logto ${tail.join(' ')} --since 1h; echo "code $?" > code.txt; } | head -2; cat code.txt`,
    )
    // What is written next finds nobody who reads it.
    const writing = setInterval(() => tenant.write({ id: `n${Date.now()}` }), 100)
    const ended = await shell
    clearInterval(writing)
    expect(ended.stdout.split('\n').slice(0, 3)).toEqual(['{"id":"e0"}', '{"id":"e1"}', 'code 0'])
    expect(ended.stderr).toBe('')
  })
})

describe('the output', () => {
  it('is the table of logs list for a pipe, and csv with a header', async () => {
    const tenant = await logTenant()
    const createdAt = Date.now() - 1000
    tenant.write({ id: 'e1', createdAt, payload: { result: 'Success', userId: 'ann' } })
    for (const [format, separator] of [
      ['table', '\t'],
      ['csv', ','],
    ] as const) {
      const running = tenant.begin(['logs', 'tail', '--since', '1h', '-o', format])
      const { printed, seen } = watched(running)
      await printed(2)
      await interrupted(running)
      const heading = ['id', 'createdAt', 'key', 'payload.result', 'payload.userId'].join(separator)
      const row = ['e1', new Date(createdAt).toISOString(), 'SignIn', 'Success', 'ann'].join(separator)
      expect(seen.stdout).toBe(`${heading}\n${row}\n`)
    }
  })

  it('passes through --query, entry by entry', async () => {
    const tenant = await logTenant()
    const at = Date.now() - 1000
    for (const [i, result] of ['Success', 'Error', 'Error'].entries()) {
      tenant.write({ id: `e${i}`, createdAt: at + i, payload: { result, ip: `10.0.0.${i}` } })
    }
    const query = "[?payload.result=='Error'].payload.ip"
    const running = tenant.begin(['logs', 'tail', '--since', '1h', '-o', 'jsonl', '--query', query])
    const { printed, seen } = watched(running)
    await printed(2)
    await interrupted(running)
    expect(seen.stdout).toBe('"10.0.0.1"\n"10.0.0.2"\n')
  })

  it('and other mistakes are refused before anything is sent', async () => {
    const tenant = await logTenant()
    const wrong: [string[], RegExp][] = [
      [['--json'], /jsonl/],
      [['-o', 'yaml'], /jsonl/],
      [['--query', 'length(@)'], /filters or picks/],
      [['--query', '[?'], /JMESPath/],
      [['--columns', 'nonsense'], /known columns/],
      [['--since', 'yesterday'], /epoch/],
      [['--interval', '0'], /length/],
      [['--interval', '10ms'], /200ms/],
    ]
    const ended = await Promise.all(wrong.map(([more]) => tenant.logto(['logs', 'tail', ...more])))
    for (const [i, { code, stdout, stderr }] of ended.entries()) {
      expect({ code, stdout, stderr }).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(wrong[i]?.[1] ?? /-/),
      })
    }
    expect(tenant.received).toEqual([])
  })

  it('of a dry run and of --curl is the request', async () => {
    const tenant = await logTenant()
    const args = ['logs', 'tail', '--since', '2026-01-01T00:00:00Z', '--user-id', 'ann']
    const [dry, curl] = await Promise.all([tenant.logto([...args, '--dry-run']), tenant.logto([...args, '--curl'])])
    const url = new URL(JSON.parse(dry.stdout).url)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      page: '1',
      page_size: '100',
      userId: 'ann',
      enableCap: 'true',
      start_time: '1767225600000',
    })
    expect(curl.stdout).toMatch(/^curl '.*\/api\/logs\?page=1&page_size=100&userId=ann.*LOGTO_TOKEN/s)
    expect(tenant.received).toEqual([])
  })

  it('of the help shows examples that work', async () => {
    const tenant = await logTenant()
    const examples = examplesOf('logs tail')
    expect(examples.length).toBeGreaterThan(1)
    for (const { code, stdout } of await Promise.all(examples.map((line) => tenant.shell(`${line} --dry-run`)))) {
      expect(code).toBe(0)
      expect(new URL(JSON.parse(stdout).url).pathname).toBe('/api/logs')
    }
  })

  it.skipIf(terminalNeed.lacking)(
    `on a terminal is one table, whose columns fit what comes later${terminalNeed.note}`,
    async () => {
      const tenant = await logTenant()
      const at = Date.UTC(2026, 0, 2, 3, 4)
      tenant.write({ id: 'short', createdAt: at, key: 'A' })
      const later = {
        id: 'dk913fbw6xth1ohr53esc',
        key: 'Interaction.SignIn.Submit',
        payload: { result: 'Error', userId: 'ann' },
      }
      const session = onTerminal('logto logs tail --since 2026-01-01T00:00:00Z --interval 200ms', {
        home: tenant.home,
        env: { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_ACCESS_TOKEN: 'opaque' },
        typing: [
          [/short/, ''],
          [/dk913/, '\u0003'],
        ],
      })
      await looks(tenant, 3)
      tenant.write({ ...later, createdAt: at + 60_000 })
      const ended = await session
      const lines = linesOf(ended)
      const heading = lines.find((line) => line.startsWith('id ')) ?? ''
      const rows = lines.filter((line) => /^(short|dk913)/.test(line))
      expect(lines[0]).toMatch(/^following 127\.0\.0\.1:\d+; Ctrl-C ends/)
      expect(rows).toHaveLength(2)
      const column = heading.indexOf('createdAt')
      expect(rows.map((row) => row.slice(column, column + 16))).toEqual(['2026-01-02 03:04', '2026-01-02 03:05'])
      expect(rows[1]).toMatch(/Inter.*Error.*ann/)
      for (const line of [heading, ...rows]) expect(line.length).toBeLessThanOrEqual(80)
      expect(ended.code).toBe(130)
    },
  )
})
