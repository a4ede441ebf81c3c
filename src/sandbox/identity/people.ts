import { normalizedPhone } from '../../base/phone.js'
import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'
import { columns, type Identifier } from './identifier.js'
import { signInExperience } from './settings.js'

/**
 * The user of an identifier. E-mail addresses are compared without case, usernames as the sign-in experience says,
 * phone numbers with and without a zero behind the country code.
 */
export function personBy(tenant: Tenant, identifier: Identifier): Row | undefined {
  const found = holdersOf(tenant, identifier)
  return found.find((row) => row[columns[identifier.type]] === identifier.value) ?? found.at(-1)
}

/** Refuses an identifier that another user has. */
export function refuseTaken(tenant: Tenant, identifier: Identifier, self?: Row): void {
  if (holdersOf(tenant, identifier).every((holder) => holder === self)) return
  throw new Refusal(
    422,
    `user.${identifier.type}_already_in_use`,
    `This ${identifier.type} belongs to another account.`,
  )
}

function holdersOf(tenant: Tenant, { type, value }: Identifier): readonly Row[] {
  const users = tenant.table('users')
  if (type === 'email') return users.by('email', value.toLowerCase())
  if (type === 'username') {
    const isExact = signInExperience(tenant).usernamePolicy.caseSensitive
    return isExact ? users.by('username', value) : users.by('anyCaseUsername', value.toLowerCase())
  }
  return users.by('phone', normalizedPhone(value) ?? value)
}

/** The columns of an account with the phone number as Logto stores it. Throws 422 `user.invalid_phone`. */
export function withNormalPhone(given: Row): Row {
  if (!given.primaryPhone) return given
  const primaryPhone = normalizedPhone(String(given.primaryPhone))
  if (primaryPhone) return { ...given, primaryPhone }
  throw new Refusal(422, 'user.invalid_phone', 'That is not a phone number.', { data: { name: 'ParseError' } })
}

/** Gives a new user the roles that every new user has. */
export function giveDefaultRoles(tenant: Tenant, user: Row): void {
  for (const role of tenant.table('roles').rows) {
    if (role.isDefault && role.type === 'User') tenant.links('roleUsers').add(String(role.id), String(user.id))
  }
}

/** Ends every session and token of a user. */
export function signOut(tenant: Tenant, user: Row): void {
  tenant.artifacts.remove(({ accountId }) => accountId === user.id)
}

/** The user of an id that a token or an interaction holds, who may be gone by now. */
export function personOfId(tenant: Tenant, id: string): Row {
  const user = tenant.table('users').get(id)
  if (!user) throw new Refusal(404, 'entity.not_found', 'There is nothing here.')
  return user
}

/** `m***e@example.com`, `****4567`: enough to recognise an address by. */
export function masked(value: string): string {
  const at = value.indexOf('@')
  return at > 0 ? `${'*'.repeat(4)}${value.slice(at)}` : `${'*'.repeat(4)}${value.slice(-4)}`
}
