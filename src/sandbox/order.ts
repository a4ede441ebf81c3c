import type { Listing } from './call.js'
import type { Collection } from './collections.js'
import type { Row } from './store.js'

/** Rows of a table, which are in the order of their making, in the order in which Logto lists them. */
export function ordered(rows: readonly Row[], order: Collection['order']): Listing {
  if (order === 'newest') return backwards(rows)
  if (order === undefined || order === 'oldest') return { length: rows.length, slice: (a, b) => rows.slice(a, b) }
  return [...rows].sort((a, b) => {
    const name = order.find((each) => a[each] !== b[each])
    if (name === undefined) return 0
    return isBefore(a[name], b[name]) ? -1 : 1
  })
}

function isBefore(one: unknown, other: unknown): boolean {
  return typeof one === 'number' && typeof other === 'number' ? one < other : String(one) < String(other)
}

/** A page from the end costs no more than one from the start, however many rows there are. */
function backwards(rows: readonly Row[]): Listing {
  const { length } = rows
  return { length, slice: (start, end) => rows.slice(Math.max(0, length - end), Math.max(0, length - start)).reverse() }
}
