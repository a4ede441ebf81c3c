import { initialSignInExperience } from './identity/settings.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

/** What Logto stores of new settings of the account center: fields that exist, and each origin once. */
export function keptAccountCenter(tenant: Tenant, body: Row): Row {
  const { profileFields: fields, webauthnRelatedOrigins: origins, ...rest } = body
  const isField = ({ name }: { name: string }) => tenant.table('custom_profile_fields').get(name) !== undefined
  return {
    ...rest,
    ...(origins === undefined ? {} : { webauthnRelatedOrigins: [...new Set(origins as string[])] }),
    ...(fields === undefined ? {} : { profileFields: Array.isArray(fields) ? fields.filter(isField) : fields }),
  }
}

/** Without a provider the captcha is switched off. */
export function switchCaptchaOff(tenant: Tenant): void {
  const path = '/api/sign-in-exp'
  const settings = (tenant.documents.get(path) ?? initialSignInExperience) as Row
  tenant.documents.set(path, { ...settings, captchaPolicy: { enabled: false } })
}
