import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import { unauthorized } from '../tokens.js'
import type { AccountCall } from './call.js'

/** Refuses while the account center does not let users change the field. */
export function needEditable({ fields }: AccountCall, field: string): void {
  if (fields[field] === 'Edit') return
  throw new Refusal(400, 'account_center.field_not_editable', `Users may not change ${field}.`)
}

/** Refuses while the account center does not show the field. */
export function needReadable({ fields }: AccountCall, field: string): void {
  if (isReadable(fields, field)) return
  throw new Refusal(400, 'account_center.field_not_enabled', `Users may not see ${field}.`)
}

export function isReadable(fields: AccountCall['fields'], field: string): boolean {
  return fields[field] === 'Edit' || fields[field] === 'ReadOnly'
}

/** Refuses a token without the scope; some of Logto's operations do so with 400. */
export function needScope({ token }: AccountCall, scope: string, status: 400 | 401 = 401): void {
  if (token.scopes.has(scope)) return
  if (status === 401) throw unauthorized()
  throw new Refusal(400, 'auth.unauthorized', `The token does not hold the scope ${scope}.`)
}

/** Refuses without a verification record in the header. */
export function needVerified({ isVerified }: AccountCall): void {
  if (isVerified) return
  throw new Refusal(401, 'verification_record.permission_denied', 'Prove who you are first: verify your password.')
}

/** True when the user has something to prove themselves by. */
export function canVerify(user: Row): boolean {
  return Boolean(user.hasPassword || user.primaryEmail || user.primaryPhone)
}
