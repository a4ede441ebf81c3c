import { tinted } from './style.js'

/** Properties whose values are words for the state of a thing. */
const stateNames: ReadonlySet<string> = new Set(['state', 'status', 'result', 'isSuspended'])

/** The words, of Logto and of this program's own answers, by what they mean to whoever looks after the thing. */
const tints = new Map<string, 'green' | 'yellow' | 'red'>([
  ...['Success', 'Active', 'Accepted', 'Current', 'ok', 'open'].map((word) => [word, 'green'] as const),
  ...['Pending', 'PendingVerification', 'PendingSsl', 'warning', 'submitted', 'ended'].map(
    (word) => [word, 'yellow'] as const,
  ),
  ...['Error', 'Revoked', 'Expired', 'failed', 'expired'].map((word) => [word, 'red'] as const),
])

/** A cell as shown: in the colour of the state that it tells, where its property, by `name`, holds one. */
export function stateText(shown: string, name: string, colour: boolean): string {
  if (!stateNames.has(name)) return shown
  const tint = name === 'isSuspended' && shown === 'yes' ? 'red' : tints.get(shown)
  return tint === undefined ? shown : tinted(shown, tint, colour)
}
