import { managementApi } from '../kinds/resources.js'
import { suggestion } from './convert.js'
import type { Fault } from './faults.js'
import type { Wish } from './wish.js'

/** Known everywhere, although no file declares them. */
const always = new Set([`scopes\n${managementApi} all`, 'roles\nLogto Management API access'])

/** Tells references to objects of kinds that the files hold, and that are not among them. */
export function checkReferences(wish: Wish, faults: Fault[]): void {
  const keys = new Map([...wish.entries].map(([kind, entries]) => [kind, new Set(entries.map(({ key }) => key))]))
  for (const entries of wish.entries.values()) {
    for (const entry of entries)
      for (const [property, fact] of entry.facts.properties) {
        const value = entry.values[property]
        if (value === undefined || value === null) continue
        for (const { kind, key } of fact.part?.refers?.(value) ?? []) {
          const known = keys.get(kind) ?? new Set()
          if (known.has(key) || always.has(`${kind}\n${key}`) || !holdsAll(wish, kind, key)) continue
          const what = known.size === 0 ? '' : suggestion(key, [...known])
          faults.push({
            place: entry.placeOf(property),
            message: `${property} names ${key}, which the files do not have${what}`,
          })
        }
      }
  }
}

/** Whether the files hold all that a reference may name: else the tenant may have it. */
function holdsAll(wish: Wish, kind: string, key: string): boolean {
  const managed = wish.managed.get(kind)
  if (wish.isPart) return false
  if (managed === 'all') return true
  if (kind !== 'scopes' || wish.managed.get('resources') !== 'all') return false
  const resource = key.slice(0, Math.max(0, key.lastIndexOf(' ')))
  const isDeclared = (wish.entries.get('resources') ?? []).some((entry) => entry.key === resource)
  return !isDeclared || (managed instanceof Set && managed.has(resource))
}
