import type { AuthorizationServer, ClientAuth, HttpRequestOptions } from 'oauth4webapi'
import { CliFailure } from '../../base/errors.js'
import { type Asked, refusal } from './oauth-refusal.js'
import type { TokenAnswer, TokenFetcher } from './token-fetcher.js'

type OAuth = typeof import('oauth4webapi')

/** A request to an OAuth endpoint, for whoever must explain or hide a part of it. */
export interface Call {
  fetch: TokenFetcher
  asked: Asked
  /** What may show neither in debug lines nor in errors. */
  secrets: readonly string[]
  /** The answer's ID token is wanted: `read` checks it. */
  wantsIdToken?: true
  /** Milliseconds that an interruption waits for the answer. */
  graceMs?: number
}

/**
 * Sends one request built by oauth4webapi over this program's HTTP and reads its answer.
 * Throws what `refusal` makes of an answer that is not as it should be, a failure that `read` throws, and whatever
 * `fetch` throws.
 */
export async function callOAuth<T>(
  { fetch, asked, secrets, wantsIdToken, graceMs }: Call,
  send: (oauth: OAuth, options: HttpRequestOptions<'POST' | 'GET', URLSearchParams | undefined>) => Promise<Response>,
  read: (oauth: OAuth, response: Response) => Promise<T>,
): Promise<T> {
  const oauth = await import('oauth4webapi')
  let answer: TokenAnswer | undefined
  const response = await send(oauth, {
    // Endpoints were checked before: https, or http where it is allowed.
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: async (url, { method, headers, body }) => {
      const hidden = [...secrets, (headers.authorization ?? '').replace(/^Basic /, '')]
      const request = { method, url: new URL(url), headers, body: String(body ?? '') }
      answer = await fetch({ ...request, ...(graceMs === undefined ? {} : { graceMs }) }, hidden)
      const text = wantsIdToken ? answer.text : withoutIdToken(answer.text)
      return new Response(text || null, { status: answer.status, headers: typeOf(answer) })
    },
  })
  try {
    return await read(oauth, response)
  } catch (error) {
    throw error instanceof CliFailure ? error : (refusal(answer, asked, secrets) ?? error)
  }
}

/** The server as the grants need it, when only its token endpoint matters. */
export function serverAt(tokenUrl: URL): AuthorizationServer {
  return { issuer: tokenUrl.origin, token_endpoint: tokenUrl.href }
}

/** How a client proves that it is one (RFC 6749, section 2.3): not at all without a secret. */
export function clientAuth(oauth: OAuth, secret?: string, secretIn?: 'header' | 'body'): ClientAuth {
  if (secret === undefined) return oauth.None()
  return secretIn === 'body' ? oauth.ClientSecretPost(secret) : oauth.ClientSecretBasic(secret)
}

/** Those of the given parameters that have a value. */
export function parameters(given: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

/**
 * ID tokens say who somebody is. A login never asks that, so a wrong clock or a tenant behind another address, which
 * would make one invalid, must not cost it.
 */
function withoutIdToken(text: string): string {
  if (!text.includes('"id_token"')) return text
  try {
    const { id_token: _, ...rest } = JSON.parse(text) as Record<string, unknown>
    return JSON.stringify(rest)
  } catch {
    return text
  }
}

function typeOf({ headers }: TokenAnswer): Record<string, string> {
  const type = headers['content-type']
  return typeof type === 'string' ? { 'content-type': type } : {}
}
