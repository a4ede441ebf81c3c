import type { Kind } from '../model/kind.js'

export const accountCenter: Kind = {
  name: 'account-center',
  noun: 'account center',
  place: { file: 'account-center' },
  single: 'always',
  reads: { get: 'account-center get' },
  key: {},
  writes: { change: 'account-center update' },
  texts: { customCss: 'css' },
  sets: ['webauthnRelatedOrigins'],
  phase: 120,
}
