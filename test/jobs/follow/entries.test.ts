/** Reading a stretch of the log in batches, and knowing what is new in it. */

import { describe, expect, it } from 'vitest'
import { totalOf } from '../../../src/call/http/pages.js'
import { type Entry, entriesSince, type Span } from '../../../src/jobs/follow/entries.js'
import { Window } from '../../../src/jobs/follow/window.js'
import { type LogEntry, pageOf } from './log-tenant.js'

const start = Date.UTC(2026, 0, 1)

function logOf(count: number, at: (index: number) => number): LogEntry[] {
  return Array.from({ length: count }, (_, i) => ({ id: `e${i}`, key: 'k', payload: {}, createdAt: at(i) }))
}

async function read(log: LogEntry[], from: number, during: (call: number) => void = () => {}) {
  const batches: Entry[][] = []
  let calls = 0
  const fetchPage = async ({ from: first, to }: Span, page: number, pageSize: number) => {
    calls += 1
    during(calls)
    const query: [string, string][] = [
      ['page', String(page)],
      ['page_size', String(pageSize)],
      ['start_time', String(first - 1)],
      ['enableCap', 'true'],
      ...(to === undefined ? [] : [['end_time', String(to + 1)] as [string, string]]),
    ]
    const { body, headers = {} } = pageOf(log, { query })
    return { rows: body as unknown[], ...totalOf({ headers }) }
  }
  for await (const batch of entriesSince(fetchPage, from)) batches.push(batch)
  return { batches, ids: batches.flat().map(({ id }) => id), calls }
}

describe('the entries since a time', () => {
  it('come oldest first, those of one millisecond in the order of their writing', async () => {
    const log = logOf(6, (i) => start + Math.floor(i / 3))
    expect((await read(log, start)).ids).toEqual(['e0', 'e1', 'e2', 'e3', 'e4', 'e5'])
    expect((await read(log, start + 1)).ids).toEqual(['e3', 'e4', 'e5'])
    expect((await read(log, start + 2)).ids).toEqual([])
  })

  it('come whole from a burst of several pages', async () => {
    const log = logOf(730, (i) => start + Math.floor(i / 50))
    expect((await read(log, start)).ids).toEqual(log.map(({ id }) => id))
  })

  it('come in small batches from a log of any length', async () => {
    const log = logOf(25_000, (i) => start + i * 40)
    const { ids, batches, calls } = await read(log, start)
    expect(ids).toEqual(log.map(({ id }) => id))
    expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(1000)
    expect(calls).toBeLessThan(400)
  })

  it('come whole from one millisecond with more than a batch holds', async () => {
    const log = logOf(2500, () => start)
    expect(new Set((await read(log, start)).ids).size).toBe(2500)
  })

  it('come whole when others are written while the pages are read', async () => {
    const log = logOf(450, (i) => start + i)
    const { ids } = await read(log, start, (call) => {
      for (let i = 0; i < 30; i++)
        log.push({ id: `n${call}-${i}`, key: 'k', payload: {}, createdAt: start + 1000 + call })
    })
    for (let i = 0; i < 450; i++) expect(ids).toContain(`e${i}`)
  })
})

describe('the window', () => {
  const entry = (id: string, seconds: number) => ({ id, createdAt: start + seconds * 1000 })

  it('begins where it was told, and later ten seconds behind the newest entry', () => {
    const window = new Window(start)
    expect(window.next()).toBe(start)
    window.take([entry('a', 5)])
    expect(window.next()).toBe(start)
    window.take([entry('b', 60)])
    expect(window.next()).toBe(start + 50_000)
  })

  it('takes each entry once, also one that comes late', () => {
    const window = new Window(start)
    expect(window.take([entry('a', 1), entry('a', 1), entry('c', 3)]).map(({ id }) => id)).toEqual(['a', 'c'])
    window.next()
    expect(window.take([entry('a', 1), entry('b', 2), entry('c', 3)]).map(({ id }) => id)).toEqual(['b'])
  })

  it('is not carried away by an entry from the future', () => {
    const window = new Window(start)
    window.take([entry('a', 20), entry('fast', 3600)])
    expect(window.next(start + 21_000)).toBe(start + 11_000)
    expect(window.take([entry('a', 20), entry('b', 21), entry('fast', 3600)]).map(({ id }) => id)).toEqual(['b'])
  })
})
