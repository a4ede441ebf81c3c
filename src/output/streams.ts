import type { Writable } from 'node:stream'
import { UsageError } from '../errors.js'

/** The one writer of stdout and the one of stderr. */
export interface Streams {
  /**
   * Writes data to stdout and waits until the text has been handed over, so that nothing is lost at exit and a slow
   * reader slows the program down. Throws `ClosedPipe` once the reader has gone.
   */
  out(text: string): Promise<void>
  /** Writes one line to stderr; never fails. */
  err(line: string): Promise<void>
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
  stderr: Writable & { isTTY?: boolean } = process.stderr,
): Streams {
  // A failed write also raises an `error` event, which would end the process; the callback below tells the writer.
  stdout.on('error', () => {})
  stderr.on('error', () => {})
  return {
    errIsTTY: stderr.isTTY === true,
    async out(text) {
      if (text === '') return
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
      await written(stderr, `${line}\n`)
    },
  }
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
