import type { Kind } from '../model/kind.js'
import { consentScopes } from '../parts/consent-scopes.js'

export const cimd: Kind = {
  name: 'cimd',
  noun: 'setting of client id metadata documents',
  place: { file: 'cimd' },
  single: 'always',
  reads: {
    get: 'cimd get-config',
    also: [{ property: 'userConsentScopes', command: 'cimd list-user-consent-scopes', document: true }],
  },
  key: {},
  writes: { change: 'cimd update-config' },
  parts: [consentScopes({ add: 'cimd add-user-consent-scopes', remove: 'cimd remove-user-consent-scope' })],
  phase: 130,
}
