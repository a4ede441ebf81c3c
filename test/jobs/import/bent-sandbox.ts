/** A sandbox behind a proxy that counts what is asked, and can be made to lose answers, refuse or dawdle. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { SandboxOptions } from '../../../src/sandbox/start.js'
import { type Finished, makeHome, type Running, type RunOptions, run, start } from '../../cli/run.js'
import { type Reply, send } from '../../cli/server.js'
import { type Json, startTenant, type TestTenant } from '../../sandbox/client.js'

/** A request as the proxy saw it. `count` is its number from 1, among those of its kind (`POST /api/users`). */
export interface Seen {
  method: string
  path: string
  body: string
  count: number
}

/** What happens to a request: it is cut off, answered in the place of the tenant, or nothing. */
type Fate = Reply | 'cut' | undefined | Promise<Reply | 'cut' | undefined>

export interface Bend {
  /** Before the tenant sees it. */
  before?: (request: Seen) => Fate
  /** After the tenant has carried it out, in the place of its answer. */
  after?: (request: Seen, answer: Json) => Fate
  delayMs?: number
}

export interface BentSandbox {
  tenant: TestTenant
  home: string
  endpoint: string
  /** All requests, in the order of their arrival. */
  seen: Seen[]
  bend: Bend
  logto(args: readonly string[], options?: RunOptions): Promise<Finished>
  begin(args: readonly string[], options?: RunOptions): Running
  /** How many requests there were of a kind, such as `POST /api/users`. */
  count(kind: string): number
  /** All users but those the sandbox begins with, by the property that is asked for. */
  people(): Promise<Json[]>
  close(): Promise<void>
}

/** Starts one; whoever starts it closes it. */
export async function startBent(options: Partial<SandboxOptions> = {}): Promise<BentSandbox> {
  const tenant = await startTenant(options)
  const home = makeHome()
  const seen: Seen[] = []
  const counts = new Map<string, number>()
  const bent: { bend: Bend } = { bend: {} }
  const serve = async (message: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of message) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString('utf8')
    const [method, url] = [message.method ?? '', message.url ?? '']
    const path = url.split('?')[0] ?? ''
    const kind = `${method} ${path}`
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    const request = { method, path, body, count: counts.get(kind) ?? 0 }
    seen.push(request)
    const { before, after, delayMs } = bent.bend
    if (delayMs !== undefined) await wait(delayMs)
    const early = await before?.(request)
    if (early) return give(response, early)
    const headers: Record<string, string> = {}
    for (const name of ['authorization', 'content-type', 'accept'])
      if (message.headers[name] !== undefined) headers[name] = String(message.headers[name])
    const answer = await fetch(tenant.url + url, {
      method,
      headers,
      ...(body === '' ? {} : { body }),
      redirect: 'manual',
    })
    const text = await answer.text()
    const late = await after?.(request, text.startsWith('{') ? JSON.parse(text) : {})
    if (late) return give(response, late)
    const kept = [...answer.headers].filter(
      ([name]) => !['content-length', 'transfer-encoding', 'connection'].includes(name),
    )
    response.writeHead(answer.status, Object.fromEntries(kept)).end(answer.status === 204 ? undefined : text)
  }
  const server = createServer((message, response) => void serve(message, response).catch(() => response.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  const endpoint = `http://127.0.0.1:${address.port}`
  const own = (more: RunOptions = {}): RunOptions => ({
    ...more,
    env: { LOGTO_ENDPOINT: endpoint, LOGTO_ACCESS_TOKEN: tenant.token, ...more.env },
  })
  const { users } = await usersOf(tenant)
  return {
    tenant,
    home: home.path,
    endpoint,
    seen,
    get bend() {
      return bent.bend
    },
    set bend(how) {
      bent.bend = how
    },
    logto: (args, more) => run(args, home.path, own(more)),
    begin: (args, more) => start(args, home.path, own(more)),
    count: (kind) => counts.get(kind) ?? 0,
    people: async () => (await usersOf(tenant)).all.filter(({ id }) => !users.has(String(id))),
    async close() {
      server.closeAllConnections()
      server.close()
      await tenant.close()
      home.remove()
    },
  }
}

async function usersOf(tenant: TestTenant): Promise<{ all: Json[]; users: Set<string> }> {
  const all: Json[] = []
  for (let page = 1; ; page++) {
    const { json } = await tenant.call('GET', `/api/users?page=${page}&page_size=100`)
    const rows = json as unknown as Json[]
    all.push(...rows)
    if (rows.length < 100) return { all, users: new Set(all.map(({ id }) => String(id))) }
  }
}

function give(response: ServerResponse, fate: Reply | 'cut'): void {
  if (fate === 'cut') response.destroy()
  else send(response, fate)
}
