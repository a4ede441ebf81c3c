import type { Source } from './source.js'

/** WorkOS: the answers of its API of users. It has no hashes. */
export const workos: Source = {
  name: 'workos',
  title: 'WorkOS',
  knows: (sample) => sample.has('object', 'email') && sample.rows.some(({ object }) => object === 'user'),
  read(row) {
    row.person.sourceId = row.text('id', 'id')
    row.creation('primaryEmail', 'email')
    row.confirmed('primaryEmail', row.flag('email_verified', 'primaryEmail'))
    row.fullName('first_name', 'last_name')
    row.creation('avatar', 'profile_picture_url')
    row.profile('locale', 'locale')
    row.customData('metadata', 'metadata')
    row.customValue('external_id', 'external_id')
    row.pass('own', 'updated_at')
    row.pass('repeated', 'object')
  },
  isPartial: (end) => /"after"\s*:\s*"/.test(end),
  notes: ['WorkOS gives no hashes away: everybody comes without a password, and sets a new one at the first sign-in.'],
}
