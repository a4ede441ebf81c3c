import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import type Provider from 'oidc-provider'
import { readBody } from './body.js'
import { decideDevice } from './oidc/device.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

const signInText = `Nobody signs in on this page: the sandbox has the API and no pages for people.
Go on with the same cookies at PUT /api/experience.
`
const deviceText = (origin: string, code = 'CODE') => `To approve the code of a device as a user, here as ana:

  curl -d username=ana ${origin}/sandbox/device-codes/${code}

To refuse it:

  curl -d deny=true ${origin}/sandbox/device-codes/${code}
`

/**
 * What Logto does not have: the messages that would have been sent, the answer to a device code without a browser,
 * and a word where Logto has pages for people. No token is needed.
 */
export function addOwnPages(app: Hono<{ Bindings: HttpBindings }>, tenant: Tenant, provider: Provider): void {
  app.get('/sign-in', (context) => context.text(signInText))
  app.get('/device', (context) => {
    const { origin, searchParams } = new URL(context.req.url)
    return context.text(deviceText(origin, searchParams.get('user_code') ?? undefined))
  })
  app.get('/sandbox/messages', (context) => {
    const to = context.req.query('to')
    return context.json(tenant.messages.sent.filter((message) => to === undefined || message.to === to))
  })
  app.post('/sandbox/device-codes/:code', async (context) => {
    const body = (await readBody(context.req.raw)) as Row
    await decideDevice(tenant, provider, context.req.param('code'), body)
    return context.body(null, 204)
  })
}
