import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { createApp } from './app.js'
import { Operations } from './operations.js'
import { seed } from './seed.js'
import { Tenant } from './tenant.js'
import { Tokens } from './tokens.js'
import { Validator } from './validate.js'

export interface SandboxOptions {
  /** A free port by default. */
  port?: number
  /** Generated users beside the seeded people; none by default. */
  users?: number
  /** Folder with the generated operations: `index.json` and a schema file each. */
  operations: URL
  /** Time in epoch milliseconds. */
  now?: () => number
  /** Lifetime of access tokens in seconds; 3600 by default. */
  tokenLifetime?: number
}

export interface Sandbox {
  /** Address without a trailing slash. */
  url: string
  clientId: string
  clientSecret: string
  /** Stops at once; open connections are cut. */
  close(): Promise<void>
}

/**
 * Starts a Logto-like tenant on 127.0.0.1, for trying the program and for offline tests of scripts.
 *
 * Kept in memory, so that what is made can be listed, changed, related and deleted: users (with identities, tokens,
 * roles), applications and their secrets, SAML applications, organizations with members, roles, scopes, invitations
 * and just-in-time rules, roles, API resources and scopes, connectors, SSO connectors, hooks, domains, e-mail
 * templates, one-time tokens, phrases, profile fields, and the single settings documents.
 * Everything else (sessions, grants, consent, keys, statistics, sending of messages …) is checked like the rest and
 * answered with an example of the documented answer. The user and experience APIs refuse every request.
 *
 * Throws the server's error when the port cannot be had (`EADDRINUSE`).
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const now = options.now ?? Date.now
  const tenant = new Tenant(now)
  const client = seed(tenant, options.users ?? 0)
  let url = ''
  const tokens = new Tokens(now, options.tokenLifetime ?? 3600, () => `${url}/oidc`)
  const operations = await Operations.open(options.operations)
  const app = createApp({ operations, tenant, tokens, validator: new Validator() })
  const server = await listen(app.fetch, options.port ?? 0)
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, ...client, close: () => stop(server) }
}

function listen(fetch: Parameters<typeof serve>[0]['fetch'], port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: '127.0.0.1', overrideGlobalObjects: false }, () => resolve(server))
    server.once('error', reject)
  })
}

function stop(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}
