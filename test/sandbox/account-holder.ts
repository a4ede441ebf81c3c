import { type Answered, answered, type TestTenant } from './client.js'
import { nativeApp, password } from './sign-in.js'

/** Scopes of everything that the account API shows and changes. */
export const everyScope =
  'openid profile email phone address custom_data identities offline_access urn:logto:scope:sessions'

/** Account center fields that let users change all of it. */
export const everyField = Object.fromEntries(
  ['name', 'avatar', 'profile', 'email', 'phone', 'password', 'username', 'social', 'customData', 'mfa', 'session'].map(
    (field) => [field, 'Edit'],
  ),
)

let serial = 0
const exchangeApps = new WeakMap<TestTenant, Promise<string>>()

/** A user who works on their own account. */
export class Holder {
  constructor(
    private readonly tenant: TestTenant,
    readonly id: string,
    readonly name: string,
    readonly token: string,
  ) {}

  /** A new user with a password and an e-mail address, who has a token by a personal access token. */
  static async make(tenant: TestTenant, more: object = {}, scope = everyScope): Promise<Holder> {
    const name = `holder${serial++}`
    const body = { username: name, password, primaryEmail: `${name}@example.com`, ...more }
    const id = String((await tenant.call('POST', '/api/users', body)).json.id)
    const { json } = await tenant.call('POST', `/api/users/${id}/personal-access-tokens`, { name: 'test' })
    const app = exchangeApps.get(tenant) ?? nativeApp(tenant, { customClientMetadata: { allowTokenExchange: true } })
    exchangeApps.set(tenant, app)
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      client_id: await app,
      subject_token: String(json.value),
      subject_token_type: 'urn:logto:token-type:personal_access_token',
      scope,
    })
    const given = await fetch(`${tenant.url}/oidc/token`, { method: 'POST', body: form }).then(answered)
    return new Holder(tenant, id, name, String(given.json.access_token))
  }

  /** A request to a path below `/api`; `proof` is the header `logto-verification-id`. */
  call(method: string, path: string, body?: unknown, proof?: string): Promise<Answered> {
    return fetch(`${this.tenant.url}/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(proof === undefined ? {} : { 'logto-verification-id': proof }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).then(answered)
  }

  /** Id of a record that proves who it is. */
  async proof(): Promise<string> {
    return String((await this.call('POST', '/verifications/password', { password })).json.verificationRecordId)
  }

  /** Id of a record of an address whose code was typed in. */
  async owns(identifier: { type: string; value: string }): Promise<string> {
    const sent = await this.call('POST', '/verifications/verification-code', { identifier })
    const messages = await this.tenant.call('GET', `/sandbox/messages?to=${encodeURIComponent(identifier.value)}`)
    const code = (messages.json as unknown as { code: string }[]).at(-1)?.code
    const verificationId = sent.json.verificationRecordId
    const typed = { identifier, verificationId, code }
    const { json } = await this.call('POST', '/verifications/verification-code/verify', typed)
    return String(json.verificationRecordId)
  }
}
