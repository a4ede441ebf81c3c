/** One request and its answer, as the rest of the program sees them. */

import type { HttpMethod } from '../facts/operation.js'

export interface OutgoingRequest {
  method: HttpMethod | 'HEAD'
  url: URL
  headers: Record<string, string>
  body?: OutgoingBody
  /** Further headers (lower case) whose values are secret; the usual ones are known. */
  secretHeaders?: readonly string[]
  /** Milliseconds that an interruption waits for an answer that must not be lost, once the request is on its way. */
  graceMs?: number
}

export type OutgoingBody =
  | { kind: 'text'; text: string; contentType: string }
  /** One file as multipart/form-data; the content type is guessed from the name where it is not given. */
  | { kind: 'file'; path: string; field: string; contentType?: string }

/** What the server said. Any status is an answer, redirects too: they are never followed. */
export interface Answer {
  status: number
  /** By lower-case name. */
  headers: Readonly<Record<string, string | string[]>>
  /** The whole body, unpacked and decoded as UTF-8 (invalid bytes become U+FFFD). */
  text: string
  /** `Logto-Core-Request-Id`, for the server's log. */
  requestId?: string
  /** 1-based number of the try that got this answer. */
  tries: number
  /** An earlier try may have reached the server and been carried out. */
  unclear: boolean
}

export interface SendOptions {
  /** Milliseconds for each try, from connecting to the last byte of the answer; 0 for no limit. */
  timeoutMs: number
  /** Further tries after the first. */
  retries: number
  /** Aborting it ends the request with an InterruptedError. */
  signal?: AbortSignal
  /** Gets one redacted line at a time, without a line end. */
  onDebug?: (line: string) => void
  /** Values that must never appear in debug lines. */
  secrets?: readonly string[]
  /** Allows plain http to hosts other than this machine. */
  insecureHttp?: boolean
}
