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

/** A request on its way. `end` gives it up, even while connecting, where undici's own `request` would wait for that. */
export interface Attempt {
  /** Never rejects. */
  outcome: Promise<Outcome>
  end: (reason: Error) => void
}

/** Sends a request once. */
export function tryOnce(dispatcher: Dispatcher, request: WireRequest): Attempt {
  let end: Attempt['end'] = () => {}
  const outcome = new Promise<Outcome>((resolve) => {
    let stage: Stage = 'connecting'
    let controller: Dispatcher.DispatchController | undefined
    let ended: Error | undefined
    const answer: Omit<WireAnswer, 'body'> = { status: 0, headers: {} }
    const chunks: Buffer[] = []

    const fail = (error: unknown) => resolve({ kind: 'failure', stage, error })
    end = (reason) => {
      ended = reason
      fail(reason)
      controller?.abort(reason)
    }

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        if (ended) return started.abort(ended)
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
        // After this call the pool has itself take the connection back in the next turn of the event loop; a next request
        // made before that would open another.
        const outcome: Outcome = { kind: 'answer', answer: { ...answer, body: Buffer.concat(chunks) } }
        queueMicrotask(() => setImmediate(() => resolve(outcome)))
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
  return { outcome, end }
}
