import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, rmSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { UsageError } from '../../../base/errors.js'
import { reason } from '../../../call/request/sources.js'

/** An input that can be read as often as it takes. */
export interface InputFile {
  /** Where it can be read. */
  path: string
  /** How it was named: a path, or standard input. */
  name: string
  /** SHA-256 of its bytes, in hexadecimal. */
  hash: string
  /** Throws a UsageError when the file is not the one any more that the hash was made of. */
  refuseChanged(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens an input: a file where it lies; standard input (`-`) and pipes copied to a temporary file that only the user can
 * read, and that goes at the end of the program at the latest. Throws a UsageError for what cannot be read.
 */
export async function openInput(path: string, stdin: Readable & { isTTY?: boolean }): Promise<InputFile> {
  if (path === '-') {
    if (stdin.isTTY) {
      throw new UsageError('the rows are read from standard input, and nothing is piped in', {
        code: 'usage.no_stdin',
        hint: 'pipe them in, or name a file with --input FILE',
      })
    }
    return spooled(stdin, 'standard input')
  }
  try {
    const facts = await stat(path)
    if (facts.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' })
    if (!facts.isFile()) return await spooled(createReadStream(path), path)
    const hash = createHash('sha256')
    await pipeline(createReadStream(path), hash)
    return { ...inPlace(path, facts), name: path, hash: hash.digest('hex') }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`cannot read ${path}: ${reason(error)}`, {
      code: 'usage.unreadable_file',
      hint: 'check the path; it is taken from the folder you are in',
      cause: error,
    })
  }
}

function inPlace(path: string, was: { size: number; mtimeMs: number; ino: number }) {
  return {
    path,
    async refuseChanged() {
      const now = await stat(path).catch(() => undefined)
      if (now?.size === was.size && now.mtimeMs === was.mtimeMs && now.ino === was.ino) return
      throw new UsageError(`${path} was changed while it was being read`, {
        code: 'rows.changed',
        hint: 'nothing more is sent; run it again when the file is complete',
      })
    },
    close: async () => {},
  }
}

async function spooled(source: Readable, name: string): Promise<InputFile> {
  const folder = await mkdtemp(join(tmpdir(), 'logto-'))
  const removeNow = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', removeNow)
  const path = join(folder, 'input')
  const hash = createHash('sha256')
  const close = async () => {
    process.off('exit', removeNow)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await pipeline(
      source,
      async function* (bytes: AsyncIterable<Buffer>) {
        for await (const piece of bytes) {
          hash.update(piece)
          yield piece
        }
      },
      createWriteStream(path, { mode: 0o600 }),
    )
  } catch (error) {
    await close()
    throw new UsageError(`cannot keep ${name} in ${tmpdir()}: ${reason(error)}`, {
      code: 'rows.cannot_spool',
      hint: 'the rows are read twice: make room there, or give them as a file',
      cause: error,
    })
  }
  return { path, name, hash: hash.digest('hex'), refuseChanged: async () => {}, close }
}
