/** Stands before a server and keeps what was asked and answered; and answers the same once more, after a time. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that was made, with its answer. */
export interface Exchange {
  method: string
  path: string
  body: string
  status: number
  headers: Record<string, string>
  answer: string
}

/** Hands requests on to a server and keeps them. */
export async function record(target: string) {
  const exchanges: Exchange[] = []
  const server = await listen(async (asked, response) => {
    const body = await textOf(asked)
    const { method = 'GET', url: path = '/' } = asked
    const passed = request(target + path, { method, headers: { ...asked.headers, host: new URL(target).host } })
    passed.end(body)
    const [answered] = (await once(passed, 'response')) as [IncomingMessage]
    const answer = await textOf(answered)
    const { 'transfer-encoding': _, ...headers } = answered.headers as Record<string, string>
    const { statusCode: status = 0 } = answered
    exchanges.push({ method, path, body, status, headers, answer })
    response.writeHead(status, headers).end(answer)
  })
  return { ...server, exchanges }
}

/**
 * Answers requests as they were answered in a recording, in the same order where one was made several times, each after
 * `delayMs`. `span` is the time from the first request to the last answer, in milliseconds.
 */
export async function replay(exchanges: readonly Exchange[], delayMs: number) {
  const known = new Map<string, Exchange[]>()
  for (const one of exchanges) {
    const key = `${one.method} ${one.path} ${one.body}`
    known.set(key, [...(known.get(key) ?? []), one])
  }
  let [from, to, underWay, most] = [Number.POSITIVE_INFINITY, 0, 0, 0]
  const server = await listen(async (asked, response) => {
    const begun = performance.now()
    from = Math.min(from, begun)
    underWay += 1
    most = Math.max(most, underWay)
    const answers = known.get(`${asked.method} ${asked.url} ${await textOf(asked)}`) ?? []
    const one = answers.length > 1 ? answers.shift() : answers[0]
    setTimeout(
      () => {
        underWay -= 1
        to = performance.now()
        response.writeHead(one?.status ?? 500, one?.headers).end(one?.answer)
      },
      delayMs - (performance.now() - begun),
    )
  })
  return { ...server, from: () => from, span: () => to - from, atOnce: () => most }
}

/**
 * Requests in groups, as a script would make one after the other: reads, then writes kind by kind in the order in which
 * the kinds began, then reads again. Ids in paths are not told apart.
 */
export function inOrder(exchanges: readonly Exchange[]): Exchange[][] {
  const sections: Map<string, Exchange[]>[] = []
  let wasRead: boolean | undefined
  for (const one of exchanges) {
    const isRead = one.method === 'GET'
    if (isRead !== wasRead) sections.push(new Map())
    wasRead = isRead
    const kind = isRead ? '' : `${one.method} ${one.path.replace(/[a-z0-9]{12,}/g, '*')}`
    const section = sections.at(-1)
    section?.set(kind, [...(section.get(kind) ?? []), one])
  }
  return sections.flatMap((section) => [...section.values()])
}

async function listen(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { endpoint: `http://127.0.0.1:${port}`, close: () => server.close() }
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of message) text += chunk
  return text
}
