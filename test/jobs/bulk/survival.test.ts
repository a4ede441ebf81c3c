/** Nothing lost and nothing twice: kills, cut connections, servers in trouble, full disks, two runs and shards. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { canMount, smallDisk } from './small-disk.js'
import { ids, journalIn, userServer } from './user-server.js'

const suspend = ['batch', 'users', 'suspend', '-o', 'jsonl']
const add = ['batch', 'orgs', 'add-users', '-o', 'jsonl']

/** How often anything was carried out, at most. */
const most = (carriedOut: ReadonlyMap<string, number>) => Math.max(0, ...carriedOut.values())

/** Rows for a POST, which must not be sent twice. */
const memberships = (count: number) =>
  `id,user-ids\n${Array.from({ length: count }, (_, i) => `o,u${i + 1}\n`).join('')}`

describe('a kill', () => {
  it.each([40, 90, 170])('after %i answers, and --resume: every row is done, no request twice', async (after) => {
    let child: { kill(signal: 'SIGKILL'): boolean } | undefined
    const server = await userServer({
      after: (_, __, count) => {
        if (count === after) child?.kill('SIGKILL')
        return undefined
      },
    })
    writeFileSync(join(server.home, 'rows'), ids(300))
    const running = server.begin(['batch', 'users', 'delete', '--yes', '--input', 'rows', '-o', 'jsonl'])
    child = running.child
    const killed = await running.finished
    expect(killed.signal).toBe('SIGKILL')
    const journal = journalIn(killed.stderr)
    const resumed = await server.logto([
      ...suspend.slice(0, 2),
      'delete',
      '--yes',
      '--input',
      'rows',
      '--resume',
      journal,
    ])
    expect(resumed.stderr).toMatch(/300 rows in [\d.]+ s: 300 done, \d+ of them before/)
    expect(resumed.code).toBe(0)
    expect(server.carriedOut.size).toBe(300)
    // What was under way, or not told yet, is asked again: it may be carried out twice, and nothing else is.
    const again = [...server.carriedOut.values()].filter((count) => count > 1).length
    expect(again).toBeLessThanOrEqual(32)
  })

  it('leaves requests unclear that must not be repeated', async () => {
    let child: { kill(signal: 'SIGKILL'): boolean } | undefined
    const server = await userServer({
      after: (_, __, count) => {
        if (count === 60) child?.kill('SIGKILL')
        return undefined
      },
    })
    writeFileSync(join(server.home, 'rows'), memberships(200))
    const running = server.begin([...add, '--input', 'rows'])
    child = running.child
    const journal = journalIn((await running.finished).stderr)
    const resumed = await server.logto([...add, '--input', 'rows', '--resume', journal])
    expect(resumed.code).toBe(8)
    expect(most(server.carriedOut)).toBe(1)
    const [, done, unclear] = /200 rows in [\d.]+ s: (\d+) done, (\d+) unclear/.exec(resumed.stderr) ?? []
    expect(Number(done) + Number(unclear)).toBe(200)
    expect(Number(unclear)).toBeLessThanOrEqual(40)
    const again = await server.logto([...add, '--input', 'rows', '--resume', journal])
    expect(again.stderr).toContain('is the journal of a run that is finished')
  })
})

describe('a run that was not finished', () => {
  it('is asked about by the next of the same rows, and --new-run begins anew', async () => {
    const server = await userServer({ delayMs: 20 })
    writeFileSync(join(server.home, 'rows'), ids(400))
    const running = server.begin([...suspend, '--input', 'rows'])
    while (server.carriedOut.size < 20) await wait(5)
    running.child.kill('SIGINT')
    const interrupted = await running.finished
    expect(interrupted.code).toBe(130)
    expect(interrupted.stderr).toContain('to go on: the same command line with --resume and this path')
    const journal = journalIn(interrupted.stderr)
    const refused = await server.logto([...suspend, '--input', 'rows'])
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain(`--resume ${journal}`)
    const other = await server.logto([...suspend, '--input', '-', '--resume', journal], { input: ids(3) })
    expect(other.stderr).toContain('the journal is of other rows')
    const command = await server.logto(['batch', 'users', 'delete', '--yes', '--input', 'rows', '--resume', journal])
    expect(command.stderr).toContain('the journal is of batch users suspend, not of batch users delete')
    const resumed = await server.logto([...suspend, '--input', 'rows', '--resume', journal])
    expect(resumed.code).toBe(0)
    // After an interruption nothing is unclear: what was on its way was waited for.
    expect({ rows: server.carriedOut.size, most: most(server.carriedOut) }).toEqual({ rows: 400, most: 1 })
    expect((await server.logto([...suspend, '--input', 'rows'])).code).toBe(0)
  })

  it('holds its journal: a second run on it is refused', async () => {
    const server = await userServer({ delayMs: 100 })
    writeFileSync(join(server.home, 'rows'), ids(2000))
    const running = server.begin([...suspend, '--input', 'rows', '--journal', 'own.jsonl'], { timeoutMs: 60_000 })
    while (server.carriedOut.size < 5) await wait(5)
    const second = await server.logto([...suspend, '--input', 'rows', '--resume', 'own.jsonl'])
    expect(second).toMatchObject({ code: 2, stdout: '' })
    expect(second.stderr).toContain('another run is using the journal')
    running.child.kill('SIGINT')
    expect((await running.finished).code).toBe(130)
  })
})

describe('a server in trouble', () => {
  it('that answers 429 in bursts stops all workers for as long as it says, and every row is done once', async () => {
    let until = 0
    let early = 0
    const server = await userServer({
      before: (_, __, count) => {
        if (Date.now() < until - 20) early += 1
        if (Date.now() < until || count % 70 === 0) {
          until = Math.max(until, Date.now() + 1000)
          return { status: 429, headers: { 'retry-after': '1' }, body: { code: 'rate', message: 'Slow.' } }
        }
        return undefined
      },
    })
    const { code, stderr } = await server.logto(add, { input: memberships(200) })
    expect(code).toBe(0)
    expect({ rows: server.carriedOut.size, most: most(server.carriedOut) }).toEqual({ rows: 200, most: 1 })
    expect(stderr).toContain('the server takes no more requests for now: going on in 1 s')
    // Those that were under way when it began to refuse.
    expect(early).toBeLessThanOrEqual(60)
  })

  it('that resets connections before and after carrying out: a deletion is repeated, an addition is unclear', async () => {
    const cutting = {
      after: (_: unknown, __: unknown, count: number) => (count % 9 === 0 ? ('cut' as const) : undefined),
    }
    const deleting = await userServer(cutting)
    const deleted = await deleting.logto(['batch', 'users', 'delete', '--yes', '-o', 'jsonl'], {
      input: ids(60),
      timeoutMs: 60_000,
    })
    expect(deleted.code).toBe(0)
    expect(deleting.carriedOut.size).toBe(60)
    const adding = await userServer(cutting)
    const added = await adding.logto(add, { input: memberships(60) })
    expect(added.code).toBe(8)
    expect(added.stderr).toMatch(/60 rows in [\d.]+ s: 54 done, 6 unclear/)
    expect({ rows: adding.carriedOut.size, most: most(adding.carriedOut) }).toEqual({ rows: 60, most: 1 })
  })

  it('whose gateway answers 502 after it has carried out: nothing twice', async () => {
    const server = await userServer({
      after: (_, __, count) => (count % 10 === 0 ? { status: 502, body: 'Bad Gateway' } : undefined),
    })
    const { code, stderr } = await server.logto(add, { input: memberships(50) })
    expect(code).toBe(8)
    expect(stderr).toMatch(/45 done, 5 unclear/)
    expect({ rows: server.carriedOut.size, most: most(server.carriedOut) }).toEqual({ rows: 50, most: 1 })
  })

  it('that looks at a PATCH which was cut off, and does not send it again', async () => {
    const stored = new Map<string, object>()
    const server = await userServer({
      before: ({ method, path }) => (method === 'GET' ? { body: stored.get(path) ?? {} } : undefined),
      after: ({ path, body }, _, count) => {
        stored.set(path, JSON.parse(body) as object)
        return count % 7 === 0 ? 'cut' : undefined
      },
    })
    const input = `user-id,name\n${Array.from({ length: 40 }, (_, i) => `u${i},N${i}\n`).join('')}`
    const { code } = await server.logto(['batch', 'users', 'update', '-o', 'jsonl'], { input, timeoutMs: 60_000 })
    expect(code).toBe(0)
    expect({ rows: server.carriedOut.size, most: most(server.carriedOut) }).toEqual({ rows: 40, most: 1 })
  })

  it('that is away for seconds: the run waits, and loses no row', async () => {
    let awayUntil = 0
    const server = await userServer({
      before: (_, __, count) => {
        if (count === 30) awayUntil = Date.now() + 4000
        return Date.now() < awayUntil ? { status: 503, body: 'away' } : undefined
      },
    })
    const { code, stderr } = await server.logto(['batch', 'users', 'delete', '--yes', '-o', 'jsonl'], {
      input: ids(100),
      timeoutMs: 60_000,
    })
    expect(stderr).toMatch(/trying again in \d+ s/)
    expect(code).toBe(0)
    expect({ rows: server.carriedOut.size, most: most(server.carriedOut) }).toEqual({ rows: 100, most: 1 })
  }, 90_000)

  it('that refuses the credentials stops the run, and burns no row', async () => {
    const server = await userServer({
      before: (_, __, count) =>
        count > 20 ? { status: 403, body: { code: 'auth.forbidden', message: 'Forbidden.' } } : undefined,
    })
    const { code, stderr } = await server.logto(suspend, { input: ids(500), timeoutMs: 60_000 })
    expect(code).toBe(8)
    expect(stderr).toMatch(/500 rows in [\d.]+ s: 20 done, 480 not begun/)
    expect(server.received.length).toBeLessThan(120)
    const none = await userServer({
      before: () => ({ status: 401, body: { code: 'auth.unauthorized', message: 'No.' } }),
    })
    expect((await none.logto(suspend, { input: ids(50), timeoutMs: 60_000 })).code).toBe(3)
  }, 90_000)
})

describe('a full disk', () => {
  it.skipIf(!canMount())('in the journal stops the run before requests without an intent are sent', async () => {
    const server = await userServer({ delayMs: 5 })
    const { path: small } = smallDisk(server.home, '16k')
    const { code, stderr } = await server.logto([...suspend, '--journal', 'small/journal.jsonl'], { input: ids(3000) })
    expect(stderr).toContain('cannot be written')
    expect(code).toBe(8)
    const lines = readFileSync(join(small, 'journal.jsonl'), 'utf8').split('\n')
    const intended = new Set(lines.flatMap((line) => /^\{"do":"(\d+)"/.exec(line)?.[1] ?? []))
    const sent = [...server.carriedOut.keys()].map((key) => /users\/u(\d+)\//.exec(key)?.[1])
    expect(sent.length).toBeGreaterThan(10)
    expect(sent.filter((row) => row === undefined || !intended.has(row))).toEqual([])
  })

  it('that no journal can be begun on sends nothing', async () => {
    const server = await userServer()
    const { code } = await server.logto([...suspend, '--journal', '/dev/full/journal'], { input: ids(3) })
    expect({ code, sent: server.received.length }).toEqual({ code: 2, sent: 0 })
  })
})

it('two shards at once do every row once', async () => {
  const server = await userServer()
  writeFileSync(join(server.home, 'rows'), memberships(101))
  const parts = await Promise.all(
    ['1/2', '2/2'].map((shard) => server.logto([...add, '--input', 'rows', '--shard', shard])),
  )
  expect(parts.map(({ code }) => code)).toEqual([0, 0])
  expect({ rows: server.carriedOut.size, most: most(server.carriedOut) }).toEqual({ rows: 101, most: 1 })
})

it('standard input is copied to a file that only the user reads, and that goes', async () => {
  const server = await userServer({ delayMs: 30 })
  const temporary = join(server.home, 'tmp')
  mkdirSync(temporary)
  const running = server.begin(suspend, { input: ids(200), env: { TMPDIR: temporary } })
  while (server.received.length === 0) await wait(5)
  const [folder = ''] = readdirSync(temporary)
  const { mode } = await import('node:fs').then(({ statSync }) => statSync(join(temporary, folder, 'input')))
  expect(mode & 0o777).toBe(0o600)
  running.child.kill('SIGINT')
  await running.finished
  expect(readdirSync(temporary)).toEqual([])
  rmSync(temporary, { recursive: true })
  expect(existsSync(temporary)).toBe(false)
})

/** A file system of a few pages needs root and a kernel that gives one. */
