import type { Person } from './person.js'

/**
 * A person as a row with Logto's names, which this program reads again: for rows of sources that have a form of their own.
 * A hash that Logto cannot check is not in it.
 */
export function logtoRow(person: Person): Record<string, unknown> {
  const { sourceId, creation, password, isSuspended, identities, totpSecret, roles, organizations, unverified } = person
  const { profile, customData, ...texts } = creation
  const all = {
    id: sourceId,
    ...texts,
    ...(password.as === 'digest' ? { passwordDigest: password.digest, passwordAlgorithm: password.algorithm } : {}),
    ...(password.as === 'plain' ? { password: password.password } : {}),
    isSuspended,
    ...(unverified.includes('primaryEmail') ? { emailVerified: false } : {}),
    ...(unverified.includes('primaryPhone') ? { phoneVerified: false } : {}),
    totpSecret,
    profile: filled(profile),
    customData: filled(customData),
    identities: filled(identities),
    roles: roles.length > 0 ? roles : undefined,
    organizations:
      organizations.length > 0
        ? organizations.map(({ organization: name, roles: held }) => ({ name, roles: held }))
        : undefined,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** The body of the request that creates a person. */
export function creationBody({ creation, password }: Person): Record<string, unknown> {
  const { profile, customData, ...texts } = creation
  const all = {
    ...texts,
    ...(password.as === 'digest' ? { passwordDigest: password.digest, passwordAlgorithm: password.algorithm } : {}),
    ...(password.as === 'plain' ? { password: password.password } : {}),
    profile: filled(profile),
    customData: filled(customData),
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

function filled(value: object): object | undefined {
  return Object.keys(value).length > 0 ? value : undefined
}
