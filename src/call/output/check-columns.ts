import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import { formatPath, isPlainObject, type ValuePath } from '../../base/value-path.js'
import { noId } from './bare-values.js'
import { parsePath } from './path.js'

/**
 * Refuses, before anything is sent, a column that the answer does not have (UsageError `usage.unknown_column`).
 * `known`: the paths the answer declares, nested with dots; `x.*` marks an open object, below which anything goes;
 * `*` alone means that nothing is known, so that everything goes. Indexes of lists do not count.
 */
export function checkColumns(asked: readonly string[], known: readonly string[]): void {
  const paths = asked
    .filter((column) => column !== '*')
    .map((column) => ({ column, names: namesOf(parsePath(column)) }))
  if (known.includes('*')) return
  const declared = known.map((path) => path.replaceAll('[]', '')).map((path) => namesOf(parsePath(path)))
  const unknown = paths.find(({ names }) => !declared.some((path) => covers(path, names)))
  if (unknown === undefined) return

  const closest = nearest(unknown.column, new Set(known.map((path) => path.replace(/(\[\])?\.\*$/, ''))))
  const suggestion = closest.length > 0 ? `, did you mean ${closest.join(' or ')}?` : ''
  const top = new Set(declared.map(([name]) => name))
  throw new UsageError(`unknown column "${unknown.column}"${suggestion}`, {
    code: 'usage.unknown_column',
    hint: `known columns: ${[...top].join(', ')}`,
  })
}

/** Refuses, before anything is sent, bare ids of an answer that declares none (UsageError `output.no_id`). */
export function checkId(known: readonly string[]): void {
  // Nothing declared: plain values stand for themselves.
  if (known.length > 0 && !known.includes('*') && !known.includes('id')) throw noId()
}

/**
 * Refuses a column that no row has and that is nearly one that some have: a slip of the finger (UsageError
 * `usage.unknown_column`). For answers of this program's own, where a property may be missing in every row.
 * `usual`: columns that there are, whether a row has them or not.
 */
export function checkSpelling(asked: readonly string[], rows: readonly unknown[], usual: readonly string[] = []): void {
  const known = [...new Set([...usual, ...rows.filter(isPlainObject).flatMap(Object.keys)])]
  const strange = asked.filter((column) => column !== '*' && !known.includes(namesOf(parsePath(column))[0] ?? column))
  const slip = strange.find((column) => nearest(column, known).length > 0)
  if (slip !== undefined)
    checkColumns(
      [slip],
      known.map((name) => formatPath([name])),
    )
}

/** The names asked for lead along the declared path, or on from where it is open. */
function covers(declared: readonly string[], asked: readonly string[]): boolean {
  const isOpen = declared.at(-1) === '*'
  const length = isOpen ? declared.length - 1 : declared.length
  return asked.every((name, index) => (index < length ? name === declared[index] : isOpen))
}

function namesOf(path: ValuePath): string[] {
  return path.filter((part) => typeof part === 'string')
}
