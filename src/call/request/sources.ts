import { readFile } from 'node:fs/promises'
import { UsageError } from '../../base/errors.js'
import { type Decoder, decoderOf } from './decode.js'

/** Where values that are not on the command line come from. */
export interface Sources {
  /** All of standard input; a second read is a UsageError, since there is only one. */
  stdin(asker: string): Promise<string>
  /** The next line of standard input, for commands that take several secrets. Not to be mixed with `stdin`. */
  line(asker: string): Promise<string>
  /** A file's text. Throws a UsageError that names the file and why it cannot be read. */
  file(path: string, asker: string): Promise<string>
  /** Asks on the terminal without echo. Throws a UsageError where there is nobody to ask. */
  secret(question: string, asker: string): Promise<string>
  /** A person is there to be warned. */
  readonly interactive: boolean
}

/**
 * Sources of the running process. `canAsk`: there is a terminal and `--no-input` was not given; `askSecret` asks on it
 * without echo. `encoding` is that of files and standard input, UTF-8 without. Standard input is opened when it is read,
 * which few commands do: it takes 2 ms.
 */
export function processSources(
  canAsk: boolean,
  askSecret: (question: string) => Promise<string>,
  encoding?: string,
): Sources {
  const decode = decoderOf(encoding)
  let reader: string | undefined
  let lines: AsyncIterator<string> | undefined
  return {
    interactive: canAsk,
    async line(asker) {
      if (process.stdin.isTTY) throw nothingPiped(asker)
      lines ??= linesOf(process.stdin, decode, asker)
      const next = await lines.next()
      if (!next.done && next.value !== '') return next.value
      throw new UsageError(`${asker}: standard input has no ${next.done ? 'line' : 'text in the line'} for it`, {
        code: 'usage.empty_secret',
        hint: 'give each secret a line of its own, in the order that the help names',
      })
    },
    async stdin(asker) {
      if (reader) {
        throw new UsageError(`${reader} and ${asker} both want standard input`, {
          code: 'usage.stdin_twice',
          hint: 'give one of them as @FILE',
        })
      }
      reader = asker
      if (process.stdin.isTTY && !canAsk) throw nothingPiped(asker)
      const chunks: Buffer[] = []
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array))
      return decode(Buffer.concat(chunks), asker)
    },
    async file(path, asker) {
      const bytes = await readFile(path).catch((error: unknown) => {
        throw new UsageError(`${asker}: cannot read the file ${path}: ${reason(error)}`, {
          code: 'usage.unreadable_file',
          hint: 'check the path; it is taken from the folder you are in',
          cause: error,
        })
      })
      return decode(bytes, `${asker} @${path}`)
    },
    async secret(question, asker) {
      if (!canAsk) {
        throw new UsageError(`${asker} asks for its value, but there is no terminal to ask on`, {
          code: 'usage.no_terminal',
          hint: "give the value on standard input with '-', or as @FILE",
        })
      }
      return askSecret(question)
    },
  }
}

function nothingPiped(asker: string): UsageError {
  return new UsageError(`${asker} wants standard input, but nothing is piped in`, {
    code: 'usage.no_stdin',
    hint: 'pipe the value in, or give it as @FILE',
  })
}

/** Lines as they come, without their ends; nobody waits for the stream's end, nor for it between two lines. */
async function* linesOf(stdin: NodeJS.ReadStream, decode: Decoder, asker: string): AsyncGenerator<string> {
  let rest = Buffer.alloc(0)
  for await (const chunk of stdin) {
    rest = Buffer.concat([rest, chunk as Uint8Array])
    stdin.unref?.()
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = rest.subarray(0, end)
      rest = rest.subarray(end + 1)
      yield decode(line, asker).replace(/\r$/, '')
    }
    stdin.ref?.()
  }
  if (rest.length > 0) yield decode(rest, asker)
}

/** What went wrong with a file, in words. */
export function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  switch (code) {
    case 'ENOENT':
      return 'there is no such file'
    case 'EISDIR':
      return 'it is a folder'
    case 'EACCES':
    case 'EPERM':
      return 'permission denied'
    default:
      return code ?? (error as Error).message
  }
}
