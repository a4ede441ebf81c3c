import { CliFailure, DeclinedError, DiffersError, ExitCode, InterruptedError, PartialError } from '../../base/errors.js'
import { redactErrorDetails } from '../../base/secret-names.js'
import { type Format, isMachineFormat } from './format.js'
import { harmlessLine } from './harmless.js'
import { jsonLine } from './json-text.js'
import { ClosedPipe, type Streams } from './streams.js'
import { tinted } from './style.js'
import type { Terminal } from './terminal.js'

/** What is said of an error, in the order of the contract's section 6. */
export interface ErrorReport {
  code: string
  message: string
  status: number | undefined
  details: unknown
  requestId: string | undefined
  hint: string | undefined
}

/**
 * Says on stderr what went wrong and returns the exit code: lines for people, or one line `{"error":…}` in a machine
 * format. `debug` puts the stack before it; `terminal` is what stderr leads to. A reader that has gone is no error; an interruption needs no words.
 */
export async function reportError(
  error: unknown,
  { format, debug, terminal }: { format: Format; debug: boolean; terminal?: Terminal },
  streams: Streams,
): Promise<ExitCode> {
  if (error instanceof ClosedPipe || (error instanceof PartialError && error.cause instanceof ClosedPipe)) {
    return ExitCode.done
  }
  const isForPrograms = isMachineFormat(format)
  if (error instanceof InterruptedError) {
    // The terminal has echoed ^C: the prompt gets a line of its own.
    if (streams.errIsTTY && !isForPrograms) await streams.err('')
    return error.exitCode
  }
  if ((error instanceof DeclinedError || error instanceof DiffersError) && !isForPrograms) {
    await streams.err(harmlessLine(error.message))
    return error.exitCode
  }
  if (debug) await streams.err(stackOf(error))
  const report = errorReport(error)
  if (isForPrograms) await streams.err(jsonLine({ error: report }, streams.errIsTTY))
  else for (const line of await shownLines(linesOf(report), terminal)) await streams.err(line, painter(terminal))
  return error instanceof CliFailure ? error.exitCode : ExitCode.fault
}

/** What is said of an error, whatever was thrown. */
export function errorReport(error: unknown): ErrorReport {
  return error instanceof CliFailure ? reportOf(error) : faultOf(error)
}

/** A partial failure is told together with what stopped the work. */
function reportOf(error: CliFailure): ErrorReport {
  const { code, message } = error
  const cause = error instanceof PartialError ? error.cause : undefined
  const inner = cause === undefined ? undefined : errorReport(cause)
  const isTold = inner === undefined || message.includes(inner.message)
  return {
    code,
    message: isTold ? message : `${message}: ${inner.message}`,
    status: error.status ?? inner?.status,
    details: redactErrorDetails(error.details ?? inner?.details),
    requestId: error.requestId ?? inner?.requestId,
    hint: error.hint === undefined ? inner?.hint : withPointer(error.hint, code),
  }
}

/** What may have many causes, which are better told apart step by step. */
const manifold = /^(network\.(dns|unreachable|timeout|tls|proxy|protocol)|auth\.unauthorized|auth\.no_token_endpoint)$/

/** Unless the hint names a command already: then the cause is known. */
function withPointer(hint: string, code: string): string {
  return manifold.test(code) && !hint.includes('logto ') ? `${hint}; see also \`logto doctor\`` : hint
}

/** Anything that is not one of the expected failures is a fault of this program. */
function faultOf(thrown: unknown): ErrorReport {
  const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown)
  return {
    code: 'internal',
    message: `internal error: ${message}`,
    status: undefined,
    details: undefined,
    requestId: undefined,
    hint: 'this is a fault of the program: please report it, with what --debug prints',
  }
}

function linesOf({ message, details, hint, requestId }: ErrorReport): string[] {
  return [
    `Error: ${harmlessLine(message)}`,
    ...detailLines(details).map((line) => `  ${harmlessLine(line)}`),
    ...(hint === undefined ? [] : [harmlessLine(hint)]),
    ...(requestId === undefined ? [] : [`request id: ${harmlessLine(requestId)}`]),
  ]
}

/** Lines as a terminal shows them: broken between words, each part as far in as its beginning. */
async function shownLines(lines: readonly string[], terminal: Terminal | undefined): Promise<readonly string[]> {
  if (!terminal?.isTTY) return lines
  const { wrap } = await import('./text-width.js')
  return lines.flatMap((line) => {
    const margin = /^ */.exec(line)?.[0] ?? ''
    return wrap(line.slice(margin.length), terminal.width - margin.length).map((part) => margin + part)
  })
}

function painter(terminal: Terminal | undefined): (line: string) => string {
  return (line) => line.replace(/^Error:/, (word) => tinted(word, 'red', terminal?.colour === true))
}

/** Logto's details are a text with a line for each mistake; any other kind is shown as JSON. */
function detailLines(details: unknown): string[] {
  if (details === undefined || details === null || details === '') return []
  const text = typeof details === 'string' ? details : JSON.stringify(details, null, 2)
  return text.trimEnd().split(/\r?\n/)
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const stack = error.stack ?? error.message
  return error.cause === undefined ? stack : `${stack}\ncaused by: ${stackOf(error.cause)}`
}
