import type Provider from 'oidc-provider'
import type { Call, Reply } from '../call.js'
import type { OpenIdProvider } from '../oidc/provider.js'
import type { Row } from '../store.js'

/** Whoever calls the account API. */
export interface Caller {
  user: Row
  /** Scopes of the token. */
  scopes: ReadonlySet<string>
  token: InstanceType<Provider['AccessToken']>
  /** The account center: what users may see (`ReadOnly`) and change (`Edit`). */
  center: { enabled: boolean; fields: Readonly<Record<string, string>> }
  /** Header `logto-verification-id`. */
  verificationId: string | undefined
}

export interface AccountCall extends Call, Caller {
  openId: OpenIdProvider
}

export type AccountHandler = (call: AccountCall) => Reply | Promise<Reply>
