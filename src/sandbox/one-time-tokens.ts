import { Refusal } from './refusal.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

/** The one-time token of that value; refuses one that is unknown, for somebody else, spent, revoked or too old. */
export function usableToken(tenant: Tenant, token: unknown, email: unknown): Row {
  const row = tenant.table('one_time_tokens').rows.find((each) => each.token === token)
  if (!row) throw new Refusal(404, 'one_time_token.token_not_found', 'There is no such token.')
  if (row.email !== email) throw refused('email_mismatch', 'The token is for another address.')
  if (row.status !== 'active') throw refused(`token_${row.status}`, `The token is ${row.status}.`)
  if (Number(row.expiresAt) <= Date.now()) throw refused('token_expired', 'The token is too old.')
  return row
}

const refused = (what: string, message: string) => new Refusal(400, `one_time_token.${what}`, message)
