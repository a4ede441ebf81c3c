import { parseExact } from '../../../base/exact-json.js'
import { isPlainObject } from '../../../base/value-path.js'
import { fault } from '../fault.js'
import { type Address, type Creation, newPerson, type Person } from '../person.js'
import { goesNowhere, type Trail } from './trail.js'

type TextTarget = Exclude<keyof Creation, 'profile' | 'customData'>

/**
 * One row on its way to a person. What is read is noted with its target; what nobody reads is the person's rest, so that
 * nothing is lost without being named.
 */
export class Reading {
  private readonly taken = new Set<string>()
  private readonly inner = new Map<string, Reading>()
  private readonly left = new Map<string, unknown>()

  /**
   * `names`: how the row spells what the source calls differently. `columns`: those of the input, some of which may be
   * empty in this row. `prefix`: the path of a nested object.
   */
  constructor(
    readonly values: Readonly<Record<string, unknown>>,
    private readonly trail: Trail,
    private readonly names: ReadonlyMap<string, string> = new Map(),
    private readonly columns: ReadonlySet<string> = new Set(),
    readonly person: Person = newPerson(),
    private readonly prefix = '',
  ) {}

  /** A column's value, whatever it is; undefined for one that is absent, null or an empty text. */
  value(column: string, target: string): unknown {
    const found = this.peek(column)
    if (found === undefined) return undefined
    this.note(column, target)
    return found
  }

  /** Whether the input has such a column, be it empty in this row. */
  hasColumn(column: string): boolean {
    return column in this.values || this.columns.has(column)
  }

  /** A column's value without taking it. */
  peek(column: string): unknown {
    const name = this.names.get(column) ?? column
    const found = Object.hasOwn(this.values, name) ? this.values[name] : undefined
    return found === null || found === '' ? undefined : found
  }

  /** A value that was found by an expression over the whole row: noted as a column is. */
  found(expression: string, target: string, value: unknown): unknown {
    const isAbsent = value === null || value === undefined || value === ''
    if (!isAbsent) this.trail.note(expression, target)
    return isAbsent ? undefined : value
  }

  /** A column as a text: numbers as they are written, anything else is a fault. */
  text(column: string, target: string): string | undefined {
    const found = this.value(column, target)
    if (found === undefined || typeof found === 'string') return found
    if (typeof found === 'number' || typeof found === 'bigint') return String(found)
    this.refuse('not_text', `${this.path(column)} is ${kindOf(found)}, and ${target} is a text`, column)
    return undefined
  }

  /** A column that says yes or no, in the words of databases and spreadsheets. */
  flag(column: string, target: string): boolean | undefined {
    const found = this.value(column, target)
    if (found === undefined || typeof found === 'boolean') return found
    const word = String(found).toLowerCase()
    if (['true', 't', '1', 'yes'].includes(word)) return true
    if (['false', 'f', '0', 'no'].includes(word)) return false
    this.refuse('not_boolean', `${this.path(column)} is neither true nor false`, column)
    return undefined
  }

  /** A column that holds an object: as such, or as JSON in a text. */
  object(column: string, target: string): Record<string, unknown> | undefined {
    const found = this.json(column, target)
    if (found === undefined || isPlainObject(found)) return found as Record<string, unknown> | undefined
    this.refuse('not_object', `${this.path(column)} is ${kindOf(found)}, and ${target} is an object`, column)
    return undefined
  }

  /** A column that holds a list: as such, or as JSON in a text. */
  list(column: string, target: string): unknown[] {
    const found = this.json(column, target)
    if (found === undefined || Array.isArray(found)) return (found as unknown[] | undefined) ?? []
    this.refuse('not_list', `${this.path(column)} is ${kindOf(found)}, and ${target} is a list`, column)
    return []
  }

  private json(column: string, target: string): unknown {
    const found = this.value(column, target)
    if (typeof found !== 'string') return found
    const parsed = parsedJson(found)
    if (parsed === undefined) this.refuse('bad_json', `${this.path(column)} is no JSON`, column)
    return parsed ?? undefined
  }

  /** An object within the row, read property by property; what is left of it is part of the rest. */
  inside(column: string): Reading {
    const known = this.inner.get(column)
    if (known) return known
    const found = this.peek(column)
    const parsed = typeof found === 'string' ? parsedJson(found) : found
    const values = isPlainObject(parsed) ? parsed : {}
    const reading = new Reading(values, this.trail, new Map(), new Set(), this.person, `${this.path(column)}.`)
    if (found !== undefined && !isPlainObject(parsed))
      this.refuse('not_object', `${this.path(column)} is no object`, column)
    this.inner.set(column, reading)
    return reading
  }

  /** A text that becomes a property of its own. */
  creation(target: TextTarget, column: string): string | undefined {
    const text = this.text(column, target)
    if (text === undefined) return undefined
    this.person.creation[target] = text
    this.person.from[target] = this.path(column)
    return text
  }

  /** A text that becomes a property of the profile. */
  profile(target: string, column: string): string | undefined {
    const text = this.text(column, `profile.${target}`)
    if (text === undefined) return undefined
    this.person.creation.profile[target] = text
    this.person.from[`profile.${target}`] = this.path(column)
    return text
  }

  /** First and last name: both in the profile, and together the name where the source has none for that. */
  fullName(first: string, last: string): void {
    const parts = [this.profile('givenName', first), this.profile('familyName', last)]
    if (this.person.creation.name !== undefined || parts.every((part) => part === undefined)) return
    this.person.creation.name = parts.filter((part) => part !== undefined).join(' ')
    for (const column of [first, last]) this.trail.also(this.path(column), 'name')
  }

  /** An object of the application's own, which Logto keeps as custom data: as such, or as JSON in a text. */
  customData(target: string, column: string): void {
    const found = this.object(column, `customData.${target}`)
    if (!isNothing(found)) this.person.creation.customData[target] = found
  }

  /** A value of the application's own, as it is. */
  customValue(target: string, column: string): void {
    const found = this.value(column, `customData.${target}`)
    if (!isNothing(found)) this.person.creation.customData[target] = found
  }

  /** That an address is confirmed, or known not to be. */
  confirmed(address: Address, isConfirmed: boolean | undefined): void {
    if (isConfirmed === false && this.person.creation[address] !== undefined) this.person.unverified.push(address)
  }

  /** Columns that carry nothing of their own. */
  pass(why: keyof typeof goesNowhere, ...columns: readonly string[]): void {
    for (const column of columns) this.value(column, goesNowhere[why])
  }

  /** What remains of a column that was read in part. */
  leave(column: string, value: unknown): void {
    if (!isNothing(value)) this.left.set(this.path(column), value)
  }

  refuse(code: string, message: string, column?: string): void {
    this.person.faults.push(fault(code, message, column === undefined ? undefined : this.path(column)))
  }

  /** The person, with what nobody read as the rest. */
  finish(): Person {
    Object.assign(this.person.rest, this.remaining())
    return this.person
  }

  private remaining(): Record<string, unknown> {
    const rest: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(this.values)) {
      const inner = this.inner.get(name)
      const kept = inner ? inner.remaining() : value
      if (this.taken.has(name) || isNothing(kept)) continue
      rest[name] = kept
      if (inner) continue
      this.trail.note(`${this.prefix}${name}`, goesNowhere.rest)
      this.person.restColumns.push(`${this.prefix}${name}`)
    }
    for (const [path, value] of this.left) {
      rest[path] = value
      this.person.restColumns.push(path)
    }
    return rest
  }

  private note(column: string, target: string): void {
    const actual = this.names.get(column) ?? column
    if (this.taken.has(actual)) this.trail.also(this.path(column), target)
    else this.trail.note(this.path(column), target)
    this.taken.add(actual)
  }

  private path(column: string): string {
    return `${this.prefix}${this.names.get(column) ?? column}`
  }
}

/** Null, an empty text, and lists and objects without content. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return isPlainObject(value) && Object.keys(value).length === 0
}

function parsedJson(text: string): unknown {
  try {
    return parseExact(text)
  } catch {
    return undefined
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return `a ${typeof value}`
}
