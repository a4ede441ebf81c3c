/** The files that a package holds are enough to run: nothing of the sources, the documents or node_modules is read. */

import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cleanEnv, type Finished, makeHome, watch } from './run.js'

const root = join(import.meta.dirname, '..', '..')
const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: string[] }

function unpacked(): (args: readonly string[]) => Promise<Finished> {
  const home = makeHome()
  onTestFinished(home.remove)
  const folder = join(home.path, 'package')
  mkdirSync(folder)
  for (const file of [...files, 'package.json']) cpSync(join(root, file), join(folder, file), { recursive: true })
  return (args) =>
    watch(
      spawn(process.execPath, [join(folder, 'bin', 'run.js'), ...args], {
        env: cleanEnv(home.path),
        cwd: home.path,
        stdio: 'pipe',
      }),
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

  it('has all that YAML and the formats need', async () => {
    const logto = unpacked()
    for (const format of ['table', 'json', 'jsonl', 'yaml', 'csv']) {
      const ended = await logto(['users', 'list', '-o', format, '--endpoint', 'http://127.0.0.1:1', '--retries', '0'])
      expect(ended.stderr, format).not.toMatch(/internal|cannot find (module|package)/i)
    }
  })
})
