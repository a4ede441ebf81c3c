import { Cookies } from '../../src/access/interaction/cookies.js'
import { SessionStore } from '../../src/access/interaction/session-store.js'

export const sessionCookie = '_interaction=cookie-of-the-sign-in'

/** Stores a sign-in that is under way at a tenant, as `logto experience authorize` would, for runs in `env`. */
export async function openSessionAt(endpoint: string, env: NodeJS.ProcessEnv): Promise<void> {
  const url = new URL(endpoint)
  const cookies = await Cookies.open()
  cookies.take(url, `${sessionCookie}; path=/`)
  const now = Date.now()
  await new SessionStore(env).create({
    version: 1,
    name: url.host.replace(':', '-'),
    endpoint,
    server: { issuer: `${endpoint}/oidc` },
    clientId: 'app-of-the-sign-in',
    redirectUri: 'https://app.example.com/callback',
    scope: 'openid',
    resources: [],
    state: 'state',
    nonce: 'nonce',
    codeVerifier: 'verifier',
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + 3600_000).toISOString(),
    cookies: cookies.stored(),
  })
}
