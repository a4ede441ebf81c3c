import { isPlainObject } from '../../base/value-path.js'
import type { Operation } from '../../call/facts/operation.js'

/** An operation that a script has called, with the columns that its answer declares. */
interface Called {
  operation: Operation
  known: () => Promise<readonly string[]>
}

/**
 * The columns that a table of this result has by default: those of the operation whose rows it holds as they came, the
 * one called last first. Undefined where the script has made the rows by itself, left some of them out or put some in.
 */
export async function usualColumns(result: unknown, called: readonly Called[]): Promise<readonly string[] | undefined> {
  const rows = [result].flat()
  if (rows.length === 0 || !rows.every(isPlainObject)) return undefined
  const given = new Set(rows.flatMap(Object.keys))
  for (const { operation, known } of called.toReversed()) {
    const columns = operation.columns ?? []
    const isWhole = rows.every((row) => columns.every((column) => Object.hasOwn(row, first(column))))
    if (columns.length === 0 || !isWhole) continue
    const declared = new Set((await known()).map(first))
    if (declared.has('*') || [...given].every((name) => declared.has(name))) return columns
  }
  return undefined
}

/** The property of the row that a path of names begins with. */
function first(path: string): string {
  return path.replace(/(?<!\\)[.[].*$/s, '').replaceAll('\\', '')
}
