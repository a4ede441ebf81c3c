import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { NotAllowedError, UsageError } from '../../base/errors.js'
import { reason } from '../../call/request/sources.js'

/** Most bytes that a script reads at once: more would not fit into its memory. */
const mostBytes = 64 * 1024 * 1024

type Right = 'read' | 'write'

/**
 * The files that a script may read and write: those below the folders it was given. Links cannot lead out of them, and
 * never into a folder that is kept from scripts.
 */
export class ScriptFiles {
  private constructor(
    private readonly folders: Readonly<Record<Right, readonly string[]>>,
    private readonly kept: readonly string[],
  ) {}

  /** `kept` are folders that hold credentials. Throws a UsageError for a given folder that does not exist. */
  static async open(read: readonly string[], write: readonly string[], kept: readonly string[]): Promise<ScriptFiles> {
    const real = (folders: readonly string[], flag: string) =>
      Promise.all(
        folders.map((folder) => realpath(folder).catch((error: unknown) => refuseFolder(flag, folder, error))),
      )
    const own = await Promise.all(kept.map((folder) => realpath(folder).catch(() => resolve(folder))))
    return new ScriptFiles({ read: await real(read, '--allow-read'), write: await real(write, '--allow-write') }, own)
  }

  /** The text of a file. */
  async read(path: string): Promise<string> {
    const file = await open(await this.readable(path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const stat = await file.stat()
      if (!stat.isFile()) throw refusal(path, 'it is no plain file')
      if (stat.size > mostBytes) throw refusal(path, 'it is larger than 64 MiB')
      return new TextDecoder('utf-8', { fatal: true }).decode(await file.readFile())
    } catch (error) {
      throw error instanceof TypeError ? refusal(path, 'it is not UTF-8 text') : asRefusal(path, error)
    } finally {
      await file.close()
    }
  }

  /** Writes a text, in the place of what was in the file or behind it. What it makes is for the user alone: a script may write secrets. */
  async write(path: string, text: string, mode: 'replace' | 'append'): Promise<void> {
    const real = await this.writable(path)
    const how = mode === 'append' ? constants.O_APPEND : 0
    try {
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK | how
      const file = await open(real, flags, 0o600)
      try {
        if (!(await file.stat()).isFile()) throw refusal(path, 'it is no plain file')
        if (mode === 'replace') await file.truncate()
        await file.writeFile(text)
      } finally {
        await file.close()
      }
    } catch (error) {
      throw asRefusal(path, error)
    }
  }

  /** The real path of a file that may be read. */
  async readable(path: string): Promise<string> {
    const real = await realpath(path).catch(() => undefined)
    this.refuseOutside('read', path, real ?? resolve(path))
    if (real === undefined) throw refusal(path, 'there is no such file')
    return real
  }

  /** A file that is not there yet has the real path of its folder; a link is not followed. */
  private async writable(path: string): Promise<string> {
    const folder = await realpath(dirname(resolve(path))).catch(() => undefined)
    const real = folder === undefined ? resolve(path) : join(folder, basename(resolve(path)))
    this.refuseOutside('write', path, real)
    if (folder === undefined) throw refusal(path, 'there is no such folder')
    return real
  }

  private refuseOutside(right: Right, path: string, real: string): void {
    if (this.kept.some((folder) => isBelow(folder, real))) {
      throw new NotAllowedError(`${path} is in a folder that is kept from scripts`, {
        code: `lua.${right}_not_allowed`,
        hint: 'it may hold credentials: use a folder of your own',
      })
    }
    if (this.folders[right].some((folder) => isBelow(folder, real))) return
    throw new NotAllowedError(`the script may not ${right} ${path}`, {
      code: `lua.${right}_not_allowed`,
      hint: `if it should, run it with --allow-${right} FOLDER; links must not lead out of the folder`,
    })
  }
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === path
}

function refuseFolder(flag: string, folder: string, cause: unknown): never {
  throw new UsageError(`${flag} ${folder}: ${reason(cause)}`, {
    code: 'usage.unreadable_file',
    hint: 'give a folder that exists',
    cause,
  })
}

function asRefusal(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (typeof code !== 'string' || error instanceof UsageError) return error
  return refusal(path, code === 'ELOOP' ? 'it is a link' : reason(error), error)
}

function refusal(path: string, why: string, cause?: unknown): UsageError {
  return new UsageError(`${path}: ${why}`, { code: 'lua.file', cause })
}
