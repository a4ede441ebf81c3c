/** Pages: one, some, all of them, and what becomes of a walk that fails. */

import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Script } from './server.js'
import { bare, errorOf, tenant } from './tenant.js'

interface Shape {
  /** Sent as Total-Number; none without. */
  total?: number | undefined
  capped?: boolean
  /** The page that fails. */
  fails?: number
}

/** A list of `count` rows, in pages as asked for. */
function rows(count: number, { total = count, capped = false, fails }: Shape = {}): Script {
  return ({ query }) => {
    const asked = new Map(query)
    const page = Number(asked.get('page') ?? 1)
    const size = Number(asked.get('page_size') ?? 20)
    if (page === fails) return { status: 500, body: { code: 'internal', message: 'Oh.' } }
    const all = Array.from({ length: count }, (_, i) => ({ id: `u${i + 1}` }))
    const headers = { 'total-number': String(total), ...(capped ? { 'total-number-is-capped': 'true' } : {}) }
    return { headers, body: all.slice((page - 1) * size, page * size) }
  }
}

describe('one page', () => {
  it('goes by --page and --page-size', async () => {
    const { logto, received } = await tenant(rows(50))
    const ended = await logto(['users', 'list', '--page', '2', '--page-size', '7', '-o', 'jsonl'])
    expect(ended.code).toBe(0)
    expect(ended.stdout.trim().split('\n')).toHaveLength(7)
    expect(received.map(({ url }) => url)).toEqual(['/api/users?page=2&page_size=7'])
  })

  it('says what is left, in each kind of format', async () => {
    const { logto } = await tenant(rows(1234))
    const table = await logto(['users', 'list'])
    expect(table.stderr).toBe('showing 20 of 1,234: use --all\n')
    const json = await logto(['users', 'list', '--json'])
    expect(JSON.parse(json.stderr)).toEqual({ notice: 'showing 20 of 1,234: use --all' })
    expect(JSON.parse(json.stdout)).toHaveLength(20)
  })

  it('says that a capped total is a lower bound', async () => {
    const { logto } = await tenant(rows(30, { total: 25, capped: true }))
    expect((await logto(['users', 'list'])).stderr).toMatch(/showing 20 of more than 25: use --all/)
  })

  it.each([
    [['--page-size', '101'], /--page-size: 101 .*1 to 100/],
    [['--page-size', '0'], /--page-size: 0/],
    [['--page', '0'], /--page: 0/],
    [['--page', 'two'], /--page: two/],
    [['--page=-1'], /--page: -1/],
    [['--page', '1.5'], /--page: 1\.5/],
    [['--limit', '0'], /--limit: 0/],
    [['--limit='], /--limit: an empty value/],
    [['--all', '--page', '2'], /--page and --all/],
    [['--limit', '5', '--page', '2'], /--page and --limit/],
  ])('%o is refused', async (flags, why) => {
    const { code, stderr } = await bare(['users', 'list', '--dry-run', ...flags])
    expect(code).toBe(2)
    expect(stderr).toMatch(why)
  })
})

describe('all pages', () => {
  it('are walked by number at size 100 until the total is reached', async () => {
    const { logto, received } = await tenant(rows(250))
    const ended = await logto(['users', 'list', '--all', '--json'])
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect((JSON.parse(ended.stdout) as { id: string }[]).map(({ id }) => id)).toEqual(
      Array.from({ length: 250 }, (_, i) => `u${i + 1}`),
    )
    expect(received.map(({ url }) => url)).toEqual([1, 2, 3].map((page) => `/api/users?page=${page}&page_size=100`))
  })

  it('are walked to the end where the total is capped', async () => {
    const { logto } = await tenant(rows(330, { total: 100, capped: true }))
    const ended = await logto(['users', 'list', '--all', '-o', 'jsonl'])
    expect(ended.code).toBe(0)
    expect(ended.stdout.trim().split('\n')).toHaveLength(330)
  })

  it.each(['table', 'csv', 'yaml', 'json', 'jsonl'])('are one document as %s', async (format) => {
    const { logto } = await tenant(rows(101))
    const { code, stdout } = await logto(['users', 'list', '--all', '--columns', 'id', '-o', format])
    expect(code).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    if (format === 'json') expect(JSON.parse(stdout)).toHaveLength(101)
    else if (format === 'yaml') expect(parseYaml(stdout)).toHaveLength(101)
    else expect(lines).toHaveLength(format === 'jsonl' ? 101 : 102)
    expect(stdout).toContain('u101')
  })

  it('of an envelope keep the envelope', async () => {
    const { logto } = await tenant({ headers: { 'total-number': '1' }, body: { success: true, data: [{ id: 'x' }] } })
    const { stdout } = await logto(['logs', 'list', '--all', '--json'])
    expect(stdout).toBeTruthy()
  })

  it('that are none print an empty list', async () => {
    const { logto } = await tenant(rows(0))
    expect(await logto(['users', 'list', '--all', '--json'])).toMatchObject({ code: 0, stdout: '[]\n' })
    expect(await logto(['users', 'list', '--all', '-o', 'jsonl'])).toMatchObject({ code: 0, stdout: '' })
  })

  it('--limit fetches as many as it takes and no more', async () => {
    const { logto, received } = await tenant(rows(1000))
    const ended = await logto(['users', 'list', '--limit', '150', '-o', 'jsonl'])
    expect(ended.stdout.trim().split('\n')).toHaveLength(150)
    expect(received).toHaveLength(2)
  })

  it('--limit below a page asks for no more rows than needed', async () => {
    const { logto, received } = await tenant(rows(1000))
    const { stdout } = await logto(['users', 'list', '--limit', '3', '--json'])
    expect(JSON.parse(stdout)).toHaveLength(3)
    expect(received.map(({ query }) => new Map(query).get('page_size'))).toEqual(['3'])
  })

  it('jsonl streams: the first page is out before the last is asked for', async () => {
    let asked = 0
    const list = rows(300)
    const { begin } = await tenant(async (request, response, count) => {
      asked = count
      if (count > 1) await new Promise((resolve) => setTimeout(resolve, 700))
      return list(request, response, count)
    })
    const { child, finished } = begin(['users', 'list', '--all', '-o', 'jsonl'])
    const first = await new Promise<string>((resolve) => child.stdout?.once('data', (text) => resolve(String(text))))
    expect(first).toContain('"u1"')
    expect(asked).toBeLessThan(3)
    expect((await finished).stdout.trim().split('\n')).toHaveLength(300)
  })
})

describe('a walk that fails midway', () => {
  const flags = ['--all', '--retries', '0']

  it.each(['jsonl', 'csv', 'table'])('ends with 8 after rows were printed (%s)', async (format) => {
    const { logto } = await tenant(rows(250, { fails: 3 }))
    const { code, stdout, stderr } = await logto(['users', 'list', ...flags, '-o', format])
    expect(code).toBe(8)
    expect(stdout).toContain('u200')
    expect(stderr).toMatch(/200 rows/)
  })

  it.each(['json', 'yaml'])('prints nothing and ends with the failure itself (%s)', async (format) => {
    const { logto } = await tenant(rows(250, { fails: 3 }))
    const ended = await logto(['users', 'list', ...flags, '-o', format])
    expect(ended).toMatchObject({ code: 7, stdout: '' })
    expect(errorOf(ended)).toMatchObject({ code: 'internal', status: 500 })
  })

  it('at its first page is the failure itself', async () => {
    const { logto } = await tenant(rows(250, { fails: 1 }))
    expect(await logto(['users', 'list', ...flags, '-o', 'jsonl'])).toMatchObject({ code: 7, stdout: '' })
  })

  it('says the cause in its one JSON line', async () => {
    const { logto } = await tenant(rows(250, { fails: 2 }))
    expect(errorOf(await logto(['users', 'list', ...flags, '-o', 'jsonl']))).toMatchObject({
      code: 'partial.pages',
      message: expect.stringMatching(/100 rows: Oh/),
      status: 500,
      hint: expect.stringMatching(/\w/),
    })
  })
})
