/** Of a newer release people are told once a day, on a terminal alone, without waiting for the registry. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cleanEnv, makeHome, program, run, watch } from './run.js'
import { startServer } from './server.js'
import { onTerminal, terminalNeed } from './terminal.js'

const { name, version } = JSON.parse(readFileSync(join(program, '..', '..', 'package.json'), 'utf8')) as {
  name: string
  version: string
}
const dayMs = 24 * 3600_000

interface Known {
  asked: number
  told: number
  newest: string
}

/** Somebody whose npm is set to a registry on this machine, which names `newest` unless it is told to stay silent. */
async function somebody({ newest = '99.1.0', isSilent = false, status = 200 } = {}) {
  const registry = await startServer(() => (isSilent ? undefined : { status, body: { name, version: newest } }))
  onTestFinished(registry.close)
  const home = makeHome()
  onTestFinished(home.remove)
  const file = join(home.path, 'cache', 'logto-cli', 'release.json')
  const env: Record<string, string> = { npm_config_registry: registry.endpoint, LOGTO_NO_UPDATE_NOTIFIER: '' }
  return {
    registry,
    home: home.path,
    env,
    terminal: (line: string, more: Record<string, string> = {}) =>
      onTerminal(line, { home: home.path, env: { ...env, ...more } }),
    known: () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Known) : undefined),
    keep(known: Partial<Known> | string) {
      mkdirSync(join(file, '..'), { recursive: true })
      const whole = { asked: Date.now(), told: 0, newest: '', ...(typeof known === 'string' ? {} : known) }
      writeFileSync(file, typeof known === 'string' ? known : JSON.stringify(whole))
    },
  }
}

const notice = /a new release of logto is available: (\S+) -> (\S+)/

describe.skipIf(terminalNeed.lacking)(`the notice of a new release${terminalNeed.note}`, () => {
  it('comes with the run after the one that asked, once a day', async () => {
    const { terminal, registry, known } = await somebody()
    const line = 'logto users create --username ann --dry-run'
    expect((await terminal(line)).screen).not.toMatch(notice)
    await expect.poll(() => known()?.newest, { timeout: 20_000 }).toBe('99.1.0')
    expect(registry.received.map(({ method, path }) => `${method} ${path}`)).toEqual([`GET /${name}/latest`])
    const { screen, code } = await terminal(line)
    expect(code).toBe(0)
    expect(notice.exec(screen)?.slice(1)).toEqual([version, '99.1.0'])
    expect(screen).toContain(`npm install -g ${name}`)
    expect(screen).toContain('LOGTO_NO_UPDATE_NOTIFIER')
    expect((await terminal(line)).screen).not.toMatch(notice)
    expect(registry.received).toHaveLength(1)
  })

  it('comes again on the next day, and not once the program is as new', async () => {
    const { terminal, keep } = await somebody()
    keep({ newest: '99.1.0', told: Date.now() - 2 * dayMs })
    expect((await terminal('logto --version')).screen).toMatch(notice)
    for (const newest of [version, '0.0.1', 'no version', '99.0.0\u001b[31m']) {
      keep({ newest })
      expect((await terminal('logto --version')).screen, newest).not.toMatch(notice)
    }
  })

  it.each([
    ['in a CI', 'logto users list --help', { CI: 'true' }],
    ['where it is off', 'logto users list --help', { LOGTO_NO_UPDATE_NOTIFIER: '1' }],
    ['beside a machine format', 'logto users list --dry-run --json', {}],
    ['where standard error is no terminal', 'logto users list --help 2> said.txt', {}],
  ])('does not come, and nobody is asked, %s', async (_, line, env) => {
    const { terminal, keep, known, home } = await somebody()
    keep({ newest: '99.1.0', asked: 0 })
    expect((await terminal(line, env)).screen).not.toMatch(notice)
    expect(known()).toMatchObject({ asked: 0, told: 0 })
    if (existsSync(join(home, 'said.txt'))) expect(readFileSync(join(home, 'said.txt'), 'utf8')).toBe('')
  })

  it('makes nobody wait for a registry that does not answer', async () => {
    const { terminal, registry, known } = await somebody({ isSilent: true })
    const began = performance.now()
    await terminal('logto --version')
    const took = performance.now() - began
    // Far less than the 20 s after which the asking gives up.
    expect(took).toBeLessThan(10_000)
    await expect.poll(() => registry.received.length, { timeout: 20_000 }).toBe(1)
    expect(known()).toMatchObject({ newest: '', told: 0 })
    // Not asked again before the next day, though there was no answer.
    await terminal('logto --version')
    expect(registry.received).toHaveLength(1)
  })

  it('is no matter of a file that cannot be read', async () => {
    const { terminal, keep } = await somebody({ status: 500 })
    for (const text of ['', 'null', '{"newest": 7, "asked": "x"}', '[]']) {
      keep(text)
      const { code, screen } = await terminal('logto --version')
      expect([code, screen.trim().split('\n').length], text).toEqual([0, 1])
    }
  })
})

describe('asking for the newest release', () => {
  const look = ['look', 'for-release']

  it('goes through the proxy of the environment', async () => {
    const proxy = await startServer(() => ({ body: { version: '99.2.0' } }))
    onTestFinished(proxy.close)
    const { home, known } = await somebody()
    const env = { npm_config_registry: 'http://registry.invalid/npm', http_proxy: proxy.endpoint }
    expect(await run(look, home, { env })).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(proxy.received[0]?.url).toBe(`http://registry.invalid/npm/${name}/latest`)
    expect(known()).toMatchObject({ newest: '99.2.0' })
  })

  it('takes the registry of the user from .npmrc', async () => {
    const { home, registry, known } = await somebody()
    writeFileSync(join(home, '.npmrc'), `registry=${registry.endpoint}/mirror\n`)
    expect(await run(look, home)).toMatchObject({ code: 0 })
    expect(registry.received.map(({ path }) => path)).toEqual([`/mirror/${name}/latest`])
    expect(known()).toMatchObject({ newest: '99.1.0' })
  })

  it.each([
    ['refuses', { status: 500 }],
    ['names no version', { newest: 'newest\u001b[31m' }],
  ])('keeps nothing of a registry that %s', async (_, answer) => {
    const { home, env, known } = await somebody(answer)
    expect(await run(look, home, { env })).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(known()).toBeUndefined()
  })

  it('is done without a terminal by the process that it starts, which needs no input', async () => {
    const { home, env, known } = await somebody()
    const child = spawn(process.execPath, [program, ...look], { env: cleanEnv(home, env), cwd: home, stdio: 'ignore' })
    expect(await watch(child).finished).toMatchObject({ code: 0 })
    expect(known()).toMatchObject({ newest: '99.1.0' })
  })
})
