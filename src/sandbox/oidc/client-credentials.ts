import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'
import { organizationServer } from './organizations.js'
import { checkScopes, resourceServer } from './resources.js'

/**
 * The client credentials grant (RFC 6749, section 4.4) by Logto's rules: a resource is needed, a scope that it does
 * not have is refused, and one that the application's roles do not grant is left out. With `organization_id` in its
 * place the token is for the organization.
 */
export function clientCredentials(tenant: Tenant) {
  return async (context: KoaContextWithOIDC): Promise<void> => {
    const { client, params = {}, provider } = context.oidc
    if (!client) throw new errors.InvalidClient('client is invalid')
    const asked = words(params.scope)
    const server = serverOf(tenant, client.clientId, params, asked)
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

function serverOf(tenant: Tenant, clientId: string, params: Row, asked: readonly string[]): ResourceServer {
  const { resource, organization_id: organization } = params
  if (resource) {
    const server = resourceServer(tenant, String(resource), { kind: 'roleApplications', id: clientId })
    checkScopes(tenant, String(resource), asked)
    return server
  }
  if (organization) return organizationServer(tenant, String(organization), { kind: 'application', id: clientId })
  throw new errors.InvalidTarget('both `resource` and `organization_id` are not provided')
}

/** The names in a list of scopes. */
export function words(text: unknown): string[] {
  return String(text ?? '')
    .split(' ')
    .filter((name) => name !== '')
}
