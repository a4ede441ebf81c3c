import { isSecretName } from '../../../base/secret-names.js'
import { typesOf } from '../../../call/request/schema.js'
import type { Entry } from '../files/wish.js'
import { isSame } from '../model/compare.js'
import type { PropertyFact } from '../model/facts.js'
import { inFull, laidOver } from '../model/forms.js'
import type { Kind } from '../model/kind.js'
import type { Row } from '../model/row.js'
import type { NamedSecret } from '../model/secret.js'
import { secretPlaces, withSecrets } from '../model/secret.js'
import type { Thing } from '../read/things.js'
import type { Alteration, Creation, Difference } from './action.js'
import { differencesBetween } from './differences.js'

/** Whether a place of a kind holds no secret although it looks like one. */
type IsPlain = (kind: string, path: readonly string[]) => boolean

type Tell = (property: string, message: string) => void

/** The creation of an object that the tenant lacks. */
export function creationOf(entry: Entry, tell: Tell, isPlain: IsPlain = () => false): Creation {
  const { facts, key, name, parentKey, values } = entry
  const wish: Row = {}
  const differences: Difference[] = []
  const { kind } = facts
  // What is a secret is none to show, however it was written.
  const isSecret = (path: readonly string[]) =>
    isSecretName(path) || (kind.isSecret?.(path, values) === true && !isPlain(kind.name, path))
  for (const [property, fact] of facts.properties) {
    const value = values[property]
    if (value === undefined || value === null) {
      if (fact.required) tell(property, `${entry.name} is new and has no ${property}, which Logto requires`)
      continue
    }
    if (fact.part && !hasProperty(kind, property, fact, values)) continue
    const schema = facts.schemaOf(property, values)
    const made = laidOver(undefined, value, schema, (secret) => tell(property, absent(secret)))
    wish[property] = value
    differences.push(
      ...differencesBetween(null, withSecrets(made, isSecret, [property]), property, setsOf(entry, property, fact)),
    )
  }
  const title = nameOf(entry) === name ? {} : { title: nameOf(entry) }
  return { do: 'create', kind: kind.name, key, name, parentKey, wish, differences, ...title }
}

/** What differs between an object and its entry; `replace` where that cannot be changed; nothing where nothing does. */
export function changeOf(
  entry: Entry,
  thing: Thing,
  tellAll: Tell,
  isPlain: IsPlain = () => false,
): Alteration | { do: 'replace' } | undefined {
  // What is made again is told of by its creation.
  const told: Parameters<Tell>[] = []
  const tell: Tell = (...fault) => told.push(fault)
  const { facts, key, name, parentKey, values } = entry
  const wish: Row = {}
  const differences: Difference[] = []
  let isReplacing = false
  const oldName = facts.kind.key.property === undefined ? undefined : String(thing.row[facts.kind.key.property] ?? '')
  const newName = nameOf(entry)
  const isRenamed = facts.kind.key.renamable === true && oldName !== undefined && oldName !== newName
  if (isRenamed) differences.push({ path: facts.kind.key.property ?? '', before: oldName, after: newName })
  for (const [property, fact] of facts.properties) {
    const value = values[property]
    if (value === undefined) continue
    if (!hasProperty(facts.kind, property, fact, thing.row)) {
      if (value !== null && !fact.part) tell(property, `${entry.name} cannot have ${property}`)
      continue
    }
    const found = differenceOf(entry, thing, property, fact, tell, isPlain)
    if (found.length === 0) continue
    differences.push(...found)
    wish[property] = value
    if (fact.createOnly) isReplacing = true
    else if (value === null && !fact.part) refuseLasting(facts.kind, property, fact, tell)
  }
  if (isReplacing) return { do: 'replace' }
  for (const fault of told) tellAll(...fault)
  if (differences.length === 0) return undefined
  const renaming = isRenamed ? { newName } : {}
  return { do: 'change', kind: facts.kind.name, key, name, parentKey, id: thing.id, wish, differences, ...renaming }
}

function differenceOf(
  entry: Entry,
  thing: Thing,
  property: string,
  fact: PropertyFact,
  tell: Tell,
  isPlain: IsPlain,
): Difference[] {
  const { facts, values } = entry
  const { kind } = facts
  const isPart = fact.part !== undefined
  const stored = isPart ? thing.values[property] : blankAsNone(kind, property, fact, thing.row[property])
  const schema = facts.schemaOf(property, { ...thing.row, ...values })
  const wish = isPart ? (values[property] ?? fact.part?.none) : values[property]
  const target = laidOver(stored, wish, schema, (secret) => tell(property, absent(secret)))
  const same = kind.same?.[property] ?? ((value: unknown) => value)
  const goal = blankAsNone(kind, property, fact, target)
  const sets = setsOf(entry, property, fact)
  const isSet = isPart
    ? (place: string) => sets(place === '' ? property : `${property}.${place}`)
    : (place: string) => facts.isSet(place === '' ? property : `${property}.${place}`)
  if (isSame(same(stored), same(goal), schema, isSet)) return []
  const written = secretPlaces(values[property], [property])
  const isSecret = (path: readonly string[]) =>
    written.has(path.join('\n')) || (kind.isSecret?.(path, thing.row) === true && !isPlain(kind.name, path))
  const covered = (value: unknown) =>
    withSecrets(value === undefined ? null : inFull(value, schema), isSecret, [property])
  const found = differencesBetween(covered(stored), covered(goal), property, sets)
  // What only differs in its form is a difference all the same.
  return found.length > 0 ? found : [{ path: property, before: stored ?? null, after: goal ?? null }]
}

/** The name that an entry gives its object. */
export function nameOf({ name, values, facts }: Pick<Entry, 'name' | 'values' | 'facts'>): string {
  return facts.kind.key.repeats && typeof values.name === 'string' ? values.name : name
}

function hasProperty(kind: Kind, property: string, { part }: PropertyFact, row: Row): boolean {
  if (part?.has) return part.has(row)
  return kind.has ? kind.has(property, row) : true
}

function blankAsNone(kind: Kind, property: string, { nullable }: PropertyFact, value: unknown): unknown {
  if (value === null || (nullable && value === '') || kind.blank?.[property]?.(value)) return undefined
  return value
}

/** Lists of parts have no order; the others are told by the kind. */
function setsOf({ facts }: Entry, property: string, { part }: PropertyFact): (place: string) => boolean {
  if (part) return (place) => place === property || place.startsWith(`${property}.`)
  return facts.isSet
}

function refuseLasting(kind: Kind, property: string, { schema, nullable }: PropertyFact, tell: Tell): void {
  const { whole, keeps } = kind.writes
  if (whole && !keeps) return
  const canBeEmpty = nullable || typesOf(schema).some((type) => type === 'object' || type === 'array')
  if (canBeEmpty && !keeps) return
  tell(property, `${property} cannot be taken away again: Logto has no way to clear it`)
}

function absent({ name }: NamedSecret): string {
  return `the secret ${name} is not given, and nothing is stored that could stay: set LOGTO_SECRET_${name} or give --secrets FILE`
}
