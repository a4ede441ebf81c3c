import { isPlainObject } from '../../../base/value-path.js'
import { digestFault } from '../../../call/request/password-digest.js'
import { setAt } from '../../../call/request/paths.js'
import { broken, digestAlgorithms, impossible, none, type Password } from '../digests/password.js'
import { looksLike } from '../digests/written-hash.js'
import { memberships, texts } from './lists.js'
import type { Reading } from './reading.js'
import type { Source } from './source.js'

const own = ['primaryEmail', 'primaryPhone', 'username', 'name', 'avatar'] as const

/** Properties of Logto's answers that only Logto sets. */
const readOnly = [
  ...['lastSignInAt', 'createdAt', 'updatedAt', 'applicationId', 'cimdClientId', 'isPasswordExpired'],
  ...['passwordUpdatedAt', 'hasSecurityVerificationMethod', 'ssoIdentities', 'mfa'],
]

/** Column of an export for spreadsheets: names of the columns whose text got a `'` in front. */
const defused = '_defused'

const profileParts = [
  ['familyName', 'givenName', 'middleName', 'nickname', 'preferredUsername', 'profile', 'website', 'gender'],
  ['birthdate', 'zoneinfo', 'locale', 'address'],
].flat()

const known = new Set([
  ...own,
  ...['id', 'profile', 'customData', 'isSuspended', 'password', 'passwordDigest', 'passwordAlgorithm', 'hasPassword'],
  ...['identities', 'totpSecret', 'roles', 'organizations', 'organizationRoles', 'emailVerified', 'phoneVerified'],
  ...readOnly,
])

/** Columns that this source knows by Logto's names, for hints at mistyped ones. */
export const logtoColumns: readonly string[] = [...known]

/** `primary-email` and `primary_email`, as flags and Lua spell it, are `primaryEmail`. */
export function logtoName(column: string): string {
  // The usual case, and a row has a dozen of them.
  if (known.has(column) || !/[-_]/.test(column)) return column
  const [head = '', ...path] = column.split(/(?=[.[])/)
  const camel = head.replace(/[-_]([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return [known.has(camel) ? camel : head, ...path].join('')
}

/** This program's export, and rows with Logto's own names: `primaryEmail`, `profile.givenName`, `customData.plan`, `roles`. */
export const logto: Source = {
  name: 'logto',
  title: 'Logto',
  knows: (sample) => {
    const names = sample.columns.map(logtoName)
    if (names.some((name) => ['primaryEmail', 'primaryPhone', 'identities', 'passwordDigest'].includes(name)))
      return true
    // A table of another system has a username, too, and addresses under names that are not Logto's.
    return names.includes('username') && !names.some((name) => /mail|phone|hash/i.test(name))
  },
  shape: (values) => ({
    values: asMeant(values),
    names: new Map(
      Object.keys(values)
        .map((column) => [logtoName(column), column] as const)
        .filter(([name, column]) => name !== column),
    ),
  }),
  read(row) {
    const { person } = row
    person.sourceId = row.text('id', 'id')
    for (const target of own) row.creation(target, target)
    row.confirmed('primaryEmail', row.flag('emailVerified', 'primaryEmail'))
    row.confirmed('primaryPhone', row.flag('phoneVerified', 'primaryPhone'))
    person.creation.profile = row.object('profile', 'profile') ?? {}
    person.creation.customData = row.object('customData', 'customData') ?? {}
    parts(row)
    person.isSuspended = row.flag('isSuspended', 'isSuspended')
    person.password = password(row)
    identities(row)
    person.totpSecret = row.text('totpSecret', 'totpSecret')
    person.roles = texts(row, 'roles')
    person.organizations = memberships(row)
    // Only Logto's answers, and so an export of this program, have both.
    person.wasInLogto = row.peek('createdAt') !== undefined && row.peek('hasPassword') !== undefined
    row.pass('own', ...readOnly)
    row.pass('repeated', defused)
  },
}

/** The values without what keeps a spreadsheet from running them. */
function asMeant(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const columns = values[defused]
  if (typeof columns !== 'string' || columns === '') return values
  const meant = { ...values }
  for (const name of columns.split('|')) {
    const text = meant[name]
    if (typeof text === 'string' && text.startsWith("'")) meant[name] = text.slice(1)
  }
  return meant
}

/** Columns that are a part: `profile.address.country`, `customData.plan`. */
function parts(row: Reading): void {
  for (const column of Object.keys(row.values)) {
    const [, root, path = ''] = /^(profile|customData|custom-data|custom_data)\.(.+)$/.exec(column) ?? []
    if (root === undefined) continue
    const target = root === 'profile' ? 'profile' : 'customData'
    if (target === 'profile' && !profileParts.includes(path.split('.')[0] ?? '')) continue
    const value = row.value(column, `${target}.${path}`)
    if (value === undefined) continue
    row.person.from[`${target}.${path}`] = column
    try {
      row.person.creation[target] = setAt(row.person.creation[target], partsOf(path), value) as Record<string, unknown>
    } catch {
      row.refuse('bad_path', `${column} contradicts another column`, column)
    }
  }
}

function partsOf(path: string): (string | number)[] {
  return [...path.matchAll(/[^.[\]]+/g)].map(([part]) => (/^\d{1,6}$/.test(part) ? Number(part) : part))
}

function password(row: Reading): Password {
  const plain = row.text('password', 'password')
  const digest = row.text('passwordDigest', 'password')
  const algorithm = row.text('passwordAlgorithm', 'password')
  const hasPassword = row.flag('hasPassword', 'password')
  if (plain !== undefined) {
    if (digest !== undefined)
      row.refuse('two_passwords', 'there is a password and a digest: Logto takes one of them', 'password')
    return { as: 'plain', password: plain }
  }
  if (digest === undefined) {
    return hasPassword === true
      ? impossible('not_exported', 'its digest is not in the file: export with --with password-hash')
      : none
  }
  const likeness = looksLike(digest)
  const words = likeness === undefined ? '' : `; it looks like ${likeness}`
  if (algorithm === undefined) return broken(`its digest has no passwordAlgorithm${words}`)
  const name = digestAlgorithms.find((one) => one === algorithm)
  if (name === undefined)
    return broken(`Logto has no passwordAlgorithm ${algorithm}: it has ${digestAlgorithms.join(', ')}`)
  const fault = digestFault(digest, name)
  if (fault !== undefined) return broken(`its digest is none that ${name} can check: ${fault}${words}`)
  return { as: 'digest', algorithm: name, digest }
}

/** By target: `{userId, details}` as Logto answers it; in a column of its own (`identities.google`) the ID alone will do. */
function identities(row: Reading): void {
  const all = Object.entries(row.object('identities', 'identities') ?? {})
  for (const column of Object.keys(row.values)) {
    const [, target, rest] = /^identities\.([^.]+)(\.userId)?$/.exec(column) ?? []
    const value = target === undefined ? undefined : row.value(column, `identities.${target}`)
    if (target === undefined || value === undefined) continue
    all.push([target, rest === undefined && isPlainObject(value) ? value : { userId: String(value) }])
  }
  for (const [target, identity] of all) {
    if (!isPlainObject(identity) || typeof identity.userId !== 'string' || identity.userId === '') {
      row.refuse('bad_identity', `the identity ${target} has no userId`, 'identities')
      continue
    }
    const details = isPlainObject(identity.details) ? { details: identity.details } : {}
    row.person.identities[target] = { userId: identity.userId, ...details }
  }
}
