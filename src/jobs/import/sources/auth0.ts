import { isPlainObject } from '../../../base/value-path.js'
import { auth0Custom } from '../digests/auth0-custom.js'
import { impossible, none, type Password } from '../digests/password.js'
import { writtenHash } from '../digests/written-hash.js'
import type { Person } from '../person.js'
import { extensionColumns, isGuarded, withoutGuards } from './auth0-columns.js'
import { connectorTarget } from './providers.js'
import { isNothing, type Reading } from './reading.js'
import type { Source, SourceContext } from './source.js'

/**
 * Auth0: the job's export as lines of JSON, its CSV (see auth0-columns.ts), the extension's export, and the schema of its
 * import. No export has hashes; `--hashes` joins those that the support gives.
 */
export const auth0: Source = {
  name: 'auth0',
  title: 'Auth0',
  knows: (sample) =>
    sample.has('Email', 'Email Verified') ||
    sample.has('custom_password_hash') ||
    (sample.has('email') && sample.hasAny('password_hash', 'mfa_factors', 'app_metadata', 'user_metadata')) ||
    (sample.has('user_id') && sample.hasAny('identities', 'email_verified', 'logins_count', 'last_login', 'provider')),
  shape: (values) =>
    isGuarded(values.user_id) ? { values: withoutGuards(values) } : { values, names: extensionColumns(values) },
  read(row, context) {
    const { person } = row
    const id = row.text('user_id', 'id')
    person.sourceId = id
    row.creation('primaryEmail', 'email')
    row.creation('primaryPhone', 'phone_number')
    row.creation('username', 'username')
    row.creation('name', 'name')
    row.creation('avatar', 'picture')
    row.confirmed('primaryEmail', row.flag('email_verified', 'primaryEmail'))
    row.confirmed('primaryPhone', row.flag('phone_verified', 'primaryPhone'))
    row.profile('nickname', 'nickname')
    row.profile('locale', 'locale')
    leaveOutRepeatedName(person)
    row.fullName('given_name', 'family_name')
    if (row.flag('blocked', 'isSuspended') === true) person.isSuspended = true
    row.customData('user_metadata', 'user_metadata')
    row.customData('app_metadata', 'app_metadata')
    const ids = identities(row, id)
    person.password = passwordOf(row, ids, context, id?.includes('|') ?? false)
    factors(row)
    row.pass('own', 'updated_at')
  },
}

/** Auth0 fills the name with the address where nobody gave one. */
function leaveOutRepeatedName({ creation, changes }: Person): void {
  if (creation.name === undefined || ![creation.primaryEmail, creation.primaryPhone].includes(creation.name)) return
  delete creation.name
  changes.push('names left out that only repeat the address')
}

/** Social identities; returns the IDs that the person has in Auth0's own databases. */
function identities(row: Reading, id: string | undefined): string[] {
  const listed = row.list('identities', 'identities').filter(isPlainObject)
  const [, provider = '', rest = ''] = /^([^|]+)\|(.*)$/s.exec(id ?? '') ?? []
  const all =
    listed.length > 0 ? listed : provider === '' ? [] : [{ provider, user_id: rest, isSocial: provider !== 'auth0' }]
  const own: string[] = []
  const enterprise: unknown[] = []
  for (const identity of all) {
    const [name, userId] = [String(identity.provider), String(identity.user_id ?? '')]
    const target = identity.isSocial === false ? undefined : connectorTarget(name)
    if (name === 'auth0') own.push(userId)
    else if (target !== undefined && userId !== '')
      row.person.identities[target] = { userId, ...detailsOf(identity, userId) }
    else if (name !== 'sms' && name !== 'email') enterprise.push(identity)
  }
  row.leave('identities', enterprise)
  // The import schema has IDs without the name of a connection.
  return id !== undefined && !id.includes('|') ? [...own, id] : own
}

function detailsOf(identity: Record<string, unknown>, id: string): { details?: Record<string, unknown> } {
  const { profileData } = identity
  if (!isPlainObject(profileData) || isNothing(profileData)) return {}
  const { email, name, picture: avatar } = profileData
  const known = Object.entries({ email, name, avatar }).filter(([, value]) => typeof value === 'string' && value !== '')
  return { details: { id, ...Object.fromEntries(known), rawData: profileData } }
}

function passwordOf(row: Reading, ids: readonly string[], context: SourceContext, isExport: boolean): Password {
  const custom = row.value('custom_password_hash', 'password')
  if (custom !== undefined) return auth0Custom(custom, context)
  const own = row.text('password_hash', 'password')
  if (own !== undefined) return writtenHash(own, context)
  const joined = context.hashes?.of(ids)
  if (joined !== undefined) return writtenHash(joined, context)
  if (ids.length === 0 || !isExport) return none
  return context.hashes
    ? impossible('not_in_hashes', 'the file of hashes has none for it')
    : impossible('not_exported', 'its hash is not in the export: Auth0 gives hashes on request, for --hashes')
}

/** The import schema's second factors. */
function factors(row: Reading): void {
  const others: unknown[] = []
  for (const factor of row.list('mfa_factors', 'totpSecret')) {
    const totp = isPlainObject(factor) && isPlainObject(factor.totp) ? factor.totp.secret : undefined
    if (typeof totp === 'string' && row.person.totpSecret === undefined) row.person.totpSecret = totp
    else others.push(factor)
  }
  row.leave('mfa_factors', others)
}
