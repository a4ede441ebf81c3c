import type Provider from 'oidc-provider'
import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'
import { words } from './client-credentials.js'
import { resourceServer } from './resources.js'

/**
 * Does what a person would do in a browser with the user code of a device (RFC 8628, section 3.3): `username` signs
 * that user in and grants what the device asks for, `deny` refuses. Throws 404 for an unknown code or user, 409 for a
 * code that is answered already.
 */
export async function decideDevice(tenant: Tenant, provider: Provider, userCode: string, answer: Row): Promise<void> {
  const code = await provider.DeviceCode.findByUserCode(userCode.replaceAll(/\W/g, ''))
  if (!code) throw new Refusal(404, 'entity.not_found', 'There is no such code.')
  if (code.accountId || code.error) throw new Refusal(409, 'entity.conflict', 'The code is answered already.')
  if (String(answer.deny) === 'true') {
    Object.assign(code, { error: 'access_denied', errorDescription: 'End-User aborted interaction' })
    await code.save()
    return
  }
  const user = tenant.table('users').rows.find((row) => row.username === answer.username)
  if (!user) throw new Refusal(404, 'entity.not_found', 'There is no user of that username.')
  const accountId = String(user.id)
  const { client_id: clientId, scope, resource } = code.params as Row
  const grant = new provider.Grant({ accountId, clientId: String(clientId) })
  const asked = words(scope)
  grant.addOIDCScope(asked.join(' '))
  if (typeof resource === 'string') {
    const granted = words(resourceServer(tenant, resource, { kind: 'roleUsers', id: accountId }).scope)
    grant.addResourceScope(resource, asked.filter((name) => granted.includes(name)).join(' '))
  }
  Object.assign(code, {
    accountId,
    grantId: await grant.save(),
    scope: asked.join(' '),
    authTime: Math.floor(Date.now() / 1000),
    ...(typeof resource === 'string' ? { resource } : {}),
  })
  await code.save()
}
