import { UsageError } from '../../base/errors.js'

/** The refusal of a command line without a flag that it needs. */
export function missingFlag(flag: string, command: string): UsageError {
  return new UsageError(`--${flag} is missing`, {
    code: 'usage.missing_flag',
    hint: `see logto ${command} --help`,
  })
}
