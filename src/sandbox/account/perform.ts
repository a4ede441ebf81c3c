import type Provider from 'oidc-provider'
import type { Call, Reply } from '../call.js'
import { fromSchema } from '../example-answer.js'
import type { Entry } from '../operations.js'
import { Refusal } from '../refusal.js'
import type { Tenant } from '../tenant.js'
import { bearer, unauthorized } from '../tokens.js'
import { addressHandlers } from './addresses.js'
import type { AccountHandler, Caller } from './call.js'
import { factorHandlers } from './factors.js'
import { profileHandlers } from './profile.js'
import { VerificationRecords } from './records.js'
import { sessionHandlers } from './sessions.js'
import { settingsHandlers } from './settings.js'
import { verificationHandlers } from './verifications.js'

const handlers: Readonly<Record<string, AccountHandler>> = {
  ...profileHandlers,
  ...addressHandlers,
  ...factorHandlers,
  ...settingsHandlers,
  ...sessionHandlers,
  ...verificationHandlers,
}

/** What users do with their own account, by an opaque access token. */
export class AccountApi {
  readonly #records = new VerificationRecords()

  constructor(
    private readonly tenant: Tenant,
    private readonly provider: Provider,
  ) {}

  /**
   * Whoever the token is of. Refuses a JWT, a token without `openid`, everyone while the account center is off, and
   * changes by a third-party application. `verificationId` is the header `logto-verification-id`.
   */
  async admit(method: string, authorization: string | undefined, verificationId: string | undefined): Promise<Caller> {
    const token = await this.provider.AccessToken.find(bearer(authorization))
    const user = token && this.tenant.table('users').get(token.accountId)
    if (!token || !user || user.isSuspended) throw unauthorized()
    if (!token.scopes.has('openid')) throw new Refusal(403, 'auth.forbidden', 'The token does not hold `openid`.')
    const center = this.tenant.documents.get('/api/account-center') as Record<string, unknown> | undefined
    if (!center?.enabled) throw new Refusal(400, 'account_center.not_enabled', 'The account center is not enabled.')
    if (method !== 'GET' && this.tenant.table('applications').get(token.clientId ?? '')?.isThirdParty) {
      const code = 'auth.third_party_application_forbidden'
      throw new Refusal(403, code, 'A third-party application may not change accounts.')
    }
    const fields = (center.fields ?? {}) as Caller['fields']
    return { user, token, fields, isVerified: this.#records.isProof(verificationId, String(user.id)) }
  }

  perform(entry: Entry, call: Omit<Call, 'owner'>, caller: Caller): Reply | Promise<Reply> {
    const handler = handlers[`${entry.method} ${entry.shape}`] ?? fromSchema
    return handler({ ...call, ...caller, owner: caller.user, records: this.#records })
  }
}
