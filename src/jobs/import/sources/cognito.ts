import { isPlainObject } from '../../../base/value-path.js'
import { connectorTarget } from './providers.js'
import type { Reading } from './reading.js'
import type { Source, Values } from './source.js'

const profile: Readonly<Record<string, string>> = {
  given_name: 'givenName',
  family_name: 'familyName',
  middle_name: 'middleName',
  nickname: 'nickname',
  preferred_username: 'preferredUsername',
  profile: 'profile',
  website: 'website',
  gender: 'gender',
  birthdate: 'birthdate',
  zoneinfo: 'zoneinfo',
  locale: 'locale',
}

const addressParts: Readonly<Record<string, string>> = {
  formatted: 'formatted',
  street_address: 'streetAddress',
  locality: 'locality',
  region: 'region',
  postal_code: 'postalCode',
  country: 'country',
}

/** Cognito: the answers of `list-users`, and the CSV of a user pool. It never gives a hash away. */
export const cognito: Source = {
  name: 'cognito',
  title: 'Amazon Cognito',
  knows: (sample) => sample.has('Username', 'Attributes') || sample.has('cognito:username'),
  shape: (values) => ({ values: withAttributes(values) }),
  read(row) {
    const { person } = row
    person.sourceId = row.text('sub', 'id')
    const username = row.peek('Username') ?? row.peek('cognito:username')
    row.creation('primaryEmail', 'email')
    row.creation('primaryPhone', 'phone_number')
    row.confirmed('primaryEmail', row.flag('email_verified', 'primaryEmail'))
    row.confirmed('primaryPhone', row.flag('phone_number_verified', 'primaryPhone'))
    row.creation('name', 'name')
    row.creation('avatar', 'picture')
    for (const [column, target] of Object.entries(profile)) row.profile(target, column)
    address(row)
    identities(row)
    const isFederated =
      row.text('UserStatus', 'password') === 'EXTERNAL_PROVIDER' || row.peek('identities') !== undefined
    // A pool whose people sign in by an address has the sub for a username, and a provider's people have the provider's ID.
    const column = row.peek('Username') === undefined ? 'cognito:username' : 'Username'
    if (isFederated || username === person.sourceId) row.pass('repeated', column)
    else row.creation('username', column)
    if (row.flag('Enabled', 'isSuspended') === false) person.isSuspended = true
    for (const name of Object.keys(row.values)) {
      if (name.startsWith('custom:')) row.customValue(name.slice('custom:'.length), name)
    }
    row.pass('own', 'UserLastModifiedDate', 'updated_at')
  },
  isPartial: (end) => /"(PaginationToken|NextToken)"\s*:\s*"/.test(end),
  notes: ['Cognito gives no hashes away: everybody comes without a password, and sets a new one at the first sign-in.'],
}

/** `Attributes: [{Name, Value}]` as properties beside the others. */
function withAttributes(values: Values): Values {
  const { Attributes: attributes, ...others } = values
  if (!Array.isArray(attributes)) return values
  const named = attributes.filter(isPlainObject).map(({ Name, Value }) => [String(Name), Value] as const)
  return { ...others, ...Object.fromEntries(named) }
}

/** JSON in a text (OpenID Connect Core, 5.1.1), or the text of an address. */
function address(row: Reading): void {
  const text = row.text('address', 'profile.address')
  if (text === undefined) return
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    parsed = { formatted: text }
  }
  const given = isPlainObject(parsed) ? parsed : { formatted: text }
  const known = Object.entries(given).filter(([name, value]) => name in addressParts && typeof value === 'string')
  if (known.length === 0) return
  row.person.creation.profile.address = Object.fromEntries(known.map(([name, value]) => [addressParts[name], value]))
}

/** JSON in a text. Enterprise providers (SAML, OIDC) stay in the rest: nobody can write those identities to Logto. */
function identities(row: Reading): void {
  const others: unknown[] = []
  for (const identity of row.list('identities', 'identities')) {
    if (!isPlainObject(identity)) continue
    const target = connectorTarget(String(identity.providerType))
    const userId = String(identity.userId ?? '')
    if (target === undefined || userId === '') others.push(identity)
    else row.person.identities[target] = { userId }
  }
  row.leave('identities', others)
}
