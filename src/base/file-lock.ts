import { mkdir, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { InterruptedError } from './errors.js'

export interface LockPatience {
  signal?: AbortSignal | undefined
  /** Milliseconds to wait for a living holder. */
  patienceMs: number
  /** Signs of life that are enough to know that there is one, for a lock that is held for long; all of them without. */
  enoughSigns?: number | undefined
  /** Called when another has taken the lock over: it had reason to think this process dead. */
  onLost?: (() => void) | undefined
}

/**
 * A holder gives a sign of life each second. One that has given none for so long is dead or stopped; together with the
 * second that the sign may lie ahead, the next one waits little more than 4 s.
 */
const silenceMs = 3000
const signOfLifeMs = 1000

/**
 * By itself the library removes a silent lock and takes a new one in two steps, between which another process may have
 * done the same: both would then hold it. So it is told to leave locks alone, and `takeOver` removes silent ones.
 */
const never = Number.MAX_SAFE_INTEGER

type Library = typeof import('proper-lockfile')

const loaded = () => import('proper-lockfile')

/** Loads what locks need, while something else is waited for: that takes 8 ms. */
export function prepareLocks(): void {
  setImmediate(() => void loaded().catch(() => {}))
}

/**
 * Holds a lock, a folder `PATH.lock`, which other processes respect that ask in the same way. Gives what releases it;
 * `busy` where a living holder keeps it for longer than patience lasts, `unavailable` where there can be no lock, as in a
 * read-only folder. Throws an InterruptedError.
 */
export async function holdLock(
  path: string,
  { signal, patienceMs, enoughSigns = Number.POSITIVE_INFINITY, onLost = () => {} }: LockPatience,
): Promise<(() => Promise<void>) | 'busy' | 'unavailable'> {
  const { default: library } = await loaded()
  const end = Date.now() + patienceMs
  const seen = new Set<number>()
  for (;;) {
    if (signal?.aborted) throw new InterruptedError('interrupted', { code: 'interrupted' })
    try {
      await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
      return await take(library, path, never, onLost)
    } catch (error) {
      if (!isHeld(error)) return 'unavailable'
    }
    const signOfLife = await lastSign(path)
    if (signOfLife !== undefined) seen.add(signOfLife)
    if (isSilent(signOfLife)) await takeOver(library, path)
    // The first sign may be that of a dead one.
    if (Date.now() > end || seen.size > enoughSigns) return 'busy'
    // Waiters that fell into step would keep meeting.
    await pause(25 + Math.random() * 50, undefined, signal ? { signal } : {}).catch(() => {})
  }
}

function take(library: Library, path: string, stale: number, onLost = () => {}): Promise<() => Promise<void>> {
  return library.lock(path, { realpath: false, stale, update: signOfLifeMs, onCompromised: onLost })
}

/** When the holder last gave a sign of life; undefined where there is none. */
async function lastSign(path: string): Promise<number | undefined> {
  return stat(`${path}.lock`).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  )
}

/** Also when its last sign of life lies far ahead: the clock was set back. */
function isSilent(signOfLife: number | undefined): boolean {
  return signOfLife !== undefined && Math.abs(Date.now() - signOfLife) > silenceMs
}

/** Removes a silent lock; a lock of its own lets one process at a time look and remove. */
async function takeOver(library: Library, path: string): Promise<void> {
  const release = await take(library, `${path}.takeover`, silenceMs).catch(() => undefined)
  if (!release) return
  try {
    if (isSilent(await lastSign(path))) await rmdir(`${path}.lock`)
  } catch {
    // It is gone already.
  } finally {
    await release().catch(() => {})
  }
}

function isHeld(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOCKED'
}
