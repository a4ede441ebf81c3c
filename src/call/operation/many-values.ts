import { UsageError } from '../../base/errors.js'
import type { Input } from '../request/input.js'

/** More values than arguments were given to a command whose last argument is an id: `users delete A B C`. */
export class ManyValues extends UsageError {
  constructor(
    /** As typed: `users delete`. */
    readonly command: string,
    /** The arguments before the last, and all flags. */
    readonly typed: Input,
    /** Those of the last argument. */
    readonly values: readonly string[],
  ) {
    super(`unexpected argument: ${values[1]}`, {
      code: 'usage.unexpected_argument',
      hint: `see logto ${command} --help`,
    })
  }
}

/** Whether an argument names one of many things of a kind. */
export function isId(argument: string | undefined): boolean {
  return argument !== undefined && /(^|-)id$/.test(argument)
}
