import type { Part } from '../model/part.js'
import type { Row } from '../model/row.js'

/**
 * Whether requests to a SAML provider are signed. That needs an active key, which needs the connector: it is made first,
 * and the configuration changed again. Whether it signs stands in the configuration, which is read again for that.
 */
export const signedRequests: Part = {
  property: 'signAuthnRequest',
  schema: { type: 'boolean' },
  none: false,
  has: ({ providerName }) => ['SAML', 'AzureAD'].includes(String(providerName)),
  read: ({ signAuthnRequest }) => signAuthnRequest === true,
  phase: () => 67,
  async write({ api, ids, to }) {
    if (to === true) {
      const keys = await api.rows('sso-connectors list-signing-keys', ids)
      if (!keys.some(({ active }) => active === true)) {
        await api.write('sso-connectors create-signing-key', ids, { active: true })
      }
    }
    const { config } = (await api.one('sso-connectors get', ids)) ?? {}
    await api.write('sso-connectors update', ids, { config: { ...(config as Row), signAuthnRequest: to === true } })
  },
}
