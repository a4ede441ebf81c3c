/** The program's own HTTP, as the grants see it: proxy, authorities, time limits and redaction are its business. */

export interface TokenRequest {
  method: 'POST' | 'GET'
  url: URL
  headers: Record<string, string>
  /** A form; empty for GET. */
  body: string
  /** Milliseconds that an interruption waits for the answer, where losing it would cost the login. */
  graceMs?: number
}

/** The answer to a token request, as `http` gives it. */
export interface TokenAnswer {
  status: number
  headers: Readonly<Record<string, string | string[]>>
  text: string
  requestId?: string
}

/** Sends a request to an OAuth endpoint; `secrets` never show in debug lines. */
export type TokenFetcher = (request: TokenRequest, secrets: readonly string[]) => Promise<TokenAnswer>
