import { Refusal } from '../refusal.js'
import type { Tenant } from '../tenant.js'
import { signInExperience } from './settings.js'

/** Refuses a password that the tenant's policy does not allow: its length and the kinds of its characters. */
export function checkPassword(tenant: Tenant, password: string): void {
  const { length, characterTypes } = signInExperience(tenant).passwordPolicy
  const { min = 8, max = 256 } = length ?? {}
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(password)).length
  const issues = [
    ...(password.length < min ? [{ code: 'password_rejected.too_short', interpolation: { min } }] : []),
    ...(password.length > max ? [{ code: 'password_rejected.too_long', interpolation: { max } }] : []),
    ...(kinds < (characterTypes?.min ?? 1)
      ? [{ code: 'password_rejected.character_types', interpolation: { min: characterTypes?.min } }]
      : []),
  ]
  if (issues.length === 0) return
  throw new Refusal(422, 'password.rejected', 'The password policy does not allow this password.', { data: issues })
}
