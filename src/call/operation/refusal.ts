import { STATUS_CODES } from 'node:http'
import type { Tenant } from '../../access/auth/tenant.js'
import {
  type CliFailure,
  type ErrorFacts,
  NetworkError,
  NotAllowedError,
  NotFoundError,
  RateLimitError,
  RefusedError,
} from '../../base/errors.js'
import type { Answer } from '../http/exchange.js'
import { isRepeatable, isUnclear, retryAfterMs } from '../http/retry.js'
import { accessHint, isAboutAccess } from './access-hint.js'
import { errorBody, messageOf } from './error-body.js'
import { detailsOf } from './error-details.js'
import { issuesIn, issueText } from './input-issues.js'
import type { Refused, RefusedOperation } from './refused.js'
import { wordsFor } from './remedies.js'
import type { TenantAnswer } from './tenant-client.js'
import { tenantName } from './tenant-name.js'

/**
 * The failure that an answer outside 2xx and 3xx stands for: what was wrong, with field and rule where they are known,
 * and what to do about it. `missing` names what was found out not to exist; `hint` is better than what is known here.
 */
export function refusalOf(
  sent: TenantAnswer,
  operation: RefusedOperation,
  tenant: Tenant,
  missing: readonly string[] = [],
  hint?: string,
): CliFailure {
  const { answer } = sent
  const { status } = answer
  const error = errorBody(answer)
  const refused: Refused = { sent, operation, tenant, error, missing }
  const code = error?.code ?? `http.${status}`
  const place = code === 'connector.invalid_config' ? ['config'] : []
  const [first, ...others] = issuesIn(error?.data).map((issue) => issueText(issue, operation, place))
  // What an operation says of a code is for the case that Logto does not explain.
  const words = wordsFor(
    code,
    first === undefined ? refused : { ...refused, operation: { ...operation, refusals: {} } },
  )
  const message = first ?? words.says ?? (error && messageOf(error)) ?? ''
  const facts: ErrorFacts = {
    code,
    status,
    details:
      first === undefined ? error && detailsOf(error, message) : others.length > 0 ? others.join('\n') : undefined,
    requestId: answer.requestId,
    hint: hint ?? withTenant(words.hint ?? hintFor(code, refused), refused),
    // A gateway spoke in the place of the server.
    unclear: isUnclear(status) && !isRepeatable(sent.request?.method ?? 'GET'),
  }
  return new (failureFor(status, code))(message || plainMessage(answer), facts)
}

/** By the contract's exit codes. A sign-in that has lapsed, or was never begun, is no matter of a wrong id. */
function failureFor(status: number, code: string): new (message: string, facts: ErrorFacts) => CliFailure {
  if (status === 401 || status === 403 || code === 'session.not_found') return NotAllowedError
  if (status === 404) return NotFoundError
  if (status === 429) return RateLimitError
  return status >= 500 || status === 407 ? NetworkError : RefusedError
}

/** What to do where nothing is known of the code itself. */
function hintFor(code: string, refused: Refused): string {
  const { sent, tenant, error } = refused
  const { status } = sent.answer
  if (isAboutAccess(code, status)) return accessHint(refused)
  switch (status) {
    case 404:
      return error ? 'check the id' : `is ${tenant.endpoint.origin} the address of a Logto tenant, without /api?`
    case 407:
      return 'the proxy asks for credentials: put them into HTTPS_PROXY'
    case 429:
      return waitHint(sent.answer)
    case 501:
      return `this tenant cannot do it as it is set up, and trying again does not help: ${tenantName(tenant)}`
    default:
      return status >= 500
        ? 'try again; the request id finds it in the server log'
        : 'correct the request; --debug shows what was sent'
  }
}

/** What does not exist may exist in another tenant: each 404 says which one was asked. */
function withTenant(hint: string, { sent, operation, tenant, error }: Refused): string {
  const isAbsent = operation.authority === 'management' || error?.code?.startsWith('entity.')
  return sent.answer.status === 404 && error !== undefined && isAbsent
    ? `${hint}; the tenant is ${tenantName(tenant)}`
    : hint
}

/** When to come back, where the server says it. */
function waitHint({ headers }: Answer): string {
  const wait = retryAfterMs(headers)
  if (wait === undefined) return 'wait a little, then try again; --retries N waits for you'
  const minutes = Math.ceil(wait / 60_000)
  const until = new Date(Date.now() + wait).toISOString().replace(/\.\d+Z$/, 'Z')
  return minutes <= 1
    ? `try again in ${Math.ceil(wait / 1000)} seconds; --retries N waits for you`
    : `the server takes requests again in ${minutes} minutes, at ${until}`
}

/** An answer that claims success but is not Logto's, such as a proxy's sign-in page. */
export function notLogto(answer: Answer): NetworkError {
  const type = String(answer.headers['content-type'] ?? 'no content type')
  return new NetworkError(`the answer is not JSON but ${type.split(';')[0]}`, {
    code: 'http.not_json',
    status: answer.status,
    requestId: answer.requestId,
    hint: 'is the endpoint the address of a Logto tenant, and does a proxy answer in its place?',
  })
}

/** A redirect that the operation does not document. */
export function unexpectedRedirect(answer: Answer): NetworkError {
  const location = String(answer.headers.location ?? 'nowhere')
  return new NetworkError(`the server redirects to ${location}`, {
    code: 'http.redirect',
    status: answer.status,
    requestId: answer.requestId,
    hint: 'redirects are not followed, so that credentials stay with the endpoint; set LOGTO_ENDPOINT to the final address',
  })
}

function plainMessage(answer: Answer): string {
  const type = String(answer.headers['content-type'] ?? '')
  const words = `${answer.status} ${STATUS_CODES[answer.status] ?? ''}`.trim()
  return type.includes('html') ? `the server answered ${words} with a web page` : `the server answered ${words}`
}
