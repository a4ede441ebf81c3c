import { exactJson } from '../../base/exact-json.js'
import { isPlainObject } from '../../base/value-path.js'

/** A value that fits, and what was left out of it. */
export interface Fitted {
  value: unknown
  /** How many rows, properties or characters are left out. */
  left: number
}

/** Characters of a value as JSON. */
export function sizeOf(value: unknown): number {
  return exactJson(value)?.length ?? 0
}

/** The first rows that fit into `room` characters: at least one, which is cut itself where it is larger. */
export function fitRows(rows: readonly unknown[], room: number): { rows: unknown[]; left: number } {
  const kept: unknown[] = []
  let used = 2
  for (const row of rows) {
    used += sizeOf(row) + 1
    if (used > room) break
    kept.push(row)
  }
  if (kept.length === 0 && rows.length > 0) kept.push(fitValue(rows[0], room - 2).value)
  return { rows: kept, left: rows.length - kept.length }
}

/** Any value in `room` characters: texts and lists by their beginnings, objects without their largest properties. */
export function fitValue(value: unknown, room: number): Fitted {
  if (sizeOf(value) <= room) return { value, left: 0 }
  if (typeof value === 'string') return fitText(value, room)
  if (Array.isArray(value)) {
    const { rows, left } = fitRows(value, room)
    return { value: rows, left }
  }
  return isPlainObject(value) ? fitObject(value, room) : { value: null, left: 1 }
}

function fitText(text: string, room: number): Fitted {
  // An escape takes up to six characters; half a pair of surrogates would be no text.
  let kept = text.slice(0, Math.max(0, room - 2))
  while (kept !== '' && sizeOf(kept) > room) kept = kept.slice(0, Math.floor(kept.length * 0.8))
  kept = kept.replace(/[\ud800-\udbff]$/, '')
  return { value: kept, left: text.length - kept.length }
}

/** Small properties stay; in the place of one that does not fit stands how large it is. */
function fitObject(value: Record<string, unknown>, room: number): Fitted {
  const kept: [string, unknown][] = []
  let used = 2
  let left = 0
  for (const [name, part] of Object.entries(value)) {
    const size = sizeOf(part)
    const mark = `(left out: ${size} characters)`
    const [shown, length] =
      used + sizeOf(name) + size + 2 <= room / 2 || size < mark.length ? [part, size] : [mark, mark.length + 2]
    if (shown === mark) left += 1
    used += sizeOf(name) + length + 2
    if (used > room) break
    kept.push([name, shown])
  }
  return { value: Object.fromEntries(kept), left: left + Object.keys(value).length - kept.length }
}
