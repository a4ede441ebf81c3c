import { normalizedPhone } from '../../../base/phone.js'
import type { Reading } from './reading.js'

/**
 * A telephone number that a source keeps as a way to reach somebody, not to sign in: it becomes the primary phone where
 * it is written with its country code, and stays in the rest where it is not.
 */
export function contactPhone(row: Reading, column: string): void {
  const given = row.peek(column)
  if (typeof given !== 'string' || !given.startsWith('+') || normalizedPhone(given) === undefined) return
  row.creation('primaryPhone', column)
}
