import { calculatePKCECodeChallenge, generateRandomCodeVerifier } from 'oauth4webapi'
import { Browser } from './browser.js'
import { type Answered, answered, type TestTenant } from './client.js'

export const password = 'sandbox-Pass-1'
export const callback = 'http://127.0.0.1:4321/callback'

/** A person with a browser, on the way to sign in to an application. */
export class Person extends Browser {
  readonly verifier = generateRandomCodeVerifier()

  constructor(
    private readonly tenant: TestTenant,
    readonly clientId: string,
  ) {
    super(tenant.url)
  }

  /** Asks for authorization; the answer redirects to the sign-in page, or back with what is wrong. */
  async authorize(change: Record<string, string> = {}): Promise<Answered> {
    const query = new URLSearchParams({
      client_id: this.clientId,
      redirect_uri: callback,
      response_type: 'code',
      scope: 'openid offline_access profile',
      prompt: 'consent',
      state: 'xyz',
      code_challenge: await calculatePKCECodeChallenge(this.verifier),
      code_challenge_method: 'S256',
      ...change,
    })
    return this.get(`/oidc/auth?${query}`)
  }

  step(method: string, path: string, body?: unknown): Promise<Answered> {
    return this.send(method, `/api/experience${path}`, body, { 'logto-app-id': this.clientId })
  }

  /** Identifies by a password; everything up to the submission. */
  async identify(username: string, secret = password): Promise<Answered> {
    await this.step('PUT', '', { interactionEvent: 'SignIn' })
    const identifier = { type: 'username', value: username }
    const { json } = await this.step('POST', '/verification/password', { identifier, password: secret })
    return this.step('POST', '/identification', { verificationId: json.verificationId })
  }

  /** Follows redirects within the tenant, and gives the first address of an application, or the last answer. */
  async follow(address: string): Promise<{ answer: Answered; away?: URL }> {
    for (let next = address; ; ) {
      const answer = await this.get(next)
      const location = answer.headers.get('location')
      if (!location) return { answer }
      const target = new URL(location, this.tenant.url)
      const isAway = target.origin !== this.tenant.url || target.pathname === '/demo-app'
      if (isAway) return { answer, away: target }
      next = target.href
    }
  }

  /** Signs in and gives the code of the redirect. */
  async signIn(username: string, change: Record<string, string> = {}): Promise<string> {
    await this.authorize(change)
    await this.identify(username)
    const { json } = await this.step('POST', '/submit')
    const { away } = await this.follow(String(json.redirectTo))
    return away?.searchParams.get('code') ?? ''
  }

  token(form: Record<string, string>): Promise<Answered> {
    const body = new URLSearchParams({ client_id: this.clientId, ...form })
    return fetch(`${this.tenant.url}/oidc/token`, { method: 'POST', body }).then(answered)
  }

  redeem(code: string): Promise<Answered> {
    const form = { grant_type: 'authorization_code', code, redirect_uri: callback, code_verifier: this.verifier }
    return this.token(form)
  }
}

/** Makes a native application and gives its id. */
export async function nativeApp(tenant: TestTenant, more: object = {}): Promise<string> {
  const body = {
    name: 'native',
    type: 'Native',
    oidcClientMetadata: { redirectUris: [callback], postLogoutRedirectUris: [] },
    ...more,
  }
  return String((await tenant.call('POST', '/api/applications', body)).json.id)
}
