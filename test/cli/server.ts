/** A loopback server that answers as a test tells it and remembers what it was asked. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** One request as it came over the wire. */
export interface Received {
  method: string
  /** Path and query, still percent-encoded. */
  url: string
  /** The path alone, still percent-encoded. */
  path: string
  /** Decoded pairs in order. */
  query: [string, string][]
  headers: IncomingMessage['headers']
  body: string
}

/** An answer to send: text goes as it is, everything else as JSON. */
export interface Reply {
  status?: number
  headers?: Record<string, string>
  body?: unknown
}

/** Gives the reply to a request, or takes the response into its own hands and returns nothing. */
export type Script = (
  request: Received,
  response: ServerResponse,
  count: number,
) => Reply | undefined | Promise<Reply | undefined>

export interface ScriptedServer {
  /** Such as `http://127.0.0.1:43210`. */
  endpoint: string
  /** Every request so far, in the order of their arrival. */
  received: Received[]
  close(): void
}

/** Starts a server on 127.0.0.1, on a free port unless one is given; whoever starts it closes it. */
export async function startServer(script: Script, port = 0): Promise<ScriptedServer> {
  const received: Received[] = []
  const server = createServer((message, response) => {
    void read(message).then(async (request) => {
      received.push(request)
      const reply = await script(request, response, received.length)
      if (reply) send(response, reply)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    received,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function read(message: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const url = message.url ?? ''
  const [path = '', query = ''] = url.split('?', 2)
  return {
    method: message.method ?? '',
    url,
    path,
    query: [...new URLSearchParams(query)],
    headers: message.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

/** Sends a reply. */
export function send(response: ServerResponse, { status = 200, headers = {}, body }: Reply): void {
  const isText = typeof body === 'string'
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8'
  response.writeHead(status, { ...(body === undefined ? {} : { 'content-type': type }), ...headers })
  response.end(isText ? body : body === undefined ? undefined : JSON.stringify(body))
}
