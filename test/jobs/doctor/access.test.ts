/** `logto doctor` from the tenant's side: profiles of every kind, tokens, roles and clocks. */

import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type LogtoLike, resource } from '../../access/auth/logto-like-provider.js'
import { unsignedToken } from '../../cli/jwt.js'
import type { Running } from '../../cli/run.js'
import { logtoTenant } from '../login/logto-tenant.js'
import { addProfile, machineSecret, type Person, person } from '../login/person.js'
import { doctor, documents, machineAt } from './patient.js'

/** Signs in by device and approves. */
async function signIn(who: Person, line: string, tenant: LogtoLike): Promise<void> {
  const running = who.begin(line)
  await tenant.approve(await seenCode(running), 'ann')
  expect(await running.finished).toMatchObject({ code: 0 })
}

function seenCode({ child, finished }: Running): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = ''
    child.stderr?.on('data', (text: string) => {
      seen += text
      const code = /type the code (\S+)/.exec(seen)?.[1]
      if (code) resolve(code)
    })
    finished.then(() => reject(new Error(`no code: ${seen}`)), reject)
  })
}

describe('a healthy tenant', () => {
  it('by credentials of the environment: all is well, and nothing secret is shown or kept', async () => {
    const tenant = await logtoTenant({ publishes: documents() })
    const ann = person()
    const { ended, unwell, checks } = await doctor(ann, '--debug', { env: machineAt(tenant.endpoint) })
    expect({ unwell, code: ended.code }).toEqual({ unwell: {}, code: 0 })
    expect(checks.tenant?.details).toMatchObject({
      profile: null,
      from: 'environment',
      endpoint: tenant.endpoint,
      resource,
    })
    expect(checks.keychain).toMatchObject({ status: 'skipped', message: expect.stringContaining('not needed') })
    expect(checks.tls?.status).toBe('skipped')
    expect(checks.discovery?.details).toMatchObject({ issuers: [`${tenant.endpoint}/oidc`] })
    expect(checks.clock?.details).toEqual({ serverAheadSeconds: expect.any(Number) })
    expect(checks.token).toMatchObject({
      message: expect.stringMatching(/scope all, expires in (1 hour|\d+ minutes)$/),
      details: { opaque: false, issuer: `${tenant.endpoint}/oidc`, audience: resource, scope: 'all' },
    })
    expect(checks.drift?.details).toMatchObject({ programLacks: [], tenantLacks: [] })
    const tokens = await ann.logto('token', { env: machineAt(tenant.endpoint) })
    const shown = ended.stdout + ended.stderr
    for (const secret of [machineSecret, tokens.stdout.trim()]) expect(shown).not.toContain(secret)
  })

  it('by a profile of every kind', async () => {
    const console = await logtoTenant({ publishes: documents() })
    const tenant = await logtoTenant({ publishes: documents(), trusts: [console] })
    const ann = person()
    const { endpoint } = tenant
    await addProfile(ann, 'machine', { endpoint })
    const { stdout: token } = await ann.logto('token -p machine')
    await addProfile(ann, 'given', { endpoint, kind: 'token' }, { 'access-token': token.trim() })
    await addProfile(
      ann,
      'pat',
      { endpoint, kind: 'user-token', clientId: 'native', scope: 'openid profile' },
      { 'access-token': 'pat_ann' },
    )
    const pat = ann.profile('pat')
    expect(pat?.kind).toBe('user-token')
    await signIn(
      ann,
      `login --storage file -p home --device --endpoint ${endpoint} --admin-endpoint ${console.endpoint}`,
      console,
    )
    const reports = await Promise.all(['machine', 'given', 'home'].map((name) => doctor(ann, `-p ${name}`)))
    for (const [i, { unwell, ended }] of reports.entries()) {
      expect({ i, unwell, code: ended.code }).toEqual({ i, unwell: {}, code: 0 })
      expect(ended.stdout).not.toContain(token.trim())
    }
    // Endpoint and token endpoint are on two hosts: both are looked at, and named.
    expect(reports[2]?.checks.discovery?.details).toMatchObject({
      issuers: [`${endpoint}/oidc`, `${console.endpoint}/oidc`],
    })
    expect(reports[2]?.checks.proxy?.message).toBe(`${new URL(endpoint).host}: none; ${console.origin.host}: none`)
    const config = `${ann.home}/config/logto-cli/config.json`
    // An end user's token has no resource.
    const text = JSON.parse(readFileSync(config, 'utf8'))
    delete text.profiles.pat.resource
    writeFileSync(config, JSON.stringify(text))
    const user = await doctor(ann, '-p pat')
    expect({ unwell: user.unwell, code: user.ended.code }).toEqual({ unwell: {}, code: 0 })
    expect(user.checks.token).toMatchObject({ message: "an end user's opaque token", details: { opaque: true } })
    expect(user.checks.api?.message).toMatch(/^the Account API answers/)
    expect(user.checks.role).toMatchObject({ status: 'skipped', message: 'not for end users' })
  })
})

describe('the credentials', () => {
  it('are missing: everything that needs none is examined', async () => {
    const tenant = await logtoTenant({ publishes: documents() })
    const { ended, unwell, checks } = await doctor(person(), '', { env: { LOGTO_ENDPOINT: tenant.endpoint } })
    expect(ended.code).toBe(3)
    expect(unwell).toEqual({ token: 'failed', api: 'skipped', role: 'skipped' })
    expect(checks.token?.hint).toContain('logto login')
    expect(checks.role?.message).toBe('needs token')
  })

  it('are wrong, or for an unknown resource: the token endpoint says which', async () => {
    const tenant = await logtoTenant({ publishes: documents() })
    const ann = person()
    const wrong = await doctor(ann, '', { env: machineAt(tenant.endpoint, { LOGTO_CLIENT_SECRET: 'not-this-one' }) })
    expect(wrong.ended.code).toBe(3)
    expect(wrong.unwell).toEqual({ token: 'failed', api: 'skipped', role: 'skipped' })
    expect(wrong.checks.token?.message).toContain('client secret is not the one of machine')
    expect(wrong.ended.stdout + wrong.ended.stderr).not.toContain('not-this-one')
    const other = await doctor(ann, '', {
      env: machineAt(tenant.endpoint, { LOGTO_RESOURCE: 'https://other.test/api' }),
    })
    expect(other.ended.code).toBe(3)
    expect(other.checks.token).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('https://other.test/api is unknown'),
      hint: expect.stringContaining('LOGTO_RESOURCE'),
    })
  })

  it.each([
    ['expired', { aud: resource, scope: 'all', exp: 1 }, /^the token expired at 1970/],
    [
      'for another resource',
      { aud: 'https://x.test/api', scope: 'all' },
      /^the token is for https:\/\/x\.test\/api, not/,
    ],
    ['from the future', { aud: resource, scope: 'all', iat: 4e9 }, /future/],
  ])('are a token that is %s: nothing is sent with it', async (_, claims, why) => {
    const tenant = await logtoTenant({ publishes: documents() })
    const token = unsignedToken(claims)
    const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_ACCESS_TOKEN: token }
    const { ended, unwell, checks } = await doctor(person(), '', { env })
    expect(ended.code).toBe(3)
    expect(unwell).toEqual({ token: 'failed', api: 'skipped', role: 'skipped' })
    expect(checks.token?.message).toMatch(why)
    expect(ended.stdout + ended.stderr).not.toContain(token)
    expect(tenant.received.some(({ headers }) => headers.authorization)).toBe(false)
  })

  it('are an opaque token: that is said, and the API says the rest', async () => {
    const tenant = await logtoTenant({ publishes: documents() })
    const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_ACCESS_TOKEN: 'opaque-and-secret' }
    const { ended, unwell, checks } = await doctor(person(), '', { env })
    expect(ended.code).toBe(3)
    expect(unwell).toEqual({ token: 'warning', api: 'failed', role: 'skipped' })
    expect(checks.token?.message).toContain('opaque')
    expect(ended.stdout + ended.stderr).not.toContain('opaque-and-secret')
  })

  it('lack the role: the API answers, and the remedy names the role', async () => {
    const tenant = await logtoTenant({ publishes: documents() })
    const env = machineAt(tenant.endpoint, { LOGTO_CLIENT_ID: 'no-role', LOGTO_CLIENT_SECRET: 'another-secret' })
    const { ended, unwell, checks } = await doctor(person(), '', { env })
    expect(ended.code).toBe(3)
    expect(unwell).toEqual({ role: 'failed' })
    expect(checks.api?.message).toContain('403')
    expect(checks.role?.hint).toContain("role 'Logto Management API access'")
    expect(JSON.parse(ended.stderr)).toEqual({
      error: { code: 'doctor.failed', message: '1 of 15 checks failed: role', hint: expect.any(String) },
    })
  })

  it('are of a login that has lapsed', async () => {
    const tenant = await logtoTenant({ publishes: documents() })
    const ann = person()
    const lapsed = { endpoint: tenant.endpoint, kind: 'token', expiresAt: '2026-01-01T00:00:00Z' } as const
    await addProfile(ann, 'old', lapsed, { 'access-token': unsignedToken({ exp: 1 }) })
    const { ended, checks } = await doctor(ann)
    expect(ended.code).toBe(3)
    expect(checks.token).toMatchObject({ status: 'failed', hint: 'sign in again: logto login --profile old' })
  })
})

describe('the clock', () => {
  it.each([
    ['behind', 600_000],
    ['ahead of', -600_000],
  ])('of this machine is %s the server’s: a warning', async (side, aheadMs) => {
    const tenant = await logtoTenant({ publishes: documents(), aheadMs })
    const { ended, unwell, checks } = await doctor(person(), '', { env: machineAt(tenant.endpoint) })
    expect(unwell.clock).toBe('warning')
    expect(checks.clock?.message).toMatch(new RegExp(`^this machine's clock is (10|9) minutes ${side} the server's$`))
    expect(Math.abs(Number(checks.clock?.details?.serverAheadSeconds) - aheadMs / 1000)).toBeLessThan(3)
    // Tokens are judged by the server's time.
    if (aheadMs > 0) expect({ unwell, code: ended.code }).toEqual({ unwell: { clock: 'warning' }, code: 0 })
    else expect({ token: unwell.token, code: ended.code }).toEqual({ token: 'failed', code: 3 })
  })

  it('explains a token that is over for the server alone', async () => {
    const tenant = await logtoTenant({ publishes: documents(), aheadMs: 2 * 3600_000 })
    const { ended, checks } = await doctor(person(), '', { env: machineAt(tenant.endpoint) })
    expect(ended.code).toBe(3)
    expect(checks.clock?.status).toBe('warning')
    expect(checks.token).toMatchObject({
      status: 'failed',
      hint: expect.stringMatching(/this machine's is 7\d\d\d s behind/),
    })
  })
})
