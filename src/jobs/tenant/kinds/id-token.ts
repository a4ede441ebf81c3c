import type { Kind } from '../model/kind.js'

export const idToken: Kind = {
  name: 'id-token',
  noun: 'ID token setting',
  place: { file: 'id-token' },
  single: 'always',
  reads: { get: 'id-token-config get' },
  key: {},
  writes: { change: 'id-token-config upsert', whole: true },
  sets: ['enabledExtendedClaims'],
  phase: 130,
}
