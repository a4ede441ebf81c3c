/** The limiter against real servers: the rate they allow, the number at once that they take best, their 429. */

import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { BestConcurrency } from '../../../src/call/http/best-concurrency.js'
import { HttpClient } from '../../../src/call/http/client.js'
import { Limiter, type LimiterOptions } from '../../../src/call/http/limiter.js'
import { Limiters } from '../../../src/call/http/limiters.js'
import { RequestWindow } from '../../../src/call/http/request-window.js'
import { listen } from './loopback-server.js'

/** A server that answers after a time, and refuses what goes beyond a limit in any time of that length. */
async function limitedServer(limit: number, perMs: number, delayMs: () => number) {
  const taken: number[] = []
  const seen = { refused: 0, most: 0 }
  let underWay = 0
  const port = await listen(
    createServer(async (_, response) => {
      const now = performance.now()
      while ((taken[0] ?? now) <= now - perMs) taken.shift()
      if (taken.length >= limit) {
        seen.refused += 1
        return response.writeHead(429, { 'retry-after': '1' }).end()
      }
      taken.push(now)
      underWay += 1
      seen.most = Math.max(seen.most, underWay)
      await wait(delayMs())
      underWay -= 1
      response.end('{}')
    }),
  )
  return { url: new URL(`http://127.0.0.1:${port}/`), seen }
}

/** Sends so many requests through one limiter, as many workers at once as a run has. */
async function sendAll(url: URL, count: number, options: LimiterOptions) {
  const limiter = new Limiter(options)
  const client = new HttpClient({ env: {}, userAgent: 'logto-test/1', limiter })
  onTestFinished(() => client.close())
  let left = count
  let done = 0
  const worker = async () => {
    while (left-- > 0) {
      const { status } = await client.send({ method: 'POST', url, headers: {} }, { timeoutMs: 10_000, retries: 2 })
      if (status === 200) done += 1
    }
  }
  await Promise.all(Array.from({ length: 40 }, worker))
  return { done }
}

/** A small generator of numbers from 0 to 1 that look random, the same in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return state / 2 ** 31
  }
}

describe('a rate', () => {
  it.each([
    5, 60, 400, 2000,
  ])('of 200 in 10 s is never passed with answers after up to %i ms, and used to 0.95', (latencyMs) => {
    const random = seeded(latencyMs)
    const window = new RequestWindow({ requests: 196, perMs: 10_000 })
    const arrivals: number[] = []
    const answers: number[] = []
    let now = 0
    while (arrivals.length < 3000) {
      const wait = window.wait(now)
      const next = Math.min(...answers, Number.POSITIVE_INFINITY)
      if (wait > 0 || next <= now) {
        // A timer that is a little late, as on a busy machine.
        now = Math.min(next, now + wait + random() * 8)
        if (next <= now) {
          window.answered(now)
          answers.splice(answers.indexOf(next), 1)
        }
        continue
      }
      window.started(now)
      const latency = latencyMs * random()
      arrivals.push(now + latency * random())
      answers.push(now + latency)
    }
    arrivals.sort((a, b) => a - b)
    const inTenSeconds = arrivals
      .map((first, i) => arrivals.findIndex((other) => other >= first + 10_000) - i)
      .filter((count) => count > 0)
    expect(Math.max(...inTenSeconds)).toBeLessThanOrEqual(200)
    const seconds = now / 1000
    const share = 3000 / seconds / 20
    expect(share).toBeGreaterThan(latencyMs > 500 ? 0.85 : 0.95)
  })

  it('is kept on a real server', async () => {
    const { url, seen } = await limitedServer(50, 1000, () => Math.random() * 60)
    const { done } = await sendAll(url, 200, { rate: { requests: 49, perMs: 1000 } })
    expect({ refused: seen.refused, done }).toEqual({ refused: 0, done: 200 })
  })

  it('is the known one on Logto Cloud, shared by the parts of a run', () => {
    const rateOf = (limiters: Limiters, host: string) =>
      (limiters.for(new URL(`https://${host}`)) as unknown as { options: LimiterOptions }).options.rate
    expect(rateOf(new Limiters(), 'acme.logto.app')).toEqual({ requests: 196, perMs: 10_000 })
    expect(rateOf(new Limiters({ shards: 8 }), 'acme.logto.app')).toEqual({ requests: 24, perMs: 10_000 })
    expect(rateOf(new Limiters(), 'auth.example.com')).toBeUndefined()
    expect(rateOf(new Limiters({ perSecond: 5 }), 'auth.example.com')).toEqual({ requests: 5, perMs: 1000 })
    const limiters = new Limiters()
    expect(limiters.for(new URL('https://a.b/x'))).toBe(limiters.for(new URL('https://a.b/y')))
  })
})

describe('the number at once', () => {
  interface Server {
    /** Requests that it takes at once; more wait. */
    hands: number
    ms: number
    /** Share of the time that is left to chance, with a long tail. */
    chance?: number
  }

  /** What is found on a server after so many answers. */
  function found({ hands, ms, chance = 0.5 }: Server, seed: number, { isFull = true, answers = 2000 } = {}): number {
    const random = seeded(seed)
    const best = new BestConcurrency()
    const free: number[] = Array(hands).fill(0)
    const underWay: { started: number; ends: number }[] = []
    for (let now = 0, count = 0; count < answers; count++) {
      while (underWay.length < best.current) {
        free.sort((a, b) => a - b)
        const ends = Math.max(now, free.shift() ?? 0) + ms * (1 - chance - chance * Math.log(1 - random()))
        free.push(ends)
        underWay.push({ started: now, ends })
      }
      underWay.sort((a, b) => a.ends - b.ends)
      const { started, ends } = underWay.shift() ?? { started: now, ends: now }
      now = ends
      best.took(now, started, isFull)
    }
    return best.current
  }

  /** The same on a hundred servers that differ by chance. */
  const foundOften = (server: Server, more?: { answers?: number }) =>
    Array.from({ length: 100 }, (_, i) => found(server, i + 1, more))
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length

  it.each([
    { hands: 100, ms: 10 },
    { hands: 100, ms: 300 },
    { hands: 100, ms: 10, chance: 0.05 },
  ])('is the most where more brings more, within a hundred answers: %o', (server) => {
    expect(new Set(foundOften(server, { answers: 100 }))).toEqual(new Set([16]))
  })

  it('is the most within three rounds on a server that answers evenly', () => {
    expect(found({ hands: 100, ms: 10, chance: 0 }, 1, { answers: 4 + 8 })).toBe(16)
  })

  it('is the most where times are all chance, though a lucky look may flatter a small number', () => {
    const numbers = foundOften({ hands: 100, ms: 10, chance: 1 })
    expect(numbers.filter((number) => number === 16).length).toBeGreaterThanOrEqual(98)
  })

  it.each([
    { hands: 8, ms: 20, least: 8, most: 11.5 },
    { hands: 4, ms: 20, least: 4, most: 8.5 },
  ])('stays near what brings more: %o', ({ least, most, ...server }) => {
    const numbers = foundOften(server, { answers: 500 })
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(least)
    expect(mean(numbers)).toBeLessThanOrEqual(most)
  })

  it('stays where the requests of others are not waited for', () => {
    expect(found({ hands: 100, ms: 10 }, 1, { isFull: false })).toBe(4)
  })

  it('is halved by trouble, once for those that were under way together', () => {
    const best = new BestConcurrency()
    for (let now = 0; now < 5000; now++) best.took(now, now - 1, true)
    expect(best.current).toBeGreaterThanOrEqual(4)
    const before = best.current
    for (let i = 0; i < 4; i++) best.trouble(6000 + i, 5900)
    expect(best.current).toBe(Math.max(1, Math.floor(before / 2)))
  })

  it('is what it is told to be', async () => {
    const { url, seen } = await limitedServer(1e9, 1000, () => 5)
    await sendAll(url, 200, { concurrency: 3 })
    expect(seen.most).toBe(3)
  })
})

describe('what came of a request', () => {
  it('is handed back after those that wait have begun, one result in a turn of the event loop', async () => {
    let turn = 0
    let isOver = false
    const count = () => {
      turn += 1
      if (!isOver) setImmediate(count)
    }
    count()
    const limiter = new Limiter({ concurrency: 2 })
    const began: number[] = []
    const ended: number[] = []
    const answers: (() => void)[] = []
    const send = async (name: number) => {
      const result = await limiter.run(
        () => {
          began[name] = turn
          return new Promise<number>((resolve) => answers.push(() => resolve(name)))
        },
        () => ({ kind: 'taken' }),
      )
      ended[result] = turn
    }
    const all = Promise.all([0, 1, 2, 3, 4].map(send))
    await expect.poll(() => answers.length).toBe(2)
    // Two answers come together, while three others wait.
    for (const answer of answers.splice(0)) answer()
    await expect.poll(() => ended.length).toBe(2)
    const [first = 0, second = 0] = ended
    expect(began[2]).toBe(began[3])
    expect(first).toBeGreaterThan(began[3] ?? Number.POSITIVE_INFINITY)
    expect(second).toBeGreaterThan(first)
    await expect.poll(() => answers.length).toBe(2)
    answers.shift()?.()
    await expect.poll(() => ended[2]).toBeDefined()
    // Where nobody waits any more, nothing is put off.
    await expect.poll(() => answers.length).toBe(2)
    const answeredAt = turn
    for (const answer of answers.splice(0)) answer()
    await all
    expect(ended.slice(3)).toEqual([answeredAt, answeredAt])
    isOver = true
  })
})

describe('a 429', () => {
  it('stops all until the server wants more, is said once, and lowers the rate', async () => {
    const said: string[] = []
    const { url, seen } = await limitedServer(30, 1000, () => 5)
    const { done } = await sendAll(url, 150, { say: (text) => said.push(text) })
    expect(done).toBe(150)
    expect(said[0]).toBe('the server takes no more requests for now: going on in 1 s')
    // After the first burst it keeps below what the server had taken.
    expect(seen.refused).toBeLessThan(60)
    expect(said.length).toBeLessThan(6)
  })
})
