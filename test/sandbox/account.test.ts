import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { everyField, everyScope, Holder } from './account-holder.js'
import { type Answered, requestToken, startTenant, type TestTenant } from './client.js'
import { nativeApp, Person, password } from './sign-in.js'

let tenant: TestTenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.close())
const center = (change: object) => tenant.call('PATCH', '/api/account-center', change)

const refusal = ({ status, json }: Answered) => [status, json.code]
const totp = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate()
const mfa = (factors: string[]) => tenant.call('PATCH', '/api/sign-in-exp', { mfa: { factors, policy: 'NoPrompt' } })

beforeEach(async () => {
  await center({ enabled: true, fields: everyField })
  await mfa(['Totp', 'BackupCode'])
})

describe('the account API', () => {
  it('is off until the account center is enabled', async () => {
    const holder = await Holder.make(tenant)
    await center({ enabled: false })
    expect(refusal(await holder.call('GET', '/my-account'))).toEqual([400, 'account_center.not_enabled'])
    const verified = await holder.call('POST', '/verifications/password', { password })
    expect(refusal(verified)).toEqual([400, 'account_center.not_enabled'])
  })

  it('takes opaque tokens of users with the scope openid', async () => {
    const { json } = await requestToken(tenant)
    for (const token of [String(json.access_token), 'nonsense']) {
      const refused = await tenant.call('GET', '/api/my-account', undefined, token)
      expect(refusal(refused)).toEqual([401, 'auth.unauthorized'])
    }
    const missing = await tenant.call('GET', '/api/my-account', undefined, '')
    expect(refusal(missing)).toEqual([401, 'auth.authorization_header_missing'])
    const holder = await Holder.make(tenant, {}, 'profile')
    expect(refusal(await holder.call('GET', '/my-account'))).toEqual([403, 'auth.forbidden'])
  })

  it('lets a third-party application read and not change', async () => {
    const id = await nativeApp(tenant, { isThirdParty: true, type: 'Native' })
    const person = new Person(tenant, id)
    await person.authorize({ scope: 'openid profile' })
    await person.identify('ana')
    const { json } = await person.step('POST', '/submit')
    await person.follow(String(json.redirectTo))
    const allowed = await person.post('/consent', new URLSearchParams({ decision: 'allow' }))
    const { away } = await person.follow(String(allowed.headers.get('location')))
    const tokens = await person.redeem(String(away?.searchParams.get('code')))
    const holder = new Holder(tenant, 'ana000000000', 'ana', String(tokens.json.access_token))
    expect((await holder.call('GET', '/my-account')).json.username).toBe('ana')
    const refused = await holder.call('PATCH', '/my-account', { name: 'x' })
    expect(refusal(refused)).toEqual([403, 'auth.third_party_application_forbidden'])
  })
})

describe('the profile', () => {
  it('shows what the scopes and the account center let it', async () => {
    const holder = await Holder.make(tenant, {}, 'openid email')
    expect((await holder.call('GET', '/my-account')).json).toEqual({
      id: holder.id,
      primaryEmail: `${holder.name}@example.com`,
      hasSecurityVerificationMethod: true,
    })
    await center({ fields: { email: 'Off' } })
    expect((await holder.call('GET', '/my-account')).json).not.toHaveProperty('primaryEmail')
  })

  it('is changed as far as fields and scopes allow, the username only with a proof', async () => {
    const holder = await Holder.make(tenant)
    const changed = await holder.call('PATCH', '/my-account', { name: 'New', customData: { a: 1 } })
    expect([changed.status, changed.json.name]).toEqual([200, 'New'])
    const unproven = await holder.call('PATCH', '/my-account', { username: 'other_name' })
    expect(refusal(unproven)).toEqual([401, 'verification_record.permission_denied'])
    const taken = await holder.call('PATCH', '/my-account', { username: 'ana' }, await holder.proof())
    expect(refusal(taken)).toEqual([422, 'user.username_already_in_use'])
    expect((await holder.call('PATCH', '/my-account', { username: 'other_name' }, await holder.proof())).status).toBe(
      200,
    )
    await center({ fields: { ...everyField, name: 'ReadOnly' } })
    const fixed = await holder.call('PATCH', '/my-account', { name: 'Newer' })
    expect(refusal(fixed)).toEqual([400, 'account_center.field_not_editable'])
    const narrow = await Holder.make(tenant, {}, 'openid')
    const unscoped = await narrow.call('PATCH', '/my-account', { avatar: 'https://example.com/a.png' })
    expect(refusal(unscoped)).toEqual([400, 'auth.unauthorized'])
  })

  it('adds to its details', async () => {
    const holder = await Holder.make(tenant)
    await holder.call('PATCH', '/my-account/profile', { givenName: 'Pat' })
    const { json } = await holder.call('PATCH', '/my-account/profile', { familyName: 'Lee' })
    expect(json).toEqual({ givenName: 'Pat', familyName: 'Lee' })
  })
})

describe('a verification', () => {
  it('by password gives a record that holds ten minutes, for that user alone', async () => {
    const holder = await Holder.make(tenant)
    const wrong = await holder.call('POST', '/verifications/password', { password: 'wrong' })
    expect(refusal(wrong)).toEqual([422, 'session.invalid_credentials'])
    const made = await holder.call('POST', '/verifications/password', { password })
    expect(made.status).toBe(201)
    const left = Date.parse(String(made.json.expiresAt)) - Date.now()
    expect(left).toBeGreaterThan(590_000)
    expect(left).toBeLessThanOrEqual(600_000)
    const proof = String(made.json.verificationRecordId)
    const codes = (who: Holder) => who.call('GET', '/my-account/sessions', undefined, proof)
    expect((await codes(holder)).status).toBe(200)
    expect(refusal(await codes(await Holder.make(tenant)))).toEqual([401, 'verification_record.permission_denied'])
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 600_000 })
    try {
      expect(refusal(await codes(holder))).toEqual([401, 'verification_record.permission_denied'])
    } finally {
      vi.useRealTimers()
    }
  })

  it('by a code to the own address is a proof; one to another address is not', async () => {
    const holder = await Holder.make(tenant)
    const own = await holder.owns({ type: 'email', value: `${holder.name}@example.com` })
    expect((await holder.call('GET', '/my-account/sessions', undefined, own)).status).toBe(200)
    const other = await holder.owns({ type: 'email', value: 'somebody@example.com' })
    const refused = await holder.call('GET', '/my-account/sessions', undefined, other)
    expect(refusal(refused)).toEqual([401, 'verification_record.permission_denied'])
  })

  it('refuses a wrong code, an unknown record and unknown connectors', async () => {
    const holder = await Holder.make(tenant)
    const identifier = { type: 'email', value: 'somebody@example.com' }
    const { json } = await holder.call('POST', '/verifications/verification-code', { identifier })
    const verify = (verificationId: unknown) =>
      holder.call('POST', '/verifications/verification-code/verify', { identifier, verificationId, code: 'x' })
    expect(refusal(await verify(json.verificationRecordId))).toEqual([400, 'verification_code.code_mismatch'])
    expect(refusal(await verify('other'))).toEqual([400, 'verification_record.not_found'])
    const social = (connectorId: string) =>
      holder.call('POST', '/verifications/social', { connectorId, state: 's', redirectUri: 'r' })
    expect(refusal(await social('none'))).toEqual([422, 'session.invalid_connector_id'])
    expect(refusal(await social('sandbox-mail'))).toEqual([400, 'connector.unexpected_type'])
  })
})

describe('the password', () => {
  it('is changed with a proof and by the policy, and lets in from then on', async () => {
    const holder = await Holder.make(tenant)
    const change = (secret: string, proof?: string) =>
      holder.call('POST', '/my-account/password', { password: secret }, proof)
    expect(refusal(await change('another-Pass-2'))).toEqual([401, 'verification_record.permission_denied'])
    const proof = await holder.proof()
    expect(refusal(await change('short', proof))).toEqual([422, 'password.rejected'])
    expect((await change('another-Pass-2', proof)).status).toBe(204)
    const check = (secret: string) =>
      tenant.call('POST', `/api/users/${holder.id}/password/verify`, { password: secret })
    expect((await check('another-Pass-2')).status).toBe(204)
    expect(refusal(await check(password))).toEqual([422, 'session.invalid_credentials'])
  })

  it('needs no proof of who has nothing to prove it by', async () => {
    const holder = await Holder.make(tenant, { password: undefined, primaryEmail: undefined })
    expect((await holder.call('POST', '/my-account/password', { password })).status).toBe(204)
  })

  it('that was imported as a digest lets in', async () => {
    const holder = await Holder.make(tenant, {
      password: undefined,
      passwordDigest: '5f4dcc3b5aa765d61d8327deb882cf99',
      passwordAlgorithm: 'MD5',
    })
    const check = await tenant.call('POST', `/api/users/${holder.id}/password/verify`, { password: 'password' })
    expect(check.status).toBe(204)
  })
})

describe('addresses', () => {
  it('are changed to one that is verified and free, and removed', async () => {
    const holder = await Holder.make(tenant)
    const proof = await holder.proof()
    const email = `new-${holder.name}@example.com`
    const record = await holder.owns({ type: 'email', value: email })
    const change = (address: string, id: string, by = proof) =>
      holder.call('POST', '/my-account/primary-email', { email: address, newIdentifierVerificationRecordId: id }, by)
    expect(refusal(await change(email, 'other'))).toEqual([400, 'verification_record.not_found'])
    expect(refusal(await change('x@example.com', record))).toEqual([400, 'verification_record.not_found'])
    expect(refusal(await change(email, record, 'none'))).toEqual([401, 'verification_record.permission_denied'])
    const taken = await holder.owns({ type: 'email', value: 'ana.duarte@example.com' })
    expect(refusal(await change('ana.duarte@example.com', taken))).toEqual([422, 'user.email_already_in_use'])
    expect((await change(email, record)).status).toBe(204)
    expect((await holder.call('GET', '/my-account')).json.primaryEmail).toBe(email)
    expect((await holder.call('DELETE', '/my-account/primary-email', undefined, proof)).status).toBe(204)
    expect((await holder.call('GET', '/my-account')).json.primaryEmail).toBeNull()
  })

  it('stay where accounts need them', async () => {
    const signUp = { identifiers: ['email'], password: false, verify: true }
    const { json } = await tenant.call('GET', '/api/sign-in-exp')
    await tenant.call('PATCH', '/api/sign-in-exp', { signUp })
    const holder = await Holder.make(tenant)
    const refused = await holder.call('DELETE', '/my-account/primary-email', undefined, await holder.proof())
    expect(refusal(refused)).toEqual([400, 'user.email_required'])
    await tenant.call('PATCH', '/api/sign-in-exp', { signUp: json.signUp })
  })
})

describe('second factors', () => {
  const path = '/my-account/mfa-verifications'

  it('are set up, listed and removed', async () => {
    const holder = await Holder.make(tenant)
    const proof = await holder.proof()
    const secret = String((await holder.call('POST', `${path}/totp-secret/generate`)).json.secret)
    const { codes } = (await holder.call('POST', `${path}/backup-codes/generate`)).json
    const add = (body: object) => holder.call('POST', path, body, proof)
    expect(refusal(await add({ type: 'BackupCode', codes }))).toEqual([422, 'session.mfa.backup_code_can_not_be_alone'])
    expect(refusal(await add({ type: 'Totp', secret: 'no-secret' }))).toEqual([400, 'user.totp_secret_invalid'])
    expect(refusal(await add({ type: 'Totp', secret, code: '1' }))).toEqual([400, 'session.mfa.invalid_totp_code'])
    expect((await add({ type: 'Totp', secret, code: totp(secret) })).status).toBe(204)
    expect(refusal(await add({ type: 'Totp', secret }))).toEqual([422, 'user.totp_already_in_use'])
    expect(refusal(await add({ type: 'BackupCode', codes: ['a'] }))).toEqual([422, 'user.wrong_backup_code_format'])
    const none = await holder.call('GET', `${path}/backup-codes`, undefined, proof)
    expect(refusal(none)).toEqual([404, 'verification_record.not_found'])
    expect((await add({ type: 'BackupCode', codes })).status).toBe(204)
    const shown = await holder.call('GET', `${path}/backup-codes`, undefined, proof)
    expect(shown.json.codes).toEqual((codes as unknown as string[]).map((code) => ({ code })))
    const rows = (await holder.call('GET', path)).json as unknown as { id: string; type: string }[]
    expect(rows.map(({ type }) => type)).toEqual(['Totp', 'BackupCode'])
    expect((await holder.call('DELETE', `${path}/${rows[0]?.id}`, undefined, proof)).status).toBe(204)
    const gone = await holder.call('DELETE', `${path}/${rows[0]?.id}`, undefined, proof)
    expect(refusal(gone)).toEqual([400, 'verification_record.not_found'])
  })

  it('are replaced by a secret whose code is right', async () => {
    const holder = await Holder.make(tenant)
    const proof = await holder.proof()
    const secret = String((await holder.call('POST', `${path}/totp-secret/generate`)).json.secret)
    const replace = (code: string) => holder.call('PUT', `${path}/totp`, { secret, code }, proof)
    expect(refusal(await replace('1'))).toEqual([400, 'session.mfa.invalid_totp_code'])
    for (const _ of [1, 2]) expect((await replace(totp(secret))).status).toBe(204)
    expect((await holder.call('GET', path)).json).toHaveLength(1)
  })

  it('are asked for by the settings of the user', async () => {
    const holder = await Holder.make(tenant)
    expect((await holder.call('GET', '/my-account/mfa-settings')).json).toEqual({ skipMfaOnSignIn: false })
    const unproven = await holder.call('PATCH', '/my-account/mfa-settings', { skipMfaOnSignIn: true })
    expect(refusal(unproven)).toEqual([401, 'verification_record.permission_denied'])
    const proof = await holder.proof()
    await holder.call('PATCH', '/my-account/mfa-settings', { skipMfaOnSignIn: true }, proof)
    const { json } = await holder.call('PATCH', '/my-account/logto-configs', { mfa: { skipped: true } }, proof)
    expect(json).toEqual({ mfa: { skipped: true, skipMfaOnSignIn: true }, passkeySignIn: { skipped: false } })
    expect((await holder.call('GET', '/my-account/logto-configs')).json).toEqual(json)
    await center({ fields: { ...everyField, mfa: 'Off' } })
    const off = await holder.call('GET', '/my-account/mfa-settings')
    expect(refusal(off)).toEqual([400, 'account_center.field_not_enabled'])
    const narrow = await Holder.make(tenant, {}, 'openid')
    expect(refusal(await narrow.call('GET', '/my-account/mfa-settings'))).toEqual([401, 'auth.unauthorized'])
  })
})

describe('sessions and grants', () => {
  it('are listed, told apart and ended, by the user and by an administrator', async () => {
    const { json: user } = await tenant.call('POST', '/api/users', { username: 'traveller', password })
    const id = String(user.id)
    const tokens: string[] = []
    for (const _ of [1, 2]) {
      const person = new Person(tenant, await nativeApp(tenant))
      tokens.push(
        String((await person.redeem(await person.signIn('traveller', { scope: everyScope }))).json.access_token),
      )
    }
    const holder = new Holder(tenant, id, 'traveller', String(tokens[0]))
    const proof = await holder.proof()
    const mine = async () => (await holder.call('GET', '/my-account/sessions', undefined, proof)).json.sessions
    const sessions = (await mine()) as unknown as Record<string, Record<string, unknown>>[]
    expect(sessions.map(({ isCurrent }) => isCurrent)).toEqual([true, false])
    expect(sessions[0]).toMatchObject({
      accountId: id,
      payload: { kind: 'Session', accountId: id },
      lastSubmission: { interactionEvent: 'SignIn', userId: id, verificationRecords: [{ type: 'Password' }] },
    })
    const listed = await tenant.call('GET', `/api/users/${id}/sessions`)
    expect(listed.json.sessions).toHaveLength(2)
    const uid = String(sessions[1]?.payload?.uid)
    expect((await tenant.call('GET', `/api/users/${id}/sessions/${uid}`)).json.accountId).toBe(id)

    const end = () => holder.call('DELETE', `/my-account/sessions/${uid}?revokeGrantsTarget=all`, undefined, proof)
    expect((await end()).status).toBe(204)
    expect(refusal(await end())).toEqual([404, 'oidc.session_not_found'])
    expect((await tenant.call('GET', '/oidc/me', undefined, tokens[1])).status).toBe(401)

    const grants = (await holder.call('GET', '/my-account/grants?appType=firstParty', undefined, proof)).json.grants
    expect(grants).toMatchObject([{ application: { name: 'native' }, payload: { kind: 'Grant', accountId: id } }])
    const grant = (grants as unknown as { id: string }[])[0]?.id
    expect((await tenant.call('DELETE', `/api/users/${id}/grants/${grant}`)).status).toBe(204)
    const again = await tenant.call('DELETE', `/api/users/${id}/grants/${grant}`)
    expect(refusal(again)).toEqual([404, 'oidc.invalid_grant'])
    expect((await tenant.call('GET', '/oidc/me', undefined, tokens[0])).status).toBe(401)
  })

  it('need the scope and the field', async () => {
    const narrow = await Holder.make(tenant, {}, 'openid')
    const unscoped = await narrow.call('GET', '/my-account/sessions', undefined, await narrow.proof())
    expect(refusal(unscoped)).toEqual([401, 'auth.unauthorized'])
    const holder = await Holder.make(tenant)
    await center({ fields: { session: 'ReadOnly' } })
    const fixed = await holder.call('DELETE', '/my-account/sessions/x', undefined, await holder.proof())
    expect(refusal(fixed)).toEqual([400, 'account_center.field_not_editable'])
  })
})

it('has no social identities to link', async () => {
  const holder = await Holder.make(tenant)
  const proof = await holder.proof()
  const linked = await holder.call('POST', '/my-account/identities', { newIdentifierVerificationRecordId: 'x' }, proof)
  expect(refusal(linked)).toEqual([400, 'verification_record.not_found'])
  await tenant.call('PUT', `/api/users/${holder.id}/identities/google`, { userId: 'g1' })
  expect((await holder.call('GET', '/my-account')).json.identities).toEqual({ google: { userId: 'g1' } })
  expect((await holder.call('DELETE', '/my-account/identities/google', undefined, proof)).status).toBe(204)
  const gone = await holder.call('DELETE', '/my-account/identities/google', undefined, proof)
  expect(refusal(gone)).toEqual([404, 'user.identity_not_exist'])
})
