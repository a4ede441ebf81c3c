import type { TokenFetcher } from '../../../src/access/auth/token-fetcher.js'
import type { HttpClient } from '../../../src/call/http/client.js'

/** Sends token requests over the program's own HTTP, as a command does. */
export function httpFetcher(
  http: HttpClient,
  options: { signal?: AbortSignal; onDebug?: (line: string) => void } = {},
): TokenFetcher {
  return ({ method, url, headers, body }, secrets) =>
    http.send(
      {
        method,
        url,
        headers,
        secretHeaders: ['authorization'],
        ...(method === 'POST'
          ? { body: { kind: 'text' as const, text: body, contentType: 'application/x-www-form-urlencoded' } }
          : {}),
      },
      { timeoutMs: 10_000, retries: 0, secrets, ...options },
    )
}
