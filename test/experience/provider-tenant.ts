/** The OpenID provider that Logto is built on, set up as Logto does for signing in, with the steps that its page takes. */

import { generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import Provider, { type Configuration } from 'oidc-provider'
import { onTestFinished } from 'vitest'
import { Artifacts } from '../../src/sandbox/oidc/adapter.js'
import { type Finished, makeHome, type RunOptions, run } from '../cli/run.js'
import { listen, readAll } from '../http/loopback-server.js'

export const apps = { spa: 'app-spa', web: 'app-web', thirdParty: 'app-third-party' }
export const webSecret = 'secret+of/the web:app'
export const redirectUri = 'https://app.example.com/callback'
/** Without the slash that a URL parser would add. */
export const bareRedirectUri = 'https://bare.example.com'
export const resource = 'https://api.example.com'
const password = 'right horse'

export interface ProviderTenant {
  endpoint: string
  home: string
  logto(args: readonly string[], options?: RunOptions): Promise<Finished>
}

const signingKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })

/** Starts one that ends with the test. */
export async function providerTenant(): Promise<ProviderTenant> {
  let serve: ReturnType<Provider['callback']> | undefined
  let provider: Provider | undefined
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    if (!path.startsWith('/oidc/')) void beside(request, response)
    // Mounted as Logto mounts it: the library learns the prefix from the difference.
    else void serve?.(Object.assign(request, { originalUrl: path, url: path.slice('/oidc'.length) }), response)
  })
  const endpoint = `http://127.0.0.1:${await listen(server)}`
  provider = new Provider(`${endpoint}/oidc`, { ...configuration, adapter: new Artifacts().adapter() })
  serve = provider.callback()
  /** What the steps have found out, by interaction. */
  const verified = new Map<string, string>()

  async function beside(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await answer(request, response)
    } catch {
      send(response, 400, {
        code: 'session.not_found',
        message: 'Session not found. Please go back and sign in again.',
      })
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!provider) throw new Error('not started')
    const text = String(await readAll(request))
    const body = text === '' ? {} : JSON.parse(text)
    const { uid, params, prompt, session } = await provider.interactionDetails(request, response)
    const [path = ''] = (request.url ?? '').split('?')
    switch (`${request.method} ${path.replace('/api/experience', '')}`) {
      case 'PUT ':
        return send(response, 204)
      case 'POST /verification/password':
        if (body.password !== password) {
          return send(response, 422, { code: 'session.invalid_credentials', message: 'Incorrect account or password.' })
        }
        verified.set(uid, `user-${body.identifier.value}`)
        return send(response, 200, { verificationId: `record-of-${uid}` })
      case 'POST /identification':
        return send(response, body.verificationId === `record-of-${uid}` ? 204 : 404)
      case 'POST /submit': {
        const result = { login: { accountId: verified.get(uid) ?? '' } }
        return send(response, 200, { redirectTo: await provider.interactionResult(request, response, result) })
      }
      case 'GET /consent': {
        if (params.client_id === apps.thirdParty) {
          response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>')
          return
        }
        const grant = new provider.Grant({ accountId: session?.accountId, clientId: String(params.client_id) })
        const { missingOIDCScope = [], missingResourceScopes = {} } = prompt.details as {
          missingOIDCScope?: string[]
          missingResourceScopes?: Record<string, string[]>
        }
        if (missingOIDCScope.length > 0) grant.addOIDCScope(missingOIDCScope.join(' '))
        for (const [indicator, scopes] of Object.entries(missingResourceScopes)) {
          grant.addResourceScope(indicator, scopes.join(' '))
        }
        const result = { consent: { grantId: await grant.save() } }
        const location = await provider.interactionResult(request, response, result, { mergeWithLastSubmission: true })
        response.writeHead(303, { location }).end()
        return
      }
    }
    send(response, 404, { code: 'entity.not_found', message: 'Not found.' })
  }

  const home = makeHome()
  onTestFinished(home.remove)
  return {
    endpoint,
    home: home.path,
    logto: (args, options) => run(args, home.path, { ...options, env: { LOGTO_ENDPOINT: endpoint, ...options?.env } }),
  }
}

const grants = { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code' as const] }
const publicClient = { ...grants, redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' as const }

const configuration: Configuration = {
  clients: [
    { ...publicClient, client_id: apps.spa, redirect_uris: [redirectUri, bareRedirectUri] },
    { ...publicClient, client_id: apps.thirdParty },
    { ...grants, client_id: apps.web, client_secret: webSecret, redirect_uris: [redirectUri] },
  ],
  jwks: { keys: [{ ...signingKey, use: 'sig', alg: 'RS256' }] },
  cookies: { keys: ['test'], short: { path: '/', signed: true }, long: { path: '/', signed: true } },
  scopes: ['openid', 'offline_access', 'profile', 'email'],
  claims: { profile: ['name'] },
  conformIdTokenClaims: false,
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, name: 'Ann' }) }),
  interactions: {
    url: (_context, { prompt, params }) =>
      `/${prompt.name === 'login' ? 'sign-in' : 'consent'}?app_id=${params.client_id}`,
  },
  pkce: { required: () => true, methods: ['S256'] },
  features: {
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => [],
      useGrantedResource: () => false,
      getResourceServerInfo: (_context, indicator) => ({
        audience: indicator,
        scope: 'read:orders',
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  renderError(context, { error, error_description: description }) {
    context.type = 'json'
    context.body = { code: `oidc.${error}`, message: 'The request is wrong.', error, error_description: description }
  },
  rotateRefreshToken: true,
  ttl: { Interaction: 3600, AccessToken: 3600, IdToken: 3600, Session: 3600, Grant: 3600, RefreshToken: 3600 },
}

function send(response: ServerResponse, status: number, body?: object): void {
  if (body === undefined) response.writeHead(status).end()
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
