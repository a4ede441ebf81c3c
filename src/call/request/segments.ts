import { UsageError } from '../../base/errors.js'
import type { Operation } from '../facts/operation.js'

/**
 * Fills the path template with the arguments, percent-encoded (RFC 3986). Empty, `.` and `..` are refused: URL parsers
 * resolve them, and `DELETE /users/U/roles/..` would become another operation.
 */
export function fillPath(
  operation: Pick<Operation, 'path' | 'args'>,
  values: Readonly<Record<string, string>>,
): string {
  let path = operation.path
  for (const [name, { wire }] of Object.entries(operation.args)) {
    const value = values[name] ?? ''
    if (value === '' || value === '.' || value === '..') {
      throw new UsageError(`the argument ${name} is ${value === '' ? 'empty' : `'${value}'`}`, {
        code: 'usage.bad_argument',
        hint: value === '' ? `give the ${name}; is a shell variable unset?` : `give the ${name} itself, not a path`,
      })
    }
    path = path.replace(`{${wire}}`, encodeURIComponent(value))
  }
  return path
}
