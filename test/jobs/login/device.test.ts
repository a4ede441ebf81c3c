/** `logto login` with the browser: a self-hosted administrator, an end user, and what they can do then. */

import { readFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type LogtoLike, resource } from '../../access/auth/logto-like-provider.js'
import type { Finished, Running } from '../../cli/run.js'
import { type LogtoTenantOptions, logtoTenant } from './logto-tenant.js'
import { machineSecret, type Person, person, secretsOf } from './person.js'

/** A self-hosted Logto: the tenant `default`, and the admin tenant, whose tokens it takes. */
async function selfHosted(admin: LogtoTenantOptions = {}, own: LogtoTenantOptions = {}) {
  const console = await logtoTenant(admin)
  const tenant = await logtoTenant({ ...own, trusts: [console] })
  const login = `login --storage file -p home --device --endpoint ${tenant.endpoint} --admin-endpoint ${console.endpoint}`
  return { console, tenant, login }
}

/** Signs in by device and approves. */
async function signIn(who: Person, line: string | readonly string[], tenant: LogtoLike): Promise<Finished> {
  const running = who.begin(line)
  await tenant.approve(await seenCode(running), 'ann')
  return running.finished
}

/** The code that stands on the screen, once it does. */
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

describe('an administrator of a self-hosted Logto', () => {
  it('signs in with code and address, and calls the other tenant by a token of the admin tenant', async () => {
    const { console, tenant, login } = await selfHosted()
    const ann = person()
    const running = ann.begin(login)
    const code = await seenCode(running)
    expect(ann.profileNames()).toEqual([])
    await console.approve(code, 'ann')
    const { code: exit, stdout, stderr } = await running.finished
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: '' })
    expect(stderr).toContain(`Open ${console.endpoint}/oidc/device and type the code ${code}`)
    expect(stderr).toContain(`${console.endpoint}/oidc/device?user_code=${code}`)
    expect(stderr).toMatch(/valid for 10 min, Ctrl-C/)
    expect(ann.profile('home')).toMatchObject({
      kind: 'device',
      endpoint: tenant.endpoint,
      tokenUrl: console.tokenUrl.href,
      clientId: 'device-demo-app',
      resource,
    })
    expect(await ann.logto('users list --json')).toMatchObject({ code: 0, stdout: '[]\n' })
    expect(tenant.seen).toEqual([])
    expect(console.received).toEqual([])
  })

  it('keeps signed in as the refresh token rotates, each stored before its access token is used', async () => {
    const kept: (string | undefined)[] = []
    const ann = person()
    const onRequest = () => void kept.push(secretsOf(ann, 'home')['refresh-token'])
    const { console, login } = await selfHosted({ ttl: 30 }, { onRequest })
    expect(await signIn(ann, login, console)).toMatchObject({ code: 0 })
    kept.length = 0
    const before = secretsOf(ann, 'home')['refresh-token']
    for (let round = 0; round < 3; round++) expect(await ann.logto('users list')).toMatchObject({ code: 0 })
    expect(new Set([before, ...kept]).size).toBe(4)
    expect(secretsOf(ann, 'home')['refresh-token']).toBe(kept.at(-1))
  })

  it('who presses Ctrl-C while the login is renewed keeps it: the new refresh token is stored first', async () => {
    let asked = () => {}
    let answer = () => {}
    const [renewing, interrupted] = [
      new Promise<void>((resolve) => {
        asked = resolve
      }),
      new Promise<void>((resolve) => {
        answer = resolve
      }),
    ]
    let isSignedIn = false
    const before = (request: IncomingMessage) => {
      if (!isSignedIn || request.url !== '/oidc/token') return
      asked()
      return interrupted
    }
    const { console, tenant, login } = await selfHosted({ ttl: 30, before })
    const ann = person()
    await signIn(ann, login, console)
    isSignedIn = true
    const old = secretsOf(ann, 'home')['refresh-token']
    const running = ann.begin('users list')
    await renewing
    const called = tenant.received.length
    running.child.kill('SIGINT')
    await new Promise((resolve) => setTimeout(resolve, 300))
    answer()
    expect(await running.finished).toMatchObject({ code: 130, signal: null, stdout: '' })
    expect(tenant.received).toHaveLength(called)
    expect(secretsOf(ann, 'home')['refresh-token']).not.toBe(old)
    expect(await ann.logto('users list --json')).toMatchObject({ code: 0, stdout: '[]\n' })
  })

  it('who presses Ctrl-C twice does not wait', async () => {
    let asked = () => {}
    const renewing = new Promise<void>((resolve) => {
      asked = resolve
    })
    let isSignedIn = false
    const before = (request: IncomingMessage) => {
      if (!isSignedIn || request.url !== '/oidc/token') return
      asked()
      return new Promise<void>(() => {})
    }
    const { console, login } = await selfHosted({ ttl: 30, before })
    const ann = person()
    await signIn(ann, login, console)
    isSignedIn = true
    const running = ann.begin('users list')
    await renewing
    running.child.kill('SIGINT')
    await new Promise((resolve) => setTimeout(resolve, 100))
    running.child.kill('SIGINT')
    const ended = await running.finished
    expect(ended.code).toBe(130)
    expect(ended.took).toBeLessThan(4000)
  })

  it('whose rotation was lost is told to sign in again', async () => {
    const { console, tenant, login } = await selfHosted({ ttl: 30 })
    const ann = person()
    await signIn(ann, login, console)
    const file = join(ann.home, 'config', 'logto-cli', 'credentials.json')
    const old = readFileSync(file, 'utf8')
    expect(await ann.logto('users list')).toMatchObject({ code: 0 })
    writeFileSync(file, old, { mode: 0o600 })
    const asked = tenant.received.length
    const ended = await ann.logto('users list')
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(ended.stderr).toMatch(/login has lapsed\n[\s\S]*sign in again: logto login/)
    expect(tenant.received).toHaveLength(asked)
    const shown = await ann.logto('whoami --json')
    expect(shown.code).toBe(3)
    expect(JSON.parse(shown.stdout)).toMatchObject({ works: { value: expect.stringContaining('lapsed') } })
  })

  it('who refuses in the browser, or lets the code expire, is told so, and nothing is stored', async () => {
    for (const [ttl, why] of [
      [600, /refused in the browser\n[\s\S]*sign in again/],
      [2, /code expired before[\s\S]*\nsign in again/],
    ] as const) {
      const { console, login } = await selfHosted({ deviceCodeTtl: ttl })
      const ann = person()
      const running = ann.begin(login)
      const code = await seenCode(running)
      if (ttl > 2) await console.deny(code)
      const ended = await running.finished
      expect(ended).toMatchObject({ code: 3, stdout: '' })
      expect(ended.stderr).toMatch(why)
      expect(ann.files()).toEqual([])
    }
  })

  it('polls at the server’s interval, and 5 s slower when told to', async () => {
    const polls: number[] = []
    const intercept = (path: string, form: Readonly<Record<string, string>>) => {
      if (path !== '/token' || !form.device_code) return undefined
      polls.push(Date.now())
      return polls.length === 1 ? { status: 400, body: { error: 'slow_down' } } : undefined
    }
    const { console, login } = await selfHosted({ intercept })
    const ann = person()
    const running = ann.begin(login)
    const code = await seenCode(running)
    const shown = Date.now()
    setTimeout(() => void console.approve(code, 'ann'), 2000)
    expect(await running.finished).toMatchObject({ code: 0 })
    expect((polls[0] ?? 0) - shown).toBeGreaterThan(900)
    expect(polls).toHaveLength(2)
    expect((polls[1] ?? 0) - (polls[0] ?? 0)).toBeGreaterThan(5900)
  })

  it('who gives up with Ctrl-C ends at once with 130, and nothing is stored', async () => {
    const { tenant, login } = await selfHosted()
    const ann = person()
    const running = ann.begin(login)
    await seenCode(running)
    const pressed = Date.now()
    running.child.kill('SIGINT')
    const ended = await running.finished
    expect(ended).toMatchObject({ code: 130, signal: null })
    expect(Date.now() - pressed).toBeLessThan(900)
    expect(tenant.received.map(({ path }) => path)).toEqual(['/api/status'])
    expect(ann.files()).toEqual([])
  })

  it('needs the address of the Console, and only for this', async () => {
    const ann = person()
    const without = await ann.logto('login --storage file --device --endpoint http://127.0.0.1:9')
    expect(without).toMatchObject({ code: 2 })
    expect(without.stderr).toMatch(/--admin-endpoint is missing\n.*Console/)
    const lost = await ann.logto('login --storage file --admin-endpoint http://127.0.0.1:9')
    expect(lost).toMatchObject({ code: 2 })
    expect(lost.stderr).toMatch(/add --device/)
    const open = await ann.logto(
      'login --storage file --device --endpoint http://127.0.0.1:9 --admin-endpoint http://logto.test',
    )
    expect(open).toMatchObject({ code: 2 })
    expect(open.stderr).toMatch(/--admin-endpoint: http:\/\/logto\.test is not https.*\n.*--insecure-http/)
  })
})

describe('signing in again', () => {
  it('says so when that cannot be done, and signs in all the same', async () => {
    const { console, login } = await selfHosted({
      intercept: (path) => (path === '/token/revocation' ? { status: 500, body: {} } : undefined),
    })
    const ann = person()
    await signIn(ann, login, console)
    const again = await signIn(ann, `${login} --retries 0`, console)
    expect(again.code).toBe(0)
    expect(again.stderr).toMatch(/former sign-in of profile home: the login could not be ended at the tenant: .*500/)
    expect(Object.keys(ann.secrets())).toEqual([ann.profile('home')?.id])
  })
})

describe('--create-app', () => {
  it('ends with a profile that is the application’s own, and nothing of the browser login', async () => {
    const { console, tenant, login } = await selfHosted()
    const ann = person()
    const ended = await signIn(ann, `${login} --create-app robot --read-only`, console)
    expect(ended).toMatchObject({ code: 0, stdout: '' })
    expect(ended.stderr).toContain('created the application robot (app1)')
    expect(tenant.apps).toMatchObject([{ name: 'robot', roles: ['role1'] }])
    expect(ended.stderr).not.toContain('secret-of-robot')
    expect(ann.profile('home')).toMatchObject({
      kind: 'client',
      clientId: 'app1',
      tokenUrl: tenant.tokenUrl.href,
      readOnly: true,
    })
    expect(Object.values(ann.secrets())).toEqual([{ 'client-secret': 'secret-of-robot' }])
    const refreshes = console.count('refresh_token')
    expect(await ann.logto('users list --json')).toMatchObject({ code: 0, stdout: '[]\n' })
    expect(console.count('refresh_token')).toBe(refreshes)
  })

  it('shows no secret on its way, also under --debug', async () => {
    const { console, tenant, login } = await selfHosted()
    const ann = person()
    const ended = await signIn(ann, `${login} --create-app robot --debug`, console)
    expect(ended).toMatchObject({ code: 0, stdout: '' })
    expect(ended.stderr).toMatch(/> POST .*\/oidc\/device\/auth[\s\S]*> POST .*\/api\/applications/)
    const forms = [...console.seen, ...tenant.seen].flatMap(({ form }) => [form.device_code, form.refresh_token])
    const headers = [...tenant.received, ...tenant.seen.map(({ authorization }) => ({ headers: { authorization } }))]
    const sent = headers.map(({ headers }) => headers.authorization?.replace(/^\w+ /, ''))
    const secrets = [...forms, ...sent, 'secret-of-robot'].filter((secret) => secret !== undefined && secret !== '')
    expect(new Set(secrets).size).toBeGreaterThan(5)
    for (const secret of secrets) expect(ended.stderr).not.toContain(secret)
  })

  it('works later too, with the profile in force', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    const line = `login --storage file -p w --endpoint ${tenant.endpoint} --client-id machine --client-secret-stdin`
    await ann.logto(line, { input: machineSecret })
    expect(await ann.logto('login -p w --create-app robot')).toMatchObject({ code: 0 })
    expect(ann.profile('w')).toMatchObject({ clientId: 'app1', storage: 'file' })
    expect(Object.values(ann.secrets())).toEqual([{ 'client-secret': 'secret-of-robot' }])
  })

  it('creates nothing on a read-only profile, nor where the role is missing', async () => {
    const tenant = await logtoTenant({ roles: [] })
    const ann = person()
    const line = `login --storage file -p w --endpoint ${tenant.endpoint} --client-id machine --client-secret-stdin`
    await ann.logto(line, { input: machineSecret })
    const missing = await ann.logto('login -p w --create-app robot')
    expect(missing).toMatchObject({ code: 3 })
    expect(missing.stderr).toMatch(/no role 'Logto Management API access'\n.*scope all/)
    await ann.logto('profiles set w --read-only')
    const asked = tenant.received.length
    const refused = await ann.logto('login -p w --create-app robot')
    expect(refused).toMatchObject({ code: 3 })
    expect(refused.stderr).toMatch(/writing is switched off by profile w\n.*--no-read-only/)
    const again = `login -p w --storage file --device --endpoint ${tenant.endpoint} --admin-endpoint ${tenant.endpoint}`
    expect(await ann.logto(`${again} --create-app robot`)).toMatchObject({ code: 3 })
    expect(tenant.received).toHaveLength(asked)
    expect(tenant.apps).toEqual([])
  })

  it('is refused in a read-only folder before anybody signs in', async () => {
    const { console, tenant, login } = await selfHosted()
    const ann = person()
    writeFileSync(join(ann.home, '.logtorc'), 'readOnly: true\n')
    const refused = await ann.logto(`${login} --create-app robot`, { cwd: ann.home })
    expect(refused).toMatchObject({ code: 3 })
    expect(refused.stderr).toMatch(/writing is switched off by the project file/)
    expect([...console.received, ...tenant.received]).toEqual([])
    expect(ann.profileNames()).toEqual([])
  })

  it('ends the browser login that made the application, and signing in again ends the former one', async () => {
    const { console, login } = await selfHosted()
    const ann = person()
    await signIn(ann, login, console)
    const first = secretsOf(ann, 'home')['refresh-token'] ?? ''
    expect(await console.provider.RefreshToken.find(first)).toBeDefined()
    await signIn(ann, login, console)
    const second = secretsOf(ann, 'home')['refresh-token'] ?? ''
    expect(await console.provider.RefreshToken.find(first)).toBeUndefined()
    expect(await ann.logto('login -p home --create-app robot')).toMatchObject({ code: 0 })
    expect(await console.provider.RefreshToken.find(second)).toBeUndefined()
    expect(ann.profile('home')).toMatchObject({ kind: 'client', clientId: 'app1' })
  })

  it('does not go with another way to sign in', async () => {
    const ended = await person().logto('login --storage file --user --create-app robot')
    expect(ended).toMatchObject({ code: 2 })
    expect(ended.stderr).toMatch(/--create-app and --user do not go together/)
  })
})

describe('an end user', () => {
  it('signs in by device, with the application’s id', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    const line = `login --storage file -p me --user --endpoint ${tenant.endpoint} --client-id device-demo-app --scope`
    const ended = await signIn(ann, [...line.split(' '), 'openid offline_access email'], tenant)
    expect(ended).toMatchObject({ code: 0, stdout: '' })
    expect(ann.profile('me')).toMatchObject({ kind: 'user', clientId: 'device-demo-app' })
    expect(ann.profile('me')).not.toHaveProperty('resource')
    const shown = await ann.logto('account get --json')
    expect({ code: shown.code, body: JSON.parse(shown.stdout) }).toEqual({
      code: 0,
      body: { id: 'ann', username: 'ann' },
    })
  })
})
