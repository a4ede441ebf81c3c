/** `logto open`: addresses of the Console, and the browser that is given them. */

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeHome, run } from '../../cli/run.js'
import { bare, tenant } from '../../cli/tenant.js'
import { linesOf, onTerminal, terminalNeed } from '../../cli/terminal.js'

const cloud = { LOGTO_ENDPOINT: 'https://acme1x.logto.app', LOGTO_ACCESS_TOKEN: 'a' }
const own = { LOGTO_ENDPOINT: 'https://auth.example.com', LOGTO_ACCESS_TOKEN: 'a' }

/** A home with one profile, the default. */
function homeWith(profile: object): string {
  const home = makeHome()
  onTestFinished(home.remove)
  const folder = join(home.path, 'config', 'logto-cli')
  mkdirSync(folder, { recursive: true })
  const facts = { id: 'p', storage: 'file', createdAt: '2026-01-01T00:00:00.000Z', clientId: 'c', ...profile }
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({ version: 1, defaultProfile: 'w', profiles: { w: facts } }),
  )
  return home.path
}

describe('the address', () => {
  it.each([
    [[], cloud, 'https://cloud.logto.io/acme1x'],
    [['users'], cloud, 'https://cloud.logto.io/acme1x/users'],
    [['user', 'u1'], cloud, 'https://cloud.logto.io/acme1x/users/u1'],
    [['webhooks', 'h/1'], cloud, 'https://cloud.logto.io/acme1x/webhooks/h%2F1'],
    [['org-role', 'r1'], cloud, 'https://cloud.logto.io/acme1x/organization-template/organization-roles/r1'],
    [
      ['users'],
      {
        ...own,
        LOGTO_ACCESS_TOKEN: '',
        LOGTO_CLIENT_ID: 'c',
        LOGTO_CLIENT_SECRET: 's',
        LOGTO_RESOURCE: 'https://acme1x.logto.app/api',
      },
      'https://cloud.logto.io/acme1x/users',
    ],
    [['users', '--console', 'https://admin.example.com/'], own, 'https://admin.example.com/console/users'],
    [
      ['users'],
      { ...own, LOGTO_CONSOLE: 'https://admin.example.com/console' },
      'https://admin.example.com/console/users',
    ],
    [['--endpoint', 'https://acme1x.logto.app', 'open'], {}, 'https://cloud.logto.io/acme1x'],
  ])('%o', async (words, env, address) => {
    const line = words.includes('open') ? words : ['open', ...words]
    expect(await bare(line, { env })).toMatchObject({ code: 0, stdout: `${address}\n`, stderr: '' })
  })

  it('of a self-hosted Logto follows from the login with the browser', async () => {
    const home = homeWith({
      kind: 'device',
      endpoint: 'http://localhost:3001',
      tokenUrl: 'http://localhost:3002/oidc/token',
    })
    const { stdout } = await run(['open', 'apps', 'a1'], home)
    expect(stdout).toBe('http://localhost:3002/console/applications/a1\n')
  })

  it('is kept in a profile', async () => {
    const home = homeWith({
      kind: 'client',
      endpoint: 'https://auth.example.com',
      tokenUrl: 'https://auth.example.com/oidc/token',
    })
    const refused = await run(['open'], home)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toBe(
      'Error: nothing tells where the Console of https://auth.example.com is\nsay it once: logto profiles set w --console https://admin.example.com\n',
    )
    expect((await run(['profiles', 'set', 'w', '--console', 'https://admin.example.com'], home)).code).toBe(0)
    expect((await run(['open', 'logs'], home)).stdout).toBe('https://admin.example.com/console/audit-logs\n')
    expect((await run(['profiles', 'set', 'w', '--console', ''], home)).code).toBe(0)
    expect((await run(['open', 'logs'], home)).code).toBe(2)
  })

  it.each([
    [['usres'], 'did you mean users?'],
    [['one-time-tokens'], 'it has pages for account-center, actions'],
    [['dashboard', 'd1'], 'leave the id out: logto open dashboard'],
    [['users', '..'], "the argument id is '..'"],
    [['users', '--console', 'javascript:alert(1)'], 'javascript: is not https'],
    [['users', '--console', 'https://a:b@c.example'], 'may not carry a username or password'],
  ])('%o: is refused', async (words, message) => {
    const { code, stdout, stderr } = await bare(['open', ...words], { env: cloud })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  it('is worked out without a request', async () => {
    const { logto, received } = await tenant()
    expect((await logto(['open', 'users', '--console', 'http://localhost:3002'])).code).toBe(0)
    expect(received).toEqual([])
  })
})

describe.skipIf(terminalNeed.lacking)(`on a terminal${terminalNeed.note}`, () => {
  const browser = { DISPLAY: ':9', BROWSER: 'none' }

  it('without a desktop prints the address', async () => {
    const home = makeHome()
    onTestFinished(home.remove)
    const session = await onTerminal('logto open users', { home: home.path, env: cloud })
    expect(linesOf(session)).toContain('https://cloud.logto.io/acme1x/users')
  })

  it('with one hands the address to the browser', async () => {
    const home = makeHome()
    onTestFinished(home.remove)
    const bin = join(home.path, 'bin')
    mkdirSync(bin)
    writeFileSync(join(bin, 'xdg-open'), '#!/bin/sh\necho "$1" > "$HOME/opened"\n')
    chmodSync(join(bin, 'xdg-open'), 0o755)
    const env = { ...cloud, ...browser, PATH: `${bin}:${process.env.PATH}` }
    const session = await onTerminal('logto open users u1; sleep 1', { home: home.path, env })
    expect(linesOf(session)).toContain('opening https://cloud.logto.io/acme1x/users/u1')
    expect(readFileSync(join(home.path, 'opened'), 'utf8')).toBe('https://cloud.logto.io/acme1x/users/u1\n')
  })
})
