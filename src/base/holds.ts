import { isPlainObject } from './value-path.js'

/** Whether what is stored has everything that was sent: absent and null are the same, and objects may hold more. */
export function holds(stored: unknown, sent: unknown): boolean {
  if (Array.isArray(sent)) {
    return Array.isArray(stored) && sent.length === stored.length && sent.every((one, i) => holds(stored[i], one))
  }
  if (isPlainObject(sent)) {
    return isPlainObject(stored) && Object.entries(sent).every(([name, part]) => holds(stored[name], part))
  }
  return (stored ?? null) === (sent ?? null)
}
