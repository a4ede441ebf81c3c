import { UsageError } from '../../base/errors.js'
import { isPlainObject, parseValuePath, type ValuePath } from '../../base/value-path.js'

/** Reads the path of a column. Throws UsageError `usage.bad_column` when it is none. */
export function parsePath(text: string): ValuePath {
  return parseValuePath(text, () => notAPath(text))
}

function notAPath(text: string): UsageError {
  return new UsageError(`not a column: "${text}"`, {
    code: 'usage.bad_column',
    hint: 'write a column as a path such as id, profile.givenName or tags[0]',
  })
}

/** The value at the path, or undefined. A name asked of a list is asked of each of its elements. */
export function readPath(value: unknown, path: ValuePath): unknown {
  const [part, ...rest] = path
  if (part === undefined) return value
  if (Array.isArray(value)) {
    if (typeof part === 'number') return readPath(value[part], rest)
    return value.map((element) => readPath(element, path)).filter((found) => found !== undefined)
  }
  return isPlainObject(value) && Object.hasOwn(value, part) ? readPath(value[part], rest) : undefined
}

/** The property a path ends in, past any indexes. */
export function lastName(path: ValuePath): string {
  return path.findLast((part) => typeof part === 'string') ?? ''
}
