/** Real servers on the loopback interface, closed after each test. */

import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createRawServer, type Server as RawServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { HttpClient } from '../../../src/call/http/client.js'
import type { Answer, OutgoingRequest, SendOptions } from '../../../src/call/http/exchange.js'

/** Starts a server and gives its port. */
export async function listen(server: Server | RawServer, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}

/** Starts an HTTP server and gives the URL of its root. */
export async function serve(answer: RequestListener, port = 0): Promise<URL> {
  return new URL(`http://127.0.0.1:${await listen(createServer(answer), port)}/`)
}

/** Starts a server that speaks whatever `talk` says, and gives its URL as http. */
export async function serveRaw(talk: (socket: Socket) => void): Promise<URL> {
  const sockets = new Set<Socket>()
  const server = createRawServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    talk(socket)
  })
  const port = await listen(server)
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
  })
  return new URL(`http://127.0.0.1:${port}/`)
}

/** A port on which nothing listens. */
export async function unusedPort(): Promise<number> {
  const server = createRawServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}

export async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A client that waits little between tries; closed after the test. */
export function client(env: NodeJS.ProcessEnv = {}): HttpClient {
  const made = new HttpClient({ env, userAgent: 'logto-test/1', backoffMs: 20 })
  onTestFinished(() => made.close())
  return made
}

/** Sends one request with a client of its own. */
export function send(
  request: Partial<OutgoingRequest> & { url: URL },
  options: Partial<SendOptions> = {},
): Promise<Answer> {
  return client().send({ method: 'GET', headers: {}, ...request }, { timeoutMs: 5000, retries: 0, ...options })
}
