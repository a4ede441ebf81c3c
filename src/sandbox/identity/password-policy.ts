import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'
import { restricted } from './restricted-phrases.js'
import { signInExperience } from './settings.js'

/** Why a password is not allowed, with the numbers that a message needs. */
export interface PasswordIssue {
  code: string
  interpolation?: Row
}

/** Refuses a password that the tenant's policy does not allow, for the account that is to have it. */
export function checkPassword(tenant: Tenant, password: string, user: Row): void {
  const issues = passwordIssues(tenant, password, user)
  if (issues.length === 0) return
  throw new Refusal(422, 'password.rejected', 'The password policy does not allow this password.', { data: issues })
}

/**
 * What the tenant's policy has against a password: its length, the kinds of its characters, repeated and adjacent
 * ones, words that are not allowed, and what is known of the user. Breached passwords are not looked up.
 * Throws 400 `request.invalid_input` where the policy needs a user and none is given.
 */
export function passwordIssues(tenant: Tenant, password: string, user?: Row): PasswordIssue[] {
  const { length, characterTypes, rejects = {} } = signInExperience(tenant).passwordPolicy
  const { min = 8, max = 256 } = length ?? {}
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[ -/:-@[-`{-~]/].filter((kind) => kind.test(password)).length
  const issues: PasswordIssue[] = []
  if (password.length < min) issues.push(issue('too_short', { min }))
  else if (password.length > max) issues.push(issue('too_long', { max }))
  if (/[^ -~]/.test(password)) issues.push(issue('unsupported_characters'))
  else if (kinds < (characterTypes?.min ?? 1)) issues.push(issue('character_types', { min: characterTypes?.min }))
  if ((rejects.userInfo ?? true) && !user) {
    throw new Refusal(400, 'request.invalid_input', 'Input is invalid.', {
      data: { message: 'The policy needs to know the user.' },
    })
  }
  return [...issues, ...restricted(password, rejects, user ?? {}).map((what) => issue(`restricted.${what}`))]
}

const issue = (what: string, interpolation?: Row): PasswordIssue => ({
  code: `password_rejected.${what}`,
  ...(interpolation ? { interpolation } : {}),
})
