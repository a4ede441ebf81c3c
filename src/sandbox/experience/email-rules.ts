import type { Identifier } from '../identity/identifier.js'
import { signInExperience } from '../identity/settings.js'
import { Refusal } from '../refusal.js'
import type { Tenant } from '../tenant.js'

/** Refuses an e-mail address of a domain whose people sign in by their company: 422, with the connectors. */
export function refuseSsoAddress(tenant: Tenant, identifier: Identifier | undefined): void {
  const ssoConnectors = ssoConnectorsFor(tenant, identifier?.type === 'email' ? identifier.value : '')
  if (ssoConnectors.length === 0) return
  throw new Refusal(422, 'session.sso_enabled', 'People of this e-mail domain sign in by single sign-on.', {
    data: { ssoConnectors },
  })
}

/** The SSO connectors of the address's domain, none while single sign-on is off. */
export function ssoConnectorsFor(tenant: Tenant, email: string) {
  const domain = email.split('@')[1]?.toLowerCase()
  if (!domain || !signInExperience(tenant).singleSignOnEnabled) return []
  return tenant
    .table('sso_connectors')
    .rows.filter((row) => (row.domains as string[]).some((each) => each.toLowerCase() === domain))
}

/** Refuses a new address that the tenant blocks, by the whole of it or by `@domain`, or for its `+` part. */
export function refuseBlockedAddress(tenant: Tenant, identifier: Identifier | undefined): void {
  if (identifier?.type !== 'email') return
  const email = identifier.value.toLowerCase()
  const {
    customAllowlist = [],
    customBlocklist = [],
    blockSubaddressing,
  } = signInExperience(tenant).emailBlocklistPolicy
  const isIn = (list: readonly string[]) =>
    list.some((each) => email === each.toLowerCase() || (each.startsWith('@') && email.endsWith(each.toLowerCase())))
  if (isIn(customAllowlist)) return
  if (blockSubaddressing && email.includes('+')) {
    const code = 'session.email_blocklist.email_subaddressing_not_allowed'
    throw new Refusal(422, code, 'An e-mail address with a plus sign is not allowed.')
  }
  if (isIn(customBlocklist)) {
    throw new Refusal(422, 'session.email_blocklist.email_not_allowed', 'This e-mail address is not allowed.')
  }
}
