import type { AdapterPayload } from 'oidc-provider'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'

export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
export const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'

/**
 * The application of an id: one of the tenant's, or one that every Logto tenant has built in.
 * `origin` is the tenant's address, without a trailing slash.
 */
export function applicationOf(tenant: Tenant, id: string, origin: string): Row | undefined {
  const own = tenant.table('applications').get(id)
  if (own) return own.type === 'SAML' ? undefined : own
  if (id === 'demo-app') {
    const uris = [`${origin}/demo-app`]
    return {
      id,
      name: 'Live preview',
      type: 'SPA',
      oidcClientMetadata: { redirectUris: uris, postLogoutRedirectUris: uris },
    }
  }
  if (id === 'device-demo-app') {
    return { id, name: 'Device flow preview', type: 'Native', customClientMetadata: { isDeviceFlow: true } }
  }
  return undefined
}

/** Metadata of an application as RFC 7591 names it. The secrets are compared elsewhere: an application has several. */
export function clientMetadata(application: Row): AdapterPayload {
  const { id, name, type } = application
  const { redirectUris = [], postLogoutRedirectUris = [] } = (application.oidcClientMetadata ?? {}) as Row
  const custom = (application.customClientMetadata ?? {}) as Row
  const isMachine = type === 'MachineToMachine'
  const isDevice = custom.isDeviceFlow === true
  const hasCode = !isMachine && !isDevice
  return {
    client_id: String(id),
    client_name: String(name),
    application_type: type === 'Native' ? 'native' : 'web',
    redirect_uris: hasCode ? registered(redirectUris as string[]) : [],
    post_logout_redirect_uris: postLogoutRedirectUris as string[],
    response_types: hasCode ? ['code'] : [],
    grant_types: [
      ...(isMachine ? ['client_credentials'] : ['refresh_token']),
      ...(hasCode ? ['authorization_code'] : []),
      ...(isDevice ? [deviceGrant] : []),
      ...(custom.allowTokenExchange === true ? [exchangeGrant] : []),
    ],
    ...(isPublic(application)
      ? { token_endpoint_auth_method: 'none' }
      : { token_endpoint_auth_method: 'client_secret_basic', client_secret: 'one of application_secrets' }),
  }
}

/**
 * Logto lets an application have no redirect URI, which the provider refuses, though token exchange needs none: one
 * that nobody can have takes its place.
 */
const registered = (uris: readonly string[]) => (uris.length > 0 ? [...uris] : ['https://no-redirect-uri.invalid/'])

/** Native and single-page applications have no secret (RFC 6749, section 2.1). */
function isPublic(application: Row): boolean {
  return application.type === 'Native' || application.type === 'SPA'
}
