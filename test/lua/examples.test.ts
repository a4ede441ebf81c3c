/** The example scripts, run on sandbox tenants as their first lines say. */

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Finished, run } from '../cli/run.js'
import { startTenant, type TestTenant } from '../sandbox/client.js'
import { writeProfiles } from './profiles.js'

const examples = join(import.meta.dirname, '..', '..', 'examples', 'lua')

describe('the example', () => {
  const home = mkdtempSync(join(tmpdir(), 'lua-examples-'))
  let tenant: TestTenant
  let other: TestTenant
  const tried = new Set<string>()

  beforeAll(async () => {
    ;[tenant, other] = await Promise.all([startTenant({ users: 1200 }), startTenant()])
    cpSync(examples, home, { recursive: true })
    writeProfiles(home, {
      staging: { endpoint: tenant.url, token: tenant.token },
      production: { endpoint: other.url, token: other.token },
    })
  })
  afterAll(async () => {
    await Promise.all([tenant.close(), other.close()])
    rmSync(home, { recursive: true, force: true })
  })

  function lua(script: string, ...words: string[]): Promise<Finished> {
    tried.add(script)
    return run(['lua', script, ...words], home, {
      env: {
        LOGTO_ENDPOINT: tenant.url,
        LOGTO_CLIENT_ID: tenant.clientId,
        LOGTO_CLIENT_SECRET: tenant.clientSecret,
        LOGTO_KEYCHAIN: 'off',
      },
    })
  }

  it('suspend-members suspends the members of organizations and writes who they were', async () => {
    const members = (await tenant.call('GET', '/api/organizations')).json as unknown as { id: string; name: string }[]
    const organization = members.find(({ name }) => name === 'Harbour Books')
    const before = await tenant.call('GET', `/api/organizations/${organization?.id}/users`)
    const ids = (before.json as unknown as { id: string }[]).map(({ id }) => id).sort()
    expect(ids.length).toBeGreaterThan(1)

    const words = ['Harbour Books', 'Nowhere', '--allow-write', '.']
    const dry = await lua('suspend-members.lua', ...words, '--dry-run')
    expect(dry.stderr.split('\n').filter((line) => line.startsWith('not sent: PATCH'))).toHaveLength(ids.length)
    const ended = await lua('suspend-members.lua', ...words)
    expect(ended).toMatchObject({
      code: 0,
      stdout: `${ids.length} suspended, see suspended.txt\n`,
      stderr: 'warning: there is no organization Nowhere\n',
    })
    expect(readFileSync(join(home, 'suspended.txt'), 'utf8')).toBe(`${ids.join('\n')}\n`)
    for (const id of ids) expect((await tenant.call('GET', `/api/users/${id}`)).json.isSuspended, id).toBe(true)
    expect((await lua('suspend-members.lua', ...words)).stdout).toMatch(/^0 suspended/)
    expect((await lua('suspend-members.lua')).stderr).toBe('Error: name at least one organization\n')
  })

  it('copy-roles copies roles and their scopes from one profile to another', async () => {
    const scopes = (await tenant.call('GET', '/api/resources')).json as unknown as { id: string; name: string }[]
    const orders = scopes.find(({ name }) => name === 'Orders API')
    const [scope] = (await tenant.call('GET', `/api/resources/${orders?.id}/scopes`)).json as unknown as {
      id: string
    }[]
    const role = { name: 'Auditor', description: 'Reads', type: 'User', scopeIds: [scope?.id] }
    await tenant.call('POST', '/api/roles', role)

    const words = ['production', '--profile', 'staging', '--allow-profile', 'production']
    const ended = await lua('copy-roles.lua', ...words, '-o', 'jsonl')
    expect(ended).toMatchObject({ code: 0, stdout: '{"role":"Auditor","scopes":1}\n', stderr: '' })
    const roles = (await other.call('GET', '/api/roles')).json as unknown as { id: string; name: string }[]
    const copied = roles.find(({ name }) => name === 'Auditor')
    const linked = (await other.call('GET', `/api/roles/${copied?.id}/scopes`)).json as unknown as { name: string }[]
    expect(linked).toMatchObject([{ name: 'read:orders' }])
    expect((await lua('copy-roles.lua', ...words, '-o', 'json')).stdout).toContain('"result": []')
    expect((await lua('copy-roles.lua', 'production')).stderr).toContain('--allow-profile production')
  })

  it('rotate-app-secrets makes new secrets, and deletes the older ones when told to', async () => {
    const made = await tenant.call('POST', '/api/applications', { name: 'Shop', type: 'Traditional' })
    const id = String(made.json.id)
    const secrets = async () =>
      (await tenant.call('GET', `/api/applications/${id}/secrets`)).json as unknown as { name: string; value: string }[]
    const rights = ['--allow-write', '.', '--allow-env', 'LOGTO_CLIENT_ID']
    const before = await secrets()
    const rotated = await lua('rotate-app-secrets.lua', ...rights)
    expect(rotated.code, rotated.stderr).toBe(0)
    expect(rotated.stdout).toContain('rotated\tShop\n')
    const after = await secrets()
    expect(after).toHaveLength(before.length + 1)
    const [file = ''] = readdirSync(home).filter((name) => name.startsWith('new-secrets-'))
    const fresh = after.find(({ name }) => name.startsWith('rotated '))
    expect(readFileSync(join(home, file), 'utf8')).toContain(`"secret":"${fresh?.value}"`)
    // A second run changes nothing.
    expect((await lua('rotate-app-secrets.lua', ...rights)).stdout).toBe('')

    expect(await lua('rotate-app-secrets.lua', 'retire', ...rights)).toMatchObject({ code: before.length > 0 ? 2 : 0 })
    expect(await lua('rotate-app-secrets.lua', 'retire', '--yes', ...rights)).toMatchObject({ code: 0 })
    expect((await secrets()).map(({ name }) => name)).toEqual([fresh?.name])
  })

  it('export-users writes everybody', async () => {
    await tenant.call('POST', '/api/users', { username: 'tricky', name: '=1+1, "Bobby"' })
    const ended = await lua('export-users.lua', 'all.csv', '--allow-write', '.')
    expect(ended).toMatchObject({ code: 0, stderr: '', stdout: '1208 users written to all.csv\n' })
    const lines = readFileSync(join(home, 'all.csv'), 'utf8').trimEnd().split('\r\n')
    expect(lines).toHaveLength(1209)
    expect(lines[0]).toBe('id,username,primaryEmail,primaryPhone,name,isSuspended')
    expect(lines.find((line) => line.includes('tricky'))).toMatch(/,tricky,,,"'=1\+1, ""Bobby""",false$/)
  })

  it('that lies here has been tried', () => {
    expect([...tried].sort()).toEqual(readdirSync(examples).sort())
  })
})
