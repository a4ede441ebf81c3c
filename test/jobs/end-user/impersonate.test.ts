/** `users impersonate`: an administrator acts as a user, by a real token exchange. */

import { describe, expect, it } from 'vitest'
import { onTerminal, terminalNeed } from '../../cli/terminal.js'
import { addProfile, type Person, person, secretsOf } from '../login/person.js'
import { accountTenant } from './account-api.js'

const bob = { id: 'bob', name: 'Bob Lee', primaryEmail: 'bob@example.com', isSuspended: false }

/** A tenant with the user bob, and an administrator of it. */
async function support(user: object = bob, marks: { readOnly?: true; protected?: true } = {}) {
  const tenant = await accountTenant({
    manage({ method, path, body }, { subjectTokens }) {
      if (path === '/api/users/bob') return { body: user }
      if (path === '/api/users/nobody')
        return { status: 404, body: { code: 'entity.not_found', message: 'Not found.' } }
      if (method !== 'POST' || path !== '/api/subject-tokens') return undefined
      const subjectToken = `sub_${subjectTokens.size}`
      subjectTokens.set(subjectToken, JSON.parse(body).userId)
      return { status: 201, body: { subjectToken, expiresIn: 600 } }
    },
  })
  const admin = person()
  await addProfile(admin, 'work', { endpoint: tenant.endpoint, ...marks })
  const asked = () => tenant.received.filter(({ path }) => path.startsWith('/api/')).map((r) => `${r.method} ${r.path}`)
  return { tenant, admin, asked }
}

const line = 'users impersonate bob --client-id native'

describe('users impersonate', () => {
  it('prints a token of the user and nothing else', async () => {
    const { tenant, admin } = await support()
    const ended = await admin.logto(`${line} --yes --reason ticket-4711 --context agent=eve`)
    expect(ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^[\w-]+\n$/) })
    const token = await tenant.provider.AccessToken.find(ended.stdout.trim())
    expect(token).toMatchObject({ accountId: 'bob', clientId: 'native' })
    expect(token?.scope?.split(' ')).toEqual(expect.arrayContaining(['openid', 'identities', 'email']))
    expect(JSON.parse(tenant.received.at(-1)?.body ?? '')).toEqual({
      userId: 'bob',
      context: { reason: 'ticket-4711', agent: 'eve' },
    })
    expect(tenant.seen.at(-1)?.form).toMatchObject({
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      client_id: 'native',
    })
    const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_USER_TOKEN: ended.stdout.trim() }
    expect(JSON.parse((await person().logto('account get --json', { env })).stdout)).toMatchObject({ id: 'bob' })
  })

  it('prints all that programs want as JSON, for an application with a secret', async () => {
    const { tenant, admin } = await support()
    const ended = await admin.logto(
      'users impersonate bob --client-id support --client-secret-stdin --scope openid --yes --json',
      { input: 'support-secret\n' },
    )
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const token = JSON.parse(ended.stdout)
    expect(token).toEqual({
      accessToken: expect.any(String),
      tokenType: 'Bearer',
      expiresAt: expect.stringMatching(/Z$/),
      scope: 'openid',
      userId: 'bob',
    })
    expect(await tenant.provider.AccessToken.find(token.accessToken)).toMatchObject({ clientId: 'support' })
    const wrong = await admin.logto('users impersonate bob --client-id support --yes')
    expect(wrong).toMatchObject({ code: 3, stdout: '' })
    expect(wrong.stderr).toMatch(/application support did not prove itself\n[\s\S]*--client-secret-stdin/)
  })

  it('gets a JWT for a resource', async () => {
    const { admin, tenant } = await support()
    const flags = '--resource https://api.example.com --organization-id o1 --scope read --yes'
    const ended = await admin.logto(`${line} ${flags}`)
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(ended.stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
    expect(tenant.seen.at(-1)?.form).toMatchObject({
      resource: 'https://api.example.com',
      organization_id: 'o1',
      scope: 'read',
    })
    const read = await admin.logto('jwt --json', { input: ended.stdout })
    expect(JSON.parse(read.stdout)).toMatchObject({
      valid: true,
      subject: 'bob',
      audience: ['https://api.example.com'],
    })
  })

  it('keeps a profile that acts as the user until the token ends, and is never the default one', async () => {
    const { tenant, admin } = await support()
    const ended = await admin.logto(`${line} --yes --save as-bob --storage file`)
    expect(ended).toMatchObject({ code: 0, stdout: '' })
    expect(ended.stderr).toMatch(
      /^profile as-bob acts as bob \(Bob Lee, bob@example\.com\) until .*Z; use it with -p as-bob\n/,
    )
    expect(admin.profile('as-bob')).toMatchObject({ kind: 'impersonation', userId: 'bob', clientId: 'native' })
    expect(Object.keys(secretsOf(admin, 'as-bob'))).toEqual(['access-token'])
    expect(JSON.parse((await admin.logto('account get -p as-bob --json')).stdout)).toMatchObject({ id: 'bob' })
    const managing = await admin.logto('users list -p as-bob')
    expect(managing).toMatchObject({ code: 3, stderr: expect.stringContaining("profile as-bob is an end user's") })

    // One with no other profile signs in by the environment.
    const lone = person()
    const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_AUTH: 'machine:s3cret+/:%~' }
    expect(await lone.logto(`${line} --yes --save as-bob --storage file`, { env })).toMatchObject({ code: 0 })
    expect(await lone.logto('account get')).toMatchObject({ code: 3, stderr: expect.stringContaining('no tenant') })
    expect(await lone.logto('account get -p as-bob')).toMatchObject({ code: 0 })
  })

  it('says how to go on when the kept token has ended', async () => {
    const { tenant, admin } = await support()
    const facts = { endpoint: tenant.endpoint, kind: 'impersonation' as const, userId: 'bob', clientId: 'native' }
    await addProfile(admin, 'as-bob', { ...facts, expiresAt: '2026-01-01T00:00:00Z' }, { 'access-token': 'old' })
    const ended = await admin.logto('account get -p as-bob')
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(ended.stderr).toContain('logto users impersonate bob --client-id native --save as-bob')
    expect(tenant.received).toEqual([])
  })

  it('replaces a former impersonation, and no other profile', async () => {
    const { admin, asked } = await support()
    const taken = await admin.logto(`${line} --yes --save work --storage file`)
    expect(taken).toMatchObject({ code: 2, stderr: expect.stringContaining('there is a profile work already') })
    expect(asked()).toEqual([])
    for (const _ of ['first', 'again']) {
      expect(await admin.logto(`${line} --yes --save as-bob --storage file`)).toMatchObject({ code: 0 })
    }
    expect(Object.keys(admin.secrets())).toHaveLength(2)
  })

  it('is refused without --yes where nobody can be asked, and makes no token', async () => {
    const { admin, asked } = await support()
    const ended = await admin.logto(`${line} --json`)
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(JSON.parse(ended.stderr).error).toMatchObject({
      code: 'usage.not_confirmed',
      message: expect.stringContaining('lets you act as another person'),
      hint: expect.stringContaining('--yes'),
    })
    expect(asked()).toEqual(['GET /api/users/bob'])
  })

  it('on a protected profile wants its name, and on a read-only one is refused', async () => {
    const guarded = await support(bob, { protected: true })
    const half = await guarded.admin.logto(`${line} --yes`)
    expect(half).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes --confirm work') })
    expect(guarded.asked()).toEqual(['GET /api/users/bob'])
    expect(await guarded.admin.logto(`${line} --yes --confirm work`)).toMatchObject({ code: 0 })
    const closed = await support(bob, { readOnly: true })
    expect(await closed.admin.logto(`${line} --yes`)).toMatchObject({ code: 3 })
    expect(closed.asked()).toEqual([])
  })

  it('of a suspended or unknown user makes no token', async () => {
    const { admin, asked } = await support({ ...bob, isSuspended: true })
    const ended = await admin.logto(`${line} --yes`)
    expect(ended).toMatchObject({ code: 5, stderr: expect.stringContaining('logto users unsuspend bob') })
    expect(await admin.logto('users impersonate nobody --client-id native --yes')).toMatchObject({ code: 4 })
    expect(asked()).toEqual(['GET /api/users/bob', 'GET /api/users/nobody'])
  })

  it.each([
    ['--save x --resource https://api.example.com', /--save and --resource/],
    ['--save x --organization-id o1', /--save and --organization-id/],
    ['--storage file', /add --save NAME/],
    ['--context nonsense', /write --context NAME=VALUE/],
    ['--save ../x', /cannot be the name of a profile/],
  ])('with %s is refused before anything is sent', async (flags, why) => {
    const { admin, asked } = await support()
    const ended = await admin.logto(`${line} --yes ${flags}`)
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(why) })
    expect(asked()).toEqual([])
  })

  it('says which application may not, and how it may', async () => {
    const { admin } = await support()
    const ended = await admin.logto('users impersonate bob --client-id device-demo-app --yes')
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(ended.stderr).toContain('the application device-demo-app may not exchange tokens')
    const remedy = /switch token exchange on: logto (.*)/.exec(ended.stderr)?.[1]
    expect(await admin.logto(`${remedy} --dry-run`)).toMatchObject({ code: 0 })
  })

  it('shows neither token nor secret to a debugging eye', async () => {
    const { admin } = await support()
    const ended = await admin.logto(
      'users impersonate bob --client-id support --client-secret-stdin --yes --json --debug',
      { input: 'support-secret' },
    )
    expect(ended.code).toBe(0)
    expect(ended.stderr).toContain('> POST')
    expect(ended.stderr).not.toMatch(/sub_0|support-secret/)
    expect(ended.stderr).not.toContain(JSON.parse(ended.stdout).accessToken)
  })

  it.skipIf(terminalNeed.lacking)(`asks, naming user, profile and endpoint${terminalNeed.note}`, async () => {
    const { tenant, admin, asked } = await support()
    const answer = (keys: string) => askedOnTerminal(admin, keys)
    const { code, screen } = await answer('n\r')
    expect(code).toBe(2)
    for (const part of ['Act as the user: bob (Bob Lee, bob@example.com)', 'profile work', tenant.endpoint]) {
      expect(screen.replace(/\s+/g, ' ')).toContain(part)
    }
    expect(asked()).toEqual(['GET /api/users/bob'])
    expect(await answer('y\r')).toMatchObject({ code: 0, screen: expect.stringContaining('can act as bob') })
  })
})

function askedOnTerminal({ home }: Person, keys: string) {
  return onTerminal(`logto ${line}`, { home, env: {}, typing: [[/Act as the user/, keys]] })
}
