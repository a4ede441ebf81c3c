/** What an end user is told when the Account API refuses: a command that is right for this very operation. */

import { describe, expect, it } from 'vitest'
import { unsignedToken } from '../../cli/jwt.js'
import { addProfile, person } from '../login/person.js'
import { type AccountTenant, accountTenant, signIn } from './account-api.js'

/** Runs a line as ann, and gives the error it ends with. */
async function refused(line: string, set: (tenant: AccountTenant) => void, scope?: string) {
  const tenant = await accountTenant()
  const ann = person()
  await signIn(ann, tenant, 'ann', scope)
  set(tenant)
  const ended = await ann.logto(`${line} --json`)
  expect(ended.stdout).toBe('')
  return { tenant, ann, ended, error: JSON.parse(ended.stderr).error as { code: string; hint: string } }
}

describe('the remedy', () => {
  it('for an account center that is off', async () => {
    const off = await refused('account list-sessions', ({ center }) => Object.assign(center, { enabled: false }))
    expect(off.error).toMatchObject({ code: 'account_center.not_enabled' })
    expect(off.error.hint).toContain('`logto account-center update --enabled`')
  })

  it.each([
    ['account delete-primary-email --yes', 'email', 'ReadOnly', '--set fields.email=Edit --merge'],
    ['account list-sessions', 'session', 'Off', '--set fields.session=ReadOnly --merge'],
    ['account get-mfa-settings', 'mfa', 'Off', '--set fields.mfa=ReadOnly --merge'],
    ['account update-mfa-settings --skip-mfa-on-sign-in', 'mfa', 'ReadOnly', '--set fields.mfa=Edit --merge'],
    ['account update-profile --nickname A', 'profile', 'ReadOnly', '--set fields.profile=Edit --merge'],
  ])('for a closed field: %s', async (line, field, level, remedy) => {
    const { error, ann } = await refused(line, ({ center }) => Object.assign(center.fields, { [field]: level }))
    expect(error.code).toMatch(/^account_center\.field_not_/)
    const command = /`logto (account-center update .*)`/.exec(error.hint)?.[1] ?? ''
    expect(command).toContain(remedy)
    // It is a command that runs.
    const dry = await ann.logto(`${command} --dry-run`)
    expect(dry).toMatchObject({ code: 0 })
  })

  it.each([
    ['account delete-primary-phone --yes', 'phone', 5, /^the token lacks the scope phone: /],
    ['account get-mfa-settings', 'identities', 3, /or lacks the scope identities: /],
    ['account list-sessions', 'urn:logto:scope:sessions', 3, /or lacks the scope urn:logto:scope:sessions: /],
  ])('for a missing scope: %s', async (line, scope, exitCode, why) => {
    const { ended, error, ann, tenant } = await refused(line, () => {}, 'openid')
    expect(ended.code).toBe(exitCode)
    expect(error).toMatchObject({ code: 'auth.unauthorized', hint: expect.stringMatching(why) })
    const command = /logto (login --user .*)$/.exec(error.hint)?.[1] ?? ''
    expect(command).toMatch(/-p ann --endpoint http:\S+ --client-id native --storage file --scope '[^']+'$/)
    const words = [...command.replace(/ --scope .*/, '').split(' '), '--scope', /'(.*)'/.exec(command)?.[1] ?? '']
    expect(words.at(-1)?.split(' ')).toContain(scope)
    expect(await ann.logto(words, { input: 'pat_ann' })).toMatchObject({ code: 0 })
    expect(tenant.seen.at(-1)?.form.scope?.split(' ')).toContain(scope)
  })

  it('for a missing scope of LOGTO_USER_TOKEN', async () => {
    const { ann, tenant } = await refused('account get-mfa-settings', () => {}, 'openid')
    const token = (await ann.logto('token')).stdout.trim()
    const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_USER_TOKEN: token }
    const ended = await ann.logto('account get-mfa-settings', { env })
    expect(ended.stderr).toMatch(/request another LOGTO_USER_TOKEN with the scope identities, and without a resource/)
  })

  it('for an application of a third party', async () => {
    const { ended, error } = await refused('account delete-primary-email --yes', ({ center }) => {
      center.thirdParties.push('native')
    })
    expect(ended.code).toBe(3)
    expect(error.code).toBe('auth.third_party_application_forbidden')
    expect(error.hint).toContain('`logto login --user -p ann --client-id ID`')
  })
})

describe('a token of the wrong kind is refused before anything is sent', () => {
  const jwt = unsignedToken({ aud: 'https://api.example.com', scope: 'openid' })

  it.each([
    'account get',
    'account list-sessions',
    'verifications create-webauthn-registration',
    'token --user',
    'whoami',
  ])('a JWT as LOGTO_USER_TOKEN: %s', async (line) => {
    const tenant = await accountTenant()
    const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_USER_TOKEN: jwt }
    const ended = await person().logto(line, { env })
    expect(ended.code).toBe(3)
    expect(ended.stderr).toMatch(/LOGTO_USER_TOKEN is a JWT.*\nrequest the token without a resource/)
    expect(ended.stderr + ended.stdout).not.toContain(jwt)
    expect(tenant.received).toEqual([])
  })

  it("an administrator's profile for a command that would ask first, or want a secret", async () => {
    const tenant = await accountTenant()
    const ann = person()
    await addProfile(ann, 'work', { endpoint: tenant.endpoint })
    for (const line of ['account delete-primary-email', 'account update-password --password new', 'api GET /oidc/me']) {
      const ended = await ann.logto(line)
      expect(ended).toMatchObject({ code: 3, stdout: '' })
      expect(ended.stderr).toMatch(/profile work is an administrator's\n.*logto login --user -p NAME --endpoint/)
    }
    expect([tenant.received, tenant.seen]).toEqual([[], []])
  })

  it("an end user's profile for a command of administrators", async () => {
    const tenant = await accountTenant()
    const ann = person()
    await signIn(ann, tenant, 'ann')
    const asked = tenant.received.length
    for (const line of ['users list', 'users delete u1', 'api GET /api/users', 'users impersonate u1 --client-id a']) {
      const ended = await ann.logto(line)
      expect(ended).toMatchObject({ code: 3, stdout: '' })
      expect(ended.stderr).toMatch(/profile ann is an end user's\n.*logto login -p NAME/)
    }
    expect(tenant.received).toHaveLength(asked)
  })
})

describe('an environment that holds both', () => {
  it('sends each kind of command its own, and a profile neither', async () => {
    const tenant = await accountTenant()
    const ann = person()
    await signIn(ann, tenant, 'ann')
    const user = (await ann.logto('token')).stdout.trim()
    const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_AUTH: 'machine:s3cret+/:%~', LOGTO_USER_TOKEN: user }
    expect(await ann.logto('account get', { env })).toMatchObject({ code: 0 })
    expect(tenant.received.at(-1)?.headers.authorization).toBe(`Bearer ${user}`)
    expect(await ann.logto('users list', { env })).toMatchObject({ code: 0 })
    expect(tenant.received.at(-1)?.headers.authorization).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/)
    const own = { ...env, LOGTO_USER_TOKEN: 'somebody-elses' }
    expect(await ann.logto('account get -p ann', { env: own })).toMatchObject({ code: 0 })
    expect(JSON.stringify(tenant.received)).not.toContain('somebody-elses')
  })
})
