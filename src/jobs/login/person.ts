import type { ExchangeCredential, RefreshCredential } from '../../access/auth/credential.js'
import { tokenUrlOf } from '../../access/profiles/endpoint.js'
import { defaultResource } from '../../access/profiles/environment.js'
import type { SecretName } from '../../access/profiles/secret-store.js'
import { NotAllowedError } from '../../base/errors.js'
import { findLogto, proveCredentials } from '../../call/operation/proof.js'
import { type Showing, signInWithBrowser } from './device.js'
import { memoryStorage } from './memory-storage.js'
import type { Keeping, SignedIn } from './new-profile.js'
import { clientFor, type LoginContext, provisionalTenant } from './prove.js'

/** A login and the secrets that belong to it. */
export interface Login {
  signedIn: SignedIn
  secrets: Partial<Record<SecretName, string>>
}

/** Logto's own application for device logins: it exists on every tenant, and needs no set-up. */
const deviceApp = 'device-demo-app'

export interface Administrator {
  endpoint: URL
  /** The admin tenant, where the Console's users sign in. */
  adminEndpoint: URL
  insecureHttp: boolean
}

/**
 * Signs in an administrator of a self-hosted Logto in the browser, without any application: by the admin tenant's
 * device application, with a refresh token that opens the Management API of the default tenant.
 */
export async function signInAdministrator(
  { endpoint, adminEndpoint, insecureHttp }: Administrator,
  { id: owner }: Keeping,
  context: LoginContext,
  showing: Showing,
): Promise<Login> {
  const resource = defaultResource(endpoint)
  const refreshToken = memoryStorage()
  const cache = memoryStorage()
  const tokenUrl = tokenUrlOf(adminEndpoint)
  const credential: RefreshCredential = {
    kind: 'refresh',
    id: deviceApp,
    tokenUrl,
    resource,
    scope: 'all',
    owner,
    cache,
    refreshToken,
  }
  const client = clientFor(provisionalTenant(endpoint, resource, { management: credential, insecureHttp }), context)
  try {
    await findLogto(client)
    const signIn = { tokenUrl, id: deviceApp, resource, scope: 'openid offline_access all' }
    await refreshToken.write(await refreshTokenOf(signInWithBrowser(signIn, client, context.client.signal, showing)))
    await proveCredentials(client, 'management')
  } finally {
    await client.close()
  }
  const signedIn = {
    ...placeOf(endpoint, tokenUrl, insecureHttp),
    kind: 'device' as const,
    clientId: deviceApp,
    resource,
    scope: 'all',
  }
  return { signedIn, secrets: secretsOf({ 'refresh-token': refreshToken.text, 'token-cache': cache.text }) }
}

export interface EndUser {
  endpoint: URL
  /** A native application with the device flow, or one that may exchange tokens. */
  clientId: string
  scope: string
  insecureHttp: boolean
}

/** Signs in an end user in the browser; the tokens are opaque, for the Account API. */
export async function signInEndUser(
  { endpoint, clientId, scope, insecureHttp }: EndUser,
  { id: owner }: Keeping,
  context: LoginContext,
  showing: Showing,
): Promise<Login> {
  const refreshToken = memoryStorage()
  const cache = memoryStorage()
  const tokenUrl = tokenUrlOf(endpoint)
  const credential: RefreshCredential = { kind: 'refresh', id: clientId, tokenUrl, owner, cache, refreshToken }
  const client = clientFor(provisionalTenant(endpoint, '', { user: credential, insecureHttp }), context)
  try {
    await findLogto(client)
    const signIn = { tokenUrl, id: clientId, scope }
    await refreshToken.write(await refreshTokenOf(signInWithBrowser(signIn, client, context.client.signal, showing)))
    await proveCredentials(client, 'user')
  } finally {
    await client.close()
  }
  const signedIn = { ...placeOf(endpoint, tokenUrl, insecureHttp), kind: 'user' as const, clientId }
  return { signedIn, secrets: secretsOf({ 'refresh-token': refreshToken.text, 'token-cache': cache.text }) }
}

/** Signs in an end user by a personal access token, which the application exchanges for access tokens (RFC 8693). */
export async function signInByPersonalToken(
  { endpoint, clientId, scope, insecureHttp }: EndUser,
  token: string,
  { id: owner }: Keeping,
  context: LoginContext,
): Promise<Login> {
  const cache = memoryStorage()
  const tokenUrl = tokenUrlOf(endpoint)
  const subjectToken = async () => token
  const credential: ExchangeCredential = { kind: 'exchange', id: clientId, tokenUrl, owner, cache, subjectToken, scope }
  const client = clientFor(provisionalTenant(endpoint, '', { user: credential, insecureHttp }), context)
  try {
    await findLogto(client)
    await proveCredentials(client, 'user')
  } finally {
    await client.close()
  }
  const signedIn = { ...placeOf(endpoint, tokenUrl, insecureHttp), kind: 'user-token' as const, clientId, scope }
  return { signedIn, secrets: secretsOf({ 'access-token': token, 'token-cache': cache.text }) }
}

async function refreshTokenOf(signingIn: ReturnType<typeof signInWithBrowser>): Promise<string> {
  const { refreshToken } = await signingIn
  if (refreshToken !== undefined) return refreshToken
  throw new NotAllowedError('the server gave no refresh token, so the login would end within the hour', {
    code: 'auth.no_refresh_token',
    hint: 'ask for the scope offline_access, and let the application issue refresh tokens',
  })
}

function placeOf(endpoint: URL, tokenUrl: URL, insecureHttp: boolean) {
  return {
    endpoint: endpoint.href.replace(/\/$/, ''),
    tokenUrl: tokenUrl.href,
    ...(insecureHttp ? { insecureHttp: true as const } : {}),
  }
}

function secretsOf(texts: Partial<Record<SecretName, string | undefined>>): Partial<Record<SecretName, string>> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined))
}
