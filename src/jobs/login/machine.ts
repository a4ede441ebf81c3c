import { newToken } from '../../access/auth/access-token.js'
import type { ClientCredential } from '../../access/auth/credential.js'
import { defaultResource } from '../../access/profiles/environment.js'
import { findLogto, proveCredentials } from '../../call/operation/proof.js'
import type { SignedIn } from './new-profile.js'
import { clientFor, type LoginContext, provisionalTenant } from './prove.js'

/** A machine-to-machine application to sign in with. */
export interface Machine {
  endpoint: URL
  id: string
  secret: string
  resource: string | undefined
  scope: string | undefined
  /** Where it asks for tokens. */
  tokenUrl: URL
  insecureHttp: boolean
}

/**
 * Signs in as a machine-to-machine application: finds the Logto, requests a token past the cache, and calls the API
 * with it. Nothing is stored. Throws what says which of endpoint, id, secret, resource, role, scope or clock is wrong.
 */
export async function signInMachine(machine: Machine, context: LoginContext): Promise<SignedIn> {
  const { endpoint, id, secret, insecureHttp } = machine
  const resource = machine.resource ?? defaultResource(endpoint)
  const scope = machine.scope ?? 'all'
  const credential: ClientCredential = { kind: 'client', id, secret, resource, scope, tokenUrl: machine.tokenUrl }
  // The proof must be of what the server says now, so the cache is left out on both ways.
  const env = { ...context.client.env, LOGTO_TOKEN_CACHE: 'off' }
  const tenant = provisionalTenant(endpoint, resource, { management: credential, scope, insecureHttp })
  const client = clientFor(tenant, { ...context, client: { ...context.client, env } })
  try {
    await findLogto(client)
    await newToken(credential, client.fetcher(), env, context.client.signal)
    await proveCredentials(client, 'management')
  } finally {
    await client.close()
  }
  return {
    kind: 'client',
    endpoint: endpoint.href.replace(/\/$/, ''),
    tokenUrl: credential.tokenUrl.href,
    clientId: id,
    resource,
    scope,
    ...(insecureHttp ? { insecureHttp: true as const } : {}),
  }
}
