/** From a submitted sign-in to its tokens: what is followed, what is checked, and what is sent nowhere. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Received, Reply } from '../../cli/server.js'
import { startServer } from '../../cli/server.js'
import { errorOf } from '../../cli/tenant.js'
import {
  app,
  type Bend,
  type BentTenant,
  bentTenant,
  callback,
  issued,
  redirect,
  redirectUri,
  toApp,
} from './bent-tenant.js'

const signIn = ['experience', 'sign-in', ...toApp, '--identifier', 'username=ann', '--password-stdin']
const input = 'right horse\n'

/** Signs in at a tenant that answers at one path in another way. */
async function signInWhere(at: string, bend: (request: Received, tenant: BentTenant) => Reply, flags: string[] = []) {
  const tenant: BentTenant = await bentTenant((request) => (request.path === at ? bend(request, tenant) : undefined))
  const outcome = await tenant.logto([...signIn, ...flags, '--json'], { input })
  return { tenant, outcome, error: outcome.code === 0 ? undefined : errorOf(outcome) }
}

/** The authorization request that a tenant got. */
function askedOf({ received }: Pick<BentTenant, 'received'>): URLSearchParams {
  return new URLSearchParams(received.find(({ path }) => path === '/oidc/auth')?.query)
}

/** Another server, that must hear nothing. */
async function elsewhere() {
  const server = await startServer(() => ({ status: 200, body: 'caught' }))
  onTestFinished(() => server.close())
  return server
}

describe('a redirect', () => {
  it.each([
    ['of the authorization request', '/oidc/auth', false],
    ['on the way to the application', '/oidc/auth/uid', false],
    ['of the consent', '/consent', false],
    ['named by submit', '/api/experience/submit', true],
  ])('to another host, %s, is not followed: nothing is sent there', async (_, at, inBody) => {
    const other = await elsewhere()
    const { outcome, error } = await signInWhere(at, () =>
      inBody
        ? { body: { redirectTo: `${other.endpoint}/oidc/auth/uid` } }
        : redirect(`${other.endpoint}/sign-in`, ['_interaction=x; path=/']),
    )
    expect([outcome.code, error?.code, outcome.stdout]).toEqual([7, 'http.redirect', ''])
    expect(error?.message).toContain(`${other.endpoint}, and nothing is sent there`)
    expect(other.received).toEqual([])
  })

  it('in a circle is given up', async () => {
    const { outcome, error } = await signInWhere('/consent', (_, { endpoint }) => redirect(`${endpoint}/consent`))
    expect([outcome.code, error?.message]).toEqual([7, 'the tenant redirects in a circle'])
  })

  it('goes along with the cookies of its path alone, as a browser would send them', async () => {
    const { tenant, outcome } = await signInWhere('/nowhere', () => ({}))
    expect(outcome.code, outcome.stderr).toBe(0)
    const sent = (path: string) => tenant.to(path).map(({ headers }) => headers.cookie)
    expect(sent('/api/experience')).toEqual(['_interaction=cookie-of-the-interaction'])
    expect(sent('/oidc/auth/uid')[0]).toBe('_interaction_resume=resume-cookie; _interaction=cookie-of-the-interaction')
    expect(sent('/consent')[0]).toBe('_interaction=cookie-of-the-interaction; _session=session-cookie')
    expect(sent('/oidc/token')).toEqual([undefined])
    expect(tenant.to('/callback')).toEqual([])
  })
})

describe('the answer to the authorization request', () => {
  it.each<[string, Record<string, string>, string, RegExp]>([
    ['another state', { state: 'of-another' }, 'experience.state_mismatch', /does not carry this sign-in's state/],
    [
      'another issuer',
      { iss: 'https://evil.example/oidc' },
      'experience.issuer_mismatch',
      /issuer https:\/\/evil.example\/oidc/,
    ],
  ])('is refused with %s, and the code is not used', async (_, over, code, says) => {
    const { tenant, outcome, error } = await signInWhere('/oidc/auth/uid', (_request, t) =>
      redirect(callback(askedOf(t), t.endpoint, over)),
    )
    expect([outcome.code, error?.code]).toEqual([7, code])
    expect(error?.message).toMatch(says)
    expect(tenant.to('/oidc/token')).toEqual([])
  })

  it('is refused without an issuer, which the tenant promised', async () => {
    const { outcome, error } = await signInWhere('/oidc/auth/uid', (_, t) =>
      redirect(callback(askedOf(t), t.endpoint).replace(/&iss=.*/, '')),
    )
    expect([outcome.code, error?.code]).toEqual([7, 'experience.issuer_mismatch'])
  })

  it('that denies says so', async () => {
    const { outcome, error } = await signInWhere('/oidc/auth/uid', (_, t) => {
      const denial = {
        error: 'access_denied',
        error_description: 'End-User aborted interaction',
        iss: `${t.endpoint}/oidc`,
      }
      return redirect(`${redirectUri}?${new URLSearchParams({ ...denial, state: askedOf(t).get('state') ?? '' })}`)
    })
    expect(outcome.code).toBe(3)
    expect(error).toMatchObject({
      code: 'oidc.access_denied',
      message: 'the sign-in or the consent was denied (access_denied)',
      details: 'End-User aborted interaction',
    })
  })

  it('of a third-party application waits for a consent that only a browser can give', async () => {
    const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' }
    const { outcome, error } = await signInWhere('/consent', () => page)
    expect([outcome.code, error?.code]).toEqual([3, 'experience.consent_required'])
    expect(error?.hint).toContain('sign in as this user in a browser once')
  })

  it.each([
    [
      'is not known any more',
      { status: 400, body: { code: 'session.not_found', message: 'Session not found.' } },
      3,
      /Session not found/,
    ],
    ['ends at the sign-in page', redirect('/sign-in'), 3, /asks the user to sign in again/],
  ])('that %s', async (_, reply, exit, says) => {
    const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' }
    let begun = false
    const bend: Bend = ({ path }) => {
      if (path === '/sign-in') return page
      if (path !== '/oidc/auth/uid') return undefined
      begun = true
      return reply
    }
    const tenant = await bentTenant(bend)
    const outcome = await tenant.logto([...signIn, '--json'], { input })
    expect([outcome.code, begun]).toEqual([exit, true])
    expect(errorOf(outcome).message).toMatch(says)
  })
})

describe('the tokens', () => {
  it.each([
    ['another nonce', { nonce: 'of-another' }],
    ['another issuer', { iss: 'https://evil.example/oidc' }],
    ['another audience', { aud: 'another-app' }],
    ['its time over', { exp: 1_600_000_000 }],
  ])('are not used when the ID token has %s', async (_, claims) => {
    const tenant = await bentTenant(undefined, { claims })
    const outcome = await tenant.logto([...signIn, '--json'], { input })
    expect([outcome.code, errorOf(outcome).code, outcome.stdout]).toEqual([7, 'experience.bad_id_token', ''])
  })

  it('are not had with a code that is used up', async () => {
    const used = { status: 400, body: { error: 'invalid_grant', code: 'oidc.invalid_grant', message: 'x' } }
    const { outcome, error } = await signInWhere('/oidc/token', () => used)
    expect([outcome.code, error?.code]).toEqual([3, 'oidc.invalid_grant'])
    expect(error?.message).toBe('the authorization code is wrong, expired or used up')
  })

  it('are for the resource that was asked for, with a secret where the application has one', async () => {
    const tenant = await bentTenant()
    const flags = [
      '--resource',
      'https://api.example.com',
      '--client-secret-stdin',
      '--organization-id',
      'o1',
      '--extra',
      'first_screen=register',
    ]
    const { code, stderr } = await tenant.logto([...signIn, ...flags], { input: `${input}secret-of-the-app\n` })
    expect(code, stderr).toBe(0)
    const asked = askedOf(tenant)
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: app,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid profile',
      code_challenge_method: 'S256',
      resource: 'https://api.example.com',
      organization_id: 'o1',
      first_screen: 'register',
    })
    const [request] = tenant.to('/oidc/token')
    expect(new URLSearchParams(request?.body).get('resource')).toBe('https://api.example.com')
    const [scheme, basic = ''] = (request?.headers.authorization ?? '').split(' ')
    expect(scheme).toBe('Basic')
    expect(decodeURIComponent(String(Buffer.from(basic, 'base64')))).toBe(`${app}:secret-of-the-app`)
  })

  it('are refused to an application that did not prove itself; with its secret the exchange can be tried again', async () => {
    const denial = {
      error: 'invalid_client',
      code: 'oidc.invalid_client',
      error_description: 'client authentication failed',
      message: 'x',
    }
    const tenant = await bentTenant(({ path, headers }) =>
      path === '/oidc/token' && !headers.authorization ? { status: 401, body: denial } : undefined,
    )
    const outcome = await tenant.logto([...signIn, '--session', 'web', '--json'], { input })
    expect([outcome.code, errorOf(outcome).message]).toEqual([3, `the application ${app} did not prove itself`])
    expect(errorOf(outcome).hint).toContain('--client-secret-stdin')
    const again = await tenant.logto(
      ['experience', 'exchange', '--session', 'web', '--client-secret-stdin', '--json'],
      {
        input: 'secret-of-the-app',
      },
    )
    expect(again.code, again.stderr).toBe(0)
    expect(JSON.parse(again.stdout).access_token).toBe(issued.access)
    // The code that was had is used, not another one asked for.
    expect(tenant.to('/oidc/auth/uid')).toHaveLength(2)
  })

  it('can be looked at instead of printed', async () => {
    const { outcome } = await signInWhere('/nowhere', () => ({}), ['--decode'])
    const { access_token: access, id_token: id } = JSON.parse(outcome.stdout)
    expect(access).toBe('opaque')
    expect(id).toMatchObject({ header: { alg: 'RS256' }, claims: { sub: 'ann000000000', aud: app } })
    expect(outcome.stdout).not.toContain('eyJ')
  })

  it('become a profile of the user, for the account commands', async () => {
    const { tenant, outcome } = await signInWhere('/nowhere', () => ({}), ['--save', 'ann', '--storage', 'file'])
    expect([outcome.code, outcome.stdout], outcome.stderr).toEqual([0, ''])
    const asked = askedOf(tenant)
    expect([asked.get('prompt'), asked.get('scope')?.split(' ')]).toEqual([
      'consent',
      expect.arrayContaining(['offline_access', 'identities']),
    ])
    for (const line of outcome.stderr.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('notice')
    const stored = readFileSync(join(tenant.home, 'config', 'logto-cli', 'credentials.json'), 'utf8')
    expect(stored).toContain(issued.refresh)
    await tenant.logto(['account', 'get', '--profile', 'ann'], { env: { LOGTO_ENDPOINT: '' } })
    const [account] = tenant.to('/api/my-account')
    expect(account?.headers.authorization).toBe(`Bearer ${issued.access}`)
  })
})
