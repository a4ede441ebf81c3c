/** What may be taken over from a document that somebody else wrote: names and values that can be shown and typed. */

/** Longest name or value. Logto's own have at most 100 characters. */
const longest = 300

/** Deepest nesting. Logto's own documents have at most 20 levels of schemas. */
export const deepest = 64

/** A text without control characters, characters that do not show or reorder others, and halves of characters. */
export function isPlainText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longest && !/[\p{C}\u2028\u2029]/u.test(value)
}

/** A plain text that names something; the names that JavaScript gives a meaning (`__proto__`, `constructor`) are none. */
export function isPlainName(value: unknown): value is string {
  return isPlainText(value) && value !== '' && value !== 'prototype' && !(value in {})
}

/** The object's own entries whose names are plain; none for what is no object. */
export function plainEntries(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).filter(([name]) => isPlainName(name))
}

/** The members of a list; none for what is no list. */
export function membersOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Whether a JSON value holds plain texts alone, and is small. */
export function isPlainValue(value: unknown, depth = 0): boolean {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return true
  if (typeof value === 'string') return isPlainText(value)
  if (typeof value !== 'object' || depth > 8) return false
  const parts = Object.entries(value)
  return parts.length <= 100 && parts.every(([name, part]) => isPlainName(name) && isPlainValue(part, depth + 1))
}
