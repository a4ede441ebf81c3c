import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { everyField, everyScope, Holder } from './account-holder.js'
import { type Answered, hasExchanges, startTenant, type TestTenant } from './client.js'
import { type Recorded, recordedRefusals } from './recorded.js'
import { nativeApp, Person, password } from './sign-in.js'

let tenant: TestTenant
let person: Person
let clientId: string
beforeAll(async () => {
  tenant = await startTenant()
  clientId = await nativeApp(tenant)
})
afterAll(() => tenant.close())
beforeEach(async () => {
  await tenant.call('PATCH', '/api/account-center', { enabled: true, fields: everyField })
  person = new Person(tenant, clientId)
  await person.authorize()
})

const settings = (change: object) => tenant.call('PATCH', '/api/sign-in-exp', change)
const begin = (interactionEvent = 'SignIn') => person.step('PUT', '', { interactionEvent })
const email = (value: string) => ({ type: 'email', value })
const username = (value: string) => ({ type: 'username', value })

/** Begins, then sends one step. */
async function step(event: string, method: string, path: string, body?: unknown): Promise<Answered> {
  await begin(event)
  return person.step(method, path, body)
}
async function verified(address: string, event = 'SignIn'): Promise<unknown> {
  await begin(event)
  const sent = { identifier: email(address), interactionEvent: event }
  const { verificationId } = (await person.step('POST', '/verification/verification-code', sent)).json
  const messages = (await person.get('/sandbox/messages')).json as unknown as { code: string }[]
  const code = messages.at(-1)?.code
  await person.step('POST', '/verification/verification-code/verify', { ...sent, verificationId, code })
  return verificationId
}
async function withTotp(): Promise<void> {
  const holder = await Holder.make(tenant)
  await tenant.call('POST', `/api/users/${holder.id}/mfa-verifications`, { type: 'Totp' })
  await person.identify(holder.name)
}
/** A request of a new user to their account, with a proof; `less` is a scope that the token lacks. */
async function account(method: string, path: string, body?: unknown, less = '', proof?: string): Promise<Answered> {
  const scopes = everyScope
    .split(' ')
    .filter((scope) => scope !== less)
    .join(' ')
  const holder = await Holder.make(tenant, {}, scopes)
  return holder.call(method, `/my-account${path}`, body, proof ?? (await holder.proof()))
}
const fields = (change: object) => tenant.call('PATCH', '/api/account-center', { fields: { ...everyField, ...change } })
const sessions = 'urn:logto:scope:sessions'
const identity = { newIdentifierVerificationRecordId: 'other' }

type Situation = [command: string, status: number, code: string, act: () => Promise<Answered>]

/** Situations that were recorded from a running Logto, acted out again. */
const situations: Situation[] = [
  [
    'experience add-profile',
    422,
    'session.email_blocklist.email_not_allowed',
    async () => {
      await settings({ emailBlocklistPolicy: { customBlocklist: ['@blocked.example.com'] } })
      const verificationId = await verified('a@blocked.example.com', 'Register')
      return person.step('POST', '/profile', { type: 'email', verificationId })
    },
  ],
  [
    'experience add-profile',
    403,
    'session.mfa.require_mfa_verification',
    async () => {
      await withTotp()
      return person.step('POST', '/profile', { type: 'username', value: 'new_username' })
    },
  ],
  [
    'experience send-code',
    501,
    'connector.not_found',
    async () => {
      await tenant.call('DELETE', '/api/connectors/sandbox-text-messages')
      const identifier = { type: 'phone', value: '15550100100' }
      return step('SignIn', 'POST', '/verification/verification-code', { identifier, interactionEvent: 'SignIn' })
    },
  ],
  [
    'experience start-sso',
    404,
    'entity.not_exists_with_id',
    () => step('SignIn', 'POST', '/verification/sso/none/authorization-uri', { state: 's', redirectUri: 'r' }),
  ],
  [
    'experience create-password-identity',
    422,
    'user.username_already_in_use',
    () => step('Register', 'POST', '/verification/new-password-identity', { identifier: username('ana'), password }),
  ],
  [
    'experience create-password-identity',
    400,
    'guard.invalid_input',
    () => step('Register', 'POST', '/verification/new-password-identity', { identifier: email('a@b.co'), password }),
  ],
  [
    'experience verify-password',
    422,
    'password.expired',
    async () => {
      await settings({ passwordExpiration: { enabled: true, validPeriodDays: 30 } })
      const { id, name } = await Holder.make(tenant)
      await tenant.call('PATCH', `/api/users/${id}/password/expiration`, { isExpired: true })
      return step('SignIn', 'POST', '/verification/password', { identifier: username(name), password })
    },
  ],
  [
    'experience verify-password',
    400,
    'session.verification_blocked_too_many_attempts',
    async () => {
      await settings({ sentinelPolicy: { maxAttempts: 1 } })
      const wrong = { identifier: username('locked'), password: 'wrong' }
      await step('SignIn', 'POST', '/verification/password', wrong)
      const refused = await person.step('POST', '/verification/password', wrong)
      await settings({ sentinelPolicy: {} })
      return refused
    },
  ],
  [
    'experience start-passkey-sign-in-with-identifier',
    400,
    'session.mfa.webauthn_verification_not_found',
    () => step('SignIn', 'POST', '/verification/sign-in-passkey/authentication', { identifier: username('ana') }),
  ],
  [
    'experience start-social',
    400,
    'session.insufficient_info',
    async () => {
      const { json } = await tenant.call('POST', '/api/connectors', { connectorId: 'google-universal', config: {} })
      const path = `/verification/social/${json.id}/authorization-uri`
      return step('SignIn', 'POST', path, { state: '', redirectUri: 'r' })
    },
  ],
  [
    'experience start-social',
    404,
    'entity.not_found',
    () => step('SignIn', 'POST', '/verification/social/none/authorization-uri', { state: 's', redirectUri: 'r' }),
  ],
  [
    'experience identify',
    404,
    'user.user_not_exist',
    async () => person.step('POST', '/identification', { verificationId: await verified('nobody@example.com') }),
  ],
  [
    'experience identify',
    422,
    'session.sso_enabled',
    async () => {
      const connector = { providerName: 'OIDC', connectorName: 'sso', domains: ['sso.example.com'] }
      await tenant.call('POST', '/api/sso-connectors', connector)
      await settings({ singleSignOnEnabled: true })
      return person.step('POST', '/identification', { verificationId: await verified('a@sso.example.com') })
    },
  ],
  [
    'experience init',
    422,
    'session.captcha_failed',
    () => person.step('PUT', '', { interactionEvent: 'SignIn', captchaToken: 'token' }),
  ],
  [
    'experience reset-password',
    400,
    'session.invalid_interaction_type',
    () => step('SignIn', 'PUT', '/profile/password', { password }),
  ],
  [
    'experience reset-password',
    404,
    'session.identifier_not_found',
    () => step('ForgotPassword', 'PUT', '/profile/password', { password }),
  ],
  [
    'experience skip-mfa',
    422,
    'session.mfa.mfa_policy_not_user_controlled',
    async () => {
      const { json } = await tenant.call('GET', '/api/sign-in-exp')
      await settings({ mfa: { factors: ['Totp'], policy: 'Mandatory' } })
      await person.identify('ana')
      const refused = await person.step('POST', '/profile/mfa/mfa-skipped')
      await settings({ mfa: json.mfa })
      return refused
    },
  ],
  [
    'experience skip-mfa',
    400,
    'session.not_supported_for_forgot_password',
    () => step('ForgotPassword', 'POST', '/profile/mfa/mfa-skipped'),
  ],
  [
    'experience submit',
    403,
    'session.mfa.require_mfa_verification',
    async () => {
      await withTotp()
      return person.step('POST', '/submit')
    },
  ],
  [
    'experience submit',
    422,
    'user.missing_profile',
    async () => {
      const holder = await Holder.make(tenant, { primaryEmail: undefined })
      const { json } = await tenant.call('GET', '/api/sign-in-exp')
      await settings({ signUp: { identifiers: ['email'], password: true, verify: true } })
      await person.identify(holder.name)
      const refused = await person.step('POST', '/submit')
      await settings({ signUp: json.signUp })
      return refused
    },
  ],
  [
    'experience verify-sso',
    404,
    'session.verification_session_not_found',
    () => step('SignIn', 'POST', '/verification/sso/none/verify', { verificationId: 'none', connectorData: {} }),
  ],
  [
    'experience verify-social',
    404,
    'session.verification_session_not_found',
    () => step('SignIn', 'POST', '/verification/social/none/verify', { verificationId: 'none', connectorData: {} }),
  ],
  [
    'experience verify-one-time-token',
    404,
    'one_time_token.token_not_found',
    () => step('SignIn', 'POST', '/verification/one-time-token/verify', { token: 'none', identifier: email('a@b.co') }),
  ],
  [
    'experience verify-one-time-token',
    400,
    'one_time_token.interaction_event_mismatch',
    async () => {
      const token = { email: 'a@b.co', context: { interactionEvent: 'Register' } }
      const { json } = await tenant.call('POST', '/api/one-time-tokens', token)
      const body = { token: json.token, identifier: email('a@b.co') }
      return step('SignIn', 'POST', '/verification/one-time-token/verify', body)
    },
  ],
  [
    'experience verify-totp',
    404,
    'session.identifier_not_found',
    () => step('SignIn', 'POST', '/verification/totp/verify', { code: '1234' }),
  ],
  [
    'experience verify-totp',
    400,
    'session.mfa.invalid_totp_code',
    async () => {
      await person.identify('ana')
      const { verificationId } = (await person.step('POST', '/verification/totp/secret')).json
      return person.step('POST', '/verification/totp/verify', { code: '1234', verificationId })
    },
  ],
  [
    'account add-mfa-verification',
    400,
    'user.totp_secret_invalid',
    () => account('POST', '/mfa-verifications', { type: 'Totp', secret: 'no-secret' }),
  ],
  [
    'account add-mfa-verification',
    422,
    'session.mfa.backup_code_can_not_be_alone',
    () => account('POST', '/mfa-verifications', { type: 'BackupCode', codes: [] }),
  ],
  [
    'account replace-totp',
    400,
    'session.mfa.invalid_totp_code',
    () => account('PUT', '/mfa-verifications/totp', { secret: 'G55VIJCJIJPDA6SUCE3F4RDFB5WRY6I5', code: '12345' }),
  ],
  ['account revoke-grant', 401, 'auth.unauthorized', () => account('DELETE', '/grants/none', undefined, sessions)],
  [
    'account revoke-grant',
    400,
    'account_center.field_not_editable',
    async () => {
      await fields({ session: 'ReadOnly' })
      return account('DELETE', '/grants/none')
    },
  ],
  [
    'account delete-primary-email',
    400,
    'auth.unauthorized',
    () => account('DELETE', '/primary-email', undefined, 'email'),
  ],
  [
    'account delete-primary-email',
    401,
    'verification_record.permission_denied',
    () => account('DELETE', '/primary-email', undefined, '', 'other'),
  ],
  [
    'account delete-primary-phone',
    400,
    'auth.unauthorized',
    () => account('DELETE', '/primary-phone', undefined, 'phone'),
  ],
  [
    'account delete-primary-phone',
    401,
    'verification_record.permission_denied',
    () => account('DELETE', '/primary-phone', undefined, '', 'other'),
  ],
  ['account revoke-session', 401, 'auth.unauthorized', () => account('DELETE', '/sessions/none', undefined, sessions)],
  [
    'account list-backup-codes',
    401,
    'verification_record.permission_denied',
    () => account('GET', '/mfa-verifications/backup-codes', undefined, '', ''),
  ],
  [
    'account list-backup-codes',
    404,
    'verification_record.not_found',
    () => account('GET', '/mfa-verifications/backup-codes'),
  ],
  [
    'account get-mfa-settings',
    401,
    'auth.unauthorized',
    () => account('GET', '/mfa-settings', undefined, 'identities'),
  ],
  [
    'account get-mfa-settings',
    400,
    'account_center.field_not_enabled',
    async () => {
      await fields({ mfa: 'Off' })
      return account('GET', '/mfa-settings')
    },
  ],
  ['account replace-identity', 401, 'auth.unauthorized', () => account('PUT', '/identities', identity, 'identities')],
  ['account replace-identity', 400, 'verification_record.not_found', () => account('PUT', '/identities', identity)],
  [
    'account update-logto-configs',
    401,
    'verification_record.permission_denied',
    () => account('PATCH', '/logto-configs', { mfa: { skipped: true } }, '', ''),
  ],
  [
    'account update-logto-configs',
    400,
    'account_center.field_not_editable',
    async () => {
      await fields({ mfa: 'ReadOnly' })
      return account('PATCH', '/logto-configs', { mfa: { skipped: true } })
    },
  ],
  [
    'account update-primary-phone',
    422,
    'user.phone_already_in_use',
    async () => {
      await tenant.call('POST', '/api/connectors', { connectorId: 'twilio-short-message-service', config: {} })
      const holder = await Holder.make(tenant)
      const phone = '15550100101'
      const newIdentifierVerificationRecordId = await holder.owns({ type: 'phone', value: phone })
      const body = { phone, newIdentifierVerificationRecordId }
      return holder.call('POST', '/my-account/primary-phone', body, await holder.proof())
    },
  ],
  [
    'account update-primary-phone',
    400,
    'account_center.field_not_editable',
    async () => {
      await fields({ phone: 'ReadOnly' })
      return account('POST', '/primary-phone', { phone: '13102086819', ...identity })
    },
  ],
  [
    'verifications create-by-social',
    422,
    'session.invalid_connector_id',
    async () =>
      (await Holder.make(tenant)).call('POST', '/verifications/social', {
        ...{ connectorId: 'none', state: 's', redirectUri: 'r' },
      }),
  ],
  [
    'verifications create-by-social',
    400,
    'connector.unexpected_type',
    async () =>
      (await Holder.make(tenant)).call('POST', '/verifications/social', {
        ...{ connectorId: 'sandbox-mail', state: 's', redirectUri: 'r' },
      }),
  ],
  [
    'verifications verify-webauthn-registration',
    400,
    'session.mfa.webauthn_verification_failed',
    async () => {
      const response = { clientDataJSON: 'x', attestationObject: 'x' }
      const payload = { type: 'WebAuthn', id: 'x', rawId: 'x', response, clientExtensionResults: {} }
      const body = { verificationRecordId: 'x', payload }
      return (await Holder.make(tenant)).call('POST', '/verifications/web-authn/registration/verify', body)
    },
  ],
]

/** Recorded, and not in the sandbox: it sends as many messages as it is asked for. */
const left = ['experience send-code 429 request.message_rate_limited']

const nameOf = ({ command, status, code }: Omit<Recorded, 'data'>) => `${command} ${status} ${code}`

describe('signing in and working on an account is refused as Logto was recorded to refuse it', () => {
  const recorded = hasExchanges
    ? recordedRefusals().filter(({ command }) => /^(experience|account|verifications) /.test(command))
    : []

  it.each(situations)('%s: %i %s', async (command, status, code, act) => {
    const { status: got, json, text } = await act()
    expect([got, json.code], text).toEqual([status, code])
    expect(json.message).toBeTypeOf('string')
    const known = recorded.find((one) => nameOf(one) === nameOf({ command, status, code }))
    if (known) expect(Object.keys(json.data ?? {}).sort()).toEqual(known.data)
  })

  it.skipIf(!hasExchanges)('and no recorded refusal is left out, nor one made up', () => {
    const acted = situations.map(([command, status, code]) => nameOf({ command, status, code }))
    expect([...acted, ...left].sort()).toEqual(recorded.map(nameOf).sort())
  })
})
