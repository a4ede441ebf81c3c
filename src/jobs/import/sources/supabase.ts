import { isPlainObject } from '../../../base/value-path.js'
import { writtenHash } from '../digests/written-hash.js'
import { connectorTarget } from './providers.js'
import type { Reading } from './reading.js'
import type { Source, SourceContext } from './source.js'

/** Columns of `auth.users` that are of use to Supabase alone: tokens on their way, and what others repeat. */
const internal = [
  ['instance_id', 'aud', 'role', 'confirmation_token', 'confirmation_sent_at', 'recovery_token', 'recovery_sent_at'],
  ['email_change_token_new', 'email_change', 'email_change_sent_at', 'phone_change', 'phone_change_token'],
  ['phone_change_sent_at', 'confirmed_at', 'email_change_token_current', 'email_change_confirm_status'],
  ['reauthentication_token', 'reauthentication_sent_at', 'is_super_admin'],
].flat()

/** Supabase: the table `auth.users`, as CSV with texts alone, or as JSON (supabase/auth, internal/models/user.go). */
export const supabase: Source = {
  name: 'supabase',
  title: 'Supabase',
  knows: (sample) => sample.has('raw_user_meta_data') || sample.has('encrypted_password', 'instance_id'),
  read(row, context) {
    const { person } = row
    person.sourceId = row.text('id', 'id')
    row.creation('primaryEmail', 'email')
    row.creation('primaryPhone', 'phone')
    row.confirmed('primaryEmail', row.text('email_confirmed_at', 'primaryEmail') !== undefined)
    row.confirmed('primaryPhone', row.text('phone_confirmed_at', 'primaryPhone') !== undefined)
    if (isStillBanned(row, context)) person.isSuspended = true
    const hash = row.text('encrypted_password', 'password')
    if (hash !== undefined) person.password = writtenHash(hash, context)
    metadata(row)
    if (row.flag('is_anonymous', 'left out') === true) person.leftOut = 'anonymous accounts'
    if (row.text('deleted_at', 'left out') !== undefined) person.leftOut = 'deleted accounts'
    if (row.flag('is_sso_user', 'identities') === true) row.leave('is_sso_user', true)
    row.pass('repeated', ...internal)
    row.pass('own', 'updated_at')
  },
}

function isStillBanned(row: Reading, { now }: SourceContext): boolean {
  const until = row.text('banned_until', 'isSuspended')
  if (until === undefined) return false
  if (until === 'infinity') return true
  // PostgreSQL writes a blank for the T, and the zone as +00.
  const time = Date.parse(until.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  if (Number.isNaN(time)) row.refuse('bad_time', 'banned_until is no time', 'banned_until')
  return time > now
}

/** What a provider told of the person is name and picture; the rest of both is the application's own. */
function metadata(row: Reading): void {
  const { person } = row
  const own = row.object('raw_user_meta_data', 'customData.user_metadata') ?? {}
  const app = row.object('raw_app_meta_data', 'identities') ?? {}
  const { full_name, name, avatar_url, picture, sub, iss, provider_id, email_verified, phone_verified, ...others } = own
  const text = (...values: readonly unknown[]) =>
    values.find((value): value is string => typeof value === 'string' && value !== '')
  person.creation.name ??= text(full_name, name)
  person.creation.avatar ??= text(avatar_url, picture)
  const { provider, providers, ...appOthers } = app
  const named = Array.isArray(providers) ? providers.map(String) : provider === undefined ? [] : [String(provider)]
  const social = named.filter((one) => one !== 'email' && one !== 'phone')
  const target = providerOf(text(iss), social)
  const id = text(provider_id, sub)
  if (target !== undefined && id !== undefined) person.identities[target] = { userId: id }
  // Only the last provider's ID stands in this table; the others' are in auth.identities.
  row.leave(
    'raw_app_meta_data',
    social.filter((one) => connectorTarget(one) !== target || id === undefined),
  )
  if (Object.keys(others).length > 0) person.creation.customData.user_metadata = others
  if (isPlainObject(appOthers) && Object.keys(appOthers).length > 0) person.creation.customData.app_metadata = appOthers
}

function providerOf(issuer: string | undefined, social: readonly string[]): string | undefined {
  const byIssuer = social.find((one) => issuer?.includes(one))
  const only = social.length === 1 ? social[0] : undefined
  const found = byIssuer ?? only
  return found === undefined ? undefined : connectorTarget(found)
}
