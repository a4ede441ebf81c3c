import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js'
import { bounds } from './bounds.js'

/** An answer of a server was larger than it may be. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge'
}

/**
 * Streamable HTTP to one address: the secret headers go there alone, since no redirect is followed, and no answer may be
 * larger than a server's messages may be. `onTooLarge` hears of one that is.
 */
export function httpTransport(
  url: string,
  headers: Readonly<Record<string, string>>,
  onTooLarge: () => void,
): StreamableHTTPClientTransport {
  const bounded: FetchLike = async (address, init) => {
    const response = await fetch(address, { ...init, redirect: 'error' })
    if (!response.body) return response
    const isStream = response.headers.get('content-type')?.includes('text/event-stream') === true
    const most = isStream ? bounds.silence : bounds.message
    let received = 0
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          received += chunk.length
          if (received <= most) return controller.enqueue(chunk)
          controller.error(new TooLarge('the answer is too large'))
          onTooLarge()
        },
      }),
    )
    return new Response(counted, {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    })
  }
  return new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers },
    fetch: bounded,
    reconnectionOptions: {
      maxRetries: 2,
      initialReconnectionDelay: 500,
      maxReconnectionDelay: 2000,
      reconnectionDelayGrowFactor: 2,
    },
  })
}
