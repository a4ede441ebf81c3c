import type { Writable } from 'node:stream'
import { UsageError } from '../../base/errors.js'
import { harmless } from './harmless.js'

/** The one writer of stdout and the one of stderr. */
export interface Streams {
  /**
   * Writes data to stdout and waits until the text has been handed over, so that nothing is lost at exit and a slow
   * reader slows the program down. Throws `ClosedPipe` once the reader has gone.
   */
  out(text: string): Promise<void>
  /** Writes one line to stderr, made harmless for a terminal, whoever it quotes; never fails. */
  err(line: string): Promise<void>
  /**
   * Shows a line on stderr, for a terminal only, that gives way to the next status and to whatever is written to either
   * stream; an empty one takes it away. The cursor stays visible, so that a program that is killed leaves nothing to mend.
   */
  status(line: string): void
  /** Stderr is a terminal. */
  readonly errIsTTY: boolean
}

/** The reader of stdout has gone (`| head -1`). Not an error: whoever catches it stops quietly, with exit code 0. */
export class ClosedPipe extends Error {
  override readonly name = 'ClosedPipe'
}

/** Streams over two Node streams, the process's own by default. */
export function processStreams(
  stdout: Writable = process.stdout,
  stderr: Writable & { isTTY?: boolean; columns?: number } = process.stderr,
): Streams {
  // A failed write also raises an `error` event, which would end the process; the callback below tells the writer.
  stdout.on('error', () => {})
  stderr.on('error', () => {})
  return {
    errIsTTY: stderr.isTTY === true,
    async out(text) {
      if (text === '') return
      if (withStatus.has(stderr)) await written(stderr, clearing(stderr))
      const error = await written(stdout, text)
      if (error === undefined) return
      if (isClosed(error)) throw new ClosedPipe()
      throw new UsageError(`cannot write to standard output: ${error.message}`, {
        code: 'output.cannot_write',
        hint: 'check the file or device that the output is sent to',
        cause: error,
      })
    },
    async err(line) {
      await written(stderr, `${clearing(stderr)}${stderr.isTTY ? harmless(line) : line}\n`)
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

/** Resolves when the stream has passed the text on, with the error if it could not. */
function written(stream: Writable, text: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    stream.write(text, (error) => resolve(error ?? undefined))
  })
}

const closedCodes = new Set(['EPIPE', 'EOF', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'])

/** EPIPE on POSIX, EOF on Windows; a stream that failed once is destroyed and says so afterwards. */
function isClosed(error: NodeJS.ErrnoException): boolean {
  return closedCodes.has(error.code ?? '')
}
