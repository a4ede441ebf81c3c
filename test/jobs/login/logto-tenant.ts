/** A Logto-like tenant: a real OpenID provider, and beside it as much of the APIs as a login needs. */

import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type LogtoLike, type LogtoLikeOptions, logtoLike, resource } from '../../access/auth/logto-like-provider.js'
import { readAll } from '../../call/http/loopback-server.js'
import { type Received, type Reply, send } from '../../cli/server.js'

export interface LogtoTenant extends LogtoLike {
  /** Such as `http://127.0.0.1:43210`. */
  endpoint: string
  /** Every request to the APIs, in the order of their arrival. */
  received: Received[]
  /** Applications that were created by the API, with their roles. */
  apps: { id: string; name: string; secret: string; roles: string[] }[]
}

export interface LogtoTenantOptions extends LogtoLikeOptions {
  /** Tenants whose tokens are taken too, as those of the admin tenant are. */
  trusts?: readonly LogtoLike[]
  /** By how much the clock of the APIs is ahead, in milliseconds. */
  aheadMs?: number
  /** Sees each request to the APIs before it is answered. */
  onRequest?: (request: Received) => void
  /** Changes what the provider answers at a path below `/oidc`, or answers in its place. */
  intercept?: Intercept
  /** Answers for what the tenant publishes below `/api/.well-known/`; nothing by default. */
  publishes?: (request: Received) => Reply | Promise<Reply>
  /** Answers what an end user asks of the APIs, by a token that the provider knows. */
  account?: (asked: Received, caller: Caller) => Reply | undefined
  /** Answers what an administrator asks of the Management API, in the place of what a login needs of it. */
  manage?: (asked: Received, tenant: LogtoLike) => Reply | undefined
  /** The roles of the tenant. */
  roles?: readonly { id: string; name: string }[]
}

/** Whose token an end user's request carries. */
export interface Caller {
  user: string
  scopes: readonly string[]
  clientId: string
}

/** Returns a body with status to send in the place of the provider's, or nothing. */
export type Intercept = (
  path: string,
  form: Readonly<Record<string, string>>,
  body: Record<string, unknown>,
) => { status: number; body: object } | undefined

export const managementRole = { id: 'role1', name: 'Logto Management API access' }

/** Starts a tenant that ends with the test. Codes may be asked about each second, to spare the tests time. */
export async function logtoTenant(options: LogtoTenantOptions = {}): Promise<LogtoTenant> {
  const { aheadMs = 0, roles = [managementRole] } = options
  const received: Received[] = []
  const apps: LogtoTenant['apps'] = []
  const provider = await logtoLike({ ...options, beside: (request, response) => void serve(request, response) })
  provider.provider.use(async (context, next) => {
    await next()
    const form = (context.oidc?.body ?? {}) as Record<string, string>
    const body = context.body as Record<string, unknown>
    // Logto tells an unknown application from a wrong secret; the library by itself does not.
    const id = form.client_id ?? idOf(context.get('authorization'))
    if (body?.error === 'invalid_client' && !(await provider.provider.Client.find(id))) {
      context.body = { ...body, error_description: `invalid client ${id}` }
    }
    if (context.path === '/device/auth' && context.status === 200) context.body = { ...body, interval: 1 }
    const instead = options.intercept?.(context.path, form, context.body as Record<string, unknown>)
    if (instead) Object.assign(context, instead)
  })

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2)
    const asked: Received = {
      method: request.method ?? '',
      url: request.url ?? '',
      path,
      query: [...new URLSearchParams(query)],
      headers: request.headers,
      body: String(await readAll(request)),
    }
    received.push(asked)
    options.onRequest?.(asked)
    response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString())
    send(response, await answer(asked))
  }

  async function answer(asked: Received): Promise<Reply> {
    if (asked.path === '/api/status') return { status: 204 }
    if (asked.path.startsWith('/api/.well-known/')) return options.publishes?.(asked) ?? { status: 404 }
    const token = (asked.headers.authorization ?? '').replace(/^Bearer /, '')
    if (/^\/api\/(my-account|verifications)/.test(asked.path)) {
      const found = await provider.provider.AccessToken.find(token)
      const scopes = found?.scope?.split(' ') ?? []
      if (!found || !scopes.includes('openid')) return unauthorized({})
      const caller = { user: found.accountId, scopes, clientId: String(found.clientId) }
      return options.account?.(asked, caller) ?? { body: { id: caller.user, username: caller.user } }
    }
    if (!asked.path.startsWith('/api/')) return { status: 404, body: 'Not Found' }
    return (await refusalOf(token, [provider, ...(options.trusts ?? [])], Date.now() + aheadMs)) ?? manage(asked)
  }

  async function manage(asked: Received): Promise<Reply> {
    const instead = options.manage?.(asked, provider)
    if (instead) return instead
    const { method, path, body } = asked
    const [, , kind, id, part] = path.split('/')
    const app = apps.find((each) => each.id === id)
    const given = body === '' ? {} : JSON.parse(body)
    if (kind === 'roles') return { body: roles }
    if (kind !== 'applications') return method === 'GET' ? { body: [] } : { status: 204 }
    if (method === 'GET' && part === 'secrets') {
      return {
        body: app ? [{ applicationId: id, name: 'Default', value: app.secret, createdAt: 1, expiresAt: null }] : [],
      }
    }
    if (method === 'GET' && id !== undefined) return { body: { id, name: `The ${id}`, type: 'MachineToMachine' } }
    if (method === 'GET') return { body: apps }
    if (part === 'roles') {
      app?.roles.push(...given.roleIds)
      return { status: 201, body: given }
    }
    const made = { id: `app${apps.length + 1}`, name: given.name, secret: `secret-of-${given.name}`, roles: [] }
    apps.push(made)
    await provider.addMachine(made.id, made.secret)
    return { body: { id: made.id, name: made.name, secret: 'internal_not_to_be_used', type: given.type } }
  }

  return { ...provider, endpoint: provider.origin.href.replace(/\/$/, ''), received, apps }
}

/** What Logto's check of a token says; nothing when it is right. */
async function refusalOf(token: string, issuers: readonly LogtoLike[], now: number): Promise<Reply | undefined> {
  const [head, payload, signature] = token.split('.')
  if (!head || !payload || !signature) return unauthorized({ code: 'ERR_JWS_INVALID' })
  const claims = JSON.parse(String(Buffer.from(payload, 'base64url'))) as Record<string, unknown>
  const issuer = issuers.find(({ origin }) => claims.iss === `${origin.href}oidc`)
  if (!issuer) return unauthorized({ code: 'ERR_JWT_CLAIM_VALIDATION_FAILED', claim: 'iss' })
  const jwks = (await (await fetch(new URL('/oidc/jwks', issuer.origin))).json()) as { keys: JsonWebKey[] }
  const key = createPublicKey({ key: jwks.keys[0] ?? {}, format: 'jwk' })
  const isSigned = verify('RSA-SHA256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url'))
  if (!isSigned) return unauthorized({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })
  if (Number(claims.exp) * 1000 <= now) return unauthorized({ code: 'ERR_JWT_EXPIRED' })
  if (claims.aud !== resource) return unauthorized({ code: 'ERR_JWT_CLAIM_VALIDATION_FAILED', claim: 'aud' })
  if (
    String(claims.scope ?? '')
      .split(' ')
      .includes('all')
  )
    return undefined
  return { status: 403, body: { code: 'auth.forbidden', message: 'Forbidden. Please check your user roles.' } }
}

function unauthorized(data: object): Reply {
  return { status: 401, body: { code: 'auth.unauthorized', message: 'Unauthorized. Please check credentials.', data } }
}

function idOf(authorization: string): string {
  const [id = ''] = String(Buffer.from(authorization.replace(/^Basic /, ''), 'base64')).split(':')
  return decodeURIComponent(id)
}
