import { isRow } from '../shape.js'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'

/** What users choose about signing in, as `users get-logto-configs` shows it. */
export const initialUserConfigs = {
  mfa: { skipped: false, skipMfaOnSignIn: false },
  passkeySignIn: { skipped: false },
}

/** The user's own settings, whole. */
export function userConfigs(tenant: Tenant, user: Row): { mfa: Row; passkeySignIn: Row } {
  const kept = tenant.documents.get(pathOf(user))
  const part = (name: 'mfa' | 'passkeySignIn') => ({
    ...initialUserConfigs[name],
    ...(isRow(kept) && isRow(kept[name]) ? kept[name] : {}),
  })
  return { mfa: part('mfa'), passkeySignIn: part('passkeySignIn') }
}

/** Changes what is given and keeps the rest. */
export function changeUserConfigs(tenant: Tenant, user: Row, { mfa, passkeySignIn }: Row): void {
  const kept = userConfigs(tenant, user)
  tenant.documents.set(pathOf(user), {
    mfa: { ...kept.mfa, ...(mfa as Row | undefined) },
    passkeySignIn: { ...kept.passkeySignIn, ...(passkeySignIn as Row | undefined) },
  })
}

const pathOf = (user: Row) => `/api/users/${user.id}/logto-configs`
