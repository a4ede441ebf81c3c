import { UsageError } from '../../base/errors.js'
import type { ValuePath } from '../../base/value-path.js'
import { parsePath, readPath } from '../output/path.js'

/** One thing that rows are sorted by. */
export interface SortKey {
  /** As given: `profile.givenName`. */
  name: string
  path: ValuePath
  descends: boolean
}

/** Reads `--sort`: paths as for `--columns`, each with `:desc` where the largest come first. Throws a UsageError. */
export function sortKeys(text: string | undefined): readonly SortKey[] | undefined {
  if (text === undefined) return undefined
  return text.split(',').map((part) => {
    const [, name = '', order] = /^([^:]*)(?::(.*))?$/s.exec(part.trim()) ?? []
    if (name !== '' && ['asc', 'desc', undefined].includes(order)) {
      return { name, path: parsePath(name), descends: order === 'desc' }
    }
    throw new UsageError(`--sort: ${part.trim() || 'an empty value'} is no field to sort by`, {
      code: 'usage.bad_value',
      hint: 'write --sort name, --sort createdAt:desc, or several with commas',
    })
  })
}

/** The rows in order: numbers in texts count as numbers (`item 9` before `item 10`), upper and lower case stand together; rows that are alike stay as they came, and those without a value come last either way. */
export function sortRows(rows: readonly unknown[], keys: readonly SortKey[]): unknown[] {
  const { compare: compareTexts } = new Intl.Collator('en', { numeric: true })
  const read = rows.map((row) => ({ row, values: keys.map(({ path }) => readPath(row, path)) }))
  read.sort((a, b) => {
    for (const [i, { descends }] of keys.entries()) {
      const order = compare(a.values[i], b.values[i], descends, compareTexts)
      if (order !== 0) return order
    }
    return 0
  })
  return read.map(({ row }) => row)
}

function compare(a: unknown, b: unknown, descends: boolean, compareTexts: (a: string, b: string) => number): number {
  const [isNone, isOtherNone] = [a ?? undefined, b ?? undefined].map((value) => value === undefined)
  if (isNone || isOtherNone) return Number(isNone) - Number(isOtherNone)
  const order = isNumber(a) && isNumber(b) ? Number(a > b) - Number(a < b) : compareTexts(textOf(a), textOf(b))
  return descends ? -order : order
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
