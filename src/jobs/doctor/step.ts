import { CliFailure, InterruptedError } from '../../base/errors.js'

export type Status = 'ok' | 'warning' | 'failed' | 'skipped'

/** One line of the report. */
export interface Check {
  name: string
  status: Status
  message: string
  /** What to do about it. */
  hint?: string
  /** Facts for programs. */
  details?: Readonly<Record<string, unknown>>
}

/** What a check came to: fine unless it says otherwise. A check that fails throws instead. */
export interface Finding<T> {
  status?: 'warning' | 'skipped'
  message: string
  hint?: string | undefined
  details?: Readonly<Record<string, unknown>>
  /** For the checks that build on this one. */
  value?: T
}

/** How a check ended. */
export interface Outcome<T> {
  check: Check
  value?: T | undefined
  /** Why it failed. */
  error?: unknown
  /** The check that failed, so that nothing can be built on this one: itself or one before it. */
  broken?: string
}

/** Stops a check that builds on one that failed. */
class Missing extends Error {
  constructor(readonly needed: string) {
    super(`needs ${needed}`)
  }
}

/** A check under way. It begins at once, and waits by itself for the checks that it builds on. */
export class Step<T> {
  /** Never rejects. */
  readonly outcome: Promise<Outcome<T>>

  constructor(
    readonly name: string,
    work: () => Promise<Finding<T>>,
  ) {
    this.outcome = outcomeOf(name, work)
  }

  /** What the check has found. Within the work of another check: skips that one when there is nothing to build on. */
  async value(): Promise<T> {
    const { broken, value } = await this.outcome
    if (broken !== undefined) throw new Missing(broken)
    return value as T
  }
}

async function outcomeOf<T>(name: string, work: () => Promise<Finding<T>>): Promise<Outcome<T>> {
  try {
    const { status = 'ok', message, hint, details, value } = await work()
    return { check: { name, status, message, ...(hint ? { hint } : {}), ...(details ? { details } : {}) }, value }
  } catch (error) {
    if (error instanceof Missing) return skipped(name, error.message, error.needed)
    // Whoever pressed Ctrl-C reads no report; a check that is cut short for another reason says so.
    if (error instanceof InterruptedError)
      return skipped(name, 'cut short, as the keychain does not answer', 'keychain')
    const message = error instanceof Error ? error.message : String(error)
    const hint = error instanceof CliFailure ? error.hint : 'this is a fault of the program: please report it'
    return { check: { name, status: 'failed', message, ...(hint ? { hint } : {}) }, error, broken: name }
  }
}

function skipped<T>(name: string, message: string, broken: string): Outcome<T> {
  return { check: { name, status: 'skipped', message }, broken }
}
