import { isSecretName } from '../../../base/secret-names.js'
import type { Kind } from '../model/kind.js'

export const ssoConnectors: Kind = {
  name: 'sso-connectors',
  noun: 'enterprise SSO connector',
  place: { file: 'sso-connectors' },
  reads: { list: 'sso-connectors list', get: 'sso-connectors get' },
  key: { property: 'connectorName', renamable: true },
  writes: {
    create: 'sso-connectors create',
    change: 'sso-connectors update',
    remove: 'sso-connectors delete',
    // Logto refuses an empty one, and answers with an empty one for none.
    body: ({ config, ...rest }) => (isEmpty(config) ? rest : { ...rest, config }),
  },
  isSecret: (path) => path[0] === 'config' && isSecretName(path),
  sets: ['domains'],
  same: { domains: (value) => (Array.isArray(value) ? value.map((domain) => String(domain).toLowerCase()) : value) },
  loss: () => 'people who sign in with it can no longer do so',
  phase: 66,
}

function isEmpty(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0
}
