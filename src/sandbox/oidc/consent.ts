import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import type Provider from 'oidc-provider'
import { Refusal } from '../refusal.js'
import type { Tenant } from '../tenant.js'
import { page } from './pages.js'

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>
type Exchange = HttpBindings

/**
 * The consent page. An application of the tenant's own is granted what it asks for at once; of a third-party one the
 * person is asked: `POST /consent` with the form field `decision`, which is `allow` or `deny`; or nobody is, and
 * `denied` says that each refuses.
 */
export function addConsent(
  app: Hono<{ Bindings: HttpBindings }>,
  tenant: Tenant,
  provider: Provider,
  denied: boolean,
): void {
  app.get('/consent', async (context) => {
    const details = await detailsOf(provider, context.env)
    const application = tenant.table('applications').get(String(details.params.client_id))
    if (application?.isThirdParty && denied) return context.redirect(await deny(provider, context.env), 303)
    if (application?.isThirdParty) return context.html(question(String(application.name), details))
    return context.redirect(await allow(provider, context.env, details), 302)
  })
  app.post('/consent', async (context) => {
    const details = await detailsOf(provider, context.env)
    const { decision } = await context.req.parseBody()
    if (decision === 'allow') return context.redirect(await allow(provider, context.env, details), 303)
    return context.redirect(await deny(provider, context.env), 303)
  })
}

async function detailsOf(provider: Provider, { incoming, outgoing }: Exchange): Promise<Interaction> {
  const details = await provider.interactionDetails(incoming, outgoing).catch(() => undefined)
  if (details?.prompt.name === 'consent' && details.session?.accountId) return details
  throw new Refusal(400, 'session.not_found', 'There is no sign-in under way.')
}

/** Ends the sign-in as a person does who does not agree, and gives the address to go on at. */
function deny(provider: Provider, { incoming, outgoing }: Exchange): Promise<string> {
  const denial = { error: 'access_denied', error_description: 'End-User aborted interaction' }
  return provider.interactionResult(incoming, outgoing, denial, { mergeWithLastSubmission: false })
}

/** Grants everything that is still missing and gives the address to go on at. */
async function allow(provider: Provider, { incoming, outgoing }: Exchange, details: Interaction): Promise<string> {
  const { grantId, params, prompt, session } = details
  const held = grantId === undefined ? undefined : await provider.Grant.find(grantId)
  const grant = held ?? new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params.client_id) })
  const missing = prompt.details as { missingOIDCScope?: string[]; missingResourceScopes?: Record<string, string[]> }
  if (missing.missingOIDCScope) grant.addOIDCScope(missing.missingOIDCScope.join(' '))
  for (const [resource, scopes] of Object.entries(missing.missingResourceScopes ?? {})) {
    grant.addResourceScope(resource, scopes.join(' '))
  }
  return provider.interactionResult(incoming, outgoing, { consent: { grantId: await grant.save() } })
}

function question(name: string, { params }: Interaction): string {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return page(
    'Consent',
    `<p>${escaped(name)} asks for: ${escaped(String(params.scope ?? ''))}.</p><form method="post" action="/consent">` +
      '<button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></form>',
  )
}
