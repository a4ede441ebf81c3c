import { Secret } from '../model/secret.js'
import type { State } from './state.js'
import type { Thing } from './things.js'

/** An object whose texts hold the id of another: in another tenant that id is nobody's. */
export interface StrangeId {
  /** The object and the place inside it: `hooks Orders: config.url`. */
  place: string
  id: string
  /** Whose it is: `connectors google`. */
  of: string
}

/** How Logto writes the ids that it makes: letters and digits, 12 or more of them. Shorter words mean something else. */
const idForm = /[A-Za-z0-9]{12,}/g

/**
 * The ids of objects of this tenant that stand in texts of others, such as scripts, style sheets, custom data and
 * addresses. References are no texts: they are known by their keys.
 */
export function strangeIds({ things }: State, kinds: ReadonlySet<string>): StrangeId[] {
  const all = [...things].flatMap(([kind, byKey]) => [...byKey.values()].map((thing): [string, Thing] => [kind, thing]))
  const owners = new Map(
    all.filter(([, { id, key }]) => id !== '' && id !== key).map(([kind, thing]) => [thing.id, nameOf(kind, thing)]),
  )
  return all
    .filter(([kind, { builtIn }]) => kinds.has(kind) && !builtIn)
    .flatMap(([kind, thing]) => {
      const found: StrangeId[] = []
      eachText(thing.values, '', (text, place) => {
        for (const [id] of text.matchAll(idForm)) {
          const of = owners.get(id)
          if (of !== undefined) found.push({ place: `${nameOf(kind, thing)}: ${place}`, id, of })
        }
      })
      return found
    })
}

function nameOf(kind: string, { key }: Thing): string {
  return key === '' ? kind : `${kind} ${key}`
}

function eachText(value: unknown, place: string, look: (text: string, place: string) => void): void {
  if (typeof value === 'string') look(value, place)
  if (typeof value !== 'object' || value === null || value instanceof Secret) return
  for (const [name, part] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${place}[${name}]` : place === '' ? name : `${place}.${name}`
    eachText(part, at, look)
  }
}
