/** The words that the explanations of failed tries share. */

import type { OutgoingRequest } from './exchange.js'
import type { Stage } from './one-try.js'
import type { ProxyServer } from './proxy.js'

/** Reason of the abort when a try's time is up. */
export class TimeUp extends Error {}

/** A try that got no answer. */
export interface FailedTry {
  method: OutgoingRequest['method']
  url: URL
  proxy: ProxyServer | undefined
  stage: Stage
  error: unknown
  timeoutMs: number
}

/** What is wrong, and what to do about it. */
export interface Diagnosis {
  code: `network.${string}` | `usage.${string}`
  message: string
  hint: string
  /** Another try would meet the same: a certificate, a proxy's refusal, a header that cannot be sent. */
  lasting?: true
}

export type Codes = ReadonlySet<string>

/** The codes of an error, of its causes, and of the failed addresses that Node bundles into an AggregateError. */
export function codesOf(error: unknown, found = new Set<string>()): Codes {
  if (!(error instanceof Error)) return found
  if ('code' in error && typeof error.code === 'string') found.add(error.code)
  if (error instanceof AggregateError) for (const each of error.errors) codesOf(each, found)
  return codesOf(error.cause, found)
}

/** `host:port` of a URL, the port always said. */
export function place(url: URL): string {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return `${url.hostname}:${port}`
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** A time span for people, such as `300 ms` or `1.5 s`. */
export function span(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${Math.round(milliseconds / 100) / 10} s`
}
