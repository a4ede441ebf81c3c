import { signInExperience } from '../identity/settings.js'
import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'

/** Refuses an account without what the sign-up settings want: 422 `user.missing_profile`, which names it. */
export function checkProfile(tenant: Tenant, user: Row, given: Row): void {
  const all = { ...user, ...given }
  const has: Record<string, boolean> = {
    username: Boolean(all.username),
    email: Boolean(all.primaryEmail),
    phone: Boolean(all.primaryPhone),
    emailOrPhone: Boolean(all.primaryEmail || all.primaryPhone),
    password: Boolean(user.hasPassword || given.password),
  }
  const missingProfile = wanted(tenant).filter((name) => !has[name])
  if (missingProfile.length === 0) return
  throw new Refusal(422, 'user.missing_profile', `The account needs more: ${missingProfile.join(', ')}.`, {
    data: { missingProfile },
  })
}

function wanted(tenant: Tenant): string[] {
  const { identifiers, password, secondaryIdentifiers = [] } = signInExperience(tenant).signUp
  const names = new Set<string>()
  if (identifiers.includes('username')) names.add('username')
  else if (identifiers.includes('email')) names.add(identifiers.includes('phone') ? 'emailOrPhone' : 'email')
  else if (identifiers.includes('phone')) names.add('phone')
  for (const { identifier } of secondaryIdentifiers) names.add(identifier)
  if (password) names.add('password')
  return [...names]
}
