import { none } from '../digests/password.js'
import { writtenHash } from '../digests/written-hash.js'
import type { Source } from './source.js'

/** Django: the table `auth_user`, or one like it. */
export const django: Source = {
  name: 'django',
  title: 'Django',
  knows: (sample) => sample.has('password') && sample.hasAny('is_superuser', 'date_joined', 'is_staff'),
  read(row, context) {
    const { person } = row
    person.sourceId = row.text('id', 'id')
    row.creation('username', 'username')
    row.creation('primaryEmail', 'email')
    row.fullName('first_name', 'last_name')
    if (row.flag('is_active', 'isSuspended') === false) person.isSuspended = true
    const hash = row.text('password', 'password')
    // Django marks those who never had a password by a text that begins with !.
    person.password = hash === undefined || hash.startsWith('!') ? none : writtenHash(hash, context)
  },
}
