import { isPlainObject } from '../../../base/value-path.js'
import { firebaseHash } from '../digests/firebase-parameters.js'
import type { Identity } from '../person.js'
import { connectorTarget } from './providers.js'
import type { Reading } from './reading.js'
import type { Source } from './source.js'

/**
 * Firebase: `firebase auth:export` as JSON and as CSV (which firebase-csv.ts brings into the same shape), and the
 * records of the Admin SDK, whose base64 is URL-safe.
 */
export const firebase: Source = {
  name: 'firebase',
  title: 'Firebase',
  knows: (sample) =>
    sample.has('localId') || (sample.has('uid') && sample.hasAny('passwordSalt', 'providerData', 'customClaims')),
  read(row, context) {
    const { person } = row
    person.sourceId = row.text('localId', 'id') ?? row.text('uid', 'id')
    row.creation('primaryEmail', 'email')
    row.creation('primaryPhone', 'phoneNumber')
    row.creation('name', 'displayName')
    row.creation('avatar', row.peek('photoUrl') === undefined ? 'photoURL' : 'photoUrl')
    row.confirmed('primaryEmail', row.flag('emailVerified', 'primaryEmail'))
    if (row.flag('disabled', 'isSuspended') === true) person.isSuspended = true
    row.customData('customAttributes', 'customAttributes')
    row.customData('customClaims', 'customClaims')
    for (const column of ['providerUserInfo', 'providerData']) identities(row, column)
    const hash = row.text('passwordHash', 'password')
    const salt = row.text('salt', 'password') ?? row.text('passwordSalt', 'password')
    if (hash !== undefined) person.password = firebaseHash(hash, salt ?? '', context.firebase)
    const { primaryEmail, primaryPhone } = person.creation
    const isAnonymous = primaryEmail === undefined && primaryPhone === undefined && !hasProvider(row)
    if (isAnonymous) person.leftOut = 'anonymous accounts'
  },
  notes: [
    'Firebase exports no hash for those who were imported with another algorithm and have not signed in since: they count as without a password.',
  ],
}

function hasProvider(row: Reading): boolean {
  return [row.peek('providerUserInfo'), row.peek('providerData')].some((list) => Array.isArray(list) && list.length > 0)
}

/** Providers beside Firebase's own (`password`, `phone`); those without a connector of Logto's stay in the rest. */
function identities(row: Reading, column: string): void {
  const others: unknown[] = []
  for (const info of row.list(column, 'identities')) {
    if (!isPlainObject(info)) continue
    const provider = String(info.providerId ?? '')
    const userId = String(info.rawId ?? info.uid ?? '')
    if (provider === 'password' || provider === 'phone') continue
    const target = connectorTarget(provider)
    if (target === undefined || userId === '') others.push(info)
    else row.person.identities[target] = identity(info, userId)
  }
  row.leave(column, others)
}

function identity(info: Record<string, unknown>, userId: string): Identity {
  const { email, displayName: name } = info
  const avatar = info.photoUrl ?? info.photoURL
  const known = Object.entries({ email, name, avatar }).filter(([, value]) => typeof value === 'string' && value !== '')
  return { userId, ...(known.length > 0 ? { details: { id: userId, ...Object.fromEntries(known) } } : {}) }
}
