import { isPlainObject } from '../../base/value-path.js'
import type { Refused, Remedy, Words } from './refused.js'

/** What to do when a step of a sign-in is refused, by Logto's code: most often another step. */
export const signInRemedies: Readonly<Record<string, Remedy>> = {
  'session.identifier_not_found': 'identify the user first: logto experience identify',
  'session.verification_session_not_found':
    'the record is not of this sign-in: give the verificationId that its first step answered',
  'session.verification_failed': 'the record is not verified yet: take its verify step first',
  'session.invalid_interaction_type': 'begin again for what is meant: logto experience init --interaction-event EVENT',
  'session.not_supported_for_forgot_password': 'a password reset has no such step: go on to reset-password and submit',
  'session.invalid_credentials':
    'check identifier and password; `logto users find TEXT` says whether there is such a user',
  'session.captcha_required':
    'give the token of a solved CAPTCHA (init --captcha-token), or switch CAPTCHA off for the test',
  'session.captcha_failed': 'solve the CAPTCHA in a browser again, or switch CAPTCHA off for the test',
  'session.sso_enabled': 'this address signs in through enterprise SSO: logto experience start-sso',
  'session.mfa.require_mfa_verification':
    'prove a second factor, then submit again: verify-totp, verify-backup-code, or send-mfa-code and verify-mfa-code',
  'session.mfa.backup_code_required': 'set backup codes up (generate-backup-codes, bind-mfa), then submit again',
  'session.mfa.suggest_additional_mfa': 'decline it with skip-mfa-suggestion, then submit again',
  'user.missing_mfa':
    'set a factor up (create-totp-secret, verify-totp, bind-mfa) or decline with skip-mfa, then submit again',
  'user.missing_profile': 'give what is missing with logto experience add-profile, then go on',
  'session.mfa.mfa_policy_not_user_controlled':
    'the tenant requires it: set a factor up (create-totp-secret, verify-totp, bind-mfa)',
  'user.identity_not_exist': unknownPerson,
  'user.sso_identity_not_exist': unknownPerson,
  'one_time_token.token_not_found': 'make another one: logto one-time-tokens create --email ADDRESS',
  'one_time_token.interaction_event_mismatch':
    'the token is for another kind of sign-in: begin that one with logto experience init --interaction-event EVENT',
  'session.insufficient_info': 'give all that the step wants: `--help` lists it; a state must not be empty',
  'session.email_blocklist.email_not_allowed':
    'give another address, or see the list: logto sign-in-exp get --columns emailBlocklistPolicy',
  'user.suggest_mfa':
    'decline it with skip-mfa, or set a factor up (create-totp-secret, verify-totp, bind-mfa), then submit again',
  'user.passkey_preferred': 'decline it with skip-passkey, then submit again',
  'user.user_not_exist':
    'to sign up instead: logto experience update-event --interaction-event Register, then identify again',
  'password.expired': 'set a new one in a password reset: logto experience reset-password --identifier KIND=VALUE',
}

/** A person whose social or enterprise account is not linked yet. */
function unknownPerson({ error }: Refused): Words {
  const related = isPlainObject(error?.data) && error.data.relatedUser !== undefined
  return {
    says: 'no user of the tenant is linked to this account yet',
    hint: related
      ? 'a user has the same address: link them with identify --link-social-identity; or sign up: update-event --interaction-event Register, then identify again'
      : 'to sign up: logto experience update-event --interaction-event Register, then identify again',
  }
}
