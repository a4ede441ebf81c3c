import { readFile, realpath, writeFile } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { NotAllowedError, UsageError } from '../errors.js'
import { reason } from '../request/sources.js'

/** What a script may reach beside the API: nothing, unless a flag says so. */
export interface Permissions {
  env: readonly string[]
  read: readonly string[]
  write: readonly string[]
  profiles: readonly string[]
}

/** A variable of the environment, null where there is none. Throws a NotAllowedError for one that is not allowed. */
export function variable(name: string, { env }: Permissions): string | null {
  if (!env.includes(name)) throw refused(`reading the variable ${name}`, `--allow-env ${name}`)
  return process.env[name] ?? null
}

/** The text of a file below a folder that may be read; links are followed first. Throws a NotAllowedError. */
export async function readPermitted(path: string, { read }: Permissions): Promise<string> {
  const real = await realpath(path).catch(() => undefined)
  const folder = await allowed(real ?? path, read)
  if (!folder) throw refused(`reading ${path}`, `--allow-read ${dirname(path)}`)
  try {
    return await readFile(real ?? path, 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${reason(error)}`, {
      code: 'usage.unreadable_file',
      hint: 'check the path',
    })
  }
}

/** Writes a file below a folder that may be written to. Throws a NotAllowedError. */
export async function writePermitted(path: string, text: string, { write }: Permissions): Promise<void> {
  const real = await realpath(path).catch(() => undefined)
  const parent = await realpath(dirname(path)).catch(() => undefined)
  const target = real ?? (parent === undefined ? undefined : join(parent, basename(path)))
  if (target === undefined || !(await allowed(target, write))) {
    throw refused(`writing ${path}`, `--allow-write ${dirname(path)}`)
  }
  try {
    // A link that leads nowhere would be followed by an ordinary write.
    await writeFile(target, text, real === undefined ? { flag: 'wx' } : {})
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${reason(error)}`, {
      code: 'usage.unwritable_file',
      hint: 'check the path',
    })
  }
}

async function allowed(real: string, folders: readonly string[]): Promise<boolean> {
  const roots = await Promise.all(folders.map((folder) => realpath(folder).catch(() => undefined)))
  return roots.some(
    (root) => root !== undefined && (real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)),
  )
}

function refused(what: string, flag: string): NotAllowedError {
  return new NotAllowedError(`${what} is not allowed to this script`, {
    code: 'lua.not_allowed',
    hint: `add ${flag} to \`logto lua\` to allow it`,
  })
}
