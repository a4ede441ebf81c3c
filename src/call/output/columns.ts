import { UsageError } from '../../base/errors.js'
import { formatPath, isPlainObject, type ValuePath } from '../../base/value-path.js'
import type { PrintOptions } from './answer.js'
import { isScalar } from './cell-text.js'
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
 * else every top-level property of these rows. What a query made has the default ones only where it left rows whole.
 */
export function chooseColumns(
  rows: readonly unknown[],
  options: Pick<PrintOptions, 'columns' | 'defaultColumns' | 'isQueried'>,
): Column[] {
  const asked = options.columns ?? []
  if (asked.length > 0) {
    return asked.flatMap((name) =>
      name === '*' ? topLevel(rows).filter((all) => !asked.includes(all.name)) : column(name),
    )
  }
  const usual = (options.defaultColumns ?? []).map(column)
  const has =
    (row: unknown) =>
    ({ path }: Column) =>
      isPlainObject(row) && readPath(row, path) !== undefined
  if (options.isQueried) {
    const isWhole = usual.length > 0 && rows.length > 0 && rows.every((row) => usual.every(has(row)))
    return isWhole ? usual : (positions(rows) ?? properties(rows))
  }
  // Bare values have the one heading that was meant for them.
  const [only, ...others] = usual
  if (only && others.length === 0 && rows.length > 0 && rows.every(isScalar)) return [{ name: only.name, path: [] }]
  const isUsual = usual.length > 0 && (rows.length === 0 || rows.some((row) => usual.some(has(row))))
  return isUsual ? usual : topLevel(rows)
}

function column(name: string): Column {
  return { name, path: parsePath(name) }
}

/** Every property that one of the rows has, `id` first. */
function topLevel(rows: readonly unknown[]): Column[] {
  return properties(rows).toSorted((a, b) => Number(b.name === 'id') - Number(a.name === 'id'))
}

/** Every property that one of the rows has; rows that are no objects have one column, themselves. */
function properties(rows: readonly unknown[]): Column[] {
  const names = new Set(rows.filter(isPlainObject).flatMap(Object.keys))
  if (names.size === 0) return rows.length === 0 ? [] : [{ name: 'value', path: [] }]
  return [...names].map((name) => ({ name: formatPath([name]), path: [name] }))
}

/** More than this in a row is no choice of columns. */
const mostPositions = 50

/** A column for each place in the rows, where all are lists of one length, as `[].[id,name]` makes them. */
function positions(rows: readonly unknown[]): Column[] | undefined {
  const [first] = rows
  if (!Array.isArray(first) || first.length === 0 || first.length > mostPositions) return undefined
  if (!rows.every((row) => Array.isArray(row) && row.length === first.length)) return undefined
  return first.map((_, index) => ({ name: formatPath([index]), path: [index] }))
}

/** A row's values, one a column. A row that is no object stands in the first column, so that nothing is hidden. */
export function cellsOf(row: unknown, columns: readonly Column[]): unknown[] {
  const isList = Array.isArray(row) && columns.every(({ path }) => typeof path[0] === 'number')
  if (isPlainObject(row) || isList) return columns.map(({ path }) => readPath(row, path))
  return columns.map((_, index) => (index === 0 ? row : undefined))
}
