import { UsageError } from '../errors.js'

/** A place inside a JSON body: property names and list positions. */
export type ValuePath = readonly (string | number)[]

const forbidden = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Reads a path such as `profile.givenName`, `tags[0]` or `a\.b`: wire names, `\.`, `\[` and `\\` escape.
 * Throws a UsageError for an empty part, an unclosed bracket, or a name that would reach an object's prototype.
 */
export function parsePath(text: string): ValuePath {
  const parts: (string | number)[] = []
  let name = ''
  let named = false
  let i = 0
  const bad = (why: string) =>
    new UsageError(`the path ${text} ${why}`, {
      code: 'usage.bad_path',
      hint: 'write a path as profile.givenName or tags[0]; escape a dot or bracket in a name with a backslash',
    })
  const push = () => {
    if (forbidden.has(name)) throw bad(`may not contain ${name}`)
    parts.push(name)
    name = ''
    named = false
  }
  while (i < text.length) {
    const c = text[i]
    if (c === '\\' && i + 1 < text.length) {
      name += text[i + 1]
      named = true
      i += 2
    } else if (c === '.') {
      if (named) push()
      else if (i === 0 || text[i - 1] !== ']') throw bad('has an empty part')
      if (i + 1 === text.length) throw bad('ends in a dot')
      i += 1
    } else if (c === '[') {
      if (named) push()
      const index = /^\[(\d{1,6})\]/.exec(text.slice(i))
      if (!index) throw bad('needs a number and a closing bracket after [')
      parts.push(Number(index[1]))
      i += index[0].length
      if (i < text.length && text[i] !== '.' && text[i] !== '[') throw bad('needs a dot after ]')
    } else {
      name += c
      named = true
      i += 1
    }
  }
  if (named) push()
  if (parts.length === 0) throw bad('is empty')
  return parts
}

/** Writes a path back as a person would type it. */
export function formatPath(path: ValuePath): string {
  return path
    .map((part, i) => {
      if (typeof part === 'number') return `[${part}]`
      const name = part.replace(/[\\.[]/g, '\\$&')
      return i === 0 ? name : `.${name}`
    })
    .join('')
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

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
