import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { CliFailure, UsageError } from '../../base/errors.js'

/** A holder that was killed is not waited for longer than this; a living one renews its lock every second. */
const staleMs = 4000

/** About 14 s in all: longer than a killed holder is waited for. */
const patience = { retries: 90, minTimeout: 10, maxTimeout: 150, factor: 1.3, randomize: true }

/**
 * Changes a file of this program (0600 in a 0700 folder) while no other process of it does. `change` reads what is
 * there and returns the new text, or undefined to leave the file as it is. The file is replaced as a whole, so that a
 * reader, or a process killed in the middle, never leaves half of it. Throws a UsageError when the file cannot be
 * written or another process holds it for too long.
 */
export async function changeFile(path: string, change: () => Promise<string | undefined>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const [{ default: lockfile }, { default: writeFileAtomic }] = await Promise.all([
      import('proper-lockfile'),
      import('write-file-atomic'),
    ])
    let lost = false
    const onCompromised = () => {
      lost = true
    }
    const release = await lockfile.lock(path, {
      realpath: false,
      stale: staleMs,
      update: 1000,
      retries: patience,
      onCompromised,
    })
    try {
      await removeDrafts(path)
      const text = await change()
      if (lost) throw busy(path)
      if (text !== undefined) await writeFileAtomic(path, text, { mode: 0o600 })
    } finally {
      // A lock that another took over is no longer ours to release.
      await release().catch(() => {})
    }
  } catch (error) {
    throw error instanceof Error && 'code' in error && !(error instanceof CliFailure) ? cannotWrite(path, error) : error
  }
}

/** A process killed in the middle leaves its draft behind, which may hold secrets; under the lock no draft is alive. */
async function removeDrafts(path: string): Promise<void> {
  const prefix = `${basename(path)}.`
  for (const name of await readdir(dirname(path))) {
    if (name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length))) {
      await rm(join(dirname(path), name), { force: true })
    }
  }
}

function cannotWrite(path: string, error: Error & { code: unknown }): UsageError {
  if (error.code === 'ELOCKED') return busy(path)
  return new UsageError(`${path} cannot be written (${error.code})`, {
    code: 'config.cannot_write',
    hint: 'check that its folder is yours and has room, or choose another one with LOGTO_CONFIG_DIR',
    cause: error,
  })
}

function busy(path: string): UsageError {
  return new UsageError(`${path} is being changed by another process of this program`, {
    code: 'config.busy',
    hint: `try again; if none is running, remove ${path}.lock`,
  })
}
