import { type CliFailure, NetworkError, NotAllowedError, RateLimitError } from '../../base/errors.js'
import { secretMask } from '../../base/secret-names.js'
import type { TokenAnswer } from './token-fetcher.js'

/** What was asked of which server, so that a refusal can say which part of it is wrong. */
export interface Asked {
  grant: 'client' | 'device' | 'refresh' | 'exchange' | 'code' | 'revocation' | 'discovery'
  url: URL
  /** The client id. */
  id: string
  resource?: string | undefined
  scope?: string | undefined
  /** The command that signs in again, of a login. */
  again?: string | undefined
}

/** What was wrong, and what to do about it. */
type Words = readonly [message: string, hint: string]

/**
 * The failure that an OAuth endpoint's answer stands for: a NotAllowedError that says which of id, secret, resource,
 * scope, role or login is wrong, a RateLimitError when the token quota is used up, or a NetworkError for a server in
 * trouble and for what is no such endpoint. It carries nothing of the answer but the server's description.
 */
export function refusal(
  answer: TokenAnswer | undefined,
  asked: Asked,
  secrets: readonly string[],
): CliFailure | undefined {
  if (!answer) return undefined
  const body = parsed(answer.text)
  const text = (name: string) => (typeof body[name] === 'string' ? hide(body[name], secrets) : undefined)
  const error = text('error')
  const description = text('error_description')
  const { status, requestId } = answer
  const code = text('code') ?? (error ? `oidc.${error}` : undefined)
  const facts = { status, requestId, details: description ?? text('message') }
  if (status === 429) {
    return new RateLimitError('the token endpoint refuses more tokens for now', {
      ...facts,
      code: code ?? 'http.429',
      hint: "the tenant's token quota may be used up; wait, or look at the quota in the Console",
    })
  }
  if (status >= 500) {
    return new NetworkError(`${asked.url.host} answers ${status}: it is in trouble`, {
      ...facts,
      code: code ?? `http.${status}`,
      hint: 'try again; the request id finds it in the server log',
    })
  }
  if (status < 400 || code === undefined) return noSuchEndpoint(answer, asked)
  const [message, hint] = meaning(error ?? code, description ?? '', asked)
  return new NotAllowedError(message, { ...facts, code, hint })
}

function noSuchEndpoint({ status, headers, requestId }: TokenAnswer, { url }: Asked): NetworkError {
  const location = typeof headers.location === 'string' ? ` and sends on to ${headers.location.split('?')[0]}` : ''
  return new NetworkError(`${url.href} does not answer like an OpenID endpoint (status ${status}${location})`, {
    code: 'auth.no_token_endpoint',
    status,
    requestId,
    hint: 'check the endpoint: it must be the address of a Logto tenant, without /api',
  })
}

/** Error codes: RFC 6749, section 5.2, RFC 8628, section 3.5, RFC 8707; descriptions: Logto's. */
function meaning(error: string, description: string, asked: Asked): Words {
  const { grant, id, resource, scope } = asked
  switch (error) {
    case 'invalid_client':
      return wrongClient(description, asked)
    case 'unauthorized_client':
    case 'unsupported_grant_type':
      return wrongKind(asked)
    case 'invalid_target':
      if (grant === 'code' || grant === 'exchange') {
        return [
          `the resource indicator ${resource ?? '(none)'} is unknown to this tenant`,
          'see `logto resources list`',
        ]
      }
      return [
        `the resource indicator ${resource ?? '(none)'} is unknown to this tenant`,
        'it is https://<tenant id>.logto.app/api, or https://default.logto.app/api when self-hosted: set LOGTO_RESOURCE, or sign in with --resource',
      ]
    case 'invalid_scope':
      return [
        `the scope ${scope ?? '(none)'} cannot be granted`,
        grant === 'exchange' ? 'leave out what this tenant does not know' : "the Management API's only scope is all",
      ]
    case 'access_denied':
      if (grant === 'exchange') {
        return [
          'the user may not have this token',
          'is the user a member of the organization, and let into the application?',
        ]
      }
      return grant === 'device'
        ? ['the sign-in was refused in the browser', 'sign in again, and approve it']
        : ['the application may not use this resource', "give it the role 'Logto Management API access'"]
    case 'expired_token':
      return expired
    case 'invalid_grant':
      return wrongGrant(asked)
    case 'invalid_request':
      if (grant === 'code' && /client/i.test(description) && /secret|auth/i.test(description)) return wrongSecret(id)
      if (/secret has expired/i.test(description)) {
        return [`the client secret of ${id} has expired`, 'create a new secret for the application in the Console']
      }
      if (/is not allowed for this client/i.test(description)) return wrongKind(asked)
  }
  return [`the token endpoint refused the request (${error})`, `check the client ${id}, its resource and its scope`]
}

/** The words for a device code whose time is up. */
export const expired: Words = ['the code expired before the sign-in was approved', 'sign in again']

/** The words for a login that cannot be kept up, for whatever reason. */
export function lapsed(again = 'logto login'): Words {
  return ['the login has lapsed', `sign in again: ${again}`]
}

/** Logto tells an unknown id ("invalid client …") from a wrong secret ("client authentication failed"). */
function wrongClient(description: string, { grant, id }: Asked): Words {
  if (grant === 'code' && !/^invalid client/i.test(description)) return wrongSecret(id)
  const hint = `check the application ${id} in the Console: ${kinds[grant]}`
  if (grant === 'exchange' && /token exchange is not allowed/i.test(description)) return noExchange(id)
  if (grant === 'exchange' && /third-party/i.test(description)) {
    return [`the application ${id} is a third party's, and those may not exchange tokens`, 'take one of your own']
  }
  if (grant === 'exchange' && /authentication failed|no client authentication/i.test(description)) {
    return [`the application ${id} did not prove itself`, 'if it has a secret, pipe that in: --client-secret-stdin']
  }
  if (/authentication failed/i.test(description) && grant === 'client') {
    return [`the client secret is not the one of ${id}`, `${hint}, and the secret current`]
  }
  return [`the client id ${id} is unknown to this tenant`, hint]
}

/** For a code: the id was known when the sign-in began. */
function wrongSecret(id: string): Words {
  return [
    `the application ${id} did not prove itself`,
    'a traditional web application has a secret: pipe it in with --client-secret-stdin; a single-page or native one has none',
  ]
}

function noExchange(id: string): Words {
  const remedy = `logto apps update ${id} --set customClientMetadata.allowTokenExchange=true --merge`
  return [`the application ${id} may not exchange tokens`, `switch token exchange on: ${remedy}`]
}

function wrongKind({ grant, id }: Asked): Words {
  if (grant === 'exchange') return noExchange(id)
  return [`the application ${id} may not get tokens in this way`, `check it in the Console: ${kinds[grant]}`]
}

function wrongGrant({ grant, id, again }: Asked): Words {
  switch (grant) {
    case 'refresh':
      return lapsed(again)
    case 'device':
      return ['the device code is no longer known to the server', 'sign in again']
    case 'code':
      return [
        'the authorization code is wrong, expired or used up',
        'begin another sign-in: logto experience authorize, or logto experience sign-in',
      ]
    default:
      return [
        'the token to exchange is wrong, expired, revoked or used up',
        `create another one, and check that the application ${id} may exchange tokens`,
      ]
  }
}

/** What an application must be for each grant. */
const kinds: Readonly<Record<Asked['grant'], string>> = {
  client: 'it must be machine-to-machine',
  device: 'it must be a native one with the device flow',
  refresh: 'it must be the native one that the login was made with',
  exchange: 'token exchange must be switched on',
  code: 'it must be a traditional web, single-page or native one',
  revocation: 'it must be the one that the login was made with',
  discovery: 'it must be one of this tenant',
}

function hide(text: string, secrets: readonly string[]): string {
  return secrets.filter(Boolean).reduce((hidden, secret) => hidden.replaceAll(secret, secretMask), text)
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
