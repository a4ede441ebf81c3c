/** The files that a package holds are enough to run: nothing of the sources, the documents or node_modules is read. */

import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cleanEnv, type Finished, makeHome, watch } from './run.js'
import { startServer } from './server.js'

const root = join(import.meta.dirname, '..', '..')
const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: string[] }

function unpacked(env: Record<string, string> = {}): (args: readonly string[], input?: string) => Promise<Finished> {
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
    ).finished
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

  it('has the Lua machine and what scripts call', async () => {
    const server = await startServer(() => ({ body: [{ id: 'u1', name: 'Ann' }] }))
    onTestFinished(server.close)
    const logto = unpacked({ LOGTO_ENDPOINT: server.endpoint, LOGTO_ACCESS_TOKEN: 'opaque' })
    const script = 'print(regex.match("a1", "[0-9]").text) return logto.list_users{}[1].name'
    expect(await logto(['lua', '-'], script)).toMatchObject({ code: 0, stderr: '', stdout: '1\nAnn\n' })
  })
})
