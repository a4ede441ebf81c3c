import { isPlainObject } from '../../../base/value-path.js'
import { insideText, passwordOf } from '../digests/keycloak.js'
import { connectorTarget } from './providers.js'
import type { Reading } from './reading.js'
import type { Source } from './source.js'

/** Roles that every realm gives to everybody. */
const builtInRole = /^(default-roles-.*|offline_access|uma_authorization)$/

/** Keycloak: the users of a realm export (`kc.sh export --users realm_file`), or of the Admin API, which has no hashes. */
export const keycloak: Source = {
  name: 'keycloak',
  title: 'Keycloak',
  knows: (sample) =>
    sample.has('username') &&
    sample.hasAny(
      'createdTimestamp',
      'realmRoles',
      'federatedIdentities',
      'requiredActions',
      'disableableCredentialTypes',
    ),
  read(row) {
    const { person } = row
    person.sourceId = row.text('id', 'id')
    row.creation('username', 'username')
    row.creation('primaryEmail', 'email')
    row.confirmed('primaryEmail', row.flag('emailVerified', 'primaryEmail'))
    row.fullName('firstName', 'lastName')
    if (row.flag('enabled', 'isSuspended') === false) person.isSuspended = true
    const attributes = row.object('attributes', 'customData.attributes') ?? {}
    const { locale, ...others } = attributes
    const language = Array.isArray(locale) ? locale[0] : locale
    if (typeof language === 'string' && language !== '') person.creation.profile.locale = language
    if (Object.keys(others).length > 0) person.creation.customData.attributes = others
    const roles = row.list('realmRoles', 'roles').map(String)
    person.roles.push(...roles.filter((role) => !builtInRole.test(role)))
    const credentials = row.list('credentials', 'password')
    person.password = passwordOf(credentials)
    factors(row, credentials)
    identities(row)
    if (row.text('serviceAccountClientId', 'left out') !== undefined) person.leftOut = 'service accounts'
    row.pass('repeated', 'totp', 'disableableCredentialTypes', 'notBefore')
    row.pass('own', 'access')
  },
}

/** Keycloak's secret is a text whose bytes are the key, unless it says that it is base32. Logto computes 6 digits of SHA-1. */
function factors(row: Reading, credentials: readonly unknown[]): void {
  const others: unknown[] = []
  for (const credential of credentials) {
    if (!isPlainObject(credential) || credential.type === 'password') continue
    const facts = insideText(credential.credentialData) ?? {}
    const secret = insideText(credential.secretData)?.value
    const isUsual =
      facts.subType === 'totp' && facts.digits === 6 && facts.period === 30 && facts.algorithm === 'HmacSHA1'
    if (
      credential.type === 'otp' &&
      isUsual &&
      typeof secret === 'string' &&
      secret !== '' &&
      row.person.totpSecret === undefined
    ) {
      row.person.totpSecret = facts.secretEncoding === 'BASE32' ? secret : base32(Buffer.from(secret))
    } else others.push({ type: credential.type })
  }
  row.leave('credentials', others)
}

/** RFC 4648, 6, without padding. */
function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

/** The provider's name is what the realm's administrator called it: those that say nothing stay in the rest. */
function identities(row: Reading): void {
  const others: unknown[] = []
  for (const identity of row.list('federatedIdentities', 'identities')) {
    if (!isPlainObject(identity)) continue
    const target = connectorTarget(String(identity.identityProvider))
    const userId = String(identity.userId ?? '')
    if (target === undefined || userId === '') others.push(identity)
    else row.person.identities[target] = { userId }
  }
  row.leave('federatedIdentities', others)
}
