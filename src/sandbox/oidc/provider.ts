import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { exportJWK } from 'jose'
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider'
import { recordProvider } from '../audit-log.js'
import type { Tenant } from '../tenant.js'
import { accountOf, claims, scopes } from './account.js'
import { clientCredentials } from './client-credentials.js'
import { applicationOf, clientMetadata, exchangeGrant } from './clients.js'
import { nameErrors } from './errors.js'
import { jsonAsForm } from './json-bodies.js'
import { pages } from './pages.js'
import { personOf, resourceServer, signing } from './resources.js'
import { isSecretOf } from './secrets.js'
import { exchangeParameters, tokenExchange } from './token-exchange.js'

export interface ProviderOptions {
  /** Address of the tenant, without a trailing slash; the issuer is `<origin>/oidc`. */
  origin: string
  tenant: Tenant
  /** Lifetime of access tokens in seconds. */
  tokenLifetime: number
  /** How long a person may take to sign in, in seconds. */
  interactionLifetime: number
}

export interface OpenIdProvider {
  provider: Provider
  /** Public half of the key that signs every token. */
  publicKey: KeyObject
}

const day = 24 * 3600

/** A real OpenID provider over the tenant's applications, users, resources and roles, configured as Logto's is. */
export async function openIdProvider(options: ProviderOptions): Promise<OpenIdProvider> {
  const { origin, tenant } = options
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const provider = new Provider(`${origin}/oidc`, {
    ...configuration(options),
    jwks: { keys: [{ ...(await exportJWK(privateKey)), use: 'sig', alg: signing } as never] },
    adapter: tenant.artifacts.adapter((id) => {
      const application = applicationOf(tenant, id, origin)
      return application && clientMetadata(application)
    }),
  })
  Object.assign(provider.Client.prototype, {
    compareClientSecret(this: { clientId: string }, given: string) {
      return isSecretOf(tenant, this.clientId, given)
    },
  })
  provider.registerGrantType('client_credentials', clientCredentials(tenant), ['scope', 'resource', 'organization_id'])
  provider.registerGrantType(exchangeGrant, tokenExchange(tenant), exchangeParameters)
  provider.on('authorization.success', ({ oidc }) => {
    const { Interaction, Session } = oidc.entities
    if (Session && Interaction?.lastSubmission) tenant.submissions.set(Session.uid, Interaction.lastSubmission)
  })
  recordProvider(tenant, provider)
  provider.use(jsonAsForm)
  provider.use(nameErrors(tenant, origin))
  provider.use(ownDevicePage(origin))
  return { provider, publicKey }
}

function configuration({ tenant, tokenLifetime, interactionLifetime }: ProviderOptions): Configuration {
  const cookie = { sameSite: 'lax', path: '/', signed: true, overwrite: true } as const
  return {
    cookies: { keys: [randomBytes(32).toString('base64url')], long: cookie, short: cookie },
    scopes,
    claims,
    conformIdTokenClaims: false,
    clientDefaults: { id_token_signed_response_alg: signing },
    enabledJWA: { idTokenSigningAlgValues: [signing] },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    pkce: { methods: ['S256'], required: (_, client) => client.clientAuthMethod === 'none' },
    // The grants put what a token holds beside the standard claims into the token itself.
    extraTokenClaims: (_, token) => ('extra' in token ? token.extra : undefined),
    findAccount: (_, id) => accountOf(tenant, id),
    interactions: {
      url: (_, { prompt, params }) =>
        `${prompt.name === 'consent' ? '/consent' : '/sign-in'}?app_id=${encodeURIComponent(String(params.client_id))}`,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true, ...pages.device },
      revocation: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      rpInitiatedLogout: { enabled: true, ...pages.logout },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => [],
        useGrantedResource: () => false,
        getResourceServerInfo: (context, indicator) => resourceServer(tenant, indicator, personOf(context)),
      },
    },
    routes: {
      authorization: '/auth',
      device_authorization: '/device/auth',
      introspection: '/token/introspection',
      revocation: '/token/revocation',
      userinfo: '/me',
      end_session: '/session/end',
    },
    renderError: (context, out) => {
      context.type = 'json'
      context.body = out
    },
    issueRefreshToken: (_, client, { scopes: asked }) =>
      client.grantTypeAllowed('refresh_token') && asked.has('offline_access'),
    rotateRefreshToken: ({ oidc }: KoaContextWithOIDC) =>
      custom(tenant, oidc.client?.clientId).rotateRefreshToken !== false,
    ttl: {
      AccessToken: tokenLifetime,
      AuthorizationCode: 600,
      ClientCredentials: tokenLifetime,
      DeviceCode: 600,
      Grant: 180 * day,
      IdToken: 3600,
      Interaction: interactionLifetime,
      RefreshToken: 14 * day,
      Session: 14 * day,
    },
  }
}

function custom(tenant: Tenant, clientId: string | undefined): Record<string, unknown> {
  const application = tenant.table('applications').get(clientId ?? '')
  return (application?.customClientMetadata ?? {}) as Record<string, unknown>
}

/** Logto sends people to a page of the tenant, not of the provider, to type a device code. */
function ownDevicePage(origin: string) {
  return async (context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next()
    const body = context.body as Record<string, unknown> | undefined
    if (context.path !== '/device/auth' || !body?.user_code) return
    const page = `${origin}/device`
    const complete = `${page}?user_code=${encodeURIComponent(String(body.user_code))}`
    context.body = { ...body, verification_uri: page, verification_uri_complete: complete }
  }
}
