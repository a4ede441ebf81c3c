/** Why a tenant refuses a step of a sign-in, in plain words, and what to do about it. */
export interface Words {
  /** In the place of the tenant's message, where that says less. */
  says?: string
  hint?: string
}

const blocked = 'wait, or lift the block: logto sentinel-activities delete --target-type User --targets IDENTIFIER'
const noForm = "see the tenant's sign-in settings: logto sign-in-exp get"
const restart = 'begin the sign-in again'

/** By Logto's code. */
const words: Readonly<Record<string, Words>> = {
  'session.not_found': { says: 'the sign-in has ended, or was never begun', hint: restart },
  'session.invalid_credentials': {
    says: 'the identifier or the password is wrong',
    hint: 'check both; `logto users find TEXT` says whether there is such a user',
  },
  'session.verification_blocked_too_many_attempts': {
    says: 'too many attempts failed, and the identifier is blocked for a while',
    hint: blocked,
  },
  'password.expired': {
    says: 'the password has expired',
    hint: 'set a new one: logto experience reset-password --identifier …',
  },
  'password.rejected': weakPassword(),
  'user.password_policy_violation': weakPassword(),
  'user.same_password': { says: 'the new password is the old one', hint: 'choose another' },
  'user.suspended': { says: 'the user is suspended', hint: 'let them in again: logto users unsuspend' },
  'user.user_not_exist': {
    says: 'no account has this identifier',
    hint: 'to sign up, add --register; `logto users find TEXT` looks for a user',
  },
  'user.sign_in_method_not_enabled': { says: 'the tenant does not let users sign in in this way', hint: noForm },
  'user.username_already_in_use': {
    says: 'an account has this username already',
    hint: 'leave --register out to sign in',
  },
  'user.email_already_in_use': {
    says: 'an account has this e-mail address already',
    hint: 'leave --register out to sign in',
  },
  'user.phone_already_in_use': {
    says: 'an account has this phone number already',
    hint: 'leave --register out to sign in',
  },
  'auth.forbidden': { hint: noForm },
  'session.captcha_required': captcha(),
  'session.captcha_failed': captcha(),
  'session.sso_enabled': {
    says: 'this e-mail address signs in through enterprise SSO',
    hint: 'that needs a browser: logto experience start-sso gives the address to open, and verify-sso takes the answer',
  },
  'session.mfa.invalid_totp_code': {
    says: 'the authenticator code is wrong, or was used before',
    hint: "each code counts once: wait up to 30 seconds for the next; check the secret and this machine's clock, too",
  },
  'session.mfa.invalid_backup_code': { says: 'the backup code is wrong or used up', hint: 'give another one' },
  'session.mfa.require_mfa_verification': { says: 'a second factor is needed' },
  'session.mfa.backup_code_required': {
    says: 'the user must set up backup codes beside the second factor',
    hint: 'add --session NAME and go on step by step: logto experience generate-backup-codes, bind-mfa, submit, exchange',
  },
  'session.mfa.mfa_policy_not_user_controlled': { says: 'the tenant does not let users go on without MFA' },
  'session.invalid_interaction_type': { says: 'this is another kind of sign-in', hint: restart },
  'verification_code.code_mismatch': { says: 'the code is wrong', hint: `${restart}: each code is checked once` },
  'verification_code.expired': { says: 'the code has expired', hint: restart },
  'verification_code.exceed_max_try': { says: 'too many wrong codes were given', hint: restart },
  'verification_code.not_found': { says: 'no such code was sent', hint: restart },
  'connector.not_found': {
    says: 'the tenant has no connector that could send the message',
    hint: 'set one up: logto connectors create, with an e-mail or SMS factory of `logto connector-factories list`',
  },
  'request.message_rate_limited': {
    says: 'too many messages went to this recipient',
    hint: 'wait ten minutes',
  },
  'one_time_token.token_not_found': oneTime('there is no such token for this address'),
  'one_time_token.token_expired': oneTime('the token has expired'),
  'one_time_token.token_consumed': oneTime('the token was used already'),
  'one_time_token.token_revoked': oneTime('the token was revoked'),
  'one_time_token.email_mismatch': oneTime('the token is for another address'),
  'one_time_token.interaction_event_mismatch': {
    says: 'the token is for another kind of sign-in',
    hint: 'a sign-in takes a token for SignIn, --register one for Register',
  },
}

/** The words for a refusal; undefined where the tenant's own will do. */
export function wordsFor(code: string, data: Readonly<Record<string, unknown>>): Words | undefined {
  if (code === 'user.missing_profile') return missingProfile(listIn(data.missingProfile))
  if (code === 'user.missing_mfa') return missingMfa(listIn(data.availableFactors))
  return words[code]
}

/** The names in a list of an error's data. */
export function listIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function captcha(): Words {
  return {
    says: 'the tenant asks for a CAPTCHA, which cannot be solved from the shell',
    hint: 'switch it off for the test: logto sign-in-exp update --captcha-policy \'{"enabled":false}\'',
  }
}

function weakPassword(): Words {
  return {
    says: "the password does not meet the tenant's password policy",
    hint: 'see the policy: logto sign-in-exp get --columns passwordPolicy',
  }
}

function oneTime(says: string): Words {
  return { says, hint: 'make another: logto one-time-tokens create --email ADDRESS' }
}

/** The flags that bring what an account still lacks, by Logto's names of profile fields. */
const fieldFlags: Readonly<Record<string, string>> = {
  username: '--identifier username=NAME',
  email: '--identifier email=ADDRESS',
  phone: '--identifier phone=NUMBER',
  emailOrPhone: '--identifier email=ADDRESS or --identifier phone=NUMBER',
  password: '--password-stdin',
  extraProfile: '--name or --profile-field NAME=VALUE',
  name: '--name TEXT',
}

function missingProfile(fields: readonly string[]): Words {
  const flags = fields.map((field) => fieldFlags[field] ?? `--profile-field ${field}=VALUE`)
  return {
    says: `the account lacks ${fields.join(', ') || 'something'}`,
    ...(flags.length > 0 ? { hint: `add ${flags.join(' and ')}` } : {}),
  }
}

function missingMfa(factors: readonly string[]): Words {
  return {
    says: `the user must set up a second factor first (${factors.join(', ') || 'none is named'})`,
    hint: 'add --session NAME and go on step by step: logto experience create-totp-secret, verify-totp, bind-mfa, submit, exchange',
  }
}
