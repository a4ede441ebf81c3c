/**
 * The closed set of failures this program ends with, each with its exit code (contract, section 6).
 * Nothing else in the program chooses an exit code.
 */

/** Exit codes a script may rely on. */
export const ExitCode = {
  done: 0,
  fault: 1,
  usage: 2,
  notAllowed: 3,
  notFound: 4,
  refused: 5,
  rateLimited: 6,
  network: 7,
  partial: 8,
  differs: 9,
  unwritten: 10,
  interrupted: 130,
} as const
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

/** What an error may carry beyond its message; `code` is Logto's own code where there is one. */
export interface ErrorFacts {
  /** Stable identifier for scripts, such as `entity.not_found` or `usage.unknown_flag`. */
  code: string
  /** One line that says what to do next. */
  hint?: string | undefined
  /** HTTP status of the refused request. */
  status?: number | undefined
  /** What the API said beyond its message (text or JSON). */
  details?: unknown
  /** `Logto-Core-Request-Id` of the answer, for the server's log. */
  requestId?: string | undefined
  cause?: unknown
  /** The request may have been carried out: its answer was never seen. */
  unclear?: boolean | undefined
}

/** Base of every expected failure; anything else that is thrown is a fault of this program (exit 1). */
export abstract class CliFailure extends Error {
  abstract readonly exitCode: ExitCode
  readonly code: string
  readonly hint: string | undefined
  readonly status: number | undefined
  readonly details: unknown
  readonly requestId: string | undefined
  readonly unclear: boolean

  constructor(message: string, facts: ErrorFacts) {
    super(message, { cause: facts.cause })
    this.name = new.target.name
    this.code = facts.code
    this.hint = facts.hint
    this.status = facts.status
    this.details = facts.details
    this.requestId = facts.requestId
    this.unclear = facts.unclear === true
  }
}

/** The command line is wrong, or was refused before anything was sent. */
export class UsageError extends CliFailure {
  readonly exitCode = ExitCode.usage
}

/** Somebody was asked, and said no: no mistake, and told without the word error. */
export class DeclinedError extends CliFailure {
  readonly exitCode = ExitCode.usage
}

/** No credentials, the token endpoint's refusal, 401, 403, a read-only profile, a lapsed login. */
export class NotAllowedError extends CliFailure {
  readonly exitCode = ExitCode.notAllowed
}

/** The API answered 404. */
export class NotFoundError extends CliFailure {
  readonly exitCode = ExitCode.notFound
}

/** The API answered another 4xx. */
export class RefusedError extends CliFailure {
  readonly exitCode = ExitCode.refused
}

/** The API answered 429, or a quota is used up. */
export class RateLimitError extends CliFailure {
  readonly exitCode = ExitCode.rateLimited
}

/** Server or network failure, timeout, an unexpected redirect. */
export class NetworkError extends CliFailure {
  readonly exitCode = ExitCode.network
}

/** Some of the work was done before it failed; `cause` holds the failure. */
export class PartialError extends CliFailure {
  readonly exitCode = ExitCode.partial
}

/** Something is not as it was to be: a finding, told without the word error where that is what was asked. */
export class DiffersError extends CliFailure {
  readonly exitCode = ExitCode.differs
}

/** Standard output could not be written: a full disk, a closed file. A closed pipe is none (`ClosedPipe`). */
export class OutputError extends CliFailure {
  readonly exitCode = ExitCode.unwritten
}

/** Ctrl-C. */
export class InterruptedError extends CliFailure {
  readonly exitCode = ExitCode.interrupted
}

/** A script of the user's failed by its own fault. */
export class ScriptError extends CliFailure {
  readonly exitCode = ExitCode.fault
}

/** A failure of the same class, and so with the same exit code, that says something else. */
export function alike(failure: CliFailure, message: string, facts: ErrorFacts): CliFailure {
  const Failure = failure.constructor as new (message: string, facts: ErrorFacts) => CliFailure
  return new Failure(message, facts)
}
