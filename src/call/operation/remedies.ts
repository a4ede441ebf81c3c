import type { Authority } from '../facts/operation.js'
import { accountRemedies } from './account-remedies.js'
import type { Refused, Remedy } from './refused.js'
import { signInRemedies } from './sign-in-remedies.js'

const remedies: Readonly<Record<string, Remedy>> = {
  'guard.invalid_input': 'correct the values named above; `--help` lists what the command takes',
  'guard.invalid_pagination': 'pages count from 1 and hold 1 to 100 rows',
  'session.not_found': 'the tenant knows no such sign-in (any more); begin another: logto experience authorize',
  'request.message_rate_limited': 'too many messages went to this recipient; wait ten minutes',
  'auth.exceed_token_limit': "the tenant's token quota is used up; see the quota in the Console",
  'session.verification_blocked_too_many_attempts':
    'too many attempts failed; wait, or lift the block: logto sentinel-activities delete',
  'storage.not_configured': 'configure a storage provider for this Logto first',
}

/** Codes whose remedy depends on whose right the request carried. */
const byAuthority: Partial<Record<Authority, Readonly<Record<string, Remedy>>>> = {
  user: accountRemedies,
  interaction: signInRemedies,
}

/** The remedy for an error code of Logto's, made for this very request; undefined where none is known. */
export function remedyFor(code: string, refused: Refused): string | undefined {
  const special = byAuthority[refused.operation.authority]
  const remedy = (special && ownRemedy(special, code)) ?? ownRemedy(remedies, code)
  return typeof remedy === 'function' ? remedy(refused) : remedy
}

function ownRemedy(table: Readonly<Record<string, Remedy>>, code: string): Remedy | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined
}
