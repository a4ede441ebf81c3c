/** What only processes of their own can show: that they share one token, and outlive each other. */

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { signInByDevice } from '../../../src/access/auth/device-flow.js'
import { keepLogin } from '../../../src/access/auth/stored-login.js'
import { TokenCache } from '../../../src/access/auth/token-cache.js'
import { claimsOf } from '../../../src/access/auth/token-claims.js'
import { bundle } from '../../bundle.js'
import { fetcher, login, machine, secret, temporaryFolder } from './fixtures.js'
import { type LogtoLike, logtoLike, resource } from './logto-like-provider.js'
import type { Got, Wanted } from './programs/get-token.js'

let folder: string
/** Chunks that a valid cached token must not need. */
let heavy: string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'get-token-'))
  // Bundled as the product is: it starts as fast, and its libraries must bear that.
  const chunks = await bundle(new URL('programs/get-token.ts', import.meta.url).pathname, folder)
  heavy = chunks
    .filter(({ moduleIds }) => moduleIds.some((path) => /oauth4webapi|proper-lockfile/.test(path)))
    .map(({ fileName }) => join(folder, fileName))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

interface Running {
  child: ChildProcess
  got: Promise<Got>
}

function start(wanted: Wanted, cache: string): Running {
  const child = spawn(process.execPath, [join(folder, 'get-token.mjs'), JSON.stringify(wanted)], {
    env: { PATH: process.env.PATH, XDG_CACHE_HOME: cache },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  const got = new Promise<Got>((resolve) => child.once('close', () => resolve(JSON.parse(output || '{}'))))
  return { child, got }
}

const together = (count: number, wanted: Wanted, cache: string) =>
  Promise.all(Array.from({ length: count }, () => start(wanted, cache).got))

const asMachine = ({ tokenUrl }: LogtoLike): Wanted => ({ tokenUrl: tokenUrl.href, id: 'machine', secret, resource })

/** A person who has just signed in, as the program is told of them. */
async function asLogin(tenant: LogtoLike, home: string, user: string): Promise<Wanted> {
  const { tokenUrl } = tenant
  const tokens = await signInByDevice(
    { id: 'device-demo-app', scope: 'openid offline_access all', resource, tokenUrl },
    fetcher(),
    { onCode: ({ userCode }) => tenant.approve(userCode, user), wait: async () => {} },
  )
  await keepLogin(login(tenant, home, user), tokens, { env: { XDG_CACHE_HOME: home } })
  const kept = { owner: user, refreshToken: join(home, `${user}.refresh`), cache: join(home, `${user}.cache`) }
  return { tokenUrl: tokenUrl.href, id: 'device-demo-app', resource, login: kept }
}

const locksIn = (home: string) => readdir(join(home, 'logto-cli', 'locks')).catch(() => [])

describe('twenty processes at once', () => {
  it('make one token request when nothing is cached', async () => {
    const tenant = await logtoLike({ before: () => new Promise((resolve) => setTimeout(resolve, 300)) })
    const home = await temporaryFolder()
    const all = await together(20, asMachine(tenant), home)
    expect(all.map(({ exitCode }) => exitCode)).toEqual(Array(20).fill(0))
    expect(new Set(all.map(({ value }) => value)).size).toBe(1)
    expect(tenant.count('client_credentials')).toBe(1)
    expect(await locksIn(home)).toEqual([])
  })

  it('make one token request when the cached token has expired', async () => {
    const tenant = await logtoLike()
    const home = await temporaryFolder()
    const cache = new TokenCache(machine(tenant), { XDG_CACHE_HOME: home })
    await cache.store({ value: 'an-old-one', expiresAt: Date.now() + 59_000 })
    const all = await together(20, asMachine(tenant), home)
    expect(new Set(all.map(({ value }) => value)).size).toBe(1)
    expect(all[0]?.value).toContain('.')
    expect(tenant.count('client_credentials')).toBe(1)
  })

  it('refresh a login once, and it goes on working', async () => {
    const tenant = await logtoLike()
    const home = await temporaryFolder()
    const wanted = await asLogin(tenant, home, 'ann')
    const all = await together(20, wanted, home)
    expect(all.map(({ exitCode }) => exitCode)).toEqual(Array(20).fill(0))
    expect(new Set(all.map(({ value }) => value)).size).toBe(1)
    expect(tenant.count('refresh_token')).toBe(1)
    await new TokenCache(login(tenant, home, 'ann'), {}).store({ value: 'an-old-one', expiresAt: Date.now() + 59_000 })
    const next = await together(20, wanted, home)
    expect(next.map(({ exitCode }) => exitCode)).toEqual(Array(20).fill(0))
    expect(tenant.count('refresh_token')).toBe(2)
  })

  it('of two users of one client get each their own', async () => {
    const tenant = await logtoLike()
    const home = await temporaryFolder()
    const [ann, bob] = [await asLogin(tenant, home, 'ann'), await asLogin(tenant, home, 'bob')]
    const [ofAnn, ofBob] = await Promise.all([together(10, ann, home), together(10, bob, home)])
    const subjects = (all: Got[]) => [...new Set(all.map(({ value }) => Object(claimsOf(value ?? '')).sub))]
    expect([subjects(ofAnn), subjects(ofBob)]).toEqual([['ann'], ['bob']])
    expect(tenant.count('refresh_token')).toBe(2)
  })
})

/** A tenant that lets its first token request hang, and says when that has arrived. */
function hanging() {
  let arrived = () => {}
  const first = new Promise<void>((resolve) => {
    arrived = resolve
  })
  let isArmed = false
  let resume = () => {}
  const arm = () => {
    isArmed = true
  }
  const before = ({ url }: { url?: string | undefined }) => {
    if (!isArmed || url !== '/oidc/token') return
    isArmed = false
    arrived()
    return new Promise<void>((resolve) => {
      resume = resolve
    })
  }
  return { before, first, arm, resume: () => resume() }
}

describe('a process that is killed with the lock in its hands', () => {
  it('delays the next twenty by 5 s at most; one of them requests the token', async () => {
    const { before, first, arm } = hanging()
    const tenant = await logtoLike({ before })
    const home = await temporaryFolder()
    arm()
    const holder = start(asMachine(tenant), home)
    await first
    holder.child.kill('SIGKILL')
    await holder.got
    expect(await locksIn(home)).toHaveLength(1)
    const all = await together(20, asMachine(tenant), home)
    expect(all.map(({ exitCode }) => exitCode)).toEqual(Array(20).fill(0))
    expect(tenant.count('client_credentials')).toBe(1)
    expect(Math.max(...all.map(({ tookMs }) => tookMs))).toBeLessThan(5000 + 1000)
    expect(Math.min(...all.map(({ tookMs }) => tookMs))).toBeLessThan(5000)
    expect(await locksIn(home)).toEqual([])
  })

  it('breaks no login that it had not used yet', async () => {
    const { before, first, arm } = hanging()
    const tenant = await logtoLike({ before })
    const home = await temporaryFolder()
    const wanted = await asLogin(tenant, home, 'ann')
    arm()
    const holder = start(wanted, home)
    await first
    holder.child.kill('SIGKILL')
    await holder.got
    const next = await start(wanted, home).got
    expect(next).toMatchObject({ exitCode: 0 })
    expect(next.tookMs).toBeLessThan(5000)
  })

  it('and had used up the refresh token makes the next one ask for a sign-in, with exit code 3', async () => {
    const tenant = await logtoLike()
    const home = await temporaryFolder()
    const wanted = await asLogin(tenant, home, 'ann')
    // The answer with the new refresh token never reached the storage.
    const refreshToken = (await login(tenant, home, 'ann').refreshToken.read()) ?? ''
    const form = { grant_type: 'refresh_token', client_id: 'device-demo-app', refresh_token: refreshToken }
    await fetch(tenant.tokenUrl, { method: 'POST', body: new URLSearchParams(form) })
    expect(await start(wanted, home).got).toMatchObject({ exitCode: 3, code: 'oidc.invalid_grant' })
  })

  it('or only stopped, takes nothing away when it goes on', async () => {
    const { before, first, arm, resume } = hanging()
    const tenant = await logtoLike({ before })
    const home = await temporaryFolder()
    arm()
    const holder = start(asMachine(tenant), home)
    await first
    holder.child.kill('SIGSTOP')
    const next = await start(asMachine(tenant), home).got
    expect(next).toMatchObject({ exitCode: 0 })
    expect(next.tookMs).toBeLessThan(5000)
    holder.child.kill('SIGCONT')
    resume()
    expect(await holder.got).toMatchObject({ exitCode: 0 })
    expect(await locksIn(home)).toEqual([])
    expect(await start(asMachine(tenant), home).got).toMatchObject({ exitCode: 0 })
  })
})

it('a slow token endpoint is waited for: its holder is alive', async () => {
  const tenant = await logtoLike({ before: () => new Promise((resolve) => setTimeout(resolve, 6000)) })
  const home = await temporaryFolder()
  const all = await together(3, asMachine(tenant), home)
  expect(new Set(all.map(({ value }) => value)).size).toBe(1)
  expect(tenant.count('client_credentials')).toBe(1)
})

it('a valid cached token takes no lock and loads neither OAuth nor locks', async () => {
  const tenant = await logtoLike()
  const home = await temporaryFolder()
  const { value } = await start(asMachine(tenant), home).got
  await rm(join(home, 'logto-cli', 'locks'), { recursive: true })
  expect(heavy.length).toBeGreaterThan(1)
  for (const chunk of heavy) await rm(chunk)
  expect(await start(asMachine(tenant), home).got).toMatchObject({ exitCode: 0, value })
  expect(await readdir(join(home, 'logto-cli'))).toEqual(['tokens'])
})
