/** A real OpenID provider on the loopback interface, configured as Logto configures the same library. */

import { generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import Provider, { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider'
import { Artifacts } from '../../../src/sandbox/oidc/adapter.js'
import { listen } from '../../call/http/loopback-server.js'

export const resource = 'https://default.logto.app/api'
const grants = {
  device: 'urn:ietf:params:oauth:grant-type:device_code',
  exchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
}

/** One request to the provider, as a test may want to count it. */
export interface Seen {
  path: string
  grant: string | undefined
  form: Readonly<Record<string, string>>
  authorization: string
}

export interface LogtoLike {
  provider: Provider
  origin: URL
  tokenUrl: URL
  seen: Seen[]
  /** Number of token requests of one grant. */
  count(grant: string): number
  /** What the person in the browser does with the code. */
  approve(userCode: string, user: string): Promise<void>
  deny(userCode: string): Promise<void>
  /** Tokens that let an administrator act as a user, by their text; each can be exchanged once. */
  subjectTokens: Map<string, string>
  /** Makes the provider know another machine-to-machine application. */
  addMachine(id: string, secret: string): Promise<void>
}

export interface LogtoLikeOptions {
  /** Lifetime of tokens for the resource, in seconds. */
  ttl?: number
  deviceCodeTtl?: number
  /** Runs before each request; its promise delays the answer. */
  before?: (request: IncomingMessage) => Promise<void> | void
  /** Off, as with a server that offers none. */
  revocation?: boolean
  /** Answers whatever lies beside `/oidc/`; by default nothing does. */
  beside?: RequestListener
  /** Paths that are not Logto's, so that only discovery finds them. */
  routes?: Configuration['routes']
}

/** The private key of every provider, to sign what none would issue. */
export const signingKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })

const users = ['ann', 'bob']
const patPrefix = 'pat_'

/** Starts a provider whose issuer is `<origin>/oidc`, as Logto's is. */
export async function logtoLike(options: LogtoLikeOptions = {}): Promise<LogtoLike> {
  const seen: Seen[] = []
  let serve: ReturnType<Provider['callback']> | undefined
  const server = createServer(async (request, response) => {
    await options.before?.(request)
    const path = request.url ?? ''
    const beside = options.beside ?? ((_, nothing) => nothing.writeHead(404).end('Not Found'))
    if (!path.startsWith('/oidc/')) beside(request, response)
    // Mounted as Logto mounts it: the library learns the prefix from the difference.
    else await serve?.(Object.assign(request, { originalUrl: path, url: path.slice('/oidc'.length) }), response)
  })
  const origin = new URL(`http://127.0.0.1:${await listen(server)}/`)
  const adapter = new Artifacts().adapter()
  const provider = new Provider(`${origin.href}oidc`, { ...configuration(options), adapter })
  const subjectTokens = new Map<string, string>()
  provider.registerGrantType(grants.exchange, exchangeOf(subjectTokens), [
    'subject_token',
    'subject_token_type',
    'scope',
    'resource',
    'organization_id',
  ])
  provider.use(async (context, next) => {
    await next().finally(() => {
      const form = (context.oidc?.body ?? {}) as Record<string, string>
      seen.push({ path: context.path, grant: form.grant_type, form, authorization: context.get('authorization') })
    })
  })
  // Composed for each request: a test may have added to it.
  serve = (request, response) => provider.callback()(request, response)

  const codeOf = async (userCode: string) => {
    const code = await provider.DeviceCode.findByUserCode(userCode.replace(/\W/g, ''))
    if (!code) throw new Error(`no such code: ${userCode}`)
    return code
  }
  return {
    provider,
    origin,
    tokenUrl: new URL('/oidc/token', origin),
    seen,
    subjectTokens,
    count: (grant) => seen.filter((each) => each.grant === grant).length,
    async approve(userCode, user) {
      const code = await codeOf(userCode)
      const { client_id: clientId, scope, resource: indicator } = code.params as Record<string, unknown>
      const grant = new provider.Grant({ accountId: user, clientId: String(clientId) })
      grant.addOIDCScope('openid offline_access profile email')
      if (typeof indicator === 'string') grant.addResourceScope(indicator, 'all')
      Object.assign(code, {
        accountId: user,
        grantId: await grant.save(),
        scope,
        authTime: Math.floor(Date.now() / 1000),
        ...(typeof indicator === 'string' ? { resource: indicator } : {}),
      })
      await code.save()
    },
    async deny(userCode) {
      const code = await codeOf(userCode)
      Object.assign(code, { error: 'access_denied', errorDescription: 'End-User aborted interaction' })
      await code.save()
    },
    async addMachine(id, secret) {
      const application = { client_id: id, client_secret: secret, ...machine }
      await adapter('Client').upsert(id, application, 0)
    },
  }
}

const plain = { redirect_uris: [], response_types: [] }
const machine = { ...plain, grant_types: ['client_credentials'] }

function configuration({
  ttl = 3600,
  deviceCodeTtl = 600,
  revocation = true,
  routes,
}: LogtoLikeOptions): Configuration {
  const native = { ...plain, token_endpoint_auth_method: 'none' as const, application_type: 'native' as const }
  return {
    clients: [
      { ...machine, client_id: 'machine', client_secret: 's3cret+/:%~' },
      { ...machine, client_id: 'no-role', client_secret: 'another-secret' },
      { ...native, client_id: 'device-demo-app', grant_types: [grants.device, 'refresh_token'] },
      { ...native, client_id: 'native', grant_types: [grants.exchange] },
      { ...machine, client_id: 'support', client_secret: 'support-secret', grant_types: [grants.exchange] },
    ],
    ...(routes ? { routes } : {}),
    jwks: { keys: [{ ...signingKey, use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['test'] },
    scopes: ['openid', 'offline_access', 'profile', 'email', 'all'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      revocation: { enabled: revocation },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => [],
        useGrantedResource: () => false,
        getResourceServerInfo: (context, indicator) => {
          if (indicator !== resource) throw new errors.InvalidTarget()
          const scope = context.oidc.client?.clientId === 'no-role' ? '' : 'all'
          return { scope, accessTokenFormat: 'jwt', accessTokenTTL: ttl, jwt: { sign: { alg: 'RS256' } } }
        },
      },
    },
    issueRefreshToken: (_context, client, code) =>
      client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    rotateRefreshToken: true,
    ttl: {
      IdToken: ttl,
      DeviceCode: deviceCodeTtl,
      AccessToken: ttl,
      ClientCredentials: ttl,
      Grant: 86_400,
      RefreshToken: 86_400,
    },
  }
}

/** Logto's grant for personal access tokens, `pat_<user>`, and for subject tokens. */
function exchangeOf(subjectTokens: Map<string, string>) {
  return (context: KoaContextWithOIDC) => exchange(context, subjectTokens)
}

async function exchange(context: KoaContextWithOIDC, subjectTokens: Map<string, string>) {
  const { params, client, provider } = context.oidc
  const subject = String(params?.subject_token ?? '')
  const isPersonal = params?.subject_token_type === 'urn:logto:token-type:personal_access_token'
  if (!isPersonal && params?.subject_token_type !== 'urn:ietf:params:oauth:token-type:access_token') {
    throw new errors.InvalidGrant('unsupported subject token type')
  }
  const user = isPersonal ? users.find((name) => subject === patPrefix + name) : subjectTokens.get(subject)
  if (!user || !client) throw new errors.InvalidGrant('subject token not found')
  subjectTokens.delete(subject)
  const grant = new provider.Grant({ accountId: user, clientId: client.clientId })
  grant.addOIDCScope(String(params.scope))
  const token = new provider.AccessToken({
    accountId: user,
    client,
    grantId: await grant.save(),
    gty: 'token_exchange',
    scope: String(params.scope),
    ...(typeof params.resource === 'string' ? { resourceServer: resourceServerOf(params.resource) } : {}),
  } as ConstructorParameters<typeof provider.AccessToken>[0])
  const value = await token.save()
  context.body = { access_token: value, expires_in: token.expiration, token_type: 'Bearer', scope: token.scope }
}

/** What makes a token a JWT for a resource. */
function resourceServerOf(audience: string) {
  return {
    audience,
    identifier: () => audience,
    accessTokenFormat: 'jwt',
    accessTokenTTL: 3600,
    jwt: { sign: { alg: 'RS256' } },
    scope: 'read',
    scopes: new Set(['read']),
  }
}
