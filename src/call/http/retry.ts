/** What may be sent again, and when. */

import type { Answer, OutgoingRequest } from './exchange.js'

/** Longest `Retry-After` that is waited for. */
const longestWaitMs = 60_000

/** Longest wait that this program chooses by itself. */
const longestBackoffMs = 10_000

/** Codes of 429 answers that hold for minutes or a month: another try would only count against the limit again. */
const lastingLimits = new Set(['request.message_rate_limited', 'auth.exceed_token_limit'])

/** Methods whose second sending changes nothing more than the first (RFC 9110, 9.2.2). PATCH and POST are not. */
const repeatable = new Set<OutgoingRequest['method']>(['GET', 'HEAD', 'PUT', 'DELETE'])

/**
 * What a gateway says when the server behind it is away for a moment. 500 is not among them: Logto answers it for a
 * fault of its own, which the same request meets again.
 */
const passingStatuses = new Set([502, 503, 504])

export function isRepeatable(method: OutgoingRequest['method']): boolean {
  return repeatable.has(method)
}

/** Says whether an answer leaves open what became of the request: a gateway spoke, not the server behind it. */
export function isUnclear(status: number): boolean {
  return passingStatuses.has(status)
}

/**
 * Milliseconds to wait before a request is sent again after this answer; nothing when the answer stands.
 * @param backoffMs the wait where the server names none; never less is waited.
 */
export function waitAfter(
  answer: Pick<Answer, 'status' | 'headers' | 'text'>,
  method: OutgoingRequest['method'],
  backoffMs: number,
): number | undefined {
  const isPassing = passingStatuses.has(answer.status) && isRepeatable(method)
  const isLimited = answer.status === 429 && !lastingLimits.has(codeOf(answer.text))
  if (!isPassing && !isLimited) return undefined
  const asked = retryAfterMs(answer.headers) ?? 0
  return asked > longestWaitMs ? undefined : Math.max(asked, backoffMs)
}

/** Longest `Retry-After` that a run of many requests waits for, and its wait where the server names none. */
const longestPauseMs = 15 * 60_000
const usualPauseMs = 1000

/** Milliseconds for which the server wants no more requests; undefined when it takes them, or none for too long. */
export function pauseAsked(answer: Pick<Answer, 'status' | 'headers' | 'text'>): number | undefined {
  if (answer.status !== 429 || lastingLimits.has(codeOf(answer.text))) return undefined
  const asked = retryAfterMs(answer.headers) ?? usualPauseMs
  return asked > longestPauseMs ? undefined : Math.max(asked, usualPauseMs / 10)
}

/**
 * Milliseconds before try number `next` (2 is the first repetition): doubles each time, and is spread between its half
 * and its whole so that many callers do not come back at once.
 */
export function backoff(next: number, baseMs: number): number {
  const whole = Math.min(baseMs * 2 ** (next - 2), longestBackoffMs)
  return whole * (0.5 + Math.random() / 2)
}

/**
 * Milliseconds that `Retry-After` asks for, as seconds or as a date (RFC 9110, 10.2.3); nothing when it is absent or
 * cannot be read. A date is measured from the answer's own `Date`, so that a wrong clock here does no harm.
 */
export function retryAfterMs(headers: Answer['headers']): number | undefined {
  const text = first(headers['retry-after'])?.trim()
  if (text === undefined) return undefined
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const until = Date.parse(text)
  if (Number.isNaN(until)) return undefined
  const sent = Date.parse(first(headers.date) ?? '')
  return Math.max(0, until - (Number.isNaN(sent) ? Date.now() : sent))
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

function codeOf(text: string): string {
  try {
    const value: unknown = JSON.parse(text)
    const hasCode = typeof value === 'object' && value !== null && 'code' in value
    return hasCode && typeof value.code === 'string' ? value.code : ''
  } catch {
    return ''
  }
}
