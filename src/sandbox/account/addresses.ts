import { columns, type Identifier } from '../identity/identifier.js'
import { refuseTaken, withNormalPhone } from '../identity/people.js'
import { signInExperience } from '../identity/settings.js'
import { Refusal } from '../refusal.js'
import type { AccountCall, AccountHandler } from './call.js'
import { needEditable, needScope, needVerified } from './checks.js'

/** The primary e-mail address and phone number. */
export const addressHandlers: Readonly<Record<string, AccountHandler>> = {
  'POST /api/my-account/primary-email': (call) => change(call, { type: 'email', value: String(call.body.email) }),
  'POST /api/my-account/primary-phone': (call) => change(call, { type: 'phone', value: String(call.body.phone) }),
  'DELETE /api/my-account/primary-email': (call) => remove(call, 'email', 'phone'),
  'DELETE /api/my-account/primary-phone': (call) => remove(call, 'phone', 'email'),
}

function change(call: AccountCall, identifier: Identifier) {
  const { tenant, user, records, body } = call
  check(call, identifier.type)
  records.checkAddress(body.newIdentifierVerificationRecordId, identifier)
  refuseTaken(tenant, identifier, user)
  const column = withNormalPhone({ [columns[identifier.type]]: identifier.value })
  tenant.change('users', user, { ...column, updatedAt: Date.now() })
  return { status: 204 }
}

/** Refuses where people sign up by this address, or by one of the two and the other is not there. */
function remove(call: AccountCall, type: 'email' | 'phone', other: 'email' | 'phone') {
  const { tenant, user } = call
  check(call, type)
  const { identifiers } = signInExperience(tenant).signUp
  if (identifiers.includes(type)) {
    if (!identifiers.includes(other)) throw new Refusal(400, `user.${type}_required`, `An account needs its ${type}.`)
    if (!user[columns[other]]) {
      throw new Refusal(400, 'user.email_or_phone_required', 'An account needs an e-mail address or a phone number.')
    }
  }
  tenant.table('users').change(user, { [columns[type]]: null, updatedAt: Date.now() })
  return { status: 204 }
}

function check(call: AccountCall, type: Identifier['type']): void {
  needVerified(call)
  needEditable(call, type)
  needScope(call, type, 400)
}
