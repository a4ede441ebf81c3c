import {
  type CliFailure,
  ExitCode,
  type ErrorFacts as Facts,
  NetworkError,
  NotAllowedError,
  NotFoundError,
  PartialError,
  RateLimitError,
  RefusedError,
  ScriptError,
  UsageError,
} from '../../base/errors.js'
import { outOfMemory } from './endings.js'
import type { ErrorFacts, Outcome } from './protocol.js'

/** The failure of a script's exit code: an error of the program that nothing caught ends as it would in a command. */
const failures: Readonly<Record<number, new (message: string, facts: Facts) => CliFailure>> = {
  [ExitCode.usage]: UsageError,
  [ExitCode.notAllowed]: NotAllowedError,
  [ExitCode.notFound]: NotFoundError,
  [ExitCode.refused]: RefusedError,
  [ExitCode.rateLimited]: RateLimitError,
  [ExitCode.network]: NetworkError,
  [ExitCode.partial]: PartialError,
}

/** What a script failed with, if it did. */
export function failureOf({ syntax, error, trace, result }: Outcome): CliFailure | undefined {
  if (syntax !== undefined) {
    return new UsageError(syntax, { code: 'lua.syntax', hint: 'correct the script at that line' })
  }
  if (error === undefined) return undefined
  const failure = result === undefined ? errorOf(error) : partly(error)
  // Of no use to a script's author: where this program stood. `--debug` shows where the script did.
  failure.stack = `${failure.message}${trace ?? ''}`
  return failure
}

/** An error that brings a result: some of the work is done. */
function partly({ message, where = '' }: ErrorFacts): CliFailure {
  return new PartialError(`${where}${message}`, { code: 'partial.script' })
}

function errorOf({
  message,
  where = '',
  code,
  status,
  details,
  hint,
  request_id,
  exit_code = 0,
}: ErrorFacts): CliFailure {
  if (message === 'not enough memory') return outOfMemory()
  const Failure = failures[exit_code] ?? ScriptError
  return new Failure(`${where}${message}`, { code: code ?? 'lua.error', status, details, hint, requestId: request_id })
}
