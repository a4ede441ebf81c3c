import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server before another, that cuts all connections after some writes. */
export interface CuttingProxy {
  url: string
  /** From now on everything passes. */
  mend: () => void
}

/** Paths that are treated in a way of their own. */
interface Unusual {
  /** They are answered as by a server that does not know them. */
  absent?: RegExp
  /** They are never answered, from so many writes on. */
  silent?: RegExp
  silentFrom?: number
}

/** @param writes writes that pass; the next is carried out and its answer lost, and from then on nothing passes */
export async function cutting(
  target: string,
  writes: number,
  { absent = /^$/, silent = /^$/, silentFrom = 0 }: Unusual = {},
): Promise<CuttingProxy> {
  let left = writes
  let seen = 0
  const server = createServer((incoming, outgoing) => {
    if (incoming.method !== 'GET' && !incoming.url?.startsWith('/oidc')) {
      left -= 1
      seen += 1
    }
    if (seen >= silentFrom && incoming.method === 'GET' && silent.test(incoming.url ?? '')) return
    if (absent.test(incoming.url ?? '')) {
      outgoing.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found')
      return
    }
    if (left < -1) {
      incoming.socket.destroy()
      return
    }
    const passed = request(
      new URL(incoming.url ?? '/', target),
      { method: incoming.method, headers: incoming.headers },
      (answer) => {
        if (left < 0) {
          incoming.socket.destroy()
          return
        }
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
      },
    )
    incoming.pipe(passed)
    passed.on('error', () => incoming.socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close().closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    mend: () => {
      left = Number.POSITIVE_INFINITY
    },
  }
}
