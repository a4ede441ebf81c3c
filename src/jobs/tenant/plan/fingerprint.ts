import { createHash } from 'node:crypto'
import { exactJson } from '../../../base/exact-json.js'
import { isPlainObject } from '../../../base/value-path.js'
import type { Row } from '../model/row.js'
import { NamedSecret, Secret } from '../model/secret.js'

/** A mark of what an object is like, without its secrets: another once somebody has changed it. */
export function markOf(values: Row): string {
  return createHash('sha256')
    .update(exactJson(inOrder(values)))
    .digest('hex')
    .slice(0, 32)
}

function inOrder(value: unknown): unknown {
  if (value instanceof Secret || value instanceof NamedSecret) return null
  if (Array.isArray(value)) return value.map(inOrder)
  if (!isPlainObject(value)) return value
  const names = Object.keys(value).sort()
  return Object.fromEntries(names.map((name) => [name, inOrder(value[name])]))
}
