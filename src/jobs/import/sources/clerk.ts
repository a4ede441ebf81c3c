import { clerkHash } from '../digests/clerk.js'
import type { Address } from '../person.js'
import type { Reading } from './reading.js'
import type { Source } from './source.js'

/** Clerk: the dashboard's export, as CSV or as JSON with the same names (clerk/migration-tool). */
export const clerk: Source = {
  name: 'clerk',
  title: 'Clerk',
  knows: (sample) =>
    sample.has('primary_email_address') ||
    sample.hasAny('verified_email_addresses', 'password_hasher', 'verified_phone_numbers'),
  read(row, context) {
    const { person } = row
    person.sourceId = row.text('id', 'id')
    row.creation('username', 'username')
    row.fullName('first_name', 'last_name')
    addresses(row, 'primaryEmail', 'primary_email_address', 'verified_email_addresses', 'unverified_email_addresses')
    addresses(row, 'primaryPhone', 'primary_phone_number', 'verified_phone_numbers', 'unverified_phone_numbers')
    person.totpSecret = row.text('totp_secret', 'totpSecret')
    const hasher = row.text('password_hasher', 'password')
    const digest = row.text('password_digest', 'password')
    if (digest !== undefined) person.password = clerkHash(hasher ?? '', digest, context)
    row.customData('public_metadata', 'public_metadata')
    row.customData('private_metadata', 'private_metadata')
    row.customData('unsafe_metadata', 'unsafe_metadata')
  },
}

/** One address of each kind has a place in Logto: the primary one, else the first that is confirmed. */
function addresses(row: Reading, target: Address, primary: string, verified: string, unverified: string): void {
  const confirmed = listed(row, verified, target)
  const open = listed(row, unverified, target)
  const own = row.creation(target, primary) ?? confirmed[0] ?? open[0]
  if (own === undefined) return
  row.person.creation[target] = own
  row.person.from[target] ??= verified
  row.confirmed(target, !open.includes(own) || confirmed.includes(own))
  row.leave(
    verified,
    confirmed.filter((one) => one !== own),
  )
  row.leave(
    unverified,
    open.filter((one) => one !== own),
  )
}

/** Several addresses stand in one cell, separated by `|`; in JSON they are a list. */
function listed(row: Reading, column: string, target: string): string[] {
  const value = row.value(column, target)
  const parts = Array.isArray(value) ? value.map(String) : value === undefined ? [] : String(value).split('|')
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}
