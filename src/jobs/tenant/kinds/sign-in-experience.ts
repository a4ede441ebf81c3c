import { isPlainObject } from '../../../base/value-path.js'
import type { Kind } from '../model/kind.js'

export const signInExperience: Kind = {
  name: 'sign-in-experience',
  noun: 'sign-in experience',
  place: { file: 'sign-in-experience' },
  single: 'always',
  reads: { get: 'sign-in-exp get' },
  key: {},
  writes: { change: 'sign-in-exp update' },
  // Ids of uploaded pages mean nothing elsewhere; the time of the expiration is the server's.
  leaves: ['customUiAssets', 'passwordExpiration.enabledAt'],
  texts: { customCss: 'css' },
  sets: ['emailBlocklistPolicy.customAllowlist', 'emailBlocklistPolicy.customBlocklist'],
  same: {
    captchaPolicy: offWhenEmpty,
    passwordExpiration: withoutTime,
    adaptiveMfa: offWhenEmpty,
    passkeySignIn: offWhenEmpty,
  },
  phase: 120,
}

/** Not set and switched off are the same, and Logto writes either. */
function offWhenEmpty(value: unknown): unknown {
  return isPlainObject(value) ? { enabled: false, ...value } : value
}

function withoutTime(value: unknown): unknown {
  if (!isPlainObject(value)) return value
  const { enabledAt: _, ...rest } = value
  return { enabled: false, ...rest }
}
