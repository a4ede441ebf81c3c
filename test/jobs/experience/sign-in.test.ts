/** The ways to prove who signs in, as far as what is sent: what the tenant makes of it is the sandbox's to test. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import type { Received, Reply } from '../../cli/server.js'
import { errorOf } from '../../cli/tenant.js'
import { app, type BentTenant, bentTenant, issued, toApp } from './bent-tenant.js'

const api = '/api/experience'
const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const ann = { type: 'username', value: 'ann' }
const annByMail = { type: 'email', value: 'ann@example.com' }

/** The steps that were taken, in order, with their bodies. */
function stepsOf({ received }: BentTenant): [string, unknown][] {
  return received
    .filter(({ path }) => path.startsWith(api))
    .map(({ method, path, body }) => [
      `${method} ${path.slice(api.length)}`,
      body === '' ? undefined : JSON.parse(body),
    ])
}

/** Refuses `submit` until each of the factors or fields that it wants has been given once. */
function wanting(...refusals: [until: string, Reply][]) {
  return ({ method, path }: Received, tenant: { received: readonly Received[] }): Reply | undefined => {
    if (method !== 'POST' || path !== `${api}/submit`) return undefined
    return refusals.find(([until]) => !tenant.received.some((earlier) => earlier.path === api + until))?.[1]
  }
}

const needsMfa: Reply = {
  status: 403,
  body: {
    code: 'session.mfa.require_mfa_verification',
    message: 'Mfa verification is required to sign in.',
    data: { availableFactors: ['Totp', 'BackupCode', 'EmailVerificationCode'] },
  },
}

async function tenantThatWants(...refusals: [string, Reply][]): Promise<BentTenant> {
  const refuse = wanting(...refusals)
  const tenant: BentTenant = await bentTenant((request) => refuse(request, tenant))
  return tenant
}

const signIn = ['experience', 'sign-in', ...toApp]

describe('a sign-in', () => {
  it('by password takes each step once, and prints the tokens alone', async () => {
    const tenant = await bentTenant()
    const line = [...signIn, '--identifier', 'username=ann', '--password-stdin', '--json']
    const { code, stdout, stderr } = await tenant.logto(line, { input: 'right horse\n' })
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      access_token: issued.access,
      expires_in: 3600,
      scope: 'openid profile',
      token_type: 'Bearer',
    })
    expect(stepsOf(tenant)).toEqual([
      ['PUT ', { interactionEvent: 'SignIn' }],
      ['POST /verification/password', { identifier: ann, password: 'right horse' }],
      ['POST /identification', { verificationId: 'record-1' }],
      ['POST /submit', undefined],
    ])
    const told = stderr.trim().split('\n')
    expect(told.map((text) => JSON.parse(text).notice)).toEqual([
      `begun: a sign-in to ${app} at ${tenant.endpoint}`,
      'the password of username ann is right',
      'username ann is known',
      'the tenant is satisfied',
      `the tokens for ${app} are here`,
    ])
  })

  it('by a code reads it only when it was sent', async () => {
    const tenant = await bentTenant()
    const { child, finished } = tenant.begin([...signIn, '--identifier', 'email=ann@example.com', '--code-stdin'], {
      keepInput: true,
    })
    await new Promise<void>((resolve) => {
      child.stderr?.on('data', (text: string) => /a code was sent/.test(text) && resolve())
    })
    expect(tenant.to(`${api}/verification/verification-code`)).toHaveLength(1)
    child.stdin?.write('424242\n')
    // The pipe stays open: the program does not wait for its end.
    const { code, stderr } = await finished
    expect(code, stderr).toBe(0)
    expect(stepsOf(tenant).slice(1, 3)).toEqual([
      ['POST /verification/verification-code', { identifier: annByMail, interactionEvent: 'SignIn' }],
      [
        'POST /verification/verification-code/verify',
        { identifier: annByMail, verificationId: 'record-1', code: '424242' },
      ],
    ])
  })

  it('by a one-time token of a file', async () => {
    const tenant = await bentTenant()
    writeFileSync(join(tenant.home, 'token.txt'), 'token-of-the-link\n')
    const line = [...signIn, '--identifier', 'email=ann@example.com', '--one-time-token', '@token.txt']
    expect((await tenant.logto(line)).code).toBe(0)
    expect(stepsOf(tenant)[1]).toEqual([
      'POST /verification/one-time-token/verify',
      { identifier: annByMail, token: 'token-of-the-link' },
    ])
  })

  it('takes several secrets line by line, and works out the code of an authenticator app', async () => {
    const tenant = await tenantThatWants(['/verification/totp/verify', needsMfa])
    const line = [...signIn, '--identifier', 'username=ann', '--totp-secret-stdin', '--password-stdin']
    const { code, stderr } = await tenant.logto(line, { input: `right horse\r\n${totpSecret.toLowerCase()}` })
    expect(code, stderr).toBe(0)
    const totp = new TOTP({ secret: totpSecret })
    const now = Date.now()
    const around = [now - 30_000, now].map((timestamp) => totp.generate({ timestamp }))
    const [, { code: sent }] = stepsOf(tenant).find(([step]) => step === 'POST /verification/totp/verify') as [
      string,
      { code: string },
    ]
    expect(around).toContain(sent)
    expect(stepsOf(tenant).at(-1)?.[0]).toBe('POST /submit')
  })

  it('takes an otpauth:// URI for the same, and refuses what is neither without repeating it', async () => {
    const tenant = await tenantThatWants(['/verification/totp/verify', needsMfa])
    const line = [...signIn, '--identifier', 'username=ann', '--password-stdin', '--totp-secret-stdin']
    const uri = `otpauth://totp/Acme:ann?secret=${totpSecret}&issuer=Acme`
    expect((await tenant.logto(line, { input: `right horse\n${uri}\n` })).code).toBe(0)
    const other = await tenantThatWants(['/verification/totp/verify', needsMfa])
    const { code, stderr } = await other.logto(line, { input: 'right horse\nno-such-secret-018\n' })
    expect(code).toBe(2)
    expect(stderr).toContain('--totp-secret is not a TOTP secret')
    expect(stderr).not.toContain('018')
  })

  it('takes a backup code, or a code that is sent, as second factor', async () => {
    const byBackup = await tenantThatWants(['/verification/backup-code/verify', needsMfa])
    const password = [...signIn, '--identifier', 'username=ann', '--password-stdin']
    const input = 'right horse\nbackup-1\n'
    expect((await byBackup.logto([...password, '--backup-code-stdin'], { input })).code).toBe(0)
    expect(stepsOf(byBackup)).toContainEqual(['POST /verification/backup-code/verify', { code: 'backup-1' }])

    const sent = { body: { verificationId: 'record-2' } }
    const refuse = wanting(['/verification/mfa-verification-code/verify', needsMfa])
    const byMail: BentTenant = await bentTenant((request) =>
      request.path.includes('mfa-verification-code') ? sent : refuse(request, byMail),
    )
    const line = [...password, '--mfa-code', 'email', '--code-stdin']
    expect((await byMail.logto(line, { input: 'right horse\n987654\n' })).code).toBe(0)
    expect(stepsOf(byMail)).toContainEqual([
      'POST /verification/mfa-verification-code/verify',
      { verificationId: 'record-2', identifierType: 'email', code: '987654' },
    ])
  })

  it('adds what the account lacks, and declines what may be declined', async () => {
    const lacks: Reply = {
      status: 422,
      body: { code: 'user.missing_profile', message: 'x', data: { missingProfile: ['username', 'givenName'] } },
    }
    const offersMfa: Reply = {
      status: 422,
      body: { code: 'user.missing_mfa', message: 'x', data: { availableFactors: ['Totp'], skippable: true } },
    }
    const refuse = wanting(['/profile', lacks], ['/profile/mfa/mfa-skipped', offersMfa])
    const tenant: BentTenant = await bentTenant((request) =>
      request.path.endsWith('/mfa-skipped') ? { status: 204 } : refuse(request, tenant),
    )
    const line = ['--identifier', 'email=ann@example.com', '--identifier', 'username=ann', '--name', 'Ann']
    const fields = ['--profile-field', 'givenName=Ann=Lee', '--code-stdin']
    const { code, stderr } = await tenant.logto([...signIn, ...line, ...fields], { input: '424242\n' })
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('the tenant offers to set up MFA: declined')
    expect(stepsOf(tenant).slice(5, 8)).toEqual([
      ['POST /profile', { type: 'username', value: 'ann' }],
      ['POST /profile', { type: 'extraProfile', values: { name: 'Ann', givenName: 'Ann=Lee' } }],
      ['POST /submit', undefined],
    ])
  })

  it.each([
    ['user.suggest_mfa', 'mfa/mfa-skipped', 'MFA'],
    ['user.passkey_preferred', 'mfa/passkey-skipped', 'a passkey'],
    ['session.mfa.suggest_additional_mfa', 'mfa/mfa-suggestion-skipped', 'a further factor'],
    ['user.suggest_something_new', 'mfa/mfa-skipped', 'MFA'],
  ])('declines the offer %s', async (code, step, what) => {
    const refuse = wanting([`/profile/${step}`, { status: 422, body: { code, message: 'x' } }])
    const tenant: BentTenant = await bentTenant((request) =>
      request.path.endsWith('-skipped') ? { status: 204 } : refuse(request, tenant),
    )
    const { code: exit, stderr } = await tenant.logto([...signIn, '--identifier', 'username=ann', '--password-stdin'], {
      input: 'right horse\n',
    })
    expect(exit, stderr).toBe(0)
    expect(stderr).toContain(`the tenant offers to set up ${what}: declined`)
  })

  it('says that an account was made where the sign-up does not finish', async () => {
    const lacks: Reply = { status: 422, body: { code: 'user.missing_mfa', message: 'x', data: { skippable: false } } }
    const tenant = await bentTenant(({ path }) => (path === `${api}/submit` ? lacks : undefined))
    const line = [...signIn, '--register', '--identifier', 'email=ann@example.com', '--code-stdin']
    const { code, stderr } = await tenant.logto(line, { input: '424242\n' })
    expect([code, stderr]).toEqual([5, expect.stringContaining('the account is there all the same')])
  })

  it('waits for the next authenticator code where one is refused', async () => {
    const seen: unknown[] = []
    const used: Reply = { status: 400, body: { code: 'session.mfa.invalid_totp_code', message: 'x' } }
    const refuse = wanting(['/verification/totp/verify', needsMfa])
    const tenant: BentTenant = await bentTenant((request) => {
      if (!request.path.endsWith('/totp/verify')) return refuse(request, tenant)
      seen.push(JSON.parse(request.body))
      return seen.length === 1 ? used : undefined
    })
    const line = [...signIn, '--identifier', 'username=ann', '--password-stdin', '--totp-secret-stdin']
    const { code, stderr } = await tenant.logto(line, { input: `right horse\n${totpSecret}\n`, timeoutMs: 45_000 })
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(/trying the next in \d+ s/)
    expect(new Set(seen.map((body) => JSON.stringify(body))).size).toBe(2)
  })

  it('asks for what a refused submission names once only', async () => {
    const tenant = await bentTenant(({ path }) => (path === `${api}/submit` ? needsMfa : undefined))
    const line = [...signIn, '--identifier', 'username=ann', '--password-stdin', '--totp-secret-stdin', '--json']
    const outcome = await tenant.logto(line, { input: `right horse\n${totpSecret}\n` })
    expect(outcome.code).toBe(3)
    expect(tenant.to(`${api}/submit`)).toHaveLength(2)
  })
})

describe('a sign-up', () => {
  it('makes an account of a user name and a password', async () => {
    const made = { body: { verificationId: 'record-1' } }
    const tenant = await bentTenant(({ path }) => (path.endsWith('/new-password-identity') ? made : undefined))
    const line = [...signIn, '--register', '--identifier', 'username=ann', '--password-stdin']
    const { code, stderr } = await tenant.logto(line, { input: 'right horse\n' })
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('the account of username ann is made')
    expect(stepsOf(tenant).slice(0, 3)).toEqual([
      ['PUT ', { interactionEvent: 'Register' }],
      ['POST /verification/new-password-identity', { identifier: ann, password: 'right horse' }],
      ['POST /identification', { verificationId: 'record-1' }],
    ])
  })

  it('by a code sets the password and the profile before the account is made', async () => {
    const tenant = await bentTenant()
    const line = ['--register', '--identifier', 'email=ann@example.com', '--name', 'Ann']
    const input = '424242\nright horse\n'
    const { code, stderr } = await tenant.logto([...signIn, ...line, '--password-stdin', '--code-stdin'], { input })
    expect(code, stderr).toBe(0)
    expect(stepsOf(tenant).slice(1, 6)).toEqual([
      ['POST /verification/verification-code', { identifier: annByMail, interactionEvent: 'Register' }],
      [
        'POST /verification/verification-code/verify',
        { identifier: annByMail, verificationId: 'record-1', code: '424242' },
      ],
      ['POST /profile', { type: 'password', value: 'right horse' }],
      ['POST /profile', { type: 'extraProfile', values: { name: 'Ann' } }],
      ['POST /identification', { verificationId: 'record-1' }],
    ])
  })
})

describe('a password reset', () => {
  const reset = ['experience', 'reset-password', ...toApp, '--identifier', 'email=ann@example.com']

  it('sends a code, reads it and the password, and submits', async () => {
    const tenant = await bentTenant()
    const line = [...reset, '--code-stdin', '--new-password-stdin', '--json']
    const { code, stdout, stderr } = await tenant.logto(line, { input: '424242\nnew right horse\n' })
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toEqual({ success: true, status: 204 })
    expect(stepsOf(tenant)).toEqual([
      ['PUT ', { interactionEvent: 'ForgotPassword' }],
      ['POST /verification/verification-code', { identifier: annByMail, interactionEvent: 'ForgotPassword' }],
      [
        'POST /verification/verification-code/verify',
        { identifier: annByMail, verificationId: 'record-1', code: '424242' },
      ],
      ['POST /identification', { verificationId: 'record-1' }],
      ['PUT /profile/password', { password: 'new right horse' }],
      ['POST /submit', undefined],
    ])
  })

  it('has its flags in its help, by the names that a sign-in has, and says that it is done', async () => {
    const tenant = await bentTenant()
    const { stdout } = await tenant.logto(['experience', 'reset-password', '--help'])
    const flags = stdout.slice(stdout.indexOf('\nFLAGS'), stdout.indexOf('\nGLOBAL FLAGS'))
    for (const flag of ['--client-id', '--password-stdin', '--redirect-uri', '--code-stdin'])
      expect(flags).toContain(flag)
    const line = [...reset, '--code-stdin', '--password-stdin']
    const ended = await tenant.logto(line, { input: '424242\nnew right horse\n' })
    expect(ended).toMatchObject({ code: 0, stdout: '' })
    expect(ended.stderr).toMatch(/the new password of email ann@example.com is set\n$/)
    const twice = await tenant.logto([...line, '--password', '@p.txt', '--json'])
    expect(errorOf(twice).message).toBe('--password-stdin and --password cannot be given together')
  })

  it.each([
    ['flags of the whole without whose it is', ['--code-stdin'], '--code-stdin is for a whole password reset'],
    ['two names of one application', ['--client-id', 'a', '--app-id', 'b'], '--client-id and --app-id cannot'],
    ['a dry run of the whole', ['--identifier', 'email=a@b.c', '--dry-run'], '--dry-run is for one request'],
    ['a user name', [...toApp, '--identifier', 'username=ann'], 'no code can be sent to the username ann'],
  ])('is refused for %s', async (_, flags, says) => {
    const tenant = await bentTenant()
    const outcome = await tenant.logto(['experience', 'reset-password', ...flags, '--json'])
    expect(outcome.code).toBe(2)
    expect(errorOf(outcome).message).toContain(says)
    expect(tenant.received).toEqual([])
  })
})

describe('before anything is sent, a sign-in is refused for', () => {
  it.each([
    [
      'no application',
      ['--redirect-uri', 'https://a.example/', '--identifier', 'username=ann'],
      '--client-id is missing',
    ],
    [
      'a redirect URI that is none',
      ['--client-id', app, '--redirect-uri', 'callback', '--identifier', 'username=ann'],
      'callback is not a URI',
    ],
    ['nobody', toApp, '--identifier is missing'],
    ['another kind of identifier', [...toApp, '--identifier', 'google=ann'], 'none of email=ADDRESS'],
    [
      'two first factors',
      [...toApp, '--identifier', 'email=a@b.c', '--password-stdin', '--code-stdin'],
      '--password and --code',
    ],
    [
      'two second factors',
      [...toApp, '--identifier', 'username=ann', '--totp-secret-stdin', '--backup-code-stdin'],
      '--totp-secret and --backup-code',
    ],
    [
      'both spellings of a secret',
      [...toApp, '--identifier', 'username=ann', '--password-stdin', '--password=-'],
      '--password-stdin and --password',
    ],
    ['a code for a user name', [...toApp, '--identifier', 'username=ann', '--code-stdin'], 'no code can be sent'],
    [
      'a parameter that is the program’s own',
      [...toApp, '--identifier', 'username=ann', '--extra', 'state=x'],
      '--extra state',
    ],
    [
      'a profile without a refresh token',
      [...toApp, '--identifier', 'username=ann', '--save', 'ann', '--scope', 'openid'],
      '--save needs a refresh token',
    ],
    ['a bad session name', [...toApp, '--identifier', 'username=ann', '--session', '../x'], '--session: ../x'],
  ])('%s', async (_, flags, says) => {
    const tenant = await bentTenant()
    const outcome = await tenant.logto(['experience', 'sign-in', ...flags, '--json'])
    expect(outcome.code).toBe(2)
    expect(errorOf(outcome).message).toContain(says)
    expect(tenant.received).toEqual([])
  })

  it('a secret that is not there, and nobody to ask', async () => {
    const tenant = await bentTenant()
    const line = [...signIn, '--identifier', 'username=ann', '--json']
    const [empty, silent] = await Promise.all([tenant.logto([...line, '--password-stdin']), tenant.logto(line)])
    expect([empty.code, silent.code]).toEqual([2, 2])
    expect(errorOf(empty).message).toContain('standard input has no line for it')
    expect(errorOf(silent).hint).toBe('give --password-stdin')
    expect(tenant.to(`${api}/verification/password`)).toEqual([])
  })

  it('a read-only profile', async () => {
    const tenant = await bentTenant()
    writeFileSync(join(tenant.home, '.logtorc'), 'readOnly: true\n')
    const outcome = await tenant.logto([...signIn, '--identifier', 'username=ann', '--password-stdin', '--json'])
    expect([outcome.code, errorOf(outcome).code]).toEqual([3, 'profile.read_only'])
    expect(tenant.received).toEqual([])
  })
})
