import { chooseTenant } from '../../access/auth/tenant.js'
import type { Authority } from '../facts/operation.js'
import type { Limiter } from '../http/limiter.js'
import { notice } from '../output/notice.js'
import type { Streams } from '../output/streams.js'
import { interruption } from './interruption.js'
import type { Settings } from './settings.js'
import { type ClientContext, TenantClient } from './tenant-client.js'

/** What opening a client needs of the running program. */
export interface Opening {
  settings: Settings
  version: string
  streams: Streams
  /** The limiter of a run of many requests, by the address of the tenant. */
  limiterFor?: ((endpoint: URL) => Limiter) | undefined
  /** Ends the requests; Ctrl-C does without. */
  signal?: AbortSignal | undefined
  /** Milliseconds that Ctrl-C waits for the answers of writes that are on their way; none without. */
  graceMs?: number | undefined
}

/**
 * A client for the tenant that is in force here; what is to be said about its choice is said. For requests of the
 * authority `interaction` it carries the cookies of the sign-in that is under way. Throws as `openInteraction`.
 */
export async function openClient(opening: Opening, authority?: Authority): Promise<TenantClient> {
  const { settings, streams, limiterFor } = opening
  const { tenant, notices } = await chooseTenant(settings, process.env, process.cwd(), { isOpen: isOpen(authority) })
  for (const text of notices) await notice(text, settings.format, streams)
  const context = { ...clientContext(opening), limiter: limiterFor?.(tenant.endpoint) }
  if (authority !== 'interaction') return new TenantClient(tenant, settings, context)
  const { openInteraction } = await import('../../access/interaction/open-interaction.js')
  return new TenantClient(tenant, settings, context, await openInteraction(tenant, settings.session, process.env))
}

/** Whether requests need no credentials of the tenant's: those of a sign-in have its cookies. */
export function isOpen(authority: Authority | undefined): boolean {
  return authority === 'none' || authority === 'optional' || authority === 'interaction'
}

/** The running program as a client sees it. */
export function clientContext({
  settings,
  version,
  streams,
  graceMs,
  signal = interruption(),
}: Opening): ClientContext {
  return {
    env: process.env,
    version,
    signal,
    graceMs,
    ...(settings.debug ? { onDebug: (line: string) => void streams.err(line) } : {}),
  }
}
