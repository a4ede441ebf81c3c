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
const deviceText = `To approve the code of a device, POST to /sandbox/device-codes/CODE with {"username": "ana"}.
To refuse it, POST {"deny": true}.
`

/**
 * What Logto does not have: the messages that would have been sent, the answer to a device code without a browser,
 * and a word where Logto has pages for people. No token is needed.
 */
export function addOwnPages(app: Hono<{ Bindings: HttpBindings }>, tenant: Tenant, provider: Provider): void {
  app.get('/sign-in', (context) => context.text(signInText))
  app.get('/device', (context) => context.text(deviceText))
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
