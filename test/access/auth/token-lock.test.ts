import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Hold, underLock } from '../../../src/access/auth/token-lock.js'
import { InterruptedError } from '../../../src/base/errors.js'
import { failureOf, temporaryFolder } from './fixtures.js'

async function start(patienceMs = 20_000) {
  const folder = await temporaryFolder()
  const locks = join(folder, 'logto-cli', 'locks')
  return { locks, options: { env: { XDG_CACHE_HOME: folder }, patienceMs } }
}

/** A lock whose holder gave its last sign of life so long ago, in milliseconds. */
async function abandoned(locks: string, ageMs: number) {
  await mkdir(join(locks, 'a.lock'), { recursive: true })
  const then = new Date(Date.now() - ageMs)
  await utimes(join(locks, 'a.lock'), then, then)
}

describe('a lock', () => {
  it('lets one at a time through, and is gone afterwards', async () => {
    const { locks, options } = await start()
    let inside = 0
    const most = await Promise.all(
      Array.from({ length: 15 }, () =>
        underLock('a', options, async (hold) => {
          expect(hold).toBe('held')
          const now = ++inside
          await pause(5)
          inside--
          return now
        }),
      ),
    )
    expect(Math.max(...most)).toBe(1)
    expect(await readdir(locks)).toEqual([])
  })

  it('is released when the work fails, with its failure', async () => {
    const { locks, options } = await start()
    const failure = new Error('work')
    await expect(underLock('a', options, () => Promise.reject(failure))).rejects.toBe(failure)
    expect(await readdir(locks)).toEqual([])
  })

  it('of another name is no matter', async () => {
    const { options } = await start()
    expect(await underLock('a', options, () => underLock('b', options, async (hold) => hold))).toBe('held')
  })

  it('that stays taken is called busy when patience runs out', async () => {
    const { options } = await start(300)
    const started = performance.now()
    const hold = await underLock('a', options, () => underLock('a', options, async (inner): Promise<Hold> => inner))
    expect(hold).toBe('busy')
    expect(performance.now() - started).toBeLessThan(1500)
  })

  it('is waited for until Ctrl-C', async () => {
    const { options } = await start()
    const controller = new AbortController()
    const waiting = underLock('a', options, () => {
      setTimeout(() => controller.abort(), 100)
      return failureOf(underLock('a', { ...options, signal: controller.signal }, async () => undefined))
    })
    expect(await waiting).toBeInstanceOf(InterruptedError)
  })

  it.each([
    ['a dead process', 60_000],
    ['a process before the clock was set back', -3_600_000],
  ])('of %s is taken over, by one of many', async (_, ageMs) => {
    const { locks, options } = await start()
    await abandoned(locks, ageMs)
    let inside = 0
    const started = performance.now()
    await Promise.all(
      Array.from({ length: 15 }, () =>
        underLock('a', options, async (hold) => {
          expect([hold, ++inside]).toEqual(['held', 1])
          await pause(5)
          inside--
        }),
      ),
    )
    expect(performance.now() - started).toBeLessThan(4000)
    expect(await readdir(locks)).toEqual([])
  })

  it('is not taken over while its holder lives', async () => {
    const { locks, options } = await start(1500)
    await abandoned(locks, 1000)
    expect(await underLock('a', options, async (hold) => hold)).toBe('busy')
  })

  it('that cannot be is no obstacle', async () => {
    const { locks, options } = await start()
    await writeFile(join(locks, '..', '..', 'logto-cli'), '')
    expect(await underLock('a', options, async (hold) => hold)).toBe('unavailable')
  })

  it('with something else in its place is called busy', async () => {
    const { locks, options } = await start(300)
    const hourAgo = new Date(Date.now() - 3600_000)
    await mkdir(locks, { recursive: true })
    await writeFile(join(locks, 'a.lock'), '')
    await utimes(join(locks, 'a.lock'), hourAgo, hourAgo)
    expect(await underLock('a', options, async (hold) => hold)).toBe('busy')
  })
})
