/** Lists of which several pages are under way at once, while others change them. */

import { setImmediate as idle } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { PageWalk } from '../../../src/call/http/page-walk.js'
import { PagesAhead, ReadAhead } from '../../../src/call/http/read-ahead.js'
import { randomFrom } from '../../torture/random.js'

interface Row {
  id: string
}

/** Time that passes when nothing else is left to do: what happens in which order depends on the seed alone. */
class Clock {
  private readonly sleepers: { until: number; wake: () => void }[] = []
  private now = 0

  wait(time: number): Promise<void> {
    return new Promise((wake) => void this.sleepers.push({ until: this.now + time, wake }))
  }

  async run<T>(work: Promise<T>): Promise<T> {
    let isOver = false
    const over = () => {
      isOver = true
    }
    work.then(over, over)
    for (await idle(); !isOver; await idle()) {
      this.sleepers.sort((a, b) => a.until - b.until)
      const next = this.sleepers.shift()
      if (!next) continue
      this.now = next.until
      next.wake()
    }
    return work
  }
}

/** A list that answers pages in a random order; `change` may alter it before a request is carried out. */
function list(count: number, random: () => number, change: (rows: Row[], request: number) => void = () => {}) {
  const rows: Row[] = Array.from({ length: count }, (_, index) => ({ id: `r${index}` }))
  const clock = new Clock()
  let requests = 0
  let [active, most] = [0, 0]
  const fetchPage = async (page: number, size: number) => {
    active += 1
    most = Math.max(most, active)
    await clock.wait(random() * 4)
    requests += 1
    change(rows, requests)
    const answer = { rows: rows.slice((page - 1) * size, page * size), total: rows.length, capped: false }
    await clock.wait(random() * 4)
    active -= 1
    return answer
  }
  return {
    rows,
    clock,
    fetchPage,
    get requests() {
      return requests
    },
    get most() {
      return most
    },
  }
}

async function walked({ fetchPage, clock }: ReturnType<typeof list>, room = new PagesAhead(16)) {
  const ahead = new ReadAhead(fetchPage, room)
  const walk = new PageWalk(ahead.page, { pageSize: 5, isSure: () => ahead.isSure() })
  const ids: string[] = []
  const reading = async () => {
    for await (const { rows } of walk.pages()) ids.push(...(rows as Row[]).map(({ id }) => id))
  }
  await clock.run(reading())
  return { ids, missing: walk.missing }
}

/** Fractions that are the same each time. */
function seeded(seed: number): () => number {
  const below = randomFrom(seed)
  return () => below(2 ** 31) / 2 ** 31
}

describe('pages that are fetched ahead', () => {
  it('are asked for at once, and the rows come in their order', async () => {
    const resting = list(500, seeded(1))
    const { ids, missing } = await walked(resting)
    expect(ids).toEqual(resting.rows.map(({ id }) => id))
    expect([missing, resting.requests]).toEqual([0, 101])
    expect(resting.most).toBeGreaterThan(8)
  })

  it('are not more than all walks together may have', async () => {
    const room = new PagesAhead(4)
    const both = [list(300, seeded(2)), list(300, seeded(3))]
    await Promise.all(both.map((each) => walked(each, room)))
    for (const { most } of both) expect(most).toBeLessThanOrEqual(5)
    expect(room.free).toBe(4)
  })

  it('of one page, or none, cost no request more', async () => {
    for (const count of [0, 3, 5]) {
      const short = list(count, seeded(4))
      expect((await walked(short)).ids).toHaveLength(count)
      expect(short.requests).toBe(1)
    }
  })

  it('lose a row to no mixture of additions and deletions, whatever the order of the answers', async () => {
    const lost: string[] = []
    // The last are those in which an addition came while a page was read again, alone or together with a deletion.
    const seeds = [...Array.from({ length: 200 }, (_, index) => index + 1), 211, 1518, 12_453, 16_389, 16_932]
    for (const seed of seeds) {
      const random = seeded(seed)
      let fresh = 0
      const gone = new Set<string>()
      const moving = list(120, random, (rows) => {
        if (random() < 0.15) rows.unshift({ id: `new${fresh++}` })
        if (random() < 0.15) for (const { id } of rows.splice(Math.floor(random() * rows.length), 1)) gone.add(id)
      })
      const there = moving.rows.map(({ id }) => id)
      const { ids, missing } = await walked(moving)
      const whole = there.filter((id) => !gone.has(id))
      if (missing === 0 && whole.some((id) => !ids.includes(id))) lost.push(`seed ${seed}`)
      expect(new Set(ids).size).toBe(ids.length)
    }
    expect(lost).toEqual([])
  }, 30_000)

  it('lose no row where an addition and a deletion leave the count as it was', async () => {
    const random = seeded(9)
    const moving = list(200, random, (rows, request) => {
      if (request !== 8) return
      rows.unshift({ id: 'new' })
      rows.pop()
    })
    const there = moving.rows.slice(0, -1).map(({ id }) => id)
    const { ids } = await walked(moving)
    expect(ids).toEqual(expect.arrayContaining(there))
  })
})
