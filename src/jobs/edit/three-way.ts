import { isDeepStrictEqual } from 'node:util'
import { formatPath, isPlainObject } from '../../base/value-path.js'

/** What came of laying one person's changes over what somebody else has stored meanwhile. */
export interface Merged {
  value: unknown
  /** Places that both have changed, each in another way; the value has this person's. */
  conflicts: string[]
}

/**
 * Lays the changes from `base` to `mine` over `theirs`. Objects are compared key by key at every depth, everything else
 * (lists, scalars) as a whole; undefined stands for what is not there.
 */
export function threeWay(base: unknown, mine: unknown, theirs: unknown, path: readonly string[] = []): Merged {
  if (isDeepStrictEqual(base, mine)) return { value: theirs, conflicts: [] }
  if (isDeepStrictEqual(base, theirs) || isDeepStrictEqual(mine, theirs)) return { value: mine, conflicts: [] }
  if (!isPlainObject(mine) || !isPlainObject(theirs)) return { value: mine, conflicts: [formatPath([...path])] }
  const before = isPlainObject(base) ? base : {}
  const parts = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])].map((name) => {
    const own = (object: Record<string, unknown>) => (Object.hasOwn(object, name) ? object[name] : undefined)
    return { name, ...threeWay(own(before), own(mine), own(theirs), [...path, name]) }
  })
  return {
    value: Object.fromEntries(parts.filter(({ value }) => value !== undefined).map(({ name, value }) => [name, value])),
    conflicts: parts.flatMap(({ conflicts }) => conflicts),
  }
}
