import { describe, expect, it } from 'vitest'
import { eachPage, type Page, totalOf, type WalkOptions } from '../../../src/call/http/pages.js'

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
  for await (const page of eachPage(counted, options)) {
    expect(page.rows.length).toBeGreaterThan(0)
    rows.push(...page.rows)
  }
  return { rows, asked }
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
    expect(await walk(list(count))).toEqual({ rows: numbers(count), asked })
  })

  it.each([
    [99, ['1/100']],
    [100, ['1/100', '2/100']],
    [150, ['1/100', '2/100']],
  ])('over %i rows without a count ends at a short page', async (count, asked) => {
    expect(await walk(list(count, { hasTotal: false }))).toEqual({ rows: numbers(count), asked })
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
    expect(await walk(list(250), { limit })).toEqual({ rows: numbers(count), asked })
  })

  it('takes another page size and a first page', async () => {
    const { rows, asked } = await walk(list(25), { pageSize: 10, firstPage: 2 })
    expect(rows).toEqual(numbers(25).slice(10))
    expect(asked).toEqual(['2/10', '3/10'])
  })

  it('fetches the next page only when it is wanted', async () => {
    let fetched = 0
    const all = list(500)
    for await (const page of eachPage((number, size) => {
      fetched++
      return all(number, size)
    })) {
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

  it('the total shrinks', async () => {
    const shrinking: FetchPage = async (page) => ({ rows: full(page), total: 500 - page * 100, capped: false })
    expect((await walk(shrinking)).asked).toHaveLength(3)
  })

  it('rows vanish before the total is reached', async () => {
    const vanishing: FetchPage = async (page) => ({ rows: page < 3 ? full(page) : [], total: 500, capped: false })
    expect((await walk(vanishing)).asked).toHaveLength(3)
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
    expect(await walk(async () => ({ rows, capped: false }))).toEqual({ rows, asked: ['1/100'] })
  })

  it.each([false, true])('the server gives the same full page again (capped: %s)', async (capped) => {
    const rows = numbers(100)
    expect((await walk(async () => ({ rows: [...rows], capped }))).rows).toEqual(rows)
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
