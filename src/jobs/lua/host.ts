import type { CliFailure } from '../../base/errors.js'
import { exactJson } from '../../base/exact-json.js'
import type { ErrorFacts } from './protocol.js'

/** The answer to a script's call: one value and what is said beside it, both as JSON; absent is nil. */
export interface Reply {
  value?: string
  more?: string
}

/** Answers one kind of call. What it throws becomes an error value of the script. */
export type HostFunction = (argument: unknown) => Promise<Reply>

/** A function as scripts see it: arguments and result are JSON values; undefined is nil. */
export type Helper = (...args: unknown[]) => Promise<unknown>

/** Helpers by their dotted names, such as `fs.read`. */
export type Helpers = Readonly<Record<string, Helper>>

export function hostFunctionOf(helper: Helper): HostFunction {
  return async (args) => {
    const value = await helper(...(args as unknown[]).map((arg) => arg ?? undefined))
    return value === undefined ? {} : { value: exactJson(value) }
  }
}

/** A failure as a script sees it. */
export function errorFacts(error: CliFailure): ErrorFacts {
  const { code, message, status, details, hint, exitCode, requestId } = error
  return {
    code,
    message,
    exit_code: exitCode,
    ...(status === undefined ? {} : { status }),
    ...(details === undefined ? {} : { details }),
    ...(hint === undefined ? {} : { hint }),
    ...(requestId === undefined ? {} : { request_id: requestId }),
  }
}
