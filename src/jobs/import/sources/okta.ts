import { isPlainObject } from '../../../base/value-path.js'
import { oktaHash } from '../digests/okta.js'
import { contactPhone } from './contact-phone.js'
import type { Reading } from './reading.js'
import type { Source } from './source.js'

/** Okta: the answers of its API of users. An export has no hashes; the form of its import has. */
export const okta: Source = {
  name: 'okta',
  title: 'Okta',
  knows: (sample) =>
    sample.has('profile') &&
    sample.rows.some(({ profile }) => isPlainObject(profile) && typeof profile.login === 'string'),
  read(row) {
    const { person } = row
    person.sourceId = row.text('id', 'id')
    const profile = row.inside('profile')
    profile.creation('primaryEmail', 'email')
    profile.creation('username', 'login')
    profile.creation('name', 'displayName')
    profile.fullName('firstName', 'lastName')
    profile.profile('middleName', 'middleName')
    profile.profile('nickname', 'nickName')
    profile.profile('locale', 'locale')
    profile.profile('zoneinfo', 'timezone')
    contactPhone(profile, 'mobilePhone')
    const status = row.text('status', 'isSuspended')
    if (status === 'SUSPENDED' || status === 'DEPROVISIONED') person.isSuspended = true
    credentials(row)
    row.pass('own', 'lastUpdated')
    row.pass('repeated', '_links', 'realmId', 'type', 'statusChanged', 'activated')
  },
}

function credentials(row: Reading): void {
  const inside = row.inside('credentials')
  const password = inside.value('password', 'password')
  const hash = isPlainObject(password) ? password.hash : undefined
  if (isPlainObject(hash)) row.person.password = oktaHash(hash)
  inside.pass('repeated', 'provider')
}
