import { fstatSync, writeSync } from 'node:fs'
import type { Writable } from 'node:stream'
import { getSystemErrorMap } from 'node:util'
import { OutputError } from '../../base/errors.js'
import { harmless } from './harmless.js'

/** The one writer of stdout and the one of stderr. */
export interface Streams {
  /**
   * Writes data to stdout and waits until the text has been handed over, so that nothing is lost at exit and a slow
   * reader slows the program down. Throws `ClosedPipe` once the reader has gone, an OutputError `output.cannot_write`
   * once something could not be written.
   */
  out(text: string): Promise<void>
  /** Writes one line to stderr, made harmless for a terminal, whoever it quotes, and then painted; never fails. */
  err(line: string, paint?: (harmless: string) => string): Promise<void>
  /**
   * Shows a line on stderr, for a terminal only, that gives way to the next status and to whatever is written to either
   * stream; an empty one takes it away. The cursor stays visible, so that a program that is killed leaves nothing to mend.
   */
  status(line: string): void
  /** Stderr is a terminal. */
  readonly errIsTTY: boolean
  /** Stdout is a file on a disk. */
  readonly outIsFile: boolean
}

/** The reader of stdout has gone (`| head -1`). Not an error: whoever catches it stops quietly, with exit code 0. */
export class ClosedPipe extends Error {
  override readonly name = 'ClosedPipe'
}

/** Streams over two Node streams, the process's own by default. */
export function processStreams(
  stdout: Writable & { fd?: number; isTTY?: boolean } = process.stdout,
  stderr: Writable & { isTTY?: boolean; columns?: number } = process.stderr,
): Streams {
  for (const stream of [stdout, stderr]) keepQuiet(stream)
  const put = isFile(stdout) ? writtenToFile : written
  return {
    errIsTTY: stderr.isTTY === true,
    outIsFile: isFile(stdout),
    async out(text) {
      if (text === '') return
      if (withStatus.has(stderr)) await written(stderr, clearing(stderr))
      // A stream that failed once is destroyed, and would give that as its reason afterwards.
      const error = failed.get(stdout) ?? (await put(stdout, text))
      if (error === undefined) return
      failed.set(stdout, error)
      if (isClosed(error)) throw new ClosedPipe()
      throw new OutputError(`cannot write to standard output: ${reasonOf(error)}`, {
        code: 'output.cannot_write',
        cause: error,
      })
    },
    async err(line, paint = (text) => text) {
      await written(stderr, `${clearing(stderr)}${paint(stderr.isTTY ? harmless(line) : line)}\n`)
    },
    status(line) {
      const cleared = clearing(stderr)
      if (line !== '') withStatus.add(stderr)
      // A line that wraps could not be taken away again.
      const room = (stderr.columns || 80) - 1
      if (cleared + line !== '') stderr.write(cleared + [...line].slice(0, room).join(''))
    },
  }
}

/** The streams whose last line is a status: known to all writers of a stream, as the report of an error has its own. */
const withStatus = new WeakSet<Writable>()

/** What takes away the status that stands on a stream. */
function clearing(stream: Writable): string {
  return withStatus.delete(stream) ? '\r\u001b[K' : ''
}

/**
 * A failed write also raises an `error` event, after its callback, which would end the process; `written` tells the
 * writer. oclif listens as well, to throw from there, whenever it is loaded.
 */
function keepQuiet(stream: Writable): void {
  stream.removeAllListeners('error').on('error', () => {})
}

/** Resolves when the stream has passed the text on, with the error if it could not. */
function written(stream: Writable, text: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    stream.write(text, (error) => {
      if (error) keepQuiet(stream)
      resolve(error ?? undefined)
    })
  })
}

/** What first went wrong with a stream: known to all its writers. */
const failed = new WeakMap<Writable, NodeJS.ErrnoException>()

function isFile({ fd, isTTY }: { fd?: number; isTTY?: boolean }): boolean {
  return fd !== undefined && isTTY !== true && fstatSync(fd).isFile()
}

/**
 * Writes to a file until all of it is written. Node itself takes a write that was cut short, as on a disk with room for
 * half of it, for a whole one (`SyncWriteStream`, Node 20 to 24), and the end would be lost without a word.
 */
async function writtenToFile({ fd = 1 }: { fd?: number }, text: string): Promise<NodeJS.ErrnoException | undefined> {
  const bytes = Buffer.from(text)
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
    return undefined
  } catch (error) {
    return error as NodeJS.ErrnoException
  }
}

const closedCodes = new Set(['EPIPE', 'EOF', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'])

/** EPIPE on POSIX, EOF on Windows; a stream that was closed before says so in words of its own. */
function isClosed(error: NodeJS.ErrnoException): boolean {
  return closedCodes.has(error.code ?? '')
}

/** Why something cannot be written, such as `no space left on device (ENOSPC)`. */
export function reasonOf({ errno, code, message }: NodeJS.ErrnoException): string {
  const known = errno === undefined ? undefined : getSystemErrorMap().get(errno)
  return known ? `${known[1]} (${code})` : message
}
