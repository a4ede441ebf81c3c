import { setTimeout as wait } from 'node:timers/promises'
import { InterruptedError } from './errors.js'

/** Waits `ms` milliseconds. Throws an InterruptedError when `signal` is aborted meanwhile. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await wait(ms, undefined, signal ? { signal } : {}).catch(() => {
    throw new InterruptedError('interrupted', { code: 'interrupted' })
  })
}
