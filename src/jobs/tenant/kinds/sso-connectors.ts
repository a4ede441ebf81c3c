import { isSecretName } from '../../../base/secret-names.js'
import type { Kind } from '../model/kind.js'
import type { Row } from '../model/row.js'
import { signedRequests } from '../parts/signed-requests.js'

export const ssoConnectors: Kind = {
  name: 'sso-connectors',
  noun: 'enterprise SSO connector',
  place: { file: 'sso-connectors' },
  reads: {
    list: 'sso-connectors list',
    get: 'sso-connectors get',
    adapt({ config, ...row }) {
      const { signAuthnRequest, ...rest } = (config ?? {}) as Row
      return { ...row, config: rest, signAuthnRequest }
    },
  },
  key: { property: 'connectorName', renamable: true },
  writes: {
    create: 'sso-connectors create',
    change: 'sso-connectors update',
    remove: 'sso-connectors delete',
    // Logto refuses an empty one, and answers with an empty one for none.
    body({ config, ...rest }, { stored }) {
      if (isEmpty(config)) return rest
      const signs = stored?.signAuthnRequest === undefined ? {} : { signAuthnRequest: stored.signAuthnRequest }
      return { ...rest, config: { ...(config as Row), ...signs } }
    },
  },
  isSecret: (path) => path[0] === 'config' && isSecretName(path),
  sets: ['domains'],
  same: { domains: (value) => (Array.isArray(value) ? value.map((domain) => String(domain).toLowerCase()) : value) },
  parts: [signedRequests],
  loss: () => 'people who sign in with it can no longer do so',
  phase: 66,
}

function isEmpty(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0
}
