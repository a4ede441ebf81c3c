import { STATUS_CODES } from 'node:http'
import type { Tenant } from '../../access/auth/tenant.js'
import { explainRefusal } from '../../access/auth/token-claims.js'
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
import { isRepeatable, isUnclear } from '../http/retry.js'
import type { RefusedOperation } from './refused.js'
import { remedyFor } from './remedies.js'
import type { TenantAnswer } from './tenant-client.js'

/** Logto's error body: `{code, message, data?, details?}`. */
interface ErrorBody {
  code?: string
  message?: string
  details?: unknown
  data?: unknown
}

/** The failure that an answer outside 2xx and 3xx stands for, with what to do about it. */
export function refusalOf(sent: TenantAnswer, operation: RefusedOperation, tenant: Tenant): CliFailure {
  const { answer } = sent
  const { status } = answer
  const body = errorBody(answer)
  const facts: ErrorFacts = {
    code: body?.code ?? `http.${status}`,
    status,
    details: body?.details ?? dataOf(body),
    requestId: answer.requestId,
  }
  const message = body?.message ? body.message.replace(/\.$/, '') : plainMessage(answer)
  const hint = body?.code ? remedyFor(body.code, { sent, operation, tenant }) : undefined
  // The sign-in has lapsed, or was never begun.
  if (status === 401 || status === 403 || body?.code === 'session.not_found') {
    return new NotAllowedError(message, { ...facts, hint: hint ?? accessHint(sent, operation, tenant) })
  }
  if (status === 404) {
    const fallback = body
      ? 'check the id, and the tenant: LOGTO_ENDPOINT'
      : 'is the endpoint the address of a Logto tenant, without /api?'
    return new NotFoundError(message, { ...facts, hint: hint ?? fallback })
  }
  if (status === 429) {
    return new RateLimitError(message, {
      ...facts,
      hint: hint ?? 'wait a little, then try again; --retries N waits for you',
    })
  }
  if (status >= 500 || status === 407) {
    return new NetworkError(message, {
      ...facts,
      // A gateway spoke in the place of the server.
      unclear: isUnclear(status) && !isRepeatable(sent.request?.method ?? 'GET'),
      hint:
        hint ??
        (status === 407
          ? 'the proxy wants credentials: put them into HTTPS_PROXY'
          : 'try again; the request id finds it in the server log'),
    })
  }
  return new RefusedError(message, { ...facts, hint: hint ?? 'correct the request; --debug shows what was sent' })
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

function accessHint({ answer, token }: TenantAnswer, { authority }: RefusedOperation, tenant: Tenant): string {
  if (authority === 'user') {
    return "check the end user's token, and that the endpoint is the one of its tenant"
  }
  const date = answer.headers.date
  const serverTime = typeof date === 'string' ? Date.parse(date) : Number.NaN
  const why = token
    ? explainRefusal(token, tenant.resource, Number.isNaN(serverTime) ? undefined : serverTime, tenant.scope)
    : undefined
  return (
    why ?? "check that the token is this tenant's, and that its application has the role 'Logto Management API access'"
  )
}

function errorBody(answer: Answer): ErrorBody | undefined {
  try {
    const body: unknown = JSON.parse(answer.text)
    if (typeof body !== 'object' || body === null) return undefined
    const { code, message, details, data } = body as Record<string, unknown>
    return {
      ...(typeof code === 'string' ? { code } : {}),
      ...(typeof message === 'string' ? { message } : {}),
      details,
      data,
    }
  } catch {
    return undefined
  }
}

/** `data` of an input error repeats `details` as a ZodError; of others it is worth showing. */
function dataOf(body: ErrorBody | undefined): unknown {
  return body?.code === 'guard.invalid_input' ? undefined : body?.data
}

function plainMessage(answer: Answer): string {
  const type = String(answer.headers['content-type'] ?? '')
  const words = `${answer.status} ${STATUS_CODES[answer.status] ?? ''}`.trim()
  return type.includes('html') ? `the server answered ${words} with a web page` : `the server answered ${words}`
}
