import type { Kind } from '../model/kind.js'

export const session: Kind = {
  name: 'session',
  noun: 'session setting',
  place: { file: 'session' },
  single: 'always',
  reads: { get: 'oidc-session-config get' },
  key: {},
  writes: { change: 'oidc-session-config update' },
  phase: 130,
}
