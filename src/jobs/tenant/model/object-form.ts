import type { KindFacts } from './facts.js'
import { inFull } from './forms.js'
import type { Names } from './names.js'
import type { Row } from './row.js'
import { withSecrets } from './secret.js'

/** An object of the tenant as files have it: every managed property it can have, references by key, secrets covered. */
export function objectForm({ kind, properties, schemaOf, isSet }: KindFacts, row: Row, names: Names): Row {
  const values: Row = {}
  for (const [name, fact] of properties) {
    if (kind.has && !kind.has(name, row)) continue
    if (fact.part) {
      if (!fact.part.has || fact.part.has(row)) values[name] = fact.part.read(row, names)
      continue
    }
    const value = row[name]
    const isBlank = (fact.nullable && value === '') || kind.blank?.[name]?.(value) === true
    values[name] = isBlank ? null : inOrder(inFull(value, schemaOf(name, row)), isSet, name)
  }
  const { isSecret } = kind
  return isSecret ? (withSecrets(values, (path) => isSecret(path, row)) as Row) : values
}

/** Sets are sorted, so that the same set is the same text. */
function inOrder(value: unknown, isSet: (place: string) => boolean, place: string): unknown {
  if (Array.isArray(value)) return isSet(place) ? [...value].sort() : value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, inOrder(part, isSet, `${place}.${name}`)]),
  )
}
