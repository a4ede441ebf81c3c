import { writtenHash } from '../digests/written-hash.js'
import { connectorTarget } from './providers.js'
import type { Reading } from './reading.js'
import type { Source } from './source.js'

/** Rails with Devise: the table of users. */
export const devise: Source = {
  name: 'devise',
  title: 'Rails Devise',
  knows: (sample) => sample.has('email', 'encrypted_password'),
  read(row, context) {
    const { person } = row
    person.sourceId = row.text('id', 'id')
    row.creation('primaryEmail', 'email')
    row.creation('username', 'username')
    row.creation('name', 'name')
    row.fullName('first_name', 'last_name')
    // A table without this column confirms nobody: then nothing is known.
    if (row.hasColumn('confirmed_at'))
      row.confirmed('primaryEmail', row.text('confirmed_at', 'primaryEmail') !== undefined)
    const hash = row.text('encrypted_password', 'password')
    if (hash !== undefined) person.password = writtenHash(hash, context)
    identity(row)
    row.pass('repeated', 'reset_password_token', 'reset_password_sent_at', 'remember_created_at', 'confirmation_token')
    row.pass('repeated', 'confirmation_sent_at', 'unlock_token', 'failed_attempts')
    row.pass('own', 'updated_at')
  },
  notes: [
    'A Devise with config.pepper hashes more than the password: then none of its digests can be checked by Logto.',
  ],
}

function identity(row: Reading): void {
  const target = connectorTarget(String(row.peek('provider') ?? ''))
  const userId = target === undefined ? undefined : row.text('uid', 'identities')
  if (target === undefined || userId === undefined) return
  row.value('provider', 'identities')
  row.person.identities[target] = { userId }
}
