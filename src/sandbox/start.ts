import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createApp } from './app.js'
import { type Message, Messages } from './identity/messages.js'
import { openIdProvider } from './oidc/provider.js'
import { Operations } from './operations.js'
import { limited, type RateLimit } from './rate-limit.js'
import { type Seeded, seed } from './seed.js'
import { newId } from './store.js'
import { Tenant } from './tenant.js'
import { Validator } from './validate.js'

export interface SandboxOptions {
  /** A free port by default. */
  port?: number
  /** Generated users beside the seeded people; none by default. */
  users?: number
  /** Folder with the generated operations: `index.json` and a schema file each. */
  operations: URL
  /** Lifetime of access tokens in seconds; by default 3600, or what the API resource says. */
  tokenLifetime?: number
  /** How long a person may take to sign in, in seconds; 3600 by default. */
  interactionLifetime?: number
  /** Whoever is asked to agree to a third-party application refuses; by default the page waits for a person. */
  denyConsent?: boolean
  /** Requests beyond it are refused with 429; no limit by default. */
  rateLimit?: RateLimit
  /** Hears of each code that a real tenant would send; all are at `/sandbox/messages` too. */
  onMessage?: (message: Message) => void
}

export interface Sandbox extends Seeded {
  /** Address without a trailing slash. */
  url: string
  /** Stops at once; open connections are cut. */
  close(): Promise<void>
}

/**
 * Starts a Logto-like tenant on 127.0.0.1, for trying the program and for offline tests of scripts.
 *
 * Kept in memory, so that what is made can be listed, changed, related and deleted: users (with passwords, identities,
 * tokens, second factors, roles), applications and their secrets, SAML applications, organizations with members,
 * roles, scopes, invitations and just-in-time rules, roles, API resources and scopes, connectors, SSO connectors,
 * hooks, domains, e-mail templates, one-time tokens, phrases, profile fields, and the single settings documents.
 * People sign in to its applications through the experience API and a real OpenID provider, and work on their own
 * account through the account API. Everything else (keys, statistics, social and enterprise sign-in,
 * passkeys …) is checked like the rest and answered with an example of the documented answer, or refused.
 *
 * Throws the server's error when the port cannot be had (`EADDRINUSE`).
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const tenant = new Tenant(new Messages(options.onMessage), options.tokenLifetime)
  const seeded = await seed(tenant, options.users ?? 0)
  const operations = await Operations.open(options.operations)
  let respond: RequestListener | undefined
  const server = await listen((request, response) => respond?.(request, response), options.port ?? 0)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const openId = await openIdProvider({
    origin: url,
    tenant,
    tokenLifetime: options.tokenLifetime ?? 3600,
    interactionLifetime: options.interactionLifetime ?? 3600,
  })
  const app = createApp({
    operations,
    tenant,
    openId,
    validator: new Validator(),
    denyConsent: options.denyConsent === true,
  })
  const whole = mounted(openId.provider.callback(), getRequestListener(app.fetch, { overrideGlobalObjects: false }))
  respond = options.rateLimit ? limited(options.rateLimit, whole) : whole
  return { url, ...seeded, close: () => stop(server) }
}

/** The provider below `/oidc`, the routes of the tenant everywhere else. */
function mounted(provider: RequestListener, routes: RequestListener): RequestListener {
  return (request, response) => {
    const path = request.url ?? ''
    if (!path.startsWith('/oidc/')) return routes(request, response)
    response.setHeader('Logto-Core-Request-Id', newId(16))
    // The provider learns where it is mounted from the difference.
    provider(Object.assign(request, { originalUrl: path, url: path.slice('/oidc'.length) }), response)
  }
}

function listen(respond: RequestListener, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(respond).listen(port, '127.0.0.1', () => resolve(server))
    server.once('error', reject)
  })
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
