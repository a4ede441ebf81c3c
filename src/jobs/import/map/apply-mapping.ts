import { isPlainObject } from '../../../base/value-path.js'
import { none } from '../digests/password.js'
import { writtenHash } from '../digests/written-hash.js'
import type { Creation, Person } from '../person.js'
import { logto } from '../sources/logto.js'
import { Reading } from '../sources/reading.js'
import type { SourceContext } from '../sources/source.js'
import { Trail } from '../sources/trail.js'
import type { Rule } from './mapping.js'

/**
 * Adds what a mapping says to a person whom the source has read already, and puts it in the place of what the source has
 * put there. A mapped digest without an algorithm is known by its form, as in any source.
 */
export function applyMapping(rules: readonly Rule[], row: Reading, context: SourceContext): void {
  if (rules.length === 0) return
  const { person } = row
  const mapped: Record<string, unknown> = {}
  for (const { target, from, isColumn, search } of rules) {
    clear(person, target)
    if (from === undefined) continue
    const value = isColumn(row.values) ? row.value(from, target) : row.found(from, target, search(row.values))
    if (value !== undefined && value !== null) mapped[target] = value
    person.from[target] = from
  }
  const { emailVerified, phoneVerified, passwordDigest, ...others } = mapped
  const hasAlgorithm = rules.some(({ target }) => target === 'passwordAlgorithm')
  const digest = hasAlgorithm ? { passwordDigest } : {}
  const reading = new Reading({ ...others, ...digest, emailVerified, phoneVerified }, new Trail())
  logto.read(reading, context)
  add(person, reading.person)
  if (!hasAlgorithm && typeof passwordDigest === 'string') person.password = writtenHash(passwordDigest, context)
  confirm(rules, person, reading)
}

/** Takes away what the source has put where the mapping puts something. */
function clear(person: Person, target: string): void {
  const [root = '', ...path] = target.split('.')
  if (root === 'id') person.sourceId = undefined
  else if (root === 'isSuspended') person.isSuspended = undefined
  else if (root === 'totpSecret') person.totpSecret = undefined
  else if (root === 'roles') person.roles = []
  else if (root === 'organizations' || root === 'organizationRoles') person.organizations = []
  else if (root.startsWith('password')) person.password = none
  else if (root === 'identities' && path[0] !== undefined) delete person.identities[path.join('.')]
  else if (root === 'identities') person.identities = {}
  else if (root === 'profile' || root === 'customData') {
    if (path.length === 0) person.creation[root] = {}
    else remove(person.creation[root], path)
  } else if (root === 'primaryEmail' || root === 'primaryPhone') {
    delete person.creation[root]
    // It was the source's address that was known to be unconfirmed.
    person.unverified = person.unverified.filter((address) => address !== root)
  } else delete person.creation[root as Exclude<keyof Creation, 'profile' | 'customData'>]
}

function remove(value: Record<string, unknown>, [head = '', ...rest]: readonly string[]): void {
  const below = value[head]
  if (rest.length === 0) delete value[head]
  else if (isPlainObject(below)) remove(below, rest)
}

function add(person: Person, mapped: Person): void {
  const { profile, customData, ...texts } = mapped.creation
  Object.assign(person.creation, texts)
  person.creation.profile = deepened(person.creation.profile, profile)
  person.creation.customData = deepened(person.creation.customData, customData)
  person.sourceId = mapped.sourceId ?? person.sourceId
  person.isSuspended = mapped.isSuspended ?? person.isSuspended
  person.totpSecret = mapped.totpSecret ?? person.totpSecret
  if (mapped.password.as !== 'none') person.password = mapped.password
  Object.assign(person.identities, mapped.identities)
  person.roles.push(...mapped.roles)
  person.organizations.push(...mapped.organizations)
  person.faults.push(...mapped.faults)
}

function deepened(a: Record<string, unknown>, b: Record<string, unknown>): Record<string, unknown> {
  const both = { ...a }
  for (const [name, value] of Object.entries(b)) {
    const own = both[name]
    both[name] = isPlainObject(own) && isPlainObject(value) ? deepened(own, value) : value
  }
  return both
}

function confirm(rules: readonly Rule[], person: Person, mapped: Reading): void {
  for (const [flag, address] of [
    ['emailVerified', 'primaryEmail'],
    ['phoneVerified', 'primaryPhone'],
  ] as const) {
    if (!rules.some(({ target }) => target === flag)) continue
    const isConfirmed = mapped.flag(flag, address)
    person.unverified = person.unverified.filter((one) => one !== address)
    if (isConfirmed === false && person.creation[address] !== undefined) person.unverified.push(address)
  }
  person.faults.push(...mapped.person.faults.filter((one) => !person.faults.includes(one)))
}
