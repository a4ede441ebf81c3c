import { fstatSync, rmSync } from 'node:fs'
import { access, constants, type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isatty } from 'node:tty'
import { OutputError, UsageError } from '../../base/errors.js'
import { reasonOf, type Streams } from '../../call/output/streams.js'

/** Where an export goes. */
export interface Destination {
  /** Throws an OutputError when it cannot be written. */
  write(text: string): Promise<void>
  /** Everything is written: a file gets its name now. */
  finish(): Promise<void>
  /** Nothing of it stays, where that can be. Harmless after `finish`. */
  discard(): Promise<void>
}

export interface DestinationWishes {
  /** Path of the file; standard output without. */
  file: string | undefined
  /** Password hashes are written: for nobody else's eyes. */
  isSecret: boolean
}

/**
 * Opens the destination before anything is read. Throws a UsageError where secrets would be shown to others, and an
 * OutputError for a path that cannot be written.
 */
export async function openDestination({ file, isSecret }: DestinationWishes, streams: Streams): Promise<Destination> {
  if (file === undefined) {
    if (isSecret) refuseShown(1)
    return { write: (text) => streams.out(text), finish: async () => {}, discard: async () => {} }
  }
  try {
    const there = await stat(file).catch(ifThere)
    if (there?.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' })
    if (there) await access(file, constants.W_OK)
    if (there && !there.isFile()) return await openDevice(file, isSecret)
    return await Draft.open(file, there ? await realpath(file) : file, isSecret ? 0o600 : there?.mode)
  } catch (error) {
    throw error instanceof UsageError ? error : cannotWrite(file, error)
  }
}

/** A pipe with a name, or a device: there is nothing to rename. */
async function openDevice(file: string, isSecret: boolean): Promise<Destination> {
  const handle = await open(file, 'w')
  if (isSecret && isatty(handle.fd)) {
    await handle.close()
    throw shown('a terminal')
  }
  const close = () => handle.close().catch(() => {})
  return { write: (text) => writeAll(handle, text, file), finish: close, discard: close }
}

/** A file beside the one that is meant, which takes its place when it is whole. */
class Draft implements Destination {
  /** A second Ctrl-C ends the process without asking. */
  private readonly remove = () => rmSync(this.path, { force: true })

  private constructor(
    private readonly name: string,
    private readonly target: string,
    private readonly path: string,
    private readonly handle: FileHandle,
  ) {
    process.once('exit', this.remove)
  }

  /** `name`: the file as typed; `target`: what it stands for. A new file gets the user's usual mode where none is given. */
  static async open(name: string, target: string, mode: number | undefined): Promise<Draft> {
    const path = join(dirname(target), `.${basename(target)}.${process.pid}.${Date.now().toString(36)}`)
    const handle = await open(path, 'wx', mode === undefined ? 0o666 : 0o600)
    const draft = new Draft(name, target, path, handle)
    if (mode !== undefined) await handle.chmod(mode & 0o777)
    return draft
  }

  write(text: string): Promise<void> {
    return writeAll(this.handle, text, this.name)
  }

  async finish(): Promise<void> {
    try {
      await this.handle.sync()
      await this.handle.close()
      await rename(this.path, this.target)
    } catch (error) {
      throw cannotWrite(this.name, error)
    }
    process.removeListener('exit', this.remove)
  }

  async discard(): Promise<void> {
    await this.handle.close().catch(() => {})
    await rm(this.path, { force: true })
    process.removeListener('exit', this.remove)
  }
}

async function writeAll(handle: FileHandle, text: string, name: string): Promise<void> {
  try {
    await handle.appendFile(text)
  } catch (error) {
    throw cannotWrite(name, error)
  }
}

/** Refuses standard output where others may read it: a terminal, or a file that is not the user's alone. */
function refuseShown(fd: number): void {
  if (isatty(fd)) throw shown('a terminal')
  const there = fstatSync(fd)
  // Windows has no such modes.
  if (process.platform !== 'win32' && there.isFile() && (there.mode & 0o077) !== 0)
    throw shown('a file that others may read')
}

function shown(where: string): UsageError {
  return new UsageError(`password hashes are not written onto ${where}`, {
    code: 'export.shown_hashes',
    hint: 'name the file, which only you may read then: logto users export people.jsonl --with password-hash',
  })
}

function ifThere(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}

function cannotWrite(file: string, error: unknown): OutputError {
  return new OutputError(`cannot write ${file}: ${reasonOf(error as NodeJS.ErrnoException)}`, {
    code: 'output.cannot_write',
    hint: 'nothing was written; choose another path, or make room',
    cause: error,
  })
}
