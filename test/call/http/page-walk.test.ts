import { describe, expect, it } from 'vitest'
import { PageWalk } from '../../../src/call/http/page-walk.js'
import { type Page, totalOf, type WalkOptions } from '../../../src/call/http/pages.js'

type FetchPage = (page: number, pageSize: number) => Promise<Page>

/** Walks to the end and gives the rows and the requests made. */
async function walk(fetchPage: FetchPage, options?: WalkOptions) {
  const asked: string[] = []
  const counted: FetchPage = (page, pageSize) => {
    if (asked.length >= 200) throw new Error('walks for ever')
    asked.push(`${page}/${pageSize}`)
    return fetchPage(page, pageSize)
  }
  const rows: unknown[] = []
  const walking = new PageWalk(counted, options)
  for await (const page of walking.pages()) {
    expect(page.rows.length).toBeGreaterThan(0)
    expect(page.places).toHaveLength(page.rows.length)
    rows.push(...page.rows)
  }
  return { rows, asked, missing: walking.missing }
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

/** A list as Logto pages it. */
function list(count: number, { hasTotal = true, cap = Number.POSITIVE_INFINITY } = {}): FetchPage {
  const all = numbers(count)
  return async (page, size) => ({
    rows: all.slice((page - 1) * size, page * size),
    ...(hasTotal && { total: Math.min(count, cap + 1) }),
    capped: count > cap,
  })
}

describe('a walk', () => {
  it.each([
    [0, ['1/100']],
    [1, ['1/100']],
    [99, ['1/100']],
    [100, ['1/100']],
    [101, ['1/100', '2/100']],
    [250, ['1/100', '2/100', '3/100']],
  ])('over %i counted rows asks no more than it must', async (count, asked) => {
    expect(await walk(list(count))).toMatchObject({ rows: numbers(count), asked, missing: 0 })
  })

  it.each([
    [99, ['1/100']],
    [100, ['1/100', '2/100']],
    [150, ['1/100', '2/100']],
  ])('over %i rows without a count ends at a short page', async (count, asked) => {
    expect(await walk(list(count, { hasTotal: false }))).toMatchObject({ rows: numbers(count), asked, missing: 0 })
  })

  it('over a capped count ends at an empty page only', async () => {
    const { rows, asked } = await walk(list(350, { cap: 100 }))
    expect(rows).toEqual(numbers(350))
    expect(asked).toHaveLength(5)
  })

  it.each([
    [1, 1, ['1/1']],
    [20, 20, ['1/20']],
    [100, 100, ['1/100']],
    [150, 150, ['1/100', '2/100']],
    [1000, 250, ['1/100', '2/100', '3/100']],
    [0, 0, []],
  ])('with the limit %i gives %i rows at one page size', async (limit, count, asked) => {
    expect(await walk(list(250), { limit })).toMatchObject({ rows: numbers(count), asked, missing: 0 })
  })

  it('takes another page size and a first page', async () => {
    const { rows, asked } = await walk(list(25), { pageSize: 10, firstPage: 2 })
    expect(rows).toEqual(numbers(25).slice(10))
    expect(asked).toEqual(['2/10', '3/10'])
  })

  it('fetches the next page only when it is wanted', async () => {
    let fetched = 0
    const all = list(500)
    for await (const page of new PageWalk((number, size) => {
      fetched++
      return all(number, size)
    }).pages()) {
      expect(page.total).toBe(500)
      break
    }
    expect(fetched).toBe(1)
  })

  it('passes a failure on', async () => {
    const failing: FetchPage = (page, size) => (page === 1 ? list(300)(page, size) : Promise.reject(new Error('cut')))
    await expect(walk(failing)).rejects.toThrow('cut')
  })
})

describe('a walk ends when', () => {
  const full = (page: number) => numbers(100).map((index) => page * 100 + index)

  it('the total shrinks for ever', async () => {
    const shrinking: FetchPage = async (page) => ({ rows: full(page), total: 500 - page * 100, capped: false })
    expect((await walk(shrinking)).asked.length).toBeLessThan(40)
  })

  it('rows vanish before the total is reached: what is missing is told', async () => {
    const vanishing: FetchPage = async (page) => ({ rows: page < 3 ? full(page) : [], total: 500, capped: false })
    const { rows, asked, missing } = await walk(vanishing)
    expect([rows.length, asked.length, missing]).toEqual([200, 12, 300])
  })

  it('the total grows for ever', async () => {
    const growing: FetchPage = async (page) => ({ rows: full(page), total: 500 + page * 100, capped: false })
    expect((await walk(growing)).asked).toHaveLength(12)
  })

  it('the total grows a little: the new rows come too', async () => {
    const growing: FetchPage = async (page, size) => list(page < 3 ? 250 : 320)(page, size)
    expect((await walk(growing)).rows).toEqual(numbers(320))
  })

  it('the server gives all rows at once', async () => {
    const rows = numbers(250)
    expect(await walk(async () => ({ rows, capped: false }))).toMatchObject({ rows, asked: ['1/100'] })
  })

  it.each([false, true])('the server gives the same full page again (capped: %s)', async (capped) => {
    const rows = numbers(100)
    expect((await walk(async () => ({ rows: [...rows], capped }))).rows).toEqual(rows)
  })
})

/** A list of objects that changes before some requests, newest first; rows added come in front. */
function living(count: number, changes: Readonly<Record<number, (rows: { id: string }[]) => void>>) {
  const rows = Array.from({ length: count }, (_, index) => ({ id: `r${index}` }))
  const first = rows.map(({ id }) => id)
  let requests = 0
  const fetchPage: FetchPage = async (page, size) => {
    requests += 1
    changes[requests]?.(rows)
    return { rows: rows.slice((page - 1) * size, page * size), total: rows.length, capped: false }
  }
  const survivors = () => first.filter((id) => rows.some((row) => row.id === id))
  return { fetchPage, survivors }
}

const idsOf = (rows: readonly unknown[]) => rows.map((row) => (row as { id: string }).id)
const remove = (at: number) => (rows: { id: string }[]) => void rows.splice(at, 1)
const add =
  (id: string, at = 0) =>
  (rows: { id: string }[]) =>
    void rows.splice(at, 0, { id })

describe('a list that changes while it is read', () => {
  it.each([
    ['in front', (n: number) => add(`new${n}`)],
    ['at the end', (n: number) => add(`new${n}`, 10_000)],
    ['in what was read', (n: number) => add(`new${n}`, 50)],
  ])('by additions %s alone: nothing doubled, no page read again', async (_, change) => {
    const { fetchPage, survivors } = living(450, { 2: change(2), 3: change(3), 5: change(5) })
    const { rows, asked, missing } = await walk(fetchPage)
    const ids = idsOf(rows)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(survivors()))
    expect([asked, missing]).toEqual([[1, 2, 3, 4, 5].map((page) => `${page}/100`), 0])
  })

  it('grows over a border: the last page is read too', async () => {
    const { fetchPage, survivors } = living(200, { 2: add('new') })
    const { rows, asked } = await walk(fetchPage)
    expect(idsOf(rows)).toEqual(survivors())
    expect(asked).toEqual(['1/100', '2/100', '3/100'])
  })

  it.each([
    2, 3, 4, 5, 6, 7, 8,
  ])('by one deletion before request %i: nothing lost, two requests more at most', async (at) => {
    for (const place of [0, 99, 100, 350, 699]) {
      const { fetchPage, survivors } = living(700, { [at]: remove(place) })
      const { rows, asked, missing } = await walk(fetchPage)
      expect(idsOf(rows)).toEqual(expect.arrayContaining(survivors()))
      expect(new Set(idsOf(rows)).size).toBe(rows.length)
      expect(missing).toBe(0)
      expect(asked.length).toBeLessThanOrEqual(9)
    }
  })

  it('by a deletion that empties the last page', async () => {
    const { fetchPage, survivors } = living(101, { 2: remove(3) })
    expect(idsOf((await walk(fetchPage)).rows)).toEqual(expect.arrayContaining(survivors()))
  })

  it('by deletions and additions at each request', async () => {
    const changes = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [at + 2, at % 3 === 0 ? add(`new${at}`) : remove((at * 37) % 300)]),
    )
    const { fetchPage, survivors } = living(900, changes)
    const { rows, missing } = await walk(fetchPage)
    expect(idsOf(rows)).toEqual(expect.arrayContaining(survivors()))
    expect(missing).toBe(0)
  })

  it('by a limit: as many rows as wanted, each once', async () => {
    const { fetchPage } = living(450, { 2: add('new') })
    const ids = idsOf((await walk(fetchPage, { limit: 150 })).rows)
    expect([ids.length, new Set(ids).size]).toEqual([150, 150])
  })

  it('in another order at each page: whole, or what may be missing', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      let state = seed
      const random = () => {
        state = (state * 1103515245 + 12345) % 2147483648
        return state / 2147483648
      }
      const all = Array.from({ length: 300 }, (_, index) => ({ id: `r${index}` }))
      const shuffled: FetchPage = async (page, size) => {
        const order = all.map((row) => ({ row, key: random() })).sort((a, b) => a.key - b.key)
        return { rows: order.slice((page - 1) * size, page * size).map(({ row }) => row), total: 300, capped: false }
      }
      const { rows, asked, missing } = await walk(shuffled)
      expect(new Set(idsOf(rows)).size).toBe(rows.length)
      expect(rows.length + missing).toBe(300)
      expect(asked.length).toBeLessThanOrEqual(12)
    }
  })

  it('not at all: rows without an id that look alike are all there', async () => {
    const alike = Array.from({ length: 250 }, () => ({ emailDomain: 'example.com' }))
    const { rows, asked } = await walk(async (page, size) => ({
      rows: alike.slice((page - 1) * size, page * size),
      total: 250,
      capped: false,
    }))
    expect([rows.length, asked.length]).toEqual([250, 3])
  })
})

describe('the count', () => {
  it('is read from the headers', () => {
    expect(totalOf({ headers: { 'total-number': '1234' } })).toEqual({ total: 1234, capped: false })
    expect(totalOf({ headers: { 'total-number': '10001', 'total-number-is-capped': 'true' } })).toEqual({
      total: 10001,
      capped: true,
    })
    expect(totalOf({ headers: {} })).toEqual({ capped: false })
    expect(totalOf({ headers: { 'total-number': 'many' } })).toEqual({ capped: false })
  })
})
