import { UsageError } from '../errors.js'

/** A place inside a JSON value: names of properties and indexes of lists. */
export type Path = readonly (string | number)[]

const step = /\[(\d+)\]|(\.?)((?:\\.|[^.[\]\\])+)/y

/**
 * Reads `profile.givenName`, `tags[0].name`, `custom\.key` (a backslash takes the next character as it is).
 * Throws UsageError `usage.bad_column` when it is none.
 */
export function parsePath(text: string): Path {
  const path: (string | number)[] = []
  step.lastIndex = 0
  while (step.lastIndex < text.length) {
    const isFirst = step.lastIndex === 0
    const [found, index, dot, name] = step.exec(text) ?? []
    if (found === undefined || (name !== undefined && (dot === '') !== isFirst)) throw notAPath(text)
    path.push(name === undefined ? Number(index) : name.replace(/\\(.)/g, '$1'))
  }
  if (path.length === 0) throw notAPath(text)
  return path
}

function notAPath(text: string): UsageError {
  return new UsageError(`not a column: "${text}"`, {
    code: 'usage.bad_column',
    hint: 'write a column as a path such as id, profile.givenName or tags[0]',
  })
}

/** The text that `parsePath` reads as this path. */
export function formatPath(path: Path): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${part.replace(/[.[\]\\]/g, '\\$&')}`,
    )
    .join('')
}

/** The value at the path, or undefined. A name asked of a list is asked of each of its elements. */
export function readPath(value: unknown, path: Path): unknown {
  const [part, ...rest] = path
  if (part === undefined) return value
  if (Array.isArray(value)) {
    if (typeof part === 'number') return readPath(value[part], rest)
    return value.map((element) => readPath(element, path)).filter((found) => found !== undefined)
  }
  return isRecord(value) && Object.hasOwn(value, part) ? readPath(value[part], rest) : undefined
}

/** The property a path ends in, past any indexes. */
export function lastName(path: Path): string {
  return path.findLast((part) => typeof part === 'string') ?? ''
}

/** A JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
