import { UsageError } from '../errors.js'
import { nearest } from '../nearest.js'
import type { ValuePath } from '../value-path.js'
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

/** The names asked for lead along the declared path, or on from where it is open. */
function covers(declared: readonly string[], asked: readonly string[]): boolean {
  const isOpen = declared.at(-1) === '*'
  const length = isOpen ? declared.length - 1 : declared.length
  return asked.every((name, index) => (index < length ? name === declared[index] : isOpen))
}

function namesOf(path: ValuePath): string[] {
  return path.filter((part) => typeof part === 'string')
}
