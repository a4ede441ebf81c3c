import { relativeTime } from '../../access/tokens/relative-time.js'
import { exactJson } from '../../base/exact-json.js'
import { isPlainObject, type ValuePath } from '../../base/value-path.js'
import { isTimeProperty, momentOf } from '../facts/time-properties.js'
import { harmlessLine } from './harmless.js'
import { lastName } from './path.js'

/** Shown where there is no value. */
export const nothing = '–'

/**
 * A value as one line for people: yes and no, local times, lists of plain values joined and lists of things by their
 * names, other values as JSON.
 * `name` is the property it comes from. `short`: of a time of these days only how far away it is.
 */
export function shownText(value: unknown, name: string, short = false): string {
  if (value === undefined || value === null) return nothing
  if (Array.isArray(value)) {
    if (value.length === 0) return nothing
    if (value.every(isScalar)) return value.map((element) => shownText(element, name, short)).join(', ')
    const names = namesIn(value)
    return names ? harmlessLine(names.join(', ')) : compact(value)
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const moment = isTimeProperty(name) ? momentOf(value) : undefined
  if (moment) return timeText(moment, short)
  return typeof value === 'object' ? compact(value) : harmlessLine(String(value))
}

/** What the things in a list are called, where each has a name: of one whose name is null, the id. */
export function namesIn(value: unknown): string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const names = value.map((element) => (isPlainObject(element) ? (element.name ?? element.id) : undefined))
  const isNamed = value.every((element) => isPlainObject(element) && Object.hasOwn(element, 'name'))
  return isNamed && names.every((name) => typeof name === 'string' && name !== '') ? (names as string[]) : undefined
}

/** A value as text for a program: text and numbers as they are, objects and lists as JSON, nothing for null. */
export function fullText(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? exactJson(value) : String(value)
}

/** A value for a program's cell: a moment in time as ISO 8601 in UTC, everything else as it came. */
export function programValue(value: unknown, path: ValuePath): unknown {
  // What people keep in free data is theirs, whatever they call it.
  if (path[0] === 'customData' || !isTimeProperty(lastName(path))) return value
  return momentOf(value)?.toISOString() ?? value
}

/** A value that is no object and no list. */
export function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}

function compact(value: unknown): string {
  return harmlessLine(exactJson(value))
}

/** Columns that a time takes: `2026-01-31 09:00`. */
export const longestTime = 16

/** Farther away, the day tells more than a count of days. */
const nearMs = 7 * 24 * 3600 * 1000

/** `3 hours ago` in short; `2026-01-31 09:00 (3 hours ago)` else; the date alone for what is farther than a week. */
function timeText(date: Date, short: boolean): string {
  const now = Date.now()
  if (Math.abs(date.getTime() - now) >= nearMs) return localTime(date)
  const away = relativeTime(date.getTime(), now)
  return short ? away : `${localTime(date)} (${away})`
}

function localTime(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}
