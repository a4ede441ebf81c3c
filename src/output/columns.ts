import { UsageError } from '../errors.js'
import { formatPath, isPlainObject, type ValuePath } from '../value-path.js'
import type { PrintOptions } from './answer.js'
import { parsePath, readPath } from './path.js'

export interface Column {
  /** The heading: the path as one would ask for it. */
  name: string
  path: ValuePath
}

/** Splits the values of `--columns` at commas: `['id,name', 'profile.givenName']` gives three paths. */
export function splitColumns(values: readonly string[]): string[] {
  const columns = values.flatMap((value) => value.split(',')).map((column) => column.trim())
  if (columns.some((column) => column === '')) {
    throw new UsageError('a column has no name', {
      code: 'usage.bad_column',
      hint: "write columns as id,name,profile.givenName, or '*' for all",
    })
  }
  return columns
}

/**
 * The columns of a table or csv: those asked for, else the default ones where a row has any of them,
 * else every top-level property of these rows.
 */
export function chooseColumns(
  rows: readonly unknown[],
  options: Pick<PrintOptions, 'columns' | 'defaultColumns'>,
): Column[] {
  const asked = options.columns ?? []
  if (asked.length > 0) {
    return asked.flatMap((name) =>
      name === '*' ? topLevel(rows).filter((all) => !asked.includes(all.name)) : column(name),
    )
  }
  const usual = (options.defaultColumns ?? []).map(column)
  const hasAny = (row: unknown) => usual.some(({ path }) => readPath(row, path) !== undefined)
  return usual.length > 0 && (rows.length === 0 || rows.some(hasAny)) ? usual : topLevel(rows)
}

function column(name: string): Column {
  return { name, path: parsePath(name) }
}

/** Every property that one of the rows has, `id` first; rows that are no objects have one column, themselves. */
function topLevel(rows: readonly unknown[]): Column[] {
  const names = new Set(rows.filter(isPlainObject).flatMap(Object.keys))
  if (names.size === 0) return rows.length === 0 ? [] : [{ name: 'value', path: [] }]
  const ordered = names.has('id') ? new Set(['id', ...names]) : names
  return [...ordered].map((name) => ({ name: formatPath([name]), path: [name] }))
}

/** A row's values, one a column. A row that is no object stands in the first column, so that nothing is hidden. */
export function cellsOf(row: unknown, columns: readonly Column[]): unknown[] {
  if (isPlainObject(row)) return columns.map(({ path }) => readPath(row, path))
  return columns.map((_, index) => (index === 0 ? row : undefined))
}
