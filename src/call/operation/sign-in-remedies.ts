/** What to do when a step of a sign-in is refused, by Logto's code: most often another step. */
export const signInRemedies: Readonly<Record<string, string>> = {
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
  'user.user_not_exist':
    'to sign up instead: logto experience update-event --interaction-event Register, then identify again',
  'password.expired': 'set a new one in a password reset: logto experience reset-password --identifier KIND=VALUE',
}
