import { managementApi } from '../kinds/resources.js'
import { suggestion } from './convert.js'
import type { Fault } from './faults.js'
import type { Entry, Wish } from './wish.js'

/** Known everywhere, although no file declares them. */
const always = new Set([`scopes\n${managementApi} all`, 'roles\nLogto Management API access'])

/** Tells references to objects of kinds that the files hold, and that are not among them. */
export function checkReferences(wish: Wish, faults: Fault[]): void {
  for (const entries of wish.entries.values()) {
    for (const entry of entries)
      for (const [property, fact] of entry.facts.properties) {
        const value = entry.values[property]
        if (value === undefined || value === null) continue
        for (const { kind, key } of fact.part?.refers?.(value) ?? []) {
          const candidates = candidatesFor(wish, kind, key)
          if (!candidates || candidates.includes(key) || always.has(`${kind}\n${key}`)) continue
          const what = candidates.length === 0 ? '' : suggestion(key, candidates)
          faults.push({
            place: entry.placeOf(property),
            message: `${property} names ${key}, which the files do not have${what}`,
          })
        }
      }
  }
}

/** Keys that a reference may name; undefined where the files do not hold them all. */
function candidatesFor(wish: Wish, kind: string, key: string): string[] | undefined {
  const keys = (wish.entries.get(kind) ?? []).map((entry: Entry) => entry.key)
  const managed = wish.managed.get(kind)
  if (wish.isPart) return undefined
  if (managed === 'all') return keys
  if (kind !== 'scopes') return undefined
  const resource = key.slice(0, Math.max(0, key.lastIndexOf(' ')))
  if (wish.managed.get('resources') !== 'all') return undefined
  const isDeclared = (wish.entries.get('resources') ?? []).some((entry) => entry.key === resource)
  return isDeclared && !(managed instanceof Set && managed.has(resource)) ? undefined : keys
}
