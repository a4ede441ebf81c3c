/** A tenant whose documents are made to do harm, and the program after it has read them. */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { errorOf } from '../../cli/tenant.js'
import { run as runProgram } from '../../contract/run-program.js'
import { newerDocuments, olderProgram } from './newer-documents.js'
import { newerTenant } from './newer-tenant.js'

const answers = { responses: { 200: {} } }

async function tenantOf(paths: object) {
  const tenant = await newerTenant()
  const documents = newerDocuments()
  Object.assign(documents.management.paths, paths)
  tenant.serves(documents)
  return tenant
}

const rowsOf = (text: string) =>
  JSON.parse(text) as { change: string; command: string | null; operation: string; reason?: string }[]

describe('a hostile document', () => {
  it('of 20 MB is refused, and nothing is kept of it', async () => {
    const tenant = await tenantOf({
      '/api/x': { get: { operationId: 'GetX', description: 'x'.repeat(20e6), ...answers } },
    })
    const ended = await tenant.logto(['refresh', '--json'])
    expect(ended.code).toBe(5)
    expect(errorOf(ended)).toMatchObject({
      code: 'openapi.unsound',
      message: expect.stringContaining('larger than 8 MB'),
    })
    expect(readdirSync(join(tenant.home, 'cache', 'logto-cli'))).not.toContain('refreshed')
  })

  it('does not take the place of a command, nor of a word at the top', async () => {
    const tenant = await tenantOf({
      '/api/login': { post: { operationId: 'Login', ...answers } },
      '/api/users/{userId}/all': { get: { operationId: 'ListUsers', ...answers } },
      '/api/users/edit': { post: { operationId: 'GetUser', ...answers } },
      '/api/help': { get: { operationId: 'Help', ...answers } },
    })
    const { stdout } = await tenant.logto(['refresh', '--json'])
    const commands = rowsOf(stdout).flatMap(({ change, command }) => (change === 'new' ? [command] : []))
    expect(commands).toContain('api-login login')
    for (const known of ['login', 'users list', 'users get', 'help']) expect(commands).not.toContain(known)
    expect((await tenant.logto(['login', '--help'])).stdout).toMatch(/^Sign in/)
    tenant.received.length = 0
    await tenant.logto(['users', 'list', '--json'])
    await tenant.logto(['lua', '--eval', 'logto.list_users{}'])
    expect(tenant.received.map(({ path }) => path)).toEqual(['/api/users', '/api/users'])
    expect((await tenant.logto(['schema', 'ListUsers', '--json'])).stdout).toContain('"command": "users list"')
  })

  it('has at most 500 commands made of it', { timeout: 60_000 }, async () => {
    const many = Object.fromEntries(
      Array.from({ length: 520 }, (_, i) => [`/api/many/m${i}`, { get: { operationId: `GetMany${i}`, ...answers } }]),
    )
    const tenant = await tenantOf(many)
    const rows = rowsOf((await tenant.logto(['refresh', '--json'])).stdout)
    expect(rows.filter(({ change }) => change === 'new')).toHaveLength(500)
    const left = rows.filter(({ change }) => change === 'left out')
    expect(left).toHaveLength(28)
    expect(left[0]?.reason).toBe('there are more than 500')
  })

  it('whose inputs collide with flags, or cannot be flags, gets others for them', async () => {
    const names = ['profile', 'Profile', 'yes', 'no-color', 'noColor', '日本', '-x', 'a b', 'verificationId', 'page']
    const properties = Object.fromEntries([...names, 'body', 'set'].map((name) => [name, { type: 'string' }]))
    const tenant = await tenantOf({
      '/api/users/{userId}/odd': {
        post: {
          operationId: 'PostOdd',
          parameters: names.map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
          requestBody: { content: { 'application/json': { schema: { type: 'object', properties } } } },
          ...answers,
        },
      },
    })
    expect((await tenant.logto(['refresh'])).code).toBe(0)
    const { stdout } = await tenant.logto([
      'commands',
      'users',
      '--json',
      '--query',
      "[?command=='users post-odd'].flags[].name",
    ])
    const flags = JSON.parse(stdout) as string[]
    expect(new Set(flags).size).toBe(flags.length)
    expect(flags).toEqual(
      expect.arrayContaining(['query-profile', 'body-profile', 'body-body', 'body-page', 'query-6']),
    )
    for (const flag of flags) expect(flag).toMatch(/^[a-z][a-z0-9-]*$/)
    tenant.received.length = 0
    const line = [
      'users',
      'post-odd',
      'u1',
      '--query-profile',
      'q',
      '--body-profile',
      'b',
      '--body-6',
      'j',
      '--yes',
      '--json',
    ]
    const ended = await tenant.logto(line)
    expect(ended.code, ended.stderr).toBe(0)
    expect(tenant.received[0]).toMatchObject({ query: [['profile', 'q']] })
    expect(JSON.parse(tenant.received[0]?.body ?? '')).toEqual({ profile: 'b', 日本: 'j' })
  })
})

describe('a newer release', () => {
  it('that has a name of people’s for a command understands the one that was made for it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'newer-release-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const entry = { id: 'ListUserRoles', api: 'management', method: 'GET', path: '/api/users/{userId}/roles' }
    const more = {
      summary: 'List the roles of a user',
      keywords: [],
      lua: 'list_user_roles',
      madeName: 'users list-all-roles',
    }
    const home = mkdtempSync(join(tmpdir(), 'newer-home-'))
    onTestFinished(() => rmSync(home, { recursive: true, force: true }))
    const program = olderProgram(folder, new Set(), { 'users list-roles': { ...entry, ...more } })
    const logto = (...words: string[]) =>
      runProgram(process.execPath, [program, ...words], home, {
        ...{ PATH: process.env.PATH, HOME: home, LOGTO_ENDPOINT: 'https://acme.logto.app', LOGTO_KEYCHAIN: 'off' },
      })
    const ended = await logto('users', 'list-all-roles', 'u1', '--dry-run')
    expect(ended.code, ended.stderr).toBe(0)
    expect(JSON.parse(ended.stdout).url).toBe('https://acme.logto.app/api/users/u1/roles')
    expect(ended.stderr).toBe('users list-all-roles is now called users list-roles\n')
    expect((await logto('users', '--help')).stdout).not.toContain('list-all-roles')
  })

  it('uses a name that was kept before it, too', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'older-release-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const tenant = await newerTenant()
    const older = olderProgram(folder, new Set(['users set-suspended']))
    const env = {
      ...{ PATH: process.env.PATH, HOME: tenant.home, XDG_CACHE_HOME: join(tenant.home, 'cache') },
      ...{ LOGTO_ENDPOINT: tenant.endpoint, LOGTO_ACCESS_TOKEN: 't', LOGTO_KEYCHAIN: 'off' },
    }
    const refreshed = await runProgram(process.execPath, [older, 'refresh', '--json'], folder, env)
    const made = rowsOf(refreshed.stdout).find(
      ({ operation }) => operation === 'PATCH /api/users/{userId}/is-suspended',
    )
    expect(made?.command).toBe('users update-is-suspended')
    const words = ['users', 'update-is-suspended', 'u1', '--is-suspended', '--dry-run']
    expect((await runProgram(process.execPath, [older, ...words], folder, env)).code).toBe(0)
    const now = await tenant.logto(words)
    expect(now).toMatchObject({ code: 0, stderr: 'users update-is-suspended is now called users set-suspended\n' })
  })
})
