import { UsageError } from '../../base/errors.js'
import { formatPath, type ValuePath } from '../../base/value-path.js'

/** Most levels of lists and objects: far more than anything that Logto stores, far less than the call stack takes. */
export const deepest = 500

/** The refusal of what is nested deeper. */
export function tooDeep(asker: string): UsageError {
  return new UsageError(`${asker} is nested more than ${deepest} levels deep`, {
    code: 'usage.too_deep',
    hint: 'look at what it comes from: no setting of Logto is nested like this',
  })
}

/**
 * Throws a UsageError for a body that JSON in UTF-8 cannot carry: one half of a character that takes two UTF-16 units
 * (a lone surrogate; RFC 8259, 8.2), a number that is none, or more levels than the program can go down.
 */
export function refuseUnsendable(body: unknown): void {
  const left: { value: unknown; path: ValuePath }[] = [{ value: body, path: [] }]
  for (let one = left.pop(); one; one = left.pop()) {
    const { value, path } = one
    if (path.length > deepest) throw tooDeep('the body')
    if (typeof value === 'string' && isBroken(value)) throw broken(path)
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new UsageError(`${placeOf(path)} is ${value}, which JSON has no number for`, {
        code: 'usage.bad_number',
        hint: 'put it in quotes if a text is meant',
      })
    }
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) for (const [i, item] of value.entries()) left.push({ value: item, path: [...path, i] })
    else {
      for (const [name, part] of Object.entries(value)) {
        if (isBroken(name)) throw broken(path)
        left.push({ value: part, path: [...path, name] })
      }
    }
  }
}

function isBroken(text: string): boolean {
  return /\p{Surrogate}/u.test(text)
}

function broken(path: ValuePath): UsageError {
  return new UsageError(`${placeOf(path)} holds half a character (a lone surrogate)`, {
    code: 'usage.bad_encoding',
    hint: 'write the whole character, or both of its \\u escapes',
  })
}

function placeOf(path: ValuePath): string {
  return path.length === 0 ? 'the body' : formatPath(path)
}
