import { signInExperience } from '../identity/settings.js'
import { Refusal } from '../refusal.js'
import type { Tenant } from '../tenant.js'
import { refuseSsoAddress } from './email-rules.js'
import type { Interaction, InteractionEvent } from './interaction.js'
import type { Verification } from './verifications.js'

/** Refuses an event that the sign-in mode excludes; a one-time token lets new people in all the same. */
export function checkEvent(tenant: Tenant, event: InteractionEvent, hasOneTimeToken = false): void {
  const { signInMode } = signInExperience(tenant)
  const excluded =
    (event === 'SignIn' && signInMode === 'Register') ||
    (event === 'Register' && signInMode === 'SignIn' && !hasOneTimeToken)
  if (excluded) throw new Refusal(403, 'auth.forbidden', `The sign-in experience does not allow ${event}.`)
}

/** Refuses a way of identifying oneself that the sign-in experience does not enable. */
export function checkMethod(tenant: Tenant, event: InteractionEvent, verification: Verification): void {
  if (verification.type === 'OneTimeToken' && verification.verified) return
  checkEvent(tenant, event)
  if (event === 'ForgotPassword') checkForgotPassword(tenant, verification)
  else checkSignIn(tenant, verification)
}

function checkSignIn(tenant: Tenant, { type, identifier }: Verification): void {
  const enabled = signInExperience(tenant).signIn.methods.some(
    (method) =>
      method.identifier === identifier?.type &&
      ((type === 'Password' && method.password) ||
        ((type === 'EmailVerificationCode' || type === 'PhoneVerificationCode') && method.verificationCode)),
  )
  if (!enabled) throw new Refusal(422, 'user.sign_in_method_not_enabled', 'This sign-in method is not enabled.')
  refuseSsoAddress(tenant, identifier)
}

function checkForgotPassword(tenant: Tenant, { type }: Verification): void {
  const { forgotPasswordMethods } = signInExperience(tenant)
  const isCode = type === 'EmailVerificationCode' || type === 'PhoneVerificationCode'
  if (isCode && (forgotPasswordMethods ?? [type]).includes(type)) return
  throw new Refusal(422, 'session.not_supported_for_forgot_password', 'A new password cannot be set in this way.')
}

/** Refuses while the tenant wants a captcha that was not solved. */
export function checkCaptcha(tenant: Tenant, { captcha }: Interaction): void {
  if (!signInExperience(tenant).captchaPolicy.enabled || captcha.verified || captcha.skipped) return
  throw new Refusal(422, 'session.captcha_required', 'The captcha must be solved first.')
}
