import { typesOf } from '../../../call/request/schema.js'
import type { KindFacts } from '../model/facts.js'
import { laidOver } from '../model/forms.js'
import type { Row } from '../model/row.js'
import { revealed } from '../model/secret.js'

/** The body that creates an object. Throws where a secret has no value. */
export function bodyOfNew(facts: KindFacts, name: string, wish: Row): unknown {
  const { kind, sendsKey } = facts
  const values: Row = sendsKey ? { [kind.key.property ?? '']: name } : {}
  for (const [property, fact] of facts.properties) {
    if (fact.part || fact.changeOnly) continue
    const value = laidOver(undefined, wish[property], facts.schemaOf(property, wish), () => {})
    if (value !== undefined) values[property] = value
  }
  return finished(facts, values, name, undefined)
}

/** What a new object gets by a change right after its creation; undefined where there is nothing. */
export function bodyAfterCreation(facts: KindFacts, name: string, wish: Row): unknown {
  const values: Row = {}
  for (const [property, fact] of facts.properties) {
    if (fact.part || !fact.changeOnly) continue
    const value = laidOver(undefined, wish[property], facts.schemaOf(property, wish), () => {})
    if (value !== undefined) values[property] = value
  }
  const later = { ...values, ...facts.kind.writes.later?.(wish) }
  return Object.keys(later).length === 0 ? undefined : finished(facts, later, name, {})
}

/** The body that changes an object from what is stored to what is wished; undefined where only its parts differ. */
export function bodyOfChange(facts: KindFacts, name: string, stored: Row, wish: Row, newName?: string): unknown {
  const { kind } = facts
  const isRenamed = newName !== undefined && kind.key.property !== undefined
  const values: Row = isRenamed ? { [kind.key.property ?? '']: newName } : {}
  const differing = [...facts.properties].filter(([property, { part }]) => !part && wish[property] !== undefined)
  if (differing.length === 0 && !isRenamed) return undefined
  const sent = kind.writes.whole ? [...facts.properties].filter(([, { part }]) => !part) : differing
  for (const [property, fact] of sent) {
    const before = kind.blank?.[property]?.(stored[property]) ? undefined : stored[property]
    const isWished = wish[property] !== undefined
    const schema = facts.schemaOf(property, { ...stored, ...wish })
    const value = isWished ? laidOver(before, wish[property], schema, () => {}) : (before ?? undefined)
    if (value !== undefined) values[property] = value
    else if (!kind.writes.whole) values[property] = empty(schema, fact.nullable)
  }
  return finished(facts, values, name, stored)
}

/** What stands for nothing where a property has to be sent. */
function empty(schema: Parameters<typeof typesOf>[0], nullable: boolean): unknown {
  if (nullable) return null
  return typesOf(schema).includes('array') ? [] : {}
}

function finished({ kind }: KindFacts, values: Row, name: string, stored: Row | undefined): unknown {
  const sent = revealed(values) as Row
  return kind.writes.body ? kind.writes.body(sent, { key: name, stored }) : sent
}
