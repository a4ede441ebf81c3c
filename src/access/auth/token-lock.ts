import { mkdir, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { InterruptedError } from '../../base/errors.js'
import { cacheFolder } from './cache-folder.js'

/**
 * `held`: no other process is at it. `busy`: one still was when patience ran out. `unavailable`: there can be no lock
 * here, as in a read-only home.
 */
export type Hold = 'held' | 'busy' | 'unavailable'

export interface LockOptions {
  env: NodeJS.ProcessEnv
  signal?: AbortSignal | undefined
  /** Milliseconds to wait for a living holder. */
  patienceMs: number
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

/** Runs `work` while no other process runs one of the same name. It must bear to run without the lock. */
export async function underLock<T>(name: string, options: LockOptions, work: (hold: Hold) => Promise<T>): Promise<T> {
  const { default: library } = await import('proper-lockfile')
  const path = join(cacheFolder(options.env), 'locks', name)
  const lock = await acquire(library, path, options)
  try {
    return await work(typeof lock === 'string' ? lock : 'held')
  } finally {
    if (typeof lock !== 'string') await lock().catch(() => {})
  }
}

async function acquire(library: Library, path: string, { signal, patienceMs }: LockOptions) {
  const end = Date.now() + patienceMs
  for (;;) {
    if (signal?.aborted) throw new InterruptedError('interrupted', { code: 'interrupted' })
    try {
      await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
      return await take(library, path, never)
    } catch (error) {
      if (!isHeld(error)) return 'unavailable'
    }
    if (await isSilent(path)) await takeOver(library, path)
    if (Date.now() > end) return 'busy'
    // Waiters that fell into step would keep meeting.
    await pause(25 + Math.random() * 50, undefined, signal ? { signal } : {}).catch(() => {})
  }
}

function take(library: Library, path: string, stale: number): Promise<() => Promise<void>> {
  // Losing the lock is no error: whoever took it over had reason to think us dead.
  return library.lock(path, { realpath: false, stale, update: signOfLifeMs, onCompromised: () => {} })
}

/** Also when its last sign of life lies far ahead: the clock was set back. */
async function isSilent(path: string): Promise<boolean> {
  return stat(`${path}.lock`).then(
    ({ mtimeMs }) => Math.abs(Date.now() - mtimeMs) > silenceMs,
    () => false,
  )
}

/** Removes a silent lock; a lock of its own lets one process at a time look and remove. */
async function takeOver(library: Library, path: string): Promise<void> {
  const release = await take(library, `${path}.takeover`, silenceMs).catch(() => undefined)
  if (!release) return
  try {
    if (await isSilent(path)) await rmdir(`${path}.lock`)
  } catch {
    // It is gone already.
  } finally {
    await release().catch(() => {})
  }
}

function isHeld(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOCKED'
}
