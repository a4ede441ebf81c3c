import { UsageError } from '../../base/errors.js'
import { formatPath, isPlainObject, parseValuePath, type ValuePath } from '../../base/value-path.js'

import { deepest } from './sendable.js'

const forbidden = new Set(['__proto__', 'constructor', 'prototype'])

/** Reads the path of a `--set`. Throws a UsageError for what is none, or for a name that would reach a prototype. */
export function parsePath(text: string): ValuePath {
  const refuse = (why: string) =>
    new UsageError(`the path ${text} ${why}`, {
      code: 'usage.bad_path',
      hint: 'write a path as profile.givenName or tags[0]; escape a dot or bracket in a name with a backslash',
    })
  const path = parseValuePath(text, refuse)
  if (path.length > deepest) throw refuse(`has more than ${deepest} parts`)
  const name = path.find((part) => typeof part === 'string' && forbidden.has(part))
  if (name !== undefined) throw refuse(`may not contain ${name}`)
  return path
}

/** True when `inner` is `outer` or lies below it. */
export function isWithin(inner: ValuePath, outer: ValuePath): boolean {
  return outer.length <= inner.length && outer.every((part, i) => part === inner[i])
}

/**
 * Puts `value` at `path` inside `root` (changed in place) and returns the root. Missing objects and lists on the way
 * are made; a list is filled up with null. Throws a UsageError where the path runs through a scalar or mixes kinds.
 */
export function setAt(root: unknown, path: ValuePath, value: unknown): unknown {
  return setBelow(root, path, value, path)
}

/** The same for a value that goes behind what is in the list at `path`, which is made where there is none. */
export function appendAt(root: unknown, path: ValuePath, value: unknown): unknown {
  const list = path.reduce<unknown>((at, part) => partOf(at, part), root) ?? []
  if (Array.isArray(list)) return setAt(root, path, [...list, value])
  throw new UsageError(`nothing can be put behind ${formatPath(path)}, which is not a list`, {
    code: 'usage.bad_path',
    hint: 'set it as a whole, or name a list',
  })
}

function partOf(container: unknown, part: string | number): unknown {
  if (typeof part === 'number') return Array.isArray(container) ? container[part] : undefined
  return isPlainObject(container) && Object.hasOwn(container, part) ? container[part] : undefined
}

function setBelow(root: unknown, path: ValuePath, value: unknown, whole: ValuePath): unknown {
  const [head, ...rest] = path
  if (head === undefined) return value
  const container = root ?? (typeof head === 'number' ? [] : {})
  if (typeof head === 'number' ? !Array.isArray(container) : !isPlainObject(container)) {
    const place = formatPath(whole.slice(0, whole.length - path.length)) || 'the body'
    throw new UsageError(
      `${formatPath(whole)} does not fit: ${place} is no ${typeof head === 'number' ? 'list' : 'object'}`,
      {
        code: 'usage.bad_path',
        hint: 'look at the value that --body or another flag gives for that place',
      },
    )
  }
  if (Array.isArray(container)) {
    const at = head as number
    while (container.length < at) container.push(null)
    container[at] = setBelow(container[at] ?? undefined, rest, value, whole)
  } else {
    const object = container as Record<string, unknown>
    object[head] = setBelow(object[head] ?? undefined, rest, value, whole)
  }
  return container
}
