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

  const second = run('--port', new URL(url).port)
  expect(await second.ended).toEqual([2, null])
  expect(second.err()).toContain('is in use')
  expect(second.out()).toBe('')

  sandbox.child.kill('SIGINT')
  expect(await sandbox.ended).toEqual([0, null])
})

it('refuses a port that cannot be one', async () => {
  expect(await run('--port', '70000').ended).toEqual([2, null])
})
