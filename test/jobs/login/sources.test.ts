/** Which credentials apply (contract, section 4), and that those of one source never meet another's host. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addProfile, type Person, person } from './person.js'
import { allOf, namedTenant, tokenOf } from './two-tenants.js'

/** A profile `work` of one tenant, and another tenant for the environment. */
async function twoTenants() {
  const [own, other] = [await namedTenant('own'), await namedTenant('other')]
  const ann = person()
  await addProfile(ann, 'work', { endpoint: own.endpoint, clientId: 'work-app' }, { 'client-secret': 'work-secret' })
  const foreign = {
    LOGTO_ENDPOINT: other.endpoint,
    LOGTO_ACCESS_TOKEN: 'foreign-token',
    LOGTO_CLIENT_ID: 'foreign-app',
    LOGTO_CLIENT_SECRET: 'foreign-secret',
    LOGTO_AUTH: 'foreign-app:foreign-secret',
    LOGTO_USER_TOKEN: 'foreign-user-token',
    LOGTO_RESOURCE: 'https://foreign.logto.app/api',
    LOGTO_SCOPE: 'foreign-scope',
    LOGTO_TOKEN_URL: `${other.endpoint}/oidc/token`,
  }
  return { own, other, ann, foreign }
}

function project(ann: Person, text: string): string {
  const folder = join(ann.home, 'project')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, '.logtorc'), text)
  return folder
}

describe('a profile and the environment of another tenant', () => {
  const lines = [
    'users list',
    'users get u1',
    'users create --username ann',
    'users delete u1 --yes',
    'users update u1 --set customData.a=b --merge',
    'api GET /api/users',
    'api POST /api/users -f name=ann',
    'token',
    'whoami',
    'logout',
  ]

  it.each(lines)('never mix: --profile work, %s', async (line) => {
    const { own, other, ann, foreign } = await twoTenants()
    const { code, stdout, stderr } = await ann.logto(`${line} --profile work`, { env: foreign })
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(other.received).toEqual([])
    expect(allOf(own)).not.toContain('foreign')
    if (line !== 'logout') expect(allOf(own)).toContain('work-secret')
    expect(stdout + stderr).not.toContain('foreign-')
  })

  it.each(lines.filter((line) => line !== 'logout'))('never mix the other way: %s', async (line) => {
    const { own, other, ann, foreign } = await twoTenants()
    const { LOGTO_ACCESS_TOKEN: _, ...client } = foreign
    const { code } = await ann.logto(line, { env: client })
    expect(code).toBe(0)
    expect(own.received).toEqual([])
    expect(allOf(other)).toContain('foreign-secret')
    expect(allOf(other)).not.toMatch(/work-|issued-by-own/)
  })

  it('an end user’s command with a client’s profile is refused: the environment does not fill in', async () => {
    const { own, other, ann, foreign } = await twoTenants()
    const ended = await ann.logto('account get -p work', { env: foreign })
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect([...own.received, ...other.received]).toEqual([])
  })

  it('another host in --endpoint is refused, before anything is sent', async () => {
    const { own, other, ann } = await twoTenants()
    const ended = await ann.logto(`users list -p work --endpoint ${other.endpoint}`)
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(ended.stderr).toMatch(/--endpoint http.* is not where the credentials of profile work belong/)
    const env = { LOGTO_ENDPOINT: other.endpoint }
    const again = await ann.logto('users list', { env })
    expect(again).toMatchObject({ code: 3 })
    expect(again.stderr).toMatch(/LOGTO_ENDPOINT http.* is not where/)
    expect([...own.received, ...other.received]).toEqual([])
  })

  it('a redirect to another host takes no credentials there', async () => {
    const other = await namedTenant('other')
    const own = await namedTenant('own', { status: 307, headers: { location: `${other.endpoint}/api/users` } })
    const ann = person()
    await addProfile(ann, 'work', { endpoint: own.endpoint })
    expect((await ann.logto('users list')).code).toBe(7)
    expect(other.received).toEqual([])
  })
})

describe('the first that applies', () => {
  it('is the environment before LOGTO_PROFILE, which is said', async () => {
    const { own, other, ann, foreign } = await twoTenants()
    const env = { ...foreign, LOGTO_PROFILE: 'work' }
    const { code, stderr } = await ann.logto('users list', { env })
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'LOGTO_PROFILE is ignored, as the environment holds credentials\n',
    })
    expect([own.received.length, other.received.length]).toEqual([0, 1])
  })

  it('is not an environment without an endpoint, which is said', async () => {
    const { own, ann } = await twoTenants()
    const { code, stderr } = await ann.logto('users list', { env: { LOGTO_ACCESS_TOKEN: 'foreign' } })
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringMatching(/LOGTO_ACCESS_TOKEN is ignored/) })
    expect(allOf(own)).not.toContain('foreign')
  })

  it('is LOGTO_PROFILE, then the project file, then the default profile', async () => {
    const { ann } = await twoTenants()
    await addProfile(ann, 'second', { endpoint: 'http://127.0.0.1:9' })
    const whose = async (line: string, env: Record<string, string>, cwd = ann.home) => {
      const { stdout } = await ann.logto(`${line} --json --retries 0`, { env, cwd })
      const { profile } = JSON.parse(stdout) as { profile: { value: string; from: string } }
      return `${profile.value} by ${profile.from}`
    }
    const folder = project(ann, 'profile: second\n')
    expect(await whose('whoami', {})).toBe('work by default profile')
    expect(await whose('whoami', {}, folder)).toBe('second by project file')
    expect(await whose('whoami', { LOGTO_PROFILE: 'work' }, folder)).toBe('work by LOGTO_PROFILE')
    expect(await whose('whoami -p second', { LOGTO_PROFILE: 'work' })).toBe('second by --profile')
  })

  it('names the project file that decides, and refuses one that chooses a protected profile', async () => {
    const { own, ann } = await twoTenants()
    const cwd = project(ann, 'profile: work\n')
    const ended = await ann.logto('users list --json', { cwd })
    expect(ended.code).toBe(0)
    expect(JSON.parse(ended.stderr)).toEqual({ notice: `profile work, chosen by ${join(cwd, '.logtorc')}` })
    const asked = own.received.length
    await ann.logto('profiles set work --protected')
    for (const line of ['users list', 'logout', 'token', 'whoami']) {
      const refused = await ann.logto(line, { cwd })
      expect(refused).toMatchObject({ code: 3, stdout: '' })
      expect(refused.stderr).toMatch(/\.logtorc chooses the profile work, which is protected\n.*--profile work/)
    }
    expect(own.received).toHaveLength(asked)
    expect(await ann.logto('users list -p work', { cwd })).toMatchObject({ code: 0 })
  })

  it('that is a profile which is not there is named, with the nearest', async () => {
    const { ann } = await twoTenants()
    const ended = await ann.logto('users list -p wrok')
    expect(ended).toMatchObject({ code: 2 })
    expect(ended.stderr).toMatch(/there is no profile wrok\ndid you mean work\?/)
  })
})

describe('environment credentials', () => {
  it('of 20 processes at once make one token request', async () => {
    const tenant = await namedTenant('own')
    const ann = person()
    const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_CLIENT_ID: 'app', LOGTO_CLIENT_SECRET: 'env-secret' }
    const runs = Array.from({ length: 20 }, () => ann.logto('users list --json', { env, timeoutMs: 60_000 }))
    const ended = await Promise.all(runs)
    expect(ended.filter(({ code, stdout }) => code !== 0 || stdout !== '[]\n')).toEqual([])
    expect(tenant.received.filter(({ path }) => path === '/oidc/token')).toHaveLength(1)
    expect(tenant.received).toHaveLength(21)
    const kept = ann.files()
    expect(kept.map(({ mode }) => mode)).toEqual([0o600])
    expect(kept[0]?.text).toContain(tokenOf('own'))
    expect(kept[0]?.text).not.toContain('env-secret')
  })

  it('of two admins on one client do not meet, and neither do those of profiles', async () => {
    const { own, ann } = await twoTenants()
    const env = {
      LOGTO_ENDPOINT: own.endpoint,
      LOGTO_CLIENT_ID: 'work-app',
      LOGTO_RESOURCE: 'https://default.logto.app/api',
    }
    await ann.logto('users list', { env: { ...env, LOGTO_CLIENT_SECRET: 'one' } })
    await ann.logto('users list', { env: { ...env, LOGTO_CLIENT_SECRET: 'two' } })
    await ann.logto('users list -p work')
    await ann.logto('users list -p work')
    expect(own.received.filter(({ path }) => path === '/oidc/token')).toHaveLength(3)
  })
})
