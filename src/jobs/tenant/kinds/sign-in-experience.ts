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
    passwordPolicy: withDefaults,
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

/** What Logto takes for the parts of a policy that are not said; in a group that is given it writes them in. */
const defaults = {
  length: { min: 8, max: 256 },
  characterTypes: { min: 1 },
  rejects: { pwned: true, repetitionAndSequence: true, userInfo: true, words: [] },
}

function withDefaults(value: unknown): unknown {
  const given = isPlainObject(value) ? value : {}
  const groups = Object.entries(defaults).map(([name, group]) => [name, withoutNull(group, given[name])])
  return { ...given, ...Object.fromEntries(groups) }
}

function withoutNull(group: object, value: unknown): unknown {
  const parts = isPlainObject(value) ? Object.entries(value).filter(([, part]) => part !== null) : []
  return { ...group, ...Object.fromEntries(parts) }
}
