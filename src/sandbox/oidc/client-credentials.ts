import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import type { Tenant } from '../tenant.js'
import { checkScopes, resourceServer } from './resources.js'

/**
 * The client credentials grant (RFC 6749, section 4.4) by Logto's rules: a resource is needed, a scope that it does
 * not have is refused, and one that the application's roles do not grant is left out.
 */
export function clientCredentials(tenant: Tenant) {
  return async (context: KoaContextWithOIDC): Promise<void> => {
    const { client, params = {}, provider } = context.oidc
    if (!client) throw new errors.InvalidClient('client is invalid')
    const indicator = params.resource
    if (typeof indicator !== 'string' || indicator === '') {
      throw new errors.InvalidTarget('both `resource` and `organization_id` are not provided')
    }
    const server = resourceServer(tenant, indicator, { kind: 'roleApplications', id: client.clientId })
    const asked = words(params.scope)
    checkScopes(tenant, indicator, asked)
    const granted = words(server.scope)
    const scope = asked.filter((name) => granted.includes(name)).join(' ')
    const token = new provider.ClientCredentials({ client, ...(scope ? { scope } : {}) } as ConstructorParameters<
      typeof provider.ClientCredentials
    >[0])
    token.resourceServer = server
    context.oidc.entity('ClientCredentials', token)
    context.body = {
      access_token: await token.save(),
      expires_in: token.expiration,
      token_type: 'Bearer',
      ...(scope ? { scope } : {}),
    }
  }
}

/** The names in a list of scopes. */
export function words(text: unknown): string[] {
  return String(text ?? '')
    .split(' ')
    .filter((name) => name !== '')
}
