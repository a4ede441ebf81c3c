import type { Operation } from '../facts/operation.js'

/** The columns of a table where none are asked for: the operation's own, and what the flags that are given add to them. */
export function usualColumns(
  { columns, query }: Pick<Operation, 'columns' | 'query'>,
  flags: Readonly<Record<string, unknown>>,
): readonly string[] | undefined {
  if (columns === undefined) return undefined
  const added = Object.entries(query).flatMap(([flag, { adds = [] }]) => (flags[flag] === true ? adds : []))
  return [...new Set([...columns, ...added])]
}
