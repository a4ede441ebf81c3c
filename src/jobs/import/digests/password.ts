import { digestFault } from '../../../call/request/password-digest.js'

/** Logto's names for forms of a digest. */
export const digestAlgorithms = ['Argon2i', 'Argon2d', 'Argon2id', 'Bcrypt', 'MD5', 'SHA1', 'SHA256', 'Legacy'] as const
export type DigestAlgorithm = (typeof digestAlgorithms)[number]

/** Characters of a digest at most. */
export const longestDigest = 256

/** What becomes of a person's password. */
export type Password =
  /** The source has none for this person. */
  | { as: 'none' }
  | { as: 'digest'; algorithm: DigestAlgorithm; digest: string }
  /** A password in clear, which Logto hashes. */
  | { as: 'plain'; password: string }
  /** A hash that no digest of Logto's can carry: the person comes without, and sets a new one. */
  | { as: 'impossible'; code: string; why: string }
  /** A hash that is damaged: no password can ever match it. */
  | { as: 'broken'; why: string }

export const none: Password = { as: 'none' }

export function impossible(code: string, why: string): Password {
  return { as: 'impossible', code, why }
}

export function broken(why: string): Password {
  return { as: 'broken', why }
}

/** A digest for Logto. One that could never match is broken, or too long to be carried. */
export function digest(algorithm: DigestAlgorithm, text: string): Password {
  if (text.length > longestDigest) return impossible('too_long', `its digest has more than ${longestDigest} characters`)
  const fault = digestFault(text, algorithm)
  return fault === undefined
    ? { as: 'digest', algorithm, digest: text }
    : broken(`its hash is none that Logto can check: ${fault}`)
}

/** `["name",["argument",…],"expected"]`: how Logto writes the hashes of other systems. */
export function legacy(name: string, args: readonly string[], expected: string): Password {
  return digest('Legacy', JSON.stringify([name, args, expected]))
}
