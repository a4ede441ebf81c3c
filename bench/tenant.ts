/** A server that answers the requests of the benchmarks: a page of a list after a millisecond. */
import { once } from 'node:events'
import { createServer } from 'node:http'

const user = { id: 'u4x8k2m9p1qz', username: 'ann', primaryEmail: 'ann@example.com', customData: {} }

/** Roles by ID, with the part of all users who have each. */
const roles: Readonly<Record<string, number>> = { reader: 1, editor: 0.5, auditor: 0.1 }

/** Serves one user, a list of as many users as `users` said last, roles that they have, and a token. */
export async function serveTenant(): Promise<{
  endpoint: string
  users(count: number): void
  /** Answers come after this time; without, those for one user at once and pages after a millisecond. */
  delay(ms: number): void
  close(): void
}> {
  let count = 1
  let delayMs = 0
  let created = 0
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://tenant')
    if (url.pathname === '/api/status') return response.writeHead(204).end()
    response.setHeader('content-type', 'application/json')
    if (url.pathname === '/oidc/.well-known/openid-configuration') {
      const issuer = `http://${request.headers.host}/oidc`
      return response.end(JSON.stringify({ issuer, token_endpoint: `${issuer}/token` }))
    }
    if (url.pathname === '/oidc/token') {
      return response.end(JSON.stringify({ access_token: 'a-token', token_type: 'Bearer', expires_in: 86_400 }))
    }
    if (request.method === 'POST' && url.pathname === '/api/users') {
      created += 1
      const one = JSON.stringify({ ...user, id: `n${created}` })
      request.resume()
      return delayMs === 0 ? response.end(one) : setTimeout(() => response.end(one), delayMs)
    }
    if (url.pathname === '/api/hooks') return response.setHeader('total-number', '0').end('[]')
    const later = (rows: readonly unknown[], total: number) => {
      response.setHeader('total-number', String(total))
      setTimeout(() => response.end(JSON.stringify(rows)), Math.max(delayMs, 1))
    }
    if (url.pathname === '/api/roles') {
      const rows = Object.entries(roles).map(([id, part]) => ({ id, name: id, usersCount: count * part }))
      return later(rows, rows.length)
    }
    const [, role] = /^\/api\/roles\/(\w+)\/users$/.exec(url.pathname) ?? []
    if (url.pathname !== '/api/users' && role === undefined) {
      if (delayMs === 0) return response.end(JSON.stringify(user))
      return setTimeout(() => response.end(JSON.stringify(user)), delayMs)
    }
    const total = count * (role === undefined ? 1 : (roles[role] ?? 0))
    const size = Number(url.searchParams.get('page_size') ?? 100)
    const first = (Number(url.searchParams.get('page') ?? 1) - 1) * size
    const rows = Array.from({ length: Math.max(0, Math.min(size, total - first)) }, (_, i) => ({
      ...user,
      id: `u${first + i}`,
    }))
    later(rows, total)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    endpoint: `http://127.0.0.1:${port}`,
    users: (wanted) => {
      count = wanted
    },
    delay: (ms) => {
      delayMs = ms
    },
    close: () => server.close(),
  }
}
