import { isDeepStrictEqual } from 'node:util'
import { isPlainObject } from '../../../base/value-path.js'
import type { Person } from '../person.js'
import { join, unique } from '../sources/lists.js'

/**
 * Joins a further line to its person: values that one of them lacks are added, roles and organizations united. Returns
 * the property in which the two contradict each other, and then changes nothing.
 */
export function joinLine(person: Person, line: Person, withRest: boolean): string | undefined {
  const both = united(single(person, withRest), single(line, withRest), '')
  if (typeof both === 'string') return both.replace(/^creation\./, '').replace(/^sourceId$/, 'ID')
  const { primaryEmail, ...others } = both
  Object.assign(person, others)
  if (typeof primaryEmail === 'string') person.creation.primaryEmail = primaryEmail
  person.roles = unique([...person.roles, ...line.roles])
  for (const { organization, roles } of line.organizations) join(person.organizations, organization, roles)
  person.unverified = [...new Set([...person.unverified, ...line.unverified])]
  person.restColumns = unique([...person.restColumns, ...line.restColumns])
  person.changes = unique([...person.changes, ...line.changes])
  return undefined
}

/** What a person has only one of. The address comes last: where two differ in its case, anything else says more. */
function single(person: Person, withRest: boolean): Record<string, unknown> {
  const { creation, sourceId, isSuspended, totpSecret, identities, password, rest, leftOut } = person
  const { primaryEmail, ...others } = creation
  return {
    ...{ sourceId, creation: others, isSuspended, totpSecret, identities, leftOut },
    ...(password.as === 'none' ? {} : { password }),
    ...(withRest ? { rest } : {}),
    primaryEmail,
  }
}

/** Both objects in one, or the path at which they contradict each other. */
function united(
  a: Record<string, unknown>,
  b: Record<string, unknown>,
  prefix: string,
): Record<string, unknown> | string {
  const both: Record<string, unknown> = { ...a }
  for (const [name, value] of Object.entries(b)) {
    const own = both[name]
    if (value === undefined) continue
    if (own === undefined) both[name] = value
    else if (isPlainObject(own) && isPlainObject(value) && name !== 'password') {
      const inner = united(own, value, `${prefix}${name}.`)
      if (typeof inner === 'string') return inner
      both[name] = inner
    } else if (!isDeepStrictEqual(own, value)) return `${prefix}${name}`
  }
  return both
}
