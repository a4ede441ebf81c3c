import { claimsOf } from '../../access/auth/token-claims.js'
import { tokenUrlOf } from '../../access/profiles/endpoint.js'
import { defaultResource } from '../../access/profiles/environment.js'
import { findLogto, proveCredentials } from '../../call/operation/proof.js'
import type { Login } from './person.js'
import { clientFor, type LoginContext, provisionalTenant } from './prove.js'

/** Signs in with an access token that somebody else got; it works until it ends, and cannot be renewed. */
export async function signInByToken(
  endpoint: URL,
  token: string,
  { resource = defaultResource(endpoint), insecureHttp }: { resource: string | undefined; insecureHttp: boolean },
  context: LoginContext,
): Promise<Login> {
  const tenant = provisionalTenant(endpoint, resource, { management: { kind: 'token', token }, insecureHttp })
  const client = clientFor(tenant, context)
  try {
    await findLogto(client)
    await proveCredentials(client, 'management')
  } finally {
    await client.close()
  }
  const exp = claimsOf(token)?.exp
  return {
    signedIn: {
      kind: 'token',
      endpoint: endpoint.href.replace(/\/$/, ''),
      tokenUrl: tokenUrlOf(endpoint).href,
      resource,
      ...(exp === undefined ? {} : { expiresAt: new Date(exp * 1000).toISOString() }),
      ...(insecureHttp ? { insecureHttp: true as const } : {}),
    },
    secrets: { 'access-token': token },
  }
}
