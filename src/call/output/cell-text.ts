import { exactJson } from '../../base/exact-json.js'
import { harmlessLine } from './harmless.js'

/** Shown where there is no value. */
export const nothing = '–'

// Epoch milliseconds; a smaller number under such a name is a duration or a count of seconds.
const earliest = Date.UTC(2001, 0, 1)
const latest = Date.UTC(2100, 0, 1)

/**
 * A value as one line for people: yes and no, local times, lists of plain values joined, other values as JSON.
 * `name` is the property it comes from: numbers called `…At` or `…Time` are times.
 */
export function shownText(value: unknown, name: string): string {
  if (value === undefined || value === null) return nothing
  if (Array.isArray(value)) {
    if (value.length === 0) return nothing
    return value.every(isScalar) ? value.map((element) => shownText(element, name)).join(', ') : compact(value)
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number' && isTime(value, name)) return localTime(new Date(value))
  return typeof value === 'object' ? compact(value) : harmlessLine(String(value))
}

/** A value as text for a program: text and numbers as they are, objects and lists as JSON, nothing for null. */
export function fullText(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? exactJson(value) : String(value)
}

/** A value that is no object and no list. */
export function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}

function compact(value: unknown): string {
  return harmlessLine(exactJson(value))
}

function isTime(value: number, name: string): boolean {
  return isTimeName(name) && value >= earliest && value < latest
}

/** Numbers in properties of such a name are times. */
export function isTimeName(name: string): boolean {
  return /(At|Time)$/.test(name)
}

/** Columns that a time takes: `2026-01-31 09:00`. */
export const longestTime = 16

function localTime(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}
