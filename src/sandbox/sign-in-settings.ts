import { signInExperience } from './identity/settings.js'
import { Refusal } from './refusal.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

/** Refuses settings that would lock people out: those that need a second factor, or a way to set a new password. */
export function checkSignInExperience(tenant: Tenant, body: Row): void {
  const { mfa, forgotPasswordMethods, adaptiveMfa, passwordExpiration } = {
    ...signInExperience(tenant),
    ...body,
  } as ReturnType<typeof signInExperience> & { adaptiveMfa?: { enabled?: boolean } }
  if (body.adaptiveMfa !== undefined && adaptiveMfa?.enabled && mfa.factors.length === 0) {
    throw refusal('adaptive_mfa_requires_mfa', 'It needs a second factor that is enabled.')
  }
  if (body.passwordExpiration !== undefined && passwordExpiration.enabled && forgotPasswordMethods?.length === 0) {
    throw refusal('password_expiration_requires_forgot_password', 'It needs a way to set a new password.')
  }
}

/**
 * What Logto stores of new settings: targets of social connectors and profile fields that the tenant does not have are
 * dropped, and an expiration of passwords that says nothing changes nothing.
 */
export function keptSettings(tenant: Tenant, body: Row): Row {
  const { socialSignInConnectorTargets: targets, signUpProfileFields: fields, passwordExpiration, ...rest } = body
  const connectors = tenant.table('connectors').rows.filter((row) => row.type === 'Social')
  const isSocial = (target: string) => connectors.some((row) => row.target === target)
  const isField = ({ name }: { name: string }) => tenant.table('custom_profile_fields').get(name) !== undefined
  const isSaying = Object.keys((passwordExpiration ?? {}) as Row).length > 0
  return {
    ...rest,
    ...(targets === undefined ? {} : { socialSignInConnectorTargets: (targets as string[]).filter(isSocial) }),
    ...(Array.isArray(fields) ? { signUpProfileFields: fields.filter(isField) } : {}),
    ...(isSaying ? { passwordExpiration } : {}),
  }
}

const refusal = (what: string, message: string) => new Refusal(422, `sign_in_experiences.${what}`, message)
