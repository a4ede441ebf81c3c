import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const program = join(root, 'bin', 'run.js')

/** A command of the tour and what the README says it prints. */
interface Shown {
  command: string
  output: string
}

const tour = readFileSync(join(root, 'README.md'), 'utf8')
  .split('```console\n')
  .slice(1)
  .map((block) => block.slice(0, block.indexOf('```')))
  .flatMap((block) => block.split(/^\$ /m).slice(1))
  .map((text): Shown => ({ command: text.slice(0, text.indexOf('\n')), output: text.slice(text.indexOf('\n') + 1) }))
  .filter(({ command }) => command.startsWith('logto ') && !command.startsWith('logto sandbox'))

/** What differs from run to run, and between a terminal (which the README shows) and a pipe. */
function settled(output: string): string {
  return output
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/^(id\t)\w{12}$/gm, '$1ID')
    .replace(/^request id: \w+$/gm, 'request id: R')
    .replace(/\byes\b/g, 'true')
    .replace(/\bno$/gm, 'false')
    .replace(/[ \t]+/g, ' ')
    .trim()
}

describe('the tour of the README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'logto-readme-'))
  const sandbox = spawn(process.execPath, [program, 'sandbox'], { stdio: ['ignore', 'pipe', 'ignore'] })
  let env: NodeJS.ProcessEnv

  beforeAll(async () => {
    symlinkSync(program, join(folder, 'logto'))
    let printed = ''
    for await (const chunk of sandbox.stdout) {
      printed += String(chunk)
      if (/LOGTO_CLIENT_SECRET=\S+\s/.test(printed)) break
    }
    const variables = [...printed.matchAll(/(LOGTO_\w+)='?([^'\s]+)/g)].map(([, name, value]) => [name, value])
    env = {
      PATH: [folder, process.env.PATH].join(delimiter),
      HOME: folder,
      XDG_CACHE_HOME: folder,
      ...Object.fromEntries(variables),
    }
  })

  afterAll(async () => {
    sandbox.kill('SIGINT')
    await once(sandbox, 'exit')
    rmSync(folder, { recursive: true })
  })

  it('shows commands', () => expect(tour.length).toBeGreaterThan(10))

  it.each(tour)('$command', ({ command, output }) => {
    const { stdout, status } = spawnSync('bash', ['-c', `${command} 2>&1`], { env, encoding: 'utf8', cwd: folder })
    expect(settled(stdout)).toBe(settled(output))
    expect(status === 0).toBe(!output.startsWith('Error:'))
  })
})
