/** A disk in memory that is soon full. */

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Whether this user may mount one. */
export function canMount(): boolean {
  return process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0
}

/** Mounts one in a folder until the test ends; `grow` makes it larger. Sizes as `mount` takes them: `16k`. */
export function smallDisk(home: string, size: string): { path: string; grow: (size: string) => void } {
  const path = join(home, 'small')
  mkdirSync(path)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path])
  onTestFinished(() => {
    execFileSync('umount', ['-l', path])
  })
  return { path, grow: (larger) => execFileSync('mount', ['-o', `remount,size=${larger}`, path]) }
}
