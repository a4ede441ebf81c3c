import { isPlainObject } from '../../base/value-path.js'
import type { Assignment } from './body.js'

/**
 * Lays what was given over what is stored, for each top-level property that was given: objects are merged key by key
 * at every depth, everything else (lists, scalars, null) replaces. A list that `--set name[0]` fills keeps its other
 * members, and one that something is appended to is taken as it is stored. Returns only the given properties, as a PATCH
 * wants them.
 */
export function mergeInto(
  stored: unknown,
  given: Readonly<Record<string, unknown>>,
  assignments: readonly Assignment[],
): Record<string, unknown> {
  const base = isPlainObject(stored) ? stored : {}
  const listsInPart = new Set(
    assignments.filter((a) => a.path.some((part) => typeof part === 'number')).map((a) => String(a.path[0])),
  )
  const lists = assignments.flatMap(({ path: [name], appends }): [string, unknown][] =>
    appends && typeof name === 'string' && Object.hasOwn(base, name) ? [[name, base[name]]] : [],
  )
  const parts = Object.entries(given).map(([name, part]): [string, unknown] => [
    name,
    merged(own(base, name), part, listsInPart.has(name)),
  ])
  return Object.fromEntries([...lists, ...parts])
}

function merged(stored: unknown, given: unknown, lists: boolean): unknown {
  if (isPlainObject(stored) && isPlainObject(given)) {
    const parts = Object.entries(given).map(([name, part]) => [name, merged(own(stored, name), part, lists)] as const)
    // Own properties, whatever their names: an assignment to `__proto__` would be none.
    return Object.fromEntries([...Object.entries(stored), ...parts])
  }
  if (lists && Array.isArray(stored) && Array.isArray(given)) {
    const length = Math.max(stored.length, given.length)
    return Array.from({ length }, (_, i) =>
      given[i] === null || given[i] === undefined ? stored[i] : merged(stored[i], given[i], lists),
    )
  }
  return given
}

function own(object: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}
