import type { RequestListener } from 'node:http'

/** At most so many requests in any window of that length. */
export interface RateLimit {
  requests: number
  /** Length of the window in milliseconds. */
  window: number
}

/**
 * Refuses requests beyond the limit with 429 and `Retry-After`, the whole seconds until one is taken again. The window
 * slides: what counts are the requests that were taken within its length before now; refused ones do not. Pages below
 * `/sandbox` are not counted.
 */
export function limited({ requests, window }: RateLimit, respond: RequestListener): RequestListener {
  /** Times of the taken requests, a ring whose next place holds the oldest. */
  const taken: number[] = new Array(requests).fill(Number.NEGATIVE_INFINITY)
  let next = 0
  return (request, response) => {
    if (request.url?.startsWith('/sandbox/')) return respond(request, response)
    const now = performance.now()
    const wait = (taken[next] ?? 0) + window - now
    if (wait <= 0) {
      taken[next] = now
      next = (next + 1) % requests
      return respond(request, response)
    }
    request.resume()
    response.statusCode = 429
    response.setHeader('content-type', 'application/json; charset=utf-8')
    response.setHeader('retry-after', String(Math.ceil(wait / 1000)))
    response.end(JSON.stringify({ code: 'request.rate_limited', message: 'Too many requests. Wait before the next.' }))
  }
}
