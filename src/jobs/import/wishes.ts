import type { HashWishes } from './digests/written-hash.js'

/** What becomes of addresses that the source knows nobody has confirmed: Logto counts each as confirmed. */
export type UnverifiedChoice = 'keep' | 'drop' | 'custom-data'

/** The choices of an import that decide what becomes of each row. */
export interface ImportWishes extends HashWishes {
  /** No default: a file with such addresses needs it. */
  unverified?: UnverifiedChoice | undefined
  badUsername: 'fail' | 'drop' | 'custom-data'
  badDigest: 'fail' | 'drop'
  /** What has no place in Logto goes to customData. */
  keepRest: boolean
  /** For everybody. */
  roles: readonly string[]
  organizations: readonly string[]
}

export const plainWishes: ImportWishes = {
  badUsername: 'fail',
  badDigest: 'fail',
  scryptAsFirebase: false,
  keepRest: false,
  roles: [],
  organizations: [],
}
