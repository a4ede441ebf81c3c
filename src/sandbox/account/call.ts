import type Provider from 'oidc-provider'
import type { Call, Reply } from '../call.js'
import type { Row } from '../store.js'
import type { VerificationRecords } from './records.js'

/** Whoever calls the account API. */
export interface Caller {
  user: Row
  /** The access token; its scopes decide what may be seen and done. */
  token: InstanceType<Provider['AccessToken']>
  /** What the account center lets users see (`ReadOnly`) and change (`Edit`), by field. */
  fields: Readonly<Record<string, string>>
  /** True when the header `logto-verification-id` proves that it is the user who asks. */
  isVerified: boolean
}

export interface AccountCall extends Call, Caller {
  records: VerificationRecords
}

export type AccountHandler = (call: AccountCall) => Reply | Promise<Reply>
