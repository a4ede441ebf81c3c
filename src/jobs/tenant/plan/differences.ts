import { exactJson, parseExact } from '../../../base/exact-json.js'
import { isPlainObject } from '../../../base/value-path.js'
import { NamedSecret, Secret } from '../model/secret.js'
import type { Difference } from './action.js'

/** What differs between two values, place by place; lists are one place each. */
export function differencesBetween(
  before: unknown,
  after: unknown,
  path: string,
  isSet: (place: string) => boolean,
): Difference[] {
  const [one, other] = [before ?? null, after ?? null]
  if (isSecret(one) || isSecret(other)) {
    return text(one) === text(other) ? [] : [{ path, before: mask(one), after: mask(other), isSecret: true }]
  }
  if (isPlainObject(one) && isPlainObject(other)) return inParts(one, other, path, isSet)
  if (isPlainObject(one) && other === null && Object.keys(one).length > 0) return inParts(one, {}, path, isSet)
  if (isPlainObject(other) && one === null && Object.keys(other).length > 0) return inParts({}, other, path, isSet)
  const areWhole = typeof one === 'object' && typeof other === 'object'
  if (one === other || (areWhole && text(one) === text(other))) return []
  return [{ path, before: shown(one), after: shown(other), ...(isSet(path) ? { isSet: true } : {}) }]
}

function inParts(
  one: Record<string, unknown>,
  other: Record<string, unknown>,
  path: string,
  isSet: (place: string) => boolean,
): Difference[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return names.flatMap((name) => {
    const place = /^[\w-]+$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`
    return differencesBetween(one[name], other[name], place, isSet)
  })
}

function isSecret(value: unknown): boolean {
  return value instanceof Secret || value instanceof NamedSecret
}

/** A text for comparing; of a secret too. */
function text(value: unknown): string {
  return exactJson(value instanceof Secret ? value.value : value) ?? ''
}

/** Says only whether there is one. */
function mask(value: unknown): unknown {
  return value === null ? null : '(secret)'
}

/** A copy without secrets, as lists may hold some. */
function shown(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return parseExact(exactJson(value))
}
