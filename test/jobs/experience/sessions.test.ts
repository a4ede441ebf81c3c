/** Sign-ins that are under way: where they are kept, which command acts on which, and what is told of them. */

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Reply } from '../../cli/server.js'
import { bare, errorOf } from '../../cli/tenant.js'
import { app, type BentTenant, bentTenant, cookie, redirectUri, toApp } from './bent-tenant.js'

const authorize = ['experience', 'authorize', ...toApp]
const init = ['experience', 'init', '--interaction-event', 'SignIn']
const folderOf = ({ home }: BentTenant) => join(home, 'config', 'logto-cli', 'sign-ins')
const fileOf = (tenant: BentTenant, name: string) => join(folderOf(tenant), `${name}.json`)

async function tenantWithSession(name = 'ann'): Promise<BentTenant> {
  const tenant = await bentTenant()
  const { code, stderr } = await tenant.logto([...authorize, '--session', name])
  expect(code, stderr).toBe(0)
  return tenant
}

/** Changes what is stored of a session. */
function edit(tenant: BentTenant, name: string, change: object): void {
  const file = fileOf(tenant, name)
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }), { mode: 0o600 })
}

describe('experience authorize', () => {
  it('begins a sign-in, keeps it in a file that only its owner can read, and says how to go on', async () => {
    const tenant = await bentTenant()
    const { code, stdout, stderr } = await tenant.logto([...authorize, '--json'])
    expect(code, stderr).toBe(0)
    const name = new URL(tenant.endpoint).host.replace(':', '-')
    const shown = JSON.parse(stdout)
    expect(shown).toMatchObject({ session: name, state: 'open', endpoint: tenant.endpoint, clientId: app, redirectUri })
    // The cookie's own end, which has whole seconds.
    const left = Date.parse(shown.expiresAt) - Date.now()
    expect(left).toBeGreaterThan(3500_000)
    expect(left).toBeLessThanOrEqual(3600_000)
    expect(stderr).toContain('logto experience init --interaction-event SignIn')
    const mode = (path: string) => statSync(path).mode & 0o777
    expect([mode(folderOf(tenant)), mode(fileOf(tenant, name))]).toEqual([0o700, 0o600])
    expect(readdirSync(folderOf(tenant))).toEqual([`${name}.json`])
  })

  it('keeps nothing of a sign-in that is refused', async () => {
    const tenant = await bentTenant(({ path }): Reply | undefined =>
      path === '/oidc/auth' ? { status: 400, body: { code: 'oidc.invalid_client', message: 'x' } } : undefined,
    )
    const outcome = await tenant.logto([...authorize, '--json'])
    expect([outcome.code, errorOf(outcome).code]).toEqual([5, 'oidc.invalid_client'])
    expect((await tenant.logto(['experience', 'sessions', 'list', '--json'])).stdout).toBe('[]\n')
  })
})

describe('the commands of a sign-in', () => {
  it('act on the session: its cookies, its application, no token, and what comes back is kept', async () => {
    const tenant = await bentTenant(({ path }) =>
      path === '/api/experience'
        ? { status: 204, headers: { 'set-cookie': '_interaction=another-cookie; path=/; httponly' } }
        : undefined,
    )
    const env = { LOGTO_ACCESS_TOKEN: 'management-token', LOGTO_USER_TOKEN: 'user-token' }
    await tenant.logto(authorize, { env })
    expect((await tenant.logto(init, { env })).code).toBe(0)
    await tenant.logto(['experience', 'get-interaction', '--app-id', 'another-app'], { env })
    await tenant.logto(['api', 'GET', '/api/experience/interaction'], { env })
    const sent = tenant.received
      .filter(({ path }) => path.startsWith('/api/'))
      .map(({ headers }) => [headers.cookie, headers['logto-app-id'], headers.authorization])
    expect(sent).toEqual([
      [`_interaction=${cookie}`, app, undefined],
      ['_interaction=another-cookie', 'another-app', undefined],
      ['_interaction=another-cookie', app, undefined],
    ])
  })

  it('end a password reset with its submission, which goes on nowhere', async () => {
    const tenant = await bentTenant(({ path }) => (path === '/api/experience/submit' ? { status: 204 } : undefined))
    await tenant.logto([...authorize, '--session', 'ann'])
    expect((await tenant.logto(['experience', 'submit', '--session', 'ann'])).code).toBe(0)
    const { stdout } = await tenant.logto(['experience', 'sessions', 'list', '--json'])
    expect(JSON.parse(stdout)).toMatchObject([{ session: 'ann', state: 'ended' }])
    const after = await tenant.logto([...init, '--session', 'ann', '--json'])
    expect(after.code).toBe(3)
    expect(errorOf(after)).toMatchObject({
      code: 'experience.session_ended',
      hint: expect.stringContaining('authorize'),
    })
  })

  it('go through a sign-in step by step, to the tokens; then the session is gone', async () => {
    const tenant = await tenantWithSession()
    const on = ['--session', 'ann', '--json']
    const early = await tenant.logto(['experience', 'exchange', ...on])
    expect([early.code, errorOf(early).hint]).toEqual([2, 'finish it: logto experience submit --session ann'])
    const identifier = ['--set', 'identifier.type=username', '--set', 'identifier.value=ann']
    await tenant.logto([...init, ...on])
    const verified = await tenant.logto(['experience', 'verify-password', ...identifier, '--password', '-', ...on], {
      input: 'right horse',
    })
    expect(verified.code, verified.stderr).toBe(0)
    await tenant.logto([
      'experience',
      'identify',
      '--verification-id',
      JSON.parse(verified.stdout).verificationId,
      ...on,
    ])
    await tenant.logto(['experience', 'submit', ...on])
    const shown = await tenant.logto(['experience', 'sessions', 'show', 'ann', '--json'])
    expect(JSON.parse(shown.stdout).state).toBe('submitted')
    const exchanged = await tenant.logto(['experience', 'exchange', ...on])
    expect(exchanged.code, exchanged.stderr).toBe(0)
    expect(Object.keys(JSON.parse(exchanged.stdout))).toContain('id_token')
    expect(readdirSync(folderOf(tenant))).toEqual([])
  })

  it('say which step is missing when one is refused', async () => {
    const refusal = {
      status: 403,
      body: {
        code: 'session.mfa.require_mfa_verification',
        message: 'Mfa verification is required to sign in.',
        data: { availableFactors: ['Totp'], maskedIdentifiers: {} },
      },
    }
    const tenant = await bentTenant(({ path }) => (path === '/api/experience/submit' ? refusal : undefined))
    await tenant.logto(authorize)
    const outcome = await tenant.logto(['experience', 'submit', '--json'])
    expect([outcome.code, errorOf(outcome)]).toEqual([
      3,
      expect.objectContaining({
        code: 'session.mfa.require_mfa_verification',
        details: { availableFactors: ['Totp'], maskedIdentifiers: {} },
        hint: expect.stringContaining('verify-totp'),
      }),
    ])
  })

  it('keep two sign-ins apart', async () => {
    let count = 0
    const tenant = await bentTenant(({ path }) => {
      if (path !== '/oidc/auth') return undefined
      count += 1
      const headers = { location: '/sign-in', 'set-cookie': `_interaction=cookie-${count}; path=/; httponly` }
      return { status: 303, headers }
    })
    await tenant.logto([...authorize, '--session', 'ann'])
    await tenant.logto([...authorize, '--session', 'bob'])
    // At the same time, as scripts do.
    const lines = ['ann', 'bob', 'ann', 'bob'].map((name) => ['experience', 'get-interaction', '--session', name])
    await Promise.all(lines.map((line) => tenant.logto(line)))
    const cookies = tenant.to('/api/experience/interaction').map(({ headers }) => headers.cookie)
    expect(cookies.sort()).toEqual([
      '_interaction=cookie-1',
      '_interaction=cookie-1',
      '_interaction=cookie-2',
      '_interaction=cookie-2',
    ])
  })

  it.each<[string, (tenant: BentTenant) => void, string[], string, RegExp, RegExp]>([
    [
      'there is none',
      () => {},
      [],
      'experience.no_session',
      /^there is no sign-in under way$/,
      /logto experience authorize --client-id/,
    ],
    [
      'the name is wrong',
      () => {},
      ['--session', 'anne'],
      'experience.no_session',
      /in session anne$/,
      /^did you mean ann\?$/,
    ],
    [
      'it has expired',
      (tenant) => edit(tenant, 'ann', { expiresAt: '2026-01-01T00:00:00.000Z' }),
      ['--session', 'ann'],
      'experience.session_expired',
      /^the sign-in in session ann expired at 2026-01-01/,
      /logto experience authorize .* --session ann$/,
    ],
    [
      'it is at another tenant',
      (tenant) => edit(tenant, 'ann', { endpoint: 'https://other.example' }),
      ['--session', 'ann'],
      'experience.other_tenant',
      /is at https:\/\/other.example, not at http:\/\/127/,
      /choose the tenant/,
    ],
  ])('are refused where %s, and nothing is sent', async (_, prepare, flags, code, says, hint) => {
    const tenant = await tenantWithSession()
    prepare(tenant)
    const before = tenant.received.length
    const outcome = await tenant.logto([...init, ...flags, '--json'])
    const error = errorOf(outcome)
    expect([outcome.code, error.code]).toEqual([3, code])
    expect(error.message).toMatch(says)
    expect(error.hint).toMatch(hint)
    expect(tenant.received).toHaveLength(before)
  })

  it('show what they would send, the cookies masked, or as a variable', async () => {
    const tenant = await tenantWithSession()
    const [dry, curl, bareDry] = await Promise.all([
      tenant.logto([...init, '--session', 'ann', '--dry-run']),
      tenant.logto([...init, '--session', 'ann', '--curl']),
      bare([...init, '--dry-run']),
    ])
    expect(JSON.parse(dry.stdout).headers).toMatchObject({ cookie: '••••', 'logto-app-id': app })
    expect(curl.stdout).toContain('--header "cookie: $LOGTO_COOKIE"')
    expect(curl.stdout).toContain(`--header 'logto-app-id: ${app}'`)
    expect(curl.stderr).toContain('LOGTO_COOKIE (the cookies')
    expect(JSON.parse(bareDry.stdout).headers.cookie).toBe('••••')
    expect([dry, curl].map(({ stdout, stderr }) => stdout + stderr).join('')).not.toContain(cookie)
    expect(tenant.to('/api/experience')).toEqual([])
  })
})

describe('experience sessions', () => {
  it('lists, shows and removes, and tells nothing by which the tenant would know them', async () => {
    const tenant = await tenantWithSession()
    await tenant.logto([...authorize, '--session', 'bob'])
    edit(tenant, 'bob', { expiresAt: '2026-01-01T00:00:00.000Z' })
    const list = await tenant.logto(['experience', 'sessions', 'list', '--json'])
    const rows = JSON.parse(list.stdout) as { session: string; state: string }[]
    expect(rows.map(({ session, state }) => [session, state])).toEqual([
      ['ann', 'open'],
      ['bob', 'expired'],
    ])
    const show = await tenant.logto(['experience', 'sessions', 'show', 'ann', '--json', '--show-secrets'])
    expect(JSON.parse(show.stdout).cookieNames).toContainEqual({ name: '_interaction', path: '/' })
    const { state, nonce, codeVerifier } = JSON.parse(readFileSync(fileOf(tenant, 'ann'), 'utf8'))
    for (const secret of [cookie, 'resume-cookie', state, nonce, codeVerifier]) {
      expect(list.stdout + show.stdout).not.toContain(secret)
    }
    expect((await tenant.logto(['experience', 'sessions', 'remove', 'ann'])).stderr).toBe('session ann is removed\n')
    const gone = await tenant.logto(['experience', 'sessions', 'remove', 'ann', '--json'])
    expect([gone.code, errorOf(gone).message]).toEqual([2, 'there is no session ann'])
    await tenant.logto(['experience', 'sessions', 'remove', '--all'])
    expect(readdirSync(folderOf(tenant))).toEqual([])
  })

  it.each([
    [['sessions', 'remove'], 'a name is missing'],
    [['sessions', 'remove', 'ann', '--all'], 'a name and --all cannot be given together'],
    [['sessions', 'show', 'nobody'], 'there is no session nobody'],
    [['sessions', 'show', '..'], '.. cannot be the name of a sign-in session'],
  ])('%j is refused', async (words, says) => {
    const outcome = await bare(['experience', ...words, '--json'])
    expect(outcome.code).toBe(2)
    expect(errorOf(outcome).message).toContain(says)
  })

  it('says which file is none of this program’s', async () => {
    const tenant = await tenantWithSession()
    for (const [text, says] of [
      ['{"version":1', 'this is not JSON'],
      ['{"version":2,"name":"ann"}', 'does not hold a sign-in that this version knows'],
    ] as const) {
      writeFileSync(fileOf(tenant, 'ann'), text)
      const outcome = await tenant.logto([...init, '--session', 'ann', '--json'])
      expect(outcome.code).toBe(2)
      expect(errorOf(outcome).message).toContain(says)
    }
  })
})

describe('Ctrl-C', () => {
  const line = ['experience', 'sign-in', ...toApp, '--identifier', 'email=ann@example.com', '--session', 'ann']

  it('ends a sign-in while a step is under way: exit 130', async () => {
    let reached = () => {}
    const there = new Promise<void>((resolve) => {
      reached = resolve
    })
    const tenant = await bentTenant(({ path }) => {
      if (!path.endsWith('/verification-code')) return undefined
      reached()
      return new Promise<undefined>(() => {})
    })
    const { child, finished } = tenant.begin(line)
    await there
    child.kill('SIGINT')
    const { code, stdout } = await finished
    expect([code, stdout]).toEqual([130, ''])
  })

  it('ends it while a code is awaited, too; the session that was named is there to go on with', async () => {
    const tenant = await bentTenant()
    const { child, finished } = tenant.begin([...line, '--code-stdin'], { keepInput: true })
    await new Promise<void>((resolve) => {
      child.stderr?.on('data', (text: string) => /a code was sent/.test(text) && resolve())
    })
    child.kill('SIGINT')
    const { code, stdout } = await finished
    expect([code, stdout]).toEqual([130, ''])
    expect((await tenant.logto(['experience', 'get-interaction', '--session', 'ann'])).code).toBe(0)
  })
})
