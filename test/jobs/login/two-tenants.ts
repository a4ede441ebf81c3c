/** Two tenants that answer everything, to see what goes to which. */

import { onTestFinished } from 'vitest'
import { unsignedToken } from '../../cli/jwt.js'
import { type Received, type Reply, type ScriptedServer, startServer } from '../../cli/server.js'

/** A tenant that hands out a token naming itself, and answers every other request with `reply`. */
export async function namedTenant(name: string, reply: Reply = { body: [] }): Promise<ScriptedServer> {
  const token = tokenOf(name)
  const server = await startServer(({ path }) =>
    path === '/oidc/token' ? { body: { access_token: token, token_type: 'Bearer', expires_in: 3600 } } : reply,
  )
  onTestFinished(server.close)
  return server
}

/** The token that the tenant of that name hands out. */
export function tokenOf(name: string): string {
  return unsignedToken({ aud: 'https://default.logto.app/api', scope: 'all', jti: `issued-by-${name}`, exp: 4e9 })
}

/** All that a server was sent, Basic credentials decoded too. */
export function allOf({ received }: { received: readonly Received[] }): string {
  return received
    .map((request) => {
      const basic = /^Basic (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
      const decoded = decodeURIComponent(String(Buffer.from(basic, 'base64')))
      return `${JSON.stringify(request)}\n${decoded}\n${decodeURIComponent(request.body.replaceAll('+', ' '))}`
    })
    .join('\n')
}
