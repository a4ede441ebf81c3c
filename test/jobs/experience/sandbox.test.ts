/** Whole sign-ins from the shell at the sandbox: what a tenant makes of them, and what it is set to. */

import { TOTP } from 'otpauth'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { SandboxOptions } from '../../../src/sandbox/start.js'
import { type Finished, makeHome, type Running, type RunOptions, run, start } from '../../cli/run.js'
import { errorOf } from '../../cli/tenant.js'
import { startTenant, type TestTenant } from '../../sandbox/client.js'

const app = 'demo-app'
const password = 'sandbox-Pass-1'
const ana = 'ana.duarte@example.com'
const partnerUri = 'https://partner.example.com/callback'

interface Shell extends TestTenant {
  logto(words: readonly string[], options?: RunOptions): Promise<Finished>
  /** Signs in at the demo application. */
  signIn(flags: readonly string[], input?: string): Promise<Finished>
  /** The same; each code that is sent is typed. */
  withCodes(words: readonly string[], rest?: string): Promise<Finished>
  /** The flags that name the demo application. */
  toApp: string[]
}

/** Longer than an authenticator code, which may have to be waited out. */
const signInMs = 45_000

async function sandbox(options: Partial<SandboxOptions> = {}): Promise<Shell> {
  let onCode = (_code: string) => {}
  const tenant = await startTenant({ ...options, onMessage: ({ code }) => onCode(code) })
  const home = makeHome()
  onTestFinished(async () => {
    await tenant.close()
    home.remove()
  })
  const env = { LOGTO_ENDPOINT: tenant.url }
  const toApp = ['--client-id', app, '--redirect-uri', `${tenant.url}/demo-app`]
  const logto = (words: readonly string[], more: RunOptions = {}) => run(words, home.path, { ...more, env })
  return {
    ...tenant,
    toApp,
    logto,
    signIn: (flags, input = '') =>
      logto(['experience', 'sign-in', ...toApp, ...flags, '--json', '--decode'], { input, timeoutMs: signInMs }),
    async withCodes(words, rest = '') {
      const { child, finished }: Running = start([...words, '--json'], home.path, { env, keepInput: true })
      onCode = (code) => {
        child.stdin?.write(`${code}\n`)
        // What comes after the last code.
        child.stdin?.write(rest)
      }
      return finished
    },
  }
}

/** Whose tokens a sign-in came to. */
function subjectOf({ code, stdout, stderr }: Finished): unknown {
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout).id_token.claims.sub
}

/** Exit code and Logto's code of a sign-in that was refused. */
function refusalOf(finished: Finished): [number | null, unknown] {
  expect(finished.stdout).toBe('')
  return [finished.code, errorOf(finished).code]
}

async function change(tenant: TestTenant, settings: object): Promise<void> {
  const { status, text } = await tenant.call('PATCH', '/api/sign-in-exp', settings)
  expect(status, text).toBe(200)
}

/** Sets up an authenticator app and backup codes for Ana, as an administrator can. */
async function setUpFactors(tenant: TestTenant): Promise<{ secret: string; backupCode: string }> {
  const factors = '/api/users/ana000000000/mfa-verifications'
  const totp = await tenant.call('POST', factors, { type: 'Totp' })
  const backup = await tenant.call('POST', factors, { type: 'BackupCode' })
  const [backupCode] = backup.json.codes as unknown as string[]
  return { secret: String(totp.json.secret), backupCode: String(backupCode) }
}

describe('a sign-in at the sandbox', () => {
  it.each([
    ['an e-mail address', `email=${ana}`],
    ['a user name', 'username=ana'],
  ])('by %s and password', async (_, identifier) => {
    const { signIn } = await sandbox()
    expect(subjectOf(await signIn(['--identifier', identifier, '--password-stdin'], `${password}\n`))).toBe(
      'ana000000000',
    )
  })

  it('by a code that is sent', async () => {
    const { withCodes, toApp } = await sandbox()
    const line = ['experience', 'sign-in', ...toApp, '--identifier', `email=${ana}`, '--code-stdin', '--decode']
    expect(subjectOf(await withCodes(line))).toBe('ana000000000')
  })

  it('by a one-time token, which works once', async () => {
    const tenant = await sandbox()
    const made = await tenant.call('POST', '/api/one-time-tokens', { email: ana })
    const flags = ['--identifier', `email=${ana}`, '--one-time-token-stdin']
    expect(subjectOf(await tenant.signIn(flags, `${made.json.token}\n`))).toBe('ana000000000')
    const again = await tenant.signIn(flags, `${made.json.token}\n`)
    expect(refusalOf(again)).toEqual([5, 'one_time_token.token_consumed'])
    expect(again.stderr).not.toContain(String(made.json.token))
  })

  it('with a second factor: an authenticator app, or a backup code', { timeout: 4 * signInMs }, async () => {
    const tenant = await sandbox()
    const { secret, backupCode } = await setUpFactors(tenant)
    const flags = ['--identifier', 'username=ana', '--password-stdin']
    const without = await tenant.signIn(flags, `${password}\n`)
    expect(refusalOf(without)).toEqual([3, 'session.mfa.require_mfa_verification'])
    expect(errorOf(without).hint).toContain('--totp-secret-stdin')
    expect(subjectOf(await tenant.signIn([...flags, '--totp-secret-stdin'], `${password}\n${secret}\n`))).toBe(
      'ana000000000',
    )
    const backup = [...flags, '--backup-code-stdin']
    expect(subjectOf(await tenant.signIn(backup, `${password}\n${backupCode}\n`))).toBe('ana000000000')
    // A backup code works once.
    expect((await tenant.signIn(backup, `${password}\n${backupCode}\n`)).code).toBe(5)
    const other = new TOTP({}).secret.base32
    const wrong = await tenant.signIn([...flags, '--totp-secret-stdin'], `${password}\n${other}\n`)
    expect(refusalOf(wrong)).toEqual([5, 'session.mfa.invalid_totp_code'])
  })

  it('where MFA is asked for: declined where that may be, refused where it may not', async () => {
    const tenant = await sandbox()
    const flags = ['--identifier', 'username=ana', '--password-stdin']
    await change(tenant, { mfa: { factors: ['Totp'], policy: 'PromptAtSignInAndSignUp' } })
    const declined = await tenant.signIn(flags, `${password}\n`)
    expect(subjectOf(declined)).toBe('ana000000000')
    expect(declined.stderr).toContain('declined')
    await change(tenant, { mfa: { factors: ['Totp'], policy: 'Mandatory' } })
    expect(refusalOf(await tenant.signIn(flags, `${password}\n`))).toEqual([5, 'user.missing_mfa'])
  })

  it('is refused for a wrong password, then locked out, and let in again', async () => {
    const tenant = await sandbox()
    await change(tenant, { sentinelPolicy: { maxAttempts: 2, lockoutDuration: 60 } })
    const flags = ['--identifier', 'username=ana', '--password-stdin']
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(refusalOf(await tenant.signIn(flags, 'wrong\n'))).toEqual([5, 'session.invalid_credentials'])
    }
    const locked = await tenant.signIn(flags, `${password}\n`)
    expect(refusalOf(locked)).toEqual([5, 'session.verification_blocked_too_many_attempts'])
    expect(errorOf(locked).hint).toContain('logto sentinel-activities delete --target-type User')
    await tenant.call('POST', '/api/sentinel-activities/delete', { targetType: 'User', targets: ['ana'] })
    expect(subjectOf(await tenant.signIn(flags, `${password}\n`))).toBe('ana000000000')
  })

  it.each<[string, string[], [number, string]]>([
    ['a suspended user', ['--identifier', 'username=farah', '--password-stdin'], [3, 'user.suspended']],
    ['nobody', ['--identifier', 'username=nobody', '--password-stdin'], [5, 'session.invalid_credentials']],
  ])('is refused for %s', async (_, flags, refused) => {
    const { signIn } = await sandbox()
    expect(refusalOf(await signIn(flags, `${password}\n`))).toEqual(refused)
  })

  it('is refused for an unknown client, a wrong redirect URI and a third party’s application', async () => {
    const tenant = await sandbox()
    const ann = ['--identifier', 'username=ana', '--password-stdin', '--json']
    const at = (id: string, uri: string) =>
      tenant.logto(['experience', 'sign-in', '--client-id', id, '--redirect-uri', uri, ...ann], {
        input: `${password}\n`,
      })
    expect(refusalOf(await at('nobody', `${tenant.url}/demo-app`))).toEqual([5, 'oidc.invalid_client'])
    expect(refusalOf(await at(app, 'https://evil.example/'))).toEqual([5, 'oidc.invalid_redirect_uri'])
    const apps = (await tenant.call('GET', '/api/applications')).json as unknown as {
      id: string
      isThirdParty: boolean
    }[]
    const partner = apps.find(({ isThirdParty }) => isThirdParty)
    const stopped = await at(String(partner?.id), partnerUri)
    expect(refusalOf(stopped)).toEqual([3, 'experience.consent_required'])
  })

  it('whose user does not agree to the application says so', async () => {
    const tenant = await sandbox({ denyConsent: true })
    const apps = (await tenant.call('GET', '/api/applications')).json as unknown as {
      id: string
      isThirdParty: boolean
    }[]
    const partner = String(apps.find(({ isThirdParty }) => isThirdParty)?.id)
    const line = ['experience', 'sign-in', '--client-id', partner, '--redirect-uri', partnerUri]
    const denied = await tenant.logto([...line, '--identifier', 'username=ana', '--password-stdin', '--json'], {
      input: `${password}\n`,
    })
    expect(refusalOf(denied)).toEqual([3, 'oidc.access_denied'])
    expect(errorOf(denied).details).toBe('End-User aborted interaction')
  })

  it('that takes too long has to begin again', async () => {
    const { logto, toApp } = await sandbox({ interactionLifetime: 2 })
    const { stdout } = await logto(['experience', 'authorize', ...toApp, '--json'])
    const left = Date.parse(JSON.parse(stdout).expiresAt) - Date.now()
    expect(left).toBeLessThanOrEqual(2000)
    await new Promise((resolve) => setTimeout(resolve, Math.max(left, 0) + 10))
    const late = await logto(['experience', 'init', '--interaction-event', 'SignIn', '--json'])
    expect([late.code, errorOf(late).code]).toEqual([3, 'experience.session_expired'])
  })
})

describe('a sign-up at the sandbox', () => {
  it('makes an account by user name and password, which then signs in', async () => {
    const { signIn } = await sandbox()
    const flags = ['--identifier', 'username=newcomer', '--password-stdin']
    const input = 'correct-Horse-7\n'
    const made = subjectOf(await signIn([...flags, '--register'], input))
    expect(subjectOf(await signIn(flags, input))).toBe(made)
    expect(refusalOf(await signIn([...flags, '--register'], input))).toEqual([5, 'user.username_already_in_use'])
  })

  it('says what the account lacks, and takes it', async () => {
    const tenant = await sandbox()
    await change(tenant, { signUp: { identifiers: ['email'], password: true, verify: true } })
    const flags = ['--register', '--identifier', 'email=new@example.com', '--code-stdin', '--decode']
    const line = ['experience', 'sign-in', ...tenant.toApp, ...flags]
    const lacking = await tenant.withCodes(line)
    expect(refusalOf(lacking)).toEqual([5, 'user.missing_profile'])
    expect(errorOf(lacking).hint).toBe('add --password-stdin')
    const made = subjectOf(
      await tenant.withCodes([...line, '--password-stdin', '--name', 'Newcomer'], 'correct-Horse-7\n'),
    )
    const { json } = await tenant.call('GET', `/api/users/${made}`)
    expect(json).toMatchObject({ primaryEmail: 'new@example.com', name: 'Newcomer', hasPassword: true })
  })
})

describe('a password reset at the sandbox', () => {
  it('sets the password by a code; the old one is void', async () => {
    const { withCodes, signIn, toApp } = await sandbox()
    const line = ['experience', 'reset-password', ...toApp, '--identifier', `email=${ana}`]
    const same = await withCodes([...line, '--code-stdin', '--new-password-stdin'], `${password}\n`)
    expect(refusalOf(same)).toEqual([5, 'user.same_password'])
    const reset = await withCodes([...line, '--code-stdin', '--new-password-stdin'], 'another-Horse-8\n')
    expect(reset.code, reset.stderr).toBe(0)
    const flags = ['--identifier', 'username=ana', '--password-stdin']
    expect(refusalOf(await signIn(flags, `${password}\n`))).toEqual([5, 'session.invalid_credentials'])
    expect(subjectOf(await signIn(flags, 'another-Horse-8\n'))).toBe('ana000000000')
  })
})

/** Makes an application, and gives the flags that name it and its secret. */
async function application(tenant: TestTenant, type: string, redirectUri: string) {
  const body = { name: type, type, oidcClientMetadata: { redirectUris: [redirectUri], postLogoutRedirectUris: [] } }
  const { json } = await tenant.call('POST', '/api/applications', body)
  const secrets = await tenant.call('GET', `/api/applications/${json.id}/secrets`)
  const [secret] = secrets.json as unknown as { value: string }[]
  return { flags: ['--client-id', String(json.id), '--redirect-uri', redirectUri], secret: secret?.value ?? '' }
}

describe('the tokens of a sign-in at the sandbox', () => {
  it('are for an API, with a refresh token, where the application proves itself', async () => {
    const tenant = await sandbox()
    const { flags, secret } = await application(tenant, 'Traditional', 'https://web.example.com/callback')
    await tenant.call('POST', '/api/resources', { name: 'Orders', indicator: 'https://orders.example.com' })
    const wishes = ['--resource', 'https://orders.example.com', '--scope', 'openid offline_access']
    const line = ['experience', 'sign-in', ...flags, '--identifier', 'username=ana', '--password-stdin', ...wishes]
    const proved = await tenant.logto([...line, '--client-secret-stdin', '--decode', '--json'], {
      input: `${password}\n${secret}\n`,
    })
    expect(subjectOf(proved)).toBe('ana000000000')
    const tokens = JSON.parse(proved.stdout)
    expect(tokens.access_token.claims).toMatchObject({ aud: 'https://orders.example.com', sub: 'ana000000000' })
    expect(tokens.refresh_token).toBe('opaque')
    const [silent, wrong] = await Promise.all([
      tenant.logto([...line, '--json'], { input: `${password}\n` }),
      tenant.logto([...line, '--client-secret-stdin', '--json'], { input: `${password}\nwrong\n` }),
    ])
    for (const refused of [silent, wrong]) {
      expect([refused.code, refused.stdout]).toEqual([3, ''])
      expect(errorOf(refused).message).toContain('did not prove itself')
    }
  })

  it('come to a redirect URI that is sent to the letter: a parser would add a slash', async () => {
    const tenant = await sandbox()
    const { flags } = await application(tenant, 'SPA', 'https://bare.example.com')
    const line = ['experience', 'sign-in', ...flags, '--identifier', 'username=ana', '--password-stdin']
    expect((await tenant.logto(line, { input: `${password}\n` })).code).toBe(0)
  })

  it('do not come without a person where nobody may be asked', async () => {
    const { signIn } = await sandbox()
    const flags = ['--identifier', 'username=ana', '--password-stdin', '--prompt', 'none']
    expect(refusalOf(await signIn(flags, `${password}\n`))).toEqual([3, 'oidc.login_required'])
  })

  it('are each user’s own, of two who sign in step by step, side by side', async () => {
    const { logto, toApp } = await sandbox()
    for (const name of ['ana', 'bo']) {
      const begun = await logto(['experience', 'authorize', ...toApp, '--session', name])
      expect(begun.code, begun.stderr).toBe(0)
    }
    for (const name of ['bo', 'ana']) {
      const on = ['--session', name, '--json']
      const identifier = ['--set', 'identifier.type=username', '--set', `identifier.value=${name}`]
      await logto(['experience', 'init', '--interaction-event', 'SignIn', ...on])
      const verify = ['experience', 'verify-password', ...identifier, '--password', '-', ...on]
      const verified = await logto(verify, { input: password })
      expect(verified.code, verified.stderr).toBe(0)
      const { verificationId } = JSON.parse(verified.stdout)
      expect((await logto(['experience', 'identify', '--verification-id', verificationId, ...on])).code).toBe(0)
      expect((await logto(['experience', 'submit', ...on])).code).toBe(0)
    }
    for (const name of ['ana', 'bo']) {
      const exchanged = await logto(['experience', 'exchange', '--session', name, '--decode', '--json'])
      expect(subjectOf(exchanged)).toMatch(new RegExp(`^${name}0+$`))
    }
  })

  it('kept as a profile open the account commands', async () => {
    const tenant = await sandbox()
    await tenant.call('PATCH', '/api/account-center', { enabled: true, fields: { name: 'Edit' } })
    const save = ['--identifier', 'username=ana', '--password-stdin', '--save', 'ana', '--storage', 'file']
    const { code, stderr } = await tenant.signIn(save, `${password}\n`)
    expect(code, stderr).toBe(0)
    const account = await tenant.logto(['account', 'get', '--profile', 'ana', '--json'])
    expect(account.code, account.stderr).toBe(0)
    // Nobody becomes that user without saying so.
    expect(stderr).toContain('use it with --profile ana')
    const profiles = await tenant.logto(['profiles', 'list', '--json'])
    expect(JSON.parse(profiles.stdout)).toMatchObject([{ name: 'ana', isDefault: false }])
  })
})
