/**
 * A tenant that signs one user in as Logto does, step by step, and whose answers a test may bend: to another host, with
 * another state, with a refusal that was recorded of Logto. The flow itself is held to the sandbox by its own tests.
 */

import { createHash } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { onTestFinished } from 'vitest'
import { type Finished, makeHome, type Running, type RunOptions, run, start } from '../../cli/run.js'
import { type Received, type Reply, startServer } from '../../cli/server.js'

export const app = 'a7k2m9x4p1qz'
export const redirectUri = 'https://app.example.com/callback'
export const cookie = 'cookie-of-the-interaction'
export const issued = { access: 'access-token-of-the-test', refresh: 'refresh-token-of-the-test' }

/** Answers in the place of the tenant; nothing leaves the answer to it. */
export type Bend = (request: Received) => Reply | undefined | Promise<Reply | undefined>

export interface BentTenant {
  endpoint: string
  home: string
  received: Received[]
  /** The requests to a path, in the order of their arrival. */
  to(path: string): Received[]
  logto(args: readonly string[], options?: RunOptions): Promise<Finished>
  begin(args: readonly string[], options?: RunOptions): Running
}

const keys = generateKeyPair('RS256')
const code = 'code-of-the-test'
/** By path below `/api/experience`: what succeeds there. */
const answers: Readonly<Record<string, Reply>> = {
  'PUT ': { status: 204 },
  'POST /verification/password': { body: { verificationId: 'record-1' } },
  'POST /verification/verification-code': { body: { verificationId: 'record-1' } },
  'POST /verification/verification-code/verify': { body: { verificationId: 'record-1' } },
  'POST /verification/one-time-token/verify': { body: { verificationId: 'record-1' } },
  'POST /verification/totp/verify': { body: { verificationId: 'record-2' } },
  'POST /verification/backup-code/verify': { body: { verificationId: 'record-2' } },
  'POST /identification': { status: 204 },
  'POST /profile': { status: 204 },
  'PUT /profile/password': { status: 204 },
  'GET /interaction': { body: { interactionEvent: 'SignIn' } },
}

/** Starts a tenant that ends with the test, or where `end` says. `claims`: laid over those of the ID token. */
export async function bentTenant(
  bend: Bend = () => undefined,
  { claims = {}, end = onTestFinished }: { claims?: object; end?: (close: () => void) => void } = {},
): Promise<BentTenant> {
  let asked = new URLSearchParams()
  let origin = ''
  const server = await startServer(async (request) => (await bend(request)) ?? answer(request))
  origin = server.endpoint
  const home = makeHome()
  end(() => {
    server.close()
    home.remove()
  })

  async function answer(request: Received): Promise<Reply> {
    const { method, path, headers, query } = request
    switch (path) {
      case '/oidc/.well-known/openid-configuration':
        return { body: discovery(origin) }
      case '/oidc/auth': {
        asked = new URLSearchParams(query)
        // The library sets the first two; the paths are Logto's.
        return redirect(`/sign-in?app_id=${app}`, [
          `_interaction=${cookie}; path=/; expires=${new Date(Date.now() + 3600_000).toUTCString()}; httponly`,
          `_interaction_resume=resume-cookie; path=/oidc/auth/uid; httponly`,
        ])
      }
      case '/oidc/auth/uid':
        if (!headers.cookie?.includes('_interaction_resume=')) return notFound
        if (!headers.cookie.includes('_session='))
          return redirect(`/consent?app_id=${app}`, ['_session=session-cookie; path=/'])
        return redirect(callback(asked, origin))
      case '/consent':
        return redirect(`${origin}/oidc/auth/uid`)
      case '/oidc/token':
        return token(new URLSearchParams(request.body), asked, origin, claims)
    }
    if (!headers.cookie?.includes(`_interaction=${cookie}`)) return notFound
    const step = `${method} ${path.replace('/api/experience', '')}`
    if (step === 'POST /submit') return { body: { redirectTo: `${origin}/oidc/auth/uid` } }
    return answers[step] ?? { status: 404, body: 'Not Found' }
  }

  const own = (options: RunOptions = {}) => ({ ...options, env: { LOGTO_ENDPOINT: origin, ...options.env } })
  return {
    endpoint: origin,
    home: home.path,
    received: server.received,
    to: (path) => server.received.filter((request) => request.path === path),
    logto: (args, options) => run(args, home.path, own(options)),
    begin: (args, options) => start(args, home.path, own(options)),
  }
}

/** Flags that say which application. */
export const toApp = ['--client-id', app, '--redirect-uri', redirectUri]

export function redirect(location: string, cookies?: readonly string[]): Reply {
  // `writeHead` takes several headers of a name as a list.
  const setCookie = cookies ? { 'set-cookie': cookies as unknown as string } : {}
  return { status: 303, headers: { location, ...setCookie } }
}

const notFound: Reply = { status: 400, body: { code: 'session.not_found', message: 'Session not found.' } }

/** Where the application would be told the code. */
export function callback(asked: URLSearchParams, origin: string, over: Record<string, string> = {}): string {
  const parameters = { code, state: asked.get('state') ?? '', iss: `${origin}/oidc`, ...over }
  return `${redirectUri}?${new URLSearchParams(parameters)}`
}

function discovery(origin: string): object {
  return {
    issuer: `${origin}/oidc`,
    authorization_endpoint: `${origin}/oidc/auth`,
    token_endpoint: `${origin}/oidc/token`,
    jwks_uri: `${origin}/oidc/jwks`,
    authorization_response_iss_parameter_supported: true,
  }
}

async function token(form: URLSearchParams, asked: URLSearchParams, origin: string, claims: object): Promise<Reply> {
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url')
  const isRight = form.get('code') === code && challenge === asked.get('code_challenge')
  if (!isRight || form.get('redirect_uri') !== redirectUri) {
    return {
      status: 400,
      body: { code: 'oidc.invalid_grant', error: 'invalid_grant', message: 'Grant request is invalid.' },
    }
  }
  const { privateKey, publicKey } = await keys
  const { kid = 'key' } = await exportJWK(publicKey)
  const now = Math.floor(Date.now() / 1000)
  const payload = { nonce: asked.get('nonce'), sub: 'ann000000000', iat: now, exp: now + 3600, ...claims }
  const idToken = await new SignJWT({ iss: `${origin}/oidc`, aud: app, ...payload })
    .setProtectedHeader({ alg: 'RS256', kid })
    .sign(privateKey)
  const scope = asked.get('scope') ?? ''
  const refresh = scope.includes('offline_access') ? { refresh_token: issued.refresh } : {}
  return {
    body: { access_token: issued.access, id_token: idToken, ...refresh, scope, expires_in: 3600, token_type: 'Bearer' },
  }
}
