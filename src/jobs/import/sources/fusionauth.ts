import { fusionAuthHash } from '../digests/fusionauth.js'
import { none } from '../digests/password.js'
import { contactPhone } from './contact-phone.js'
import type { Reading } from './reading.js'
import type { Source } from './source.js'

/** FusionAuth: the form of its import, which its exports have too. */
export const fusionauth: Source = {
  name: 'fusionauth',
  title: 'FusionAuth',
  knows: (sample) =>
    sample.has('encryptionScheme') || sample.has('registrations', 'email') || sample.has('insertInstant', 'active'),
  read(row) {
    const { person } = row
    person.sourceId = row.text('id', 'id')
    row.creation('primaryEmail', 'email')
    row.creation('username', 'username')
    row.confirmed('primaryEmail', row.flag('verified', 'primaryEmail'))
    row.creation('name', 'fullName')
    row.fullName('firstName', 'lastName')
    row.profile('middleName', 'middleName')
    row.profile('birthdate', 'birthDate')
    row.profile('zoneinfo', 'timezone')
    row.creation('avatar', 'imageUrl')
    contactPhone(row, 'mobilePhone')
    if (row.flag('active', 'isSuspended') === false) person.isSuspended = true
    row.customData('data', 'data')
    person.password = password(row)
    row.pass('own', 'lastUpdateInstant')
  },
}

function password(row: Reading) {
  const [scheme, salt, hash] = ['encryptionScheme', 'salt', 'password'].map((column) => row.text(column, 'password'))
  const factor = row.text('factor', 'password')
  return hash === undefined ? none : fusionAuthHash(scheme ?? '', Number(factor ?? 1), salt ?? '', hash)
}
