import { join } from 'node:path'
import { holdLock } from '../../base/file-lock.js'
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

/** Runs `work` while no other process runs one of the same name. It must bear to run without the lock. */
export async function underLock<T>(name: string, options: LockOptions, work: (hold: Hold) => Promise<T>): Promise<T> {
  // Losing the lock is no error.
  const lock = await holdLock(join(cacheFolder(options.env), 'locks', name), options)
  try {
    return await work(typeof lock === 'string' ? lock : 'held')
  } finally {
    if (typeof lock !== 'string') await lock().catch(() => {})
  }
}
