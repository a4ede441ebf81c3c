import type { CliFailure, ErrorFacts } from '../../base/errors.js'

/** The same failure, with its exit code and facts, said in other words. */
export function reworded(
  failure: CliFailure,
  message: string,
  hint: string | undefined,
  details?: unknown,
): CliFailure {
  const Failure = failure.constructor as new (message: string, facts: ErrorFacts) => CliFailure
  const { code, status, requestId } = failure
  return new Failure(message, { code, status, requestId, hint, details: details ?? failure.details, cause: failure })
}
