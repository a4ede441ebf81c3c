import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'
import { words } from './client-credentials.js'
import { organizationServer } from './organizations.js'
import { resourceServer } from './resources.js'

const accessToken = 'urn:ietf:params:oauth:token-type:access_token'
const impersonation = 'urn:logto:token-type:impersonation_token'
const personal = 'urn:logto:token-type:personal_access_token'

/** Parameters of the grant beside those of every grant. */
export const exchangeParameters = [
  'subject_token',
  'subject_token_type',
  'actor_token',
  'actor_token_type',
  'resource',
  'scope',
  'organization_id',
]

/**
 * Token exchange (RFC 8693) as Logto does it: for a personal access token, which can be used again, for a subject
 * token of `POST /api/subject-tokens`, which cannot, and for an opaque access token. No refresh token is given.
 */
export function tokenExchange(tenant: Tenant) {
  return async (context: KoaContextWithOIDC): Promise<void> => {
    const { client, params = {}, provider } = context.oidc
    if (!client) throw new errors.InvalidClient('client is invalid')
    if (!params.subject_token || !params.subject_token_type) {
      throw new errors.InvalidRequest('missing required parameter(s) subject_token, subject_token_type')
    }
    const subject = await subjectOf(tenant, context, String(params.subject_token), String(params.subject_token_type))
    const account = await provider.Account.findAccount(context, subject)
    if (!account) throw new errors.InvalidGrant('the account is not there or suspended')
    context.oidc.entity('Account', account)
    const actor = await actorOf(context)
    const grant = new provider.Grant({ accountId: subject, clientId: client.clientId })
    const scopes = words(params.scope)
    const token = new provider.AccessToken({
      accountId: subject,
      client,
      gty: exchangeGty,
      ...(actor ? { extra: { act: { sub: actor } } } : {}),
    } as unknown as ConstructorParameters<typeof provider.AccessToken>[0])
    const server = serverOf(tenant, subject, params)
    if (server) {
      token.resourceServer = server
      const granted = words(server.scope)
      token.scope = scopes.filter((name) => granted.includes(name)).join(' ')
      grant.addResourceScope(String(server.audience), token.scope)
    } else {
      token.scope = scopes.join(' ')
      grant.addOIDCScope(token.scope)
    }
    token.grantId = await grant.save()
    context.oidc.entity('AccessToken', token)
    context.body = {
      access_token: await token.save(),
      issued_token_type: accessToken,
      expires_in: token.expiration,
      token_type: 'Bearer',
      scope: token.scope,
    }
  }
}

const exchangeGty = 'token_exchange'

/** What the token is for: a resource, an organization, or neither. */
function serverOf(tenant: Tenant, subject: string, params: Row): ResourceServer | undefined {
  const { resource, organization_id: organization } = params
  if (resource) return resourceServer(tenant, String(resource), { kind: 'roleUsers', id: subject })
  if (organization) return organizationServer(tenant, String(organization), { kind: 'person', id: subject })
  return undefined
}

async function subjectOf(tenant: Tenant, context: KoaContextWithOIDC, token: string, type: string): Promise<string> {
  if (type === personal) return ownerOf(tenant.table('personal_access_tokens').rows, token)
  if (type === impersonation || (type === accessToken && token.startsWith('sub_'))) return consume(tenant, token)
  if (type !== accessToken) throw new errors.InvalidGrant('unsupported subject token type')
  const found = await context.oidc.provider.AccessToken.find(token)
  if (!found) throw new errors.InvalidGrant('invalid subject token')
  return found.accountId
}

function ownerOf(rows: readonly Row[], value: string): string {
  const row = rows.find((each) => each.value === value)
  if (!row) throw new errors.InvalidGrant('personal access token not found')
  if (row.expiresAt !== null && Number(row.expiresAt) <= Date.now()) {
    throw new errors.InvalidGrant('personal access token is expired')
  }
  return String(row.userId)
}

function consume(tenant: Tenant, token: string): string {
  const found = tenant.subjectTokens.get(token)
  if (!found) throw new errors.InvalidGrant('subject token not found')
  if (found.expiresAt <= Date.now()) throw new errors.InvalidGrant('subject token is expired')
  if (found.isConsumed) throw new errors.InvalidGrant('subject token is already consumed')
  found.isConsumed = true
  return found.userId
}

/** The account of the actor token, which is an opaque access token with the scope `openid`. */
async function actorOf({ oidc }: KoaContextWithOIDC): Promise<string | undefined> {
  const { actor_token: token, actor_token_type: type } = oidc.params ?? {}
  if (token === undefined) return undefined
  if (type !== accessToken) throw new errors.InvalidGrant('unsupported actor token type')
  const found = await oidc.provider.AccessToken.find(String(token))
  if (!found?.scopes.has('openid')) throw new errors.InvalidGrant('invalid actor token')
  return found.accountId
}
