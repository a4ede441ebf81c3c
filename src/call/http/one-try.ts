/** One try of a request on undici's dispatcher: the lowest level, which knows how far it got. */

import type { Dispatcher } from 'undici'

export interface WireRequest {
  url: URL
  method: string
  headers: Record<string, string>
  body: Uint8Array | undefined
}

export interface WireAnswer {
  status: number
  /** By lower-case name. */
  headers: Record<string, string | string[]>
  body: Buffer
}

/** How far a try got: not yet written to a connection, written, or the answer's head received. */
export type Stage = 'connecting' | 'sent' | 'answering'

export type Outcome = { kind: 'answer'; answer: WireAnswer } | { kind: 'failure'; stage: Stage; error: unknown }

/**
 * Sends a request once. Never rejects. An abort of `signal` ends it at once with the signal's reason, even while
 * connecting, where undici's own `request` would wait for the connection first.
 */
export function tryOnce(dispatcher: Dispatcher, request: WireRequest, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    let stage: Stage = 'connecting'
    let controller: Dispatcher.DispatchController | undefined
    const answer: Omit<WireAnswer, 'body'> = { status: 0, headers: {} }
    const chunks: Buffer[] = []

    const finish = (outcome: Outcome) => {
      signal.removeEventListener('abort', abort)
      resolve(outcome)
    }
    const fail = (error: unknown) => finish({ kind: 'failure', stage, error })
    const abort = () => {
      fail(signal.reason)
      controller?.abort(asError(signal.reason))
    }
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort)

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        if (signal.aborted) return started.abort(asError(signal.reason))
        controller = started
        stage = 'sent'
      },
      onResponseStart(_controller, status, headers) {
        if (status < 200) return
        stage = 'answering'
        answer.status = status
        for (const [name, value] of Object.entries(headers)) {
          if (value !== undefined) answer.headers[name.toLowerCase()] = value
        }
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk)
      },
      onResponseEnd() {
        // The pool takes the connection back one turn of the event loop after this call; a next request made at once
        // would open another.
        const outcome: Outcome = { kind: 'answer', answer: { ...answer, body: Buffer.concat(chunks) } }
        setImmediate(() => setImmediate(() => finish(outcome)))
      },
      onResponseError(_controller, error) {
        fail(error)
      },
    }
    try {
      dispatcher.dispatch(
        {
          origin: request.url.origin,
          path: request.url.pathname + request.url.search,
          method: request.method,
          headers: request.headers,
          body: request.body ?? null,
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        handler,
      )
    } catch (error) {
      fail(error)
    }
  })
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
