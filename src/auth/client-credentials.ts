import { NetworkError, NotAllowedError, RateLimitError } from '../errors.js'
import type { Credential } from '../profiles/environment.js'

/** A form post to a token endpoint. */
export interface TokenRequest {
  url: URL
  headers: Record<string, string>
  body: string
}

/** The answer to a token request, as `http` gives it. */
export interface TokenAnswer {
  status: number
  headers: Readonly<Record<string, string | string[]>>
  text: string
  requestId?: string
}

/** Posts a token request over the program's own HTTP; `secrets` never show in debug lines. */
export type TokenFetcher = (request: TokenRequest, secrets: readonly string[]) => Promise<TokenAnswer>

export interface IssuedToken {
  value: string
  /** Epoch milliseconds. */
  expiresAt: number
}

/** Logto's default lifetime of an access token, where the answer does not say. */
const defaultLifetime = 3600

/**
 * Asks for a token by client credentials (RFC 6749, section 4.4) for one resource (RFC 8707).
 * Throws a NotAllowedError that says which of id, secret, resource or scope is wrong, a RateLimitError when the
 * tenant's token quota is used up, or a NetworkError when the answer is no token endpoint's.
 */
export async function requestClientToken(
  credential: Extract<Credential, { kind: 'client' }>,
  fetch: TokenFetcher,
): Promise<IssuedToken> {
  const oauth = await import('oauth4webapi')
  const { tokenUrl, id, secret, resource, scope } = credential
  const server = { issuer: tokenUrl.origin, token_endpoint: tokenUrl.href }
  const client = { client_id: id }
  let answer: TokenAnswer | undefined
  const response = await oauth.clientCredentialsGrantRequest(
    server,
    client,
    oauth.ClientSecretBasic(secret),
    { resource, scope },
    {
      // The endpoint was checked before: https, or http on loopback.
      [oauth.allowInsecureRequests]: true,
      [oauth.customFetch]: async (url, { headers, body }) => {
        answer = await fetch({ url: new URL(url), headers, body: String(body) }, [secret, basicOf(headers)])
        return new Response(answer.text || null, { status: answer.status, headers: jsonHeaders(answer) })
      },
    },
  )
  try {
    const token = await oauth.processClientCredentialsResponse(server, client, response)
    return { value: token.access_token, expiresAt: Date.now() + (token.expires_in ?? defaultLifetime) * 1000 }
  } catch (error) {
    throw refusal(error, answer, credential)
  }
}

function basicOf(headers: Record<string, string>): string {
  return (headers.authorization ?? '').replace(/^Basic /, '')
}

function jsonHeaders({ headers }: TokenAnswer): Record<string, string> {
  const type = headers['content-type']
  return typeof type === 'string' ? { 'content-type': type } : {}
}

/** What the token endpoint's refusal means and what to do (error codes: RFC 6749, section 5.2, and Logto's). */
function refusal(
  error: unknown,
  answer: TokenAnswer | undefined,
  { tokenUrl, id, resource, scope }: Extract<Credential, { kind: 'client' }>,
): Error {
  const body = parsed(answer?.text)
  const oauthError = typeof body?.error === 'string' ? body.error : undefined
  const code = typeof body?.code === 'string' ? body.code : oauthError ? `oidc.${oauthError}` : 'auth.token_refused'
  const said = [body?.error_description, body?.message].find((text) => typeof text === 'string')
  const facts = { code, status: answer?.status, details: said, requestId: answer?.requestId, cause: error }
  if (answer?.status === 429) {
    return new RateLimitError('the token endpoint refuses more tokens for now', {
      ...facts,
      hint: "the tenant's token quota may be used up; wait, or look at the quota in the Console",
    })
  }
  if (!oauthError && !body?.code) {
    return new NetworkError(`${tokenUrl.href} does not answer like a token endpoint (status ${answer?.status})`, {
      ...facts,
      code: 'auth.no_token_endpoint',
      hint: 'check LOGTO_ENDPOINT: it must be the address of a Logto tenant, without /api',
    })
  }
  const hints: Record<string, [string, string]> = {
    invalid_client: [
      'the client id or the client secret is wrong',
      `check the application ${id} in the Console: it must be machine-to-machine, and the secret current`,
    ],
    invalid_target: [
      `the resource indicator ${resource} is unknown to this tenant`,
      'set LOGTO_RESOURCE: https://<tenant id>.logto.app/api, or https://default.logto.app/api when self-hosted',
    ],
    invalid_scope: [`the scope ${scope} is not to be had`, "the Management API's only scope is all; unset LOGTO_SCOPE"],
    access_denied: ['the application may not use this resource', "give it the role 'Logto Management API access'"],
  }
  const [message, hint] = hints[oauthError ?? ''] ?? [
    `the token endpoint refused the credentials (${oauthError ?? code})`,
    'check LOGTO_CLIENT_ID, LOGTO_CLIENT_SECRET and LOGTO_RESOURCE',
  ]
  return new NotAllowedError(message, { ...facts, hint })
}

function parsed(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
