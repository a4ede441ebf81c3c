/** The files that a package holds are enough to run: nothing of the sources, the documents or node_modules is read. */

import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cleanEnv, type Finished, makeHome, type Running, watch } from './run.js'
import { startServer } from './server.js'

const root = join(import.meta.dirname, '..', '..')
const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: string[] }

function unpacked(env: Record<string, string> = {}): (args: readonly string[], input?: string) => Promise<Finished> {
  const begin = beginner(env)
  return (args, input = '') => begin(args, input).finished
}

/** Starts the program from a package of its own. */
function beginner(env: Record<string, string> = {}): (args: readonly string[], input?: string) => Running {
  const home = makeHome()
  onTestFinished(home.remove)
  const folder = join(home.path, 'package')
  mkdirSync(folder)
  for (const file of [...files, 'package.json']) cpSync(join(root, file), join(folder, file), { recursive: true })
  return (args, input = '') =>
    watch(
      spawn(process.execPath, [join(folder, 'bin', 'run.js'), ...args], {
        env: cleanEnv(home.path, env),
        cwd: home.path,
        stdio: 'pipe',
      }),
      { input },
    )
}

describe('the packed program', () => {
  it('shows its help, refuses what is wrong and builds requests', async () => {
    const logto = unpacked()
    expect(await logto(['--help'])).toMatchObject({ code: 0, stderr: '' })
    expect(await logto(['users'])).toMatchObject({ code: 0, stderr: '' })
    expect(await logto(['users', 'update', '--help'])).toMatchObject({ code: 0, stderr: '' })
    expect(await logto(['users', 'lst'])).toMatchObject({ code: 2, stdout: '' })
    const update = ['users', 'update', 'u1', '--set', 'customData.a=b', '--replace', '--dry-run']
    expect(await logto(update)).toMatchObject({ code: 0, stderr: '' })
    expect((await logto(['users', 'list', '--columns', 'nmae', '--dry-run'])).stderr).toMatch(/name/)
  })

  it('has all that the formats, YAML bodies and queries need', async () => {
    const server = await startServer(() => ({ body: [{ id: 'u1', name: 'Ann' }] }))
    onTestFinished(server.close)
    const logto = unpacked({ LOGTO_ENDPOINT: server.endpoint, LOGTO_ACCESS_TOKEN: 'opaque' })
    for (const format of ['table', 'json', 'jsonl', 'yaml', 'csv'])
      expect(await logto(['users', 'list', '-o', format]), format).toMatchObject({
        code: 0,
        stderr: '',
        stdout: expect.stringContaining('Ann'),
      })
    const query = await logto(['users', 'list', '--query', '[].name', '-o', 'jsonl'])
    expect(query).toMatchObject({ code: 0, stdout: '"Ann"\n' })
    const yaml = await logto(['users', 'update', 'u1', '--body', '-', '--dry-run'], 'name: Ann\n')
    expect(yaml).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('"Ann"') })
  })

  it('has all that the sandbox needs, an OpenID provider too', async () => {
    const begin = beginner()
    const { child, finished } = begin(['sandbox'])
    const text = await new Promise<string>((resolve) => child.stdout?.once('data', (chunk) => resolve(String(chunk))))
    const url = /LOGTO_ENDPOINT=(\S+)/.exec(text)?.[1] ?? ''
    const env = Object.fromEntries([...text.matchAll(/(LOGTO_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]))
    expect(await unpacked(env)(['users', 'list', '-o', 'csv'])).toMatchObject({ code: 0, stderr: '' })

    const post = (path: string, body: string | URLSearchParams) =>
      fetch(url + path, { method: 'POST', body }).then((answer) => answer.text())
    const form = { client_id: 'device-demo-app', scope: 'openid profile' }
    const asked = JSON.parse(await post('/oidc/device/auth', new URLSearchParams(form)))
    await post(`/sandbox/device-codes/${asked.user_code}`, new URLSearchParams({ username: 'ana' }))
    const grant_type = 'urn:ietf:params:oauth:grant-type:device_code'
    const polled = new URLSearchParams({ ...form, grant_type, device_code: asked.device_code })
    const authorization = `Bearer ${JSON.parse(await post('/oidc/token', polled)).access_token}`
    const me = await fetch(`${url}/oidc/me`, { headers: { authorization } })
    expect(await me.json()).toMatchObject({ username: 'ana' })

    child.kill('SIGINT')
    const { code, stderr } = await finished
    expect([code, stderr.split('\n').length]).toEqual([0, 2])
  })

  it('has the Lua machine and what scripts call', async () => {
    const server = await startServer(() => ({ body: [{ id: 'u1', name: 'Ann' }] }))
    onTestFinished(server.close)
    const logto = unpacked({ LOGTO_ENDPOINT: server.endpoint, LOGTO_ACCESS_TOKEN: 'opaque' })
    const script = 'print(regex.match("a1", "[0-9]").text) return logto.list_users{}[1].name'
    expect(await logto(['lua', '-'], script)).toMatchObject({ code: 0, stderr: '', stdout: '1\nAnn\n' })
  })
})
