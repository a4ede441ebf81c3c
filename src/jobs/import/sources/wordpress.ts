import { writtenHash } from '../digests/written-hash.js'
import type { Source } from './source.js'

/** WordPress: the table `wp_users`. */
export const wordpress: Source = {
  name: 'wordpress',
  title: 'WordPress',
  knows: (sample) => sample.has('user_login') && sample.hasAny('user_pass', 'user_nicename', 'user_email'),
  read(row, context) {
    row.person.sourceId = row.text('ID', 'id')
    row.creation('username', 'user_login')
    row.creation('primaryEmail', 'user_email')
    row.creation('name', 'display_name')
    row.profile('website', 'user_url')
    const hash = row.text('user_pass', 'password')
    if (hash !== undefined) row.person.password = writtenHash(hash, context)
    row.pass('repeated', 'user_nicename', 'user_activation_key', 'user_status')
  },
}
