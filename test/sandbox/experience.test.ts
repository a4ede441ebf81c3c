import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Answered } from './client.js'
import { startTenant, type TestTenant } from './client.js'
import { nativeApp, Person, password } from './sign-in.js'

let tenant: TestTenant
let clientId: string
beforeAll(async () => {
  tenant = await startTenant()
  clientId = await nativeApp(tenant)
})
afterAll(() => tenant.close())

let serial = 0
const fresh = () => `person${serial++}`
const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate()
const refusal = ({ status, json }: Answered) => [status, json.code]

const initial = { signInMode: 'SignInAndRegister', mfa: { factors: ['Totp', 'BackupCode'], policy: 'NoPrompt' } }
const signUp = { identifiers: ['username'], password: true, verify: false }
const settings = (change: object) => tenant.call('PATCH', '/api/sign-in-exp', change)

/** A new user with the password of all; `more` are further properties. */
async function user(more: object = {}): Promise<{ id: string; username: string }> {
  const username = fresh()
  const { json } = await tenant.call('POST', '/api/users', { username, password, ...more })
  return { id: String(json.id), username }
}

let person: Person
beforeEach(async () => {
  await settings({ ...initial, signUp, forgotPasswordMethods: null, captchaPolicy: {}, sentinelPolicy: {} })
  person = new Person(tenant, clientId)
  await person.authorize()
})

/** The last code that was sent to an address. */
async function sentTo(address: string): Promise<string> {
  const { json } = await person.get(`/sandbox/messages?to=${encodeURIComponent(address)}`)
  return String((json as unknown as { code: string }[]).at(-1)?.code)
}

async function byCode(event: string, email: string): Promise<Answered> {
  const identifier = { type: 'email', value: email }
  await person.step('PUT', '', { interactionEvent: event })
  const sent = await person.step('POST', '/verification/verification-code', { identifier, interactionEvent: event })
  const { verificationId } = sent.json
  const code = await sentTo(email)
  const checked = await person.step('POST', '/verification/verification-code/verify', {
    identifier,
    verificationId,
    code,
  })
  expect(checked.json).toEqual({ verificationId })
  return person.step('POST', '/identification', { verificationId })
}

describe('an interaction', () => {
  it('needs the cookie, and a beginning', async () => {
    const stranger = new Person(tenant, clientId)
    expect(refusal(await stranger.step('PUT', '', { interactionEvent: 'SignIn' }))).toEqual([400, 'session.not_found'])
    expect(refusal(await person.step('GET', '/interaction'))).toEqual([404, 'session.interaction_not_found'])
    expect(refusal(await person.step('POST', '/submit'))).toEqual([404, 'session.interaction_not_found'])
    expect((await person.step('GET', '/sso-connectors?email=a%40b.com')).json).toEqual({ connectorIds: [] })
  })

  it('shows what was done so far, and no secret', async () => {
    const { id, username } = await user()
    await person.identify(username)
    const { json } = await person.step('GET', '/interaction')
    expect(json).toEqual({
      interactionEvent: 'SignIn',
      userId: id,
      profile: {},
      verificationRecords: [
        {
          id: expect.stringMatching(/^\w{21}$/),
          type: 'Password',
          identifier: { type: 'username', value: username },
          verified: true,
        },
      ],
      mfa: {},
      captcha: { verified: false, skipped: false },
    })
  })

  it('is over after an hour', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 })
    try {
      expect(refusal(await person.step('PUT', '', { interactionEvent: 'SignIn' }))).toEqual([400, 'session.not_found'])
    } finally {
      vi.useRealTimers()
    }
  })

  it('changes between signing in and registering, and not to a forgotten password', async () => {
    await person.step('PUT', '', { interactionEvent: 'SignIn' })
    expect((await person.step('PUT', '/interaction-event', { interactionEvent: 'Register' })).status).toBe(204)
    expect((await person.step('GET', '/interaction')).json.interactionEvent).toBe('Register')
    const forgotten = await person.step('PUT', '/interaction-event', { interactionEvent: 'ForgotPassword' })
    expect(refusal(forgotten)).toEqual([400, 'session.not_supported_for_forgot_password'])
  })

  it('keeps to the sign-in mode', async () => {
    await settings({ signInMode: 'Register' })
    expect(refusal(await person.step('PUT', '', { interactionEvent: 'SignIn' }))).toEqual([403, 'auth.forbidden'])
    await settings({ signInMode: 'SignIn' })
    expect(refusal(await person.step('PUT', '', { interactionEvent: 'Register' }))).toEqual([403, 'auth.forbidden'])
  })

  it('wants a captcha where the settings do', async () => {
    const failed = await person.step('PUT', '', { interactionEvent: 'SignIn', captchaToken: 'x' })
    expect(refusal(failed)).toEqual([422, 'session.captcha_failed'])
    await settings({ captchaPolicy: { enabled: true } })
    await person.identify((await user()).username)
    expect(refusal(await person.step('POST', '/submit'))).toEqual([422, 'session.captcha_required'])
  })
})

describe('a password', () => {
  it('that is wrong is refused, whoever it is for', async () => {
    await person.step('PUT', '', { interactionEvent: 'SignIn' })
    for (const value of ['ana', 'nobody']) {
      const identifier = { type: 'username', value }
      const refused = await person.step('POST', '/verification/password', { identifier, password: 'wrong' })
      expect(refusal(refused)).toEqual([422, 'session.invalid_credentials'])
    }
  })

  it('is taken by e-mail address in any case, and by phone number', async () => {
    await person.step('PUT', '', { interactionEvent: 'SignIn' })
    for (const identifier of [
      { type: 'email', value: 'ANA.duarte@example.com' },
      { type: 'phone', value: '15550100100' },
    ]) {
      const answer = await person.step('POST', '/verification/password', { identifier, password })
      expect(answer.status).toBe(200)
    }
  })

  it('is locked after too many failures, until an administrator unlocks it', async () => {
    await settings({ sentinelPolicy: { maxAttempts: 2, lockoutDuration: 10 } })
    const { username } = await user()
    await person.step('PUT', '', { interactionEvent: 'SignIn' })
    const identifier = { type: 'username', value: username }
    const attempt = (secret: string) => person.step('POST', '/verification/password', { identifier, password: secret })
    await attempt('wrong')
    await attempt('wrong')
    expect(refusal(await attempt(password))).toEqual([400, 'session.verification_blocked_too_many_attempts'])
    await tenant.call('POST', '/api/sentinel-activities/delete', { targetType: 'User', targets: [username] })
    expect((await attempt(password)).status).toBe(200)
  })

  it('that has expired is refused', async () => {
    await settings({ passwordExpiration: { enabled: true, validPeriodDays: 30 } })
    const { id, username } = await user()
    await tenant.call('PATCH', `/api/users/${id}/password/expiration`, { isExpired: true })
    await person.step('PUT', '', { interactionEvent: 'SignIn' })
    const identifier = { type: 'username', value: username }
    const refused = await person.step('POST', '/verification/password', { identifier, password })
    expect(refusal(refused)).toEqual([422, 'password.expired'])
    await settings({ passwordExpiration: { enabled: false } })
  })

  it('does not let in who is suspended', async () => {
    expect(refusal(await person.identify('farah'))).toEqual([401, 'user.suspended'])
  })

  it('is no way in where the settings leave it out', async () => {
    const methods = [{ identifier: 'email', password: true, verificationCode: true, isPasswordPrimary: true }]
    const { json } = await tenant.call('GET', '/api/sign-in-exp')
    await settings({ signIn: { methods } })
    expect(refusal(await person.identify('ana'))).toEqual([422, 'user.sign_in_method_not_enabled'])
    await settings({ signIn: json.signIn })
  })

  it('of a second user does not take over', async () => {
    await person.identify('ana')
    const identifier = { type: 'username', value: 'bo' }
    const { json } = await person.step('POST', '/verification/password', { identifier, password })
    const refused = await person.step('POST', '/identification', { verificationId: json.verificationId })
    expect(refusal(refused)).toEqual([409, 'session.identity_conflict'])
  })

  it('is set anew by who forgot it', async () => {
    const primaryEmail = `${fresh()}@example.com`
    const { username } = await user({ primaryEmail })
    expect((await byCode('ForgotPassword', primaryEmail)).status).toBe(204)
    expect(refusal(await person.step('POST', '/submit'))).toEqual([422, 'user.new_password_required_in_profile'])
    const set = (secret: string) => person.step('PUT', '/profile/password', { password: secret })
    expect(refusal(await set('short'))).toEqual([422, 'password.rejected'])
    expect(refusal(await set(password))).toEqual([422, 'user.same_password'])
    expect((await set('another-Pass-2')).status).toBe(204)
    expect((await person.step('POST', '/submit')).status).toBe(204)
    expect((await person.identify(username, 'another-Pass-2')).status).toBe(204)
    const late = await person.step('PUT', '/profile/password', { password: 'another-Pass-3' })
    expect(refusal(late)).toEqual([400, 'session.invalid_interaction_type'])
  })

  it('is not set anew while nobody is identified', async () => {
    await person.step('PUT', '', { interactionEvent: 'ForgotPassword' })
    const refused = await person.step('PUT', '/profile/password', { password: 'another-Pass-2' })
    expect(refusal(refused)).toEqual([404, 'session.identifier_not_found'])
  })
})

describe('a code', () => {
  it('signs in whoever has the address', async () => {
    expect((await byCode('SignIn', 'bo.lindqvist@example.com')).status).toBe(204)
    const { verificationRecords } = (await person.step('GET', '/interaction')).json as unknown as Record<
      string,
      object[]
    >
    expect(verificationRecords?.[0]).toMatchObject({
      type: 'EmailVerificationCode',
      templateType: 'SignIn',
      verified: true,
    })
    expect((await person.step('POST', '/submit')).json.redirectTo).toContain('/oidc/auth/')
  })

  it('of an address that nobody has identifies nobody', async () => {
    const refused = await byCode('SignIn', 'nobody@example.com')
    expect(refusal(refused)).toEqual([404, 'user.user_not_exist'])
    expect(refused.json.data).toEqual({ identifier: 'nobody@example.com' })
  })

  it('must be right, for that address, and verified', async () => {
    await person.step('PUT', '', { interactionEvent: 'SignIn' })
    const identifier = { type: 'email', value: 'ana.duarte@example.com' }
    const sent = await person.step('POST', '/verification/verification-code', {
      identifier,
      interactionEvent: 'SignIn',
    })
    const { verificationId } = sent.json
    const verify = (change: object) =>
      person.step('POST', '/verification/verification-code/verify', {
        identifier,
        verificationId,
        code: 'x',
        ...change,
      })
    expect(refusal(await verify({}))).toEqual([400, 'verification_code.code_mismatch'])
    const other = { type: 'email', value: 'b@example.com' }
    expect(refusal(await verify({ identifier: other }))).toEqual([400, 'verification_code.email_mismatch'])
    expect(refusal(await verify({ verificationId: 'other' }))).toEqual([404, 'session.verification_session_not_found'])
    const early = await person.step('POST', '/identification', { verificationId })
    expect(refusal(early)).toEqual([400, 'session.verification_failed'])
  })

  it('is sent by a connector only', async () => {
    await tenant.call('DELETE', '/api/connectors/sandbox-text-messages')
    await person.step('PUT', '', { interactionEvent: 'SignIn' })
    const identifier = { type: 'phone', value: '15550100100' }
    const refused = await person.step('POST', '/verification/verification-code', {
      identifier,
      interactionEvent: 'SignIn',
    })
    expect(refusal(refused)).toEqual([501, 'connector.not_found'])
  })
})

describe('registering', () => {
  it('makes an account with a username and a password', async () => {
    const username = fresh()
    await person.step('PUT', '', { interactionEvent: 'Register' })
    const identity = { identifier: { type: 'username', value: username }, password }
    const { json } = await person.step('POST', '/verification/new-password-identity', identity)
    const made = await person.step('POST', '/identification', { verificationId: json.verificationId })
    expect(made.status).toBe(201)
    expect((await person.step('POST', '/submit')).status).toBe(200)
    const [found] = (await tenant.call('GET', `/api/users?search.username=${username}`)).json as unknown as object[]
    expect(found).toMatchObject({ username, hasPassword: true })
    const again = await person.step('POST', '/verification/new-password-identity', identity)
    expect(refusal(again)).toEqual([404, 'session.interaction_not_found'])
  })

  it('refuses a username that is taken and one that is no username', async () => {
    await person.step('PUT', '', { interactionEvent: 'Register' })
    const identity = (identifier: object) =>
      person.step('POST', '/verification/new-password-identity', { identifier, password })
    expect(refusal(await identity({ type: 'username', value: 'ana' }))).toEqual([422, 'user.username_already_in_use'])
    expect(refusal(await identity({ type: 'email', value: 'a@b.co' }))).toEqual([400, 'guard.invalid_input'])
  })

  it('asks for what the sign-up settings want, and takes it as a profile', async () => {
    const email = `${fresh()}@example.com`
    const refused = await byCode('Register', email)
    expect(refusal(refused)).toEqual([422, 'user.missing_profile'])
    expect(refused.json.data).toEqual({ missingProfile: ['username', 'password'] })
    const username = fresh()
    expect((await person.step('POST', '/profile', { type: 'username', value: username })).status).toBe(204)
    expect((await person.step('POST', '/profile', { type: 'password', value: password })).status).toBe(204)
    const values = { name: 'Pat', givenName: 'Pat', shoeSize: '42' }
    expect((await person.step('POST', '/profile', { type: 'extraProfile', values })).status).toBe(204)
    expect((await person.step('POST', '/identification', {})).status).toBe(201)
    const [found] = (await tenant.call('GET', `/api/users?search.username=${username}`)).json as unknown as object[]
    expect(found).toMatchObject({
      primaryEmail: email,
      name: 'Pat',
      profile: { givenName: 'Pat' },
      customData: { shoeSize: '42' },
    })
    const taken = await byCode('Register', email)
    expect(refusal(taken)).toEqual([422, 'user.email_already_in_use'])
  })

  it('by a one-time token works where registration is closed, and joins its organizations', async () => {
    await settings({ signInMode: 'SignIn', signUp: { identifiers: ['email'], password: false, verify: true } })
    const email = `${fresh()}@example.com`
    const organization = String((await tenant.call('POST', '/api/organizations', { name: 'o' })).json.id)
    const made = await tenant.call('POST', '/api/one-time-tokens', {
      email,
      context: { jitOrganizationIds: [organization] },
    })
    await person.step('PUT', '', { interactionEvent: 'SignIn' })
    const identifier = { type: 'email', value: email }
    const verify = (token: unknown) => person.step('POST', '/verification/one-time-token/verify', { identifier, token })
    expect(refusal(await verify('invalid'))).toEqual([404, 'one_time_token.token_not_found'])
    const { verificationId } = (await verify(made.json.token)).json
    expect(refusal(await verify(made.json.token))).toEqual([400, 'one_time_token.token_consumed'])
    expect((await person.step('PUT', '/interaction-event', { interactionEvent: 'Register' })).status).toBe(204)
    expect((await person.step('POST', '/identification', { verificationId })).status).toBe(201)
    const members = (await tenant.call('GET', `/api/organizations/${organization}/users`)).json as unknown as object[]
    expect(members).toMatchObject([{ primaryEmail: email }])
  })

  it('refuses a one-time token that is for another event', async () => {
    const email = `${fresh()}@example.com`
    const made = await tenant.call('POST', '/api/one-time-tokens', { email, context: { interactionEvent: 'Register' } })
    await person.step('PUT', '', { interactionEvent: 'SignIn' })
    const refused = await person.step('POST', '/verification/one-time-token/verify', {
      identifier: { type: 'email', value: email },
      token: made.json.token,
    })
    expect(refusal(refused)).toEqual([400, 'one_time_token.interaction_event_mismatch'])
  })
})

describe('a second factor', () => {
  it('is asked for when the user has one, and let in by its code', async () => {
    const { id, username } = await user()
    const made = await tenant.call('POST', `/api/users/${id}/mfa-verifications`, { type: 'Totp' })
    const secret = String(made.json.secret)
    await person.identify(username)
    const refused = await person.step('POST', '/submit')
    expect(refusal(refused)).toEqual([403, 'session.mfa.require_mfa_verification'])
    expect(refused.json.data).toEqual({ availableFactors: ['Totp'], maskedIdentifiers: {} })
    const early = await person.step('POST', '/profile', { type: 'username', value: fresh() })
    expect(refusal(early)).toEqual([403, 'session.mfa.require_mfa_verification'])
    const wrong = await person.step('POST', '/verification/totp/verify', { code: '000000' })
    expect(refusal(wrong)).toEqual([400, 'session.mfa.invalid_totp_code'])
    expect((await person.step('POST', '/verification/totp/verify', { code: codeOf(secret) })).status).toBe(200)
    expect((await person.step('POST', '/submit')).status).toBe(200)
  })

  it('takes a code once: whoever signs in again within the half minute waits for the next', async () => {
    const { id, username } = await user()
    const { json } = await tenant.call('POST', `/api/users/${id}/mfa-verifications`, { type: 'Totp' })
    const code = codeOf(String(json.secret))
    const verify = async () => {
      const other = new Person(tenant, clientId)
      await other.authorize()
      await other.identify(username)
      return other.step('POST', '/verification/totp/verify', { code })
    }
    expect((await verify()).status).toBe(200)
    expect(refusal(await verify())).toEqual([400, 'session.mfa.invalid_totp_code'])
  })

  it('is not suggested to who has one, or under a policy that does not ask', async () => {
    const { id, username } = await user()
    await settings({ mfa: { factors: ['Totp'], policy: 'UserControlled' } })
    const { json } = await tenant.call('POST', `/api/users/${id}/mfa-verifications`, { type: 'Totp' })
    await person.identify(username)
    await person.step('POST', '/verification/totp/verify', { code: codeOf(String(json.secret)) })
    expect((await person.step('POST', '/submit')).status).toBe(200)
    const configs = await tenant.call('GET', `/api/users/${id}/logto-configs`)
    expect(configs.json.mfa).toMatchObject({ enabled: true })
  })

  it('of a passkey is suggested where people sign in by one, and declined for good', async () => {
    await settings({ passkeySignIn: { enabled: true } })
    const { username } = await user()
    await person.identify(username)
    expect(refusal(await person.step('POST', '/submit'))).toEqual([422, 'user.passkey_preferred'])
    expect((await person.step('POST', '/profile/mfa/passkey-skipped')).status).toBe(204)
    expect((await person.step('POST', '/submit')).status).toBe(200)
    const again = new Person(tenant, clientId)
    await again.authorize()
    await again.identify(username)
    expect((await again.step('POST', '/submit')).status).toBe(200)
    await settings({ passkeySignIn: {} })
  })

  it('can be a backup code, once', async () => {
    const { id, username } = await user()
    const factors = `/api/users/${id}/mfa-verifications`
    expect(refusal(await tenant.call('POST', factors, { type: 'BackupCode' }))).toEqual([
      422,
      'session.mfa.backup_code_can_not_be_alone',
    ])
    await tenant.call('POST', factors, { type: 'Totp' })
    const { json } = await tenant.call('POST', factors, { type: 'BackupCode' })
    await person.identify(username)
    const refused = await person.step('POST', '/submit')
    expect(refused.json.data).toMatchObject({ availableFactors: ['Totp', 'BackupCode'] })
    const [code] = json.codes as unknown as string[]
    expect((await person.step('POST', '/verification/backup-code/verify', { code })).status).toBe(200)
    const again = await person.step('POST', '/verification/backup-code/verify', { code })
    expect(refusal(again)).toEqual([400, 'session.mfa.invalid_backup_code'])
    expect((await person.step('POST', '/submit')).status).toBe(200)
    const rows = (await tenant.call('GET', factors)).json as unknown as object[]
    expect(rows).toMatchObject([{ type: 'Totp' }, { type: 'BackupCode', remainCodes: 9 }])
  })

  it('can be a code to the address of the account', async () => {
    await settings({ mfa: { factors: ['EmailVerificationCode'], policy: 'NoPrompt' } })
    const primaryEmail = `${fresh()}@example.com`
    const { username } = await user({ primaryEmail })
    await person.identify(username)
    const refused = await person.step('POST', '/submit')
    expect(refused.json.data).toEqual({
      availableFactors: ['EmailVerificationCode'],
      maskedIdentifiers: { email: '****@example.com' },
    })
    const sent = await person.step('POST', '/verification/mfa-verification-code', { identifierType: 'email' })
    const verified = await person.step('POST', '/verification/mfa-verification-code/verify', {
      ...{ identifierType: 'email', verificationId: sent.json.verificationId, code: await sentTo(primaryEmail) },
    })
    expect(verified.status).toBe(200)
    expect((await person.step('POST', '/submit')).status).toBe(200)
  })

  it('is set up while signing in where the policy makes it mandatory, with backup codes', async () => {
    await settings({ mfa: { factors: ['Totp', 'BackupCode'], policy: 'Mandatory' } })
    const { id, username } = await user()
    await person.identify(username)
    const refused = await person.step('POST', '/submit')
    expect(refusal(refused)).toEqual([422, 'user.missing_mfa'])
    expect(refused.json.data).toEqual({ availableFactors: ['Totp'] })
    const skipped = await person.step('POST', '/profile/mfa/mfa-skipped')
    expect(refusal(skipped)).toEqual([422, 'session.mfa.mfa_policy_not_user_controlled'])

    const { json } = await person.step('POST', '/verification/totp/secret')
    const { verificationId } = json
    expect(json.secretQrCode).toContain(json.secret)
    const early = await person.step('POST', '/profile/mfa', { type: 'Totp', verificationId })
    expect(refusal(early)).toEqual([400, 'session.verification_failed'])
    await person.step('POST', '/verification/totp/verify', { verificationId, code: codeOf(String(json.secret)) })
    expect((await person.step('POST', '/profile/mfa', { type: 'Totp', verificationId })).status).toBe(204)
    expect(refusal(await person.step('POST', '/submit'))).toEqual([422, 'session.mfa.backup_code_required'])
    const codes = await person.step('POST', '/verification/backup-code/generate')
    const bound = { type: 'BackupCode', verificationId: codes.json.verificationId }
    expect((await person.step('POST', '/profile/mfa', bound)).status).toBe(204)
    expect((await person.step('POST', '/submit')).status).toBe(200)
    const rows = (await tenant.call('GET', `/api/users/${id}/mfa-verifications`)).json as unknown as object[]
    expect(rows).toMatchObject([{ type: 'Totp' }, { type: 'BackupCode', remainCodes: 10 }])
  })

  it('can be left out where the policy only asks, and is not asked for again', async () => {
    await settings({ mfa: { factors: ['Totp'], policy: 'PromptAtSignInAndSignUp' } })
    const { id, username } = await user()
    await person.identify(username)
    expect(refusal(await person.step('POST', '/submit'))).toEqual([422, 'user.suggest_mfa'])
    expect((await person.step('POST', '/profile/mfa/mfa-enabled')).status).toBe(204)
    const refused = await person.step('POST', '/submit')
    expect(refusal(refused)).toEqual([422, 'user.missing_mfa'])
    expect(refused.json.data).toEqual({ availableFactors: ['Totp'], skippable: true })
    expect((await person.step('POST', '/profile/mfa/mfa-skipped')).status).toBe(204)
    expect((await person.step('POST', '/submit')).status).toBe(200)
    const configs = await tenant.call('GET', `/api/users/${id}/logto-configs`)
    expect(configs.json.mfa).toMatchObject({ skipped: true })
  })

  it('of another kind is suggested to who registers by e-mail, and can be declined', async () => {
    await settings({
      mfa: { factors: ['EmailVerificationCode', 'Totp'], policy: 'Mandatory' },
      signUp: { identifiers: ['email'], password: false, verify: true },
    })
    expect((await byCode('Register', `${fresh()}@example.com`)).status).toBe(201)
    const suggested = await person.step('POST', '/submit')
    expect(refusal(suggested)).toEqual([422, 'session.mfa.suggest_additional_mfa'])
    expect(suggested.json.data).toEqual({ availableFactors: ['Totp'], skippable: true, suggestion: true })
    expect((await person.step('POST', '/profile/mfa/mfa-suggestion-skipped')).status).toBe(204)
    expect((await person.step('POST', '/submit')).status).toBe(200)
  })

  it('needs somebody who is identified', async () => {
    await person.step('PUT', '', { interactionEvent: 'SignIn' })
    const refused = await person.step('POST', '/verification/totp/verify', { code: '123456' })
    expect(refusal(refused)).toEqual([404, 'session.identifier_not_found'])
  })
})

describe('a third party', () => {
  it.each([
    ['POST', '/verification/social/none/authorization-uri', { state: 's', redirectUri: 'r' }, 404, 'entity.not_found'],
    [
      'POST',
      '/verification/sso/none/authorization-uri',
      { state: 's', redirectUri: 'r' },
      404,
      'entity.not_exists_with_id',
    ],
    ['POST', '/verification/social/none/verify', { connectorData: {} }, 404, 'session.verification_session_not_found'],
    [
      'POST',
      '/verification/sign-in-passkey/authentication',
      { identifier: { type: 'username', value: 'ana' } },
      400,
      'session.mfa.webauthn_verification_not_found',
    ],
  ])('is not there: %s %s', async (method, path, body, status, code) => {
    await person.step('PUT', '', { interactionEvent: 'SignIn' })
    expect(refusal(await person.step(method, path, body))).toEqual([status, code])
  })
})
