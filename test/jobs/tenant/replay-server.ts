import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** A server that answers each GET with what a running Logto once answered, and refuses everything else. */
export interface Replay {
  url: string
  /** Requests that were no GET, or that nothing was recorded for. */
  strange: string[]
  requests: number
  close: () => Promise<void>
}

/** Serves a folder of recorded answers; see the README beside them for the names of the files. */
export async function replay(folder: string, clientId = 'recorded'): Promise<Replay> {
  const strange: string[] = []
  const state = { url: '', strange, requests: 0, close: async () => {} }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      response.end(JSON.stringify(body))
    }
    if (url.pathname === '/oidc/token') {
      answer(200, { access_token: token(clientId), token_type: 'Bearer', expires_in: 3600, scope: 'all' })
      return
    }
    state.requests += 1
    const file = request.method === 'GET' ? fileFor(folder, url) : undefined
    if (file === undefined) {
      strange.push(`${request.method} ${request.url}`)
      answer(500, { message: 'nothing was recorded' })
      return
    }
    const { status, body, headers } = JSON.parse(readFileSync(file, 'utf8'))
    const total = headers?.['total-number'] ?? (Array.isArray(body) ? String(body.length) : undefined)
    answer(status, body, total === undefined ? {} : { 'total-number': total })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  state.close = () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections())
  return state
}

function fileFor(folder: string, { pathname, search }: URL): string | undefined {
  const stem = pathname.replace(/^\/api\//, '').replaceAll('/', '_')
  const query = search === '' ? '' : `__${search.slice(1).replace(/[&=]/g, '_')}`
  return [stem + query, stem].map((name) => join(folder, `${decodeURIComponent(name)}.json`)).find(existsSync)
}

/** A token that says whose it is; nobody checks its signature here. */
function token(clientId: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    client_id: clientId,
    sub: clientId,
    aud: 'https://default.logto.app/api',
    scope: 'all',
    iat: now,
    exp: now + 3600,
  }
  return `${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims)}.`
}
