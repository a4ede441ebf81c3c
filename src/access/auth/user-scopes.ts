/**
 * All that an operation of the Account API can want of an end user's token; each scope is granted only as far as the
 * tenant allows.
 */
export const accountScopes = [
  ...['openid', 'profile', 'email', 'phone', 'address', 'custom_data', 'identities'],
  'urn:logto:scope:sessions',
] as const

/** For a login: `offline_access` brings a refresh token. Separated by spaces. */
export const loginScopes = withScopes(['openid', 'offline_access', ...accountScopes])

/** The scopes of a login, and those that a command needs beside them. */
export function loginScopesWith(needed: readonly string[]): string {
  return withScopes([...loginScopes.split(' '), ...needed])
}

function withScopes(scopes: readonly string[]): string {
  return [...new Set(scopes)].join(' ')
}
