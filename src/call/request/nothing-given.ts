import { UsageError } from '../../base/errors.js'
import { isPlainObject } from '../../base/value-path.js'
import type { BodyFact, HttpMethod } from '../facts/operation.js'

/**
 * Refuses a write in which nothing is given: a PUT would take everything away, any other would do nothing and answer as
 * if it had, or be refused with words that do not help. An empty object that is asked for (`--body '{}'`) of a PUT that
 * replaces passes: it is asked about as a deletion is. Throws a UsageError.
 */
export function refuseNothing(method: HttpMethod, body: BodyFact, value: unknown, command: string): void {
  if (method === 'PUT' && !body.keeps) {
    if (value === undefined) throw nothing('nothing to put in the place of what is stored was given', command)
  } else if (method === 'PUT' || method === 'PATCH') {
    if (changesNothing(body, value)) throw nothing('nothing to change was given', command)
  } else if (value === undefined && takesListsAlone(body)) {
    throw nothing('nothing to add was given', command)
  }
}

/** No body, an empty object, or properties that Logto ignores and no others. */
function changesNothing({ fields }: BodyFact, value: unknown): boolean {
  if (value === undefined) return true
  if (!isPlainObject(value)) return false
  const ignored = new Set(Object.values(fields ?? {}).flatMap((field) => (field.ignored ? [field.wire] : [])))
  return Object.keys(value).every((name) => ignored.has(name))
}

function takesListsAlone({ fields = {} }: BodyFact): boolean {
  const all = Object.values(fields)
  return all.length > 0 && all.every(({ list, required }) => list && !required)
}

function nothing(message: string, command: string): UsageError {
  return new UsageError(message, {
    code: 'usage.nothing_given',
    hint: `see what it takes with logto ${command} --help`,
  })
}
