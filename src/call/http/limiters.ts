import { Limiter, type LimiterOptions } from './limiter.js'
import type { Rate } from './request-window.js'

/**
 * What Logto Cloud takes from one address: 200 requests in 10 s, of which some are left to others who use the tenant.
 */
const cloudRate: Rate = { requests: 196, perMs: 10_000 }

export interface RunLimits extends Pick<LimiterOptions, 'concurrency' | 'say'> {
  /** Requests a second. */
  perSecond?: number | undefined
  /** Machines that share what the server takes. */
  shards?: number | undefined
}

/** The limiters of one run: one for each address, however many clients it has. */
export class Limiters {
  private readonly known = new Map<string, Limiter>()

  constructor(private readonly limits: RunLimits = {}) {}

  readonly for = (endpoint: URL): Limiter => {
    const { concurrency, say } = this.limits
    const limiter = this.known.get(endpoint.origin) ?? new Limiter({ concurrency, say, rate: this.rateFor(endpoint) })
    this.known.set(endpoint.origin, limiter)
    return limiter
  }

  private rateFor({ hostname }: URL): Rate | undefined {
    const { perSecond, shards = 1 } = this.limits
    if (perSecond !== undefined) return { requests: perSecond, perMs: 1000 }
    if (!hostname.endsWith('.logto.app')) return undefined
    return { ...cloudRate, requests: Math.max(1, Math.floor(cloudRate.requests / shards)) }
  }
}
