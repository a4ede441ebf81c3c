import type { Call, Reply } from '../call.js'
import { fromSchema } from '../example-answer.js'
import type { OpenIdProvider } from '../oidc/provider.js'
import type { Entry } from '../operations.js'
import { Refusal } from '../refusal.js'
import type { Tenant } from '../tenant.js'
import { bearer, unauthorized } from '../tokens.js'
import type { AccountHandler, Caller } from './call.js'

const handlers: Readonly<Record<string, AccountHandler>> = {}

/** What users do with their own account, by an opaque access token. */
export class AccountApi {
  constructor(
    private readonly tenant: Tenant,
    private readonly openId: OpenIdProvider,
  ) {}

  /** Whoever the token is of. Refuses a JWT, a token without `openid`, and everyone while the account center is off. */
  async admit(authorization: string | undefined, verificationId: string | undefined): Promise<Caller> {
    const token = await this.openId.provider.AccessToken.find(bearer(authorization))
    const user = token && this.tenant.table('users').get(token.accountId)
    if (!token || !user || user.isSuspended) throw unauthorized()
    if (!token.scopes.has('openid')) throw new Refusal(403, 'auth.forbidden', 'The token does not hold `openid`.')
    const center = this.tenant.documents.get('/api/account-center') as Partial<Caller['center']> | undefined
    if (!center?.enabled) throw new Refusal(400, 'account_center.not_enabled', 'The account center is not enabled.')
    return { user, scopes: token.scopes, token, center: { enabled: true, fields: center.fields ?? {} }, verificationId }
  }

  perform(entry: Entry, call: Omit<Call, 'owner'>, caller: Caller): Reply | Promise<Reply> {
    const handler = handlers[`${entry.method} ${entry.shape}`] ?? fromSchema
    return handler({ ...call, ...caller, owner: caller.user, openId: this.openId })
  }
}
