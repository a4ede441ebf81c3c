import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'

const program = join(import.meta.dirname, '..', '..', 'bin', 'dev.js')
const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

interface Run {
  child: ChildProcess
  out(): string
  err(): string
  /** Exit code and signal. */
  ended: Promise<[number | null, NodeJS.Signals | null]>
}

function run(...words: string[]): Run {
  const child = spawn(process.execPath, [program, 'sandbox', ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  running.push(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    said.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    said.err += chunk
  })
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('close', (code, signal) => resolve([code, signal]))
  })
  return { child, out: () => said.out, err: () => said.err, ended }
}

it('prints its address and how to use it, and ends well on Ctrl-C', async () => {
  const sandbox = run('--users', '3')
  await expect.poll(sandbox.out, { timeout: 30_000 }).toContain('LOGTO_CLIENT_SECRET')
  const url = /http:\S+\d/.exec(sandbox.out())?.[0] ?? ''
  expect(sandbox.out()).toBe(`export LOGTO_ENDPOINT=${url}
export LOGTO_CLIENT_ID=sandboxclient00000000
export LOGTO_CLIENT_SECRET=sandbox-secret-for-trying-only
`)
  expect(sandbox.err()).toContain(`A sandbox at ${url}`)
  expect((await fetch(`${url}/api/status`)).status).toBe(204)

  // A code is printed where a real tenant would send it.
  const cookies = (await fetch(`${url}/oidc/auth?${signIn(url)}`, { redirect: 'manual' })).headers.getSetCookie()
  const cookie = cookies.map((each) => each.split(';')[0]).join('; ')
  const step = (method: string, path: string, body: object) =>
    fetch(`${url}/api/experience${path}`, {
      ...{ method, headers: { cookie, 'content-type': 'application/json' }, body: JSON.stringify(body) },
    })
  await step('PUT', '', { interactionEvent: 'SignIn' })
  const identifier = { type: 'email', value: 'ana.duarte@example.com' }
  await step('POST', '/verification/verification-code', { identifier, interactionEvent: 'SignIn' })
  await expect.poll(sandbox.err).toMatch(/^To ana\.duarte@example\.com \(SignIn\): the code is \d{6}\.$/m)

  const second = run('--port', new URL(url).port)
  expect(await second.ended).toEqual([2, null])
  expect(second.err()).toContain('is in use')
  expect(second.out()).toBe('')

  sandbox.child.kill('SIGINT')
  expect(await sandbox.ended).toEqual([0, null])
})

const signIn = (url: string) =>
  new URLSearchParams({
    client_id: 'demo-app',
    redirect_uri: `${url}/demo-app`,
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })

it('refuses a port that cannot be one', async () => {
  expect(await run('--port', '70000').ended).toEqual([2, null])
})

it.each(['200', '0/10s', 'x/10s', '10/0', ''])('refuses the rate limit "%s"', async (limit) => {
  const refused = run('--rate-limit', limit)
  expect(await refused.ended).toEqual([2, null])
  expect(refused.err()).toContain('--rate-limit')
})
