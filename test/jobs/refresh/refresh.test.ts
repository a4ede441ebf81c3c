/** `logto refresh`, and what it makes of this program for one tenant. */

import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from '../../cli/run.js'
import { errorOf, tenant as scripted, type Tenant } from '../../cli/tenant.js'
import { loadDocuments, storedFolder } from '../../openapi/reference.js'
import { newerDocuments, newOperations } from './newer-documents.js'
import { documentsAsked, newerTenant } from './newer-tenant.js'

const folderOf = ({ home }: Pick<Tenant, 'home'>) => join(home, 'cache', 'logto-cli', 'refreshed')

function keptFile(tenant: Pick<Tenant, 'home'>): string {
  const [name = ''] = readdirSync(folderOf(tenant))
  return join(folderOf(tenant), name)
}

async function refreshed() {
  const tenant = await newerTenant()
  expect(await tenant.logto(['refresh', '--json'])).toMatchObject({ code: 0 })
  tenant.received.length = 0
  return tenant
}

const rowsOf = (text: string) => JSON.parse(text) as { change: string; command: string | null; operation: string }[]

describe('logto refresh', () => {
  it('says what is new, what takes more and what is gone, and keeps it for this user alone', async () => {
    const tenant = await newerTenant()
    const documents = newerDocuments()
    delete documents.management.paths['/api/roles/{id}']?.delete
    tenant.serves(documents)
    const ended = await tenant.logto(['refresh', '--json'])
    expect(ended.code).toBe(0)
    const rows = rowsOf(ended.stdout)
    const fresh = rows.filter(({ change }) => change === 'new').map(({ command }) => command)
    expect(fresh.toSorted()).toEqual(Object.values(newOperations).toSorted())
    expect(rows.filter(({ change }) => change === 'more').map(({ command }) => command)).toEqual([
      'hooks create',
      'orgs create',
      'orgs update',
    ])
    expect(rows.filter(({ change }) => change === 'gone')).toEqual([
      { change: 'gone', command: 'roles delete', operation: 'DELETE /api/roles/{id}' },
    ])
    expect(ended.stderr).toContain("8 new commands, 3 commands take more, 1 of this program's are not there; kept for")
    expect(statSync(keptFile(tenant)).mode & 0o777).toBe(0o600)
    expect(statSync(folderOf(tenant)).mode & 0o777).toBe(0o700)
    for (const { headers } of tenant.received) expect(headers.authorization).toBeUndefined()
  })

  it('asks for documents that have not changed with their marks, and for all when one has', async () => {
    const tenant = await refreshed()
    const again = await tenant.logto(['refresh', '--json'])
    expect(again.stderr).toContain('nothing has changed since it was read last: 8 new commands')
    expect(documentsAsked(tenant)).toEqual(['experience', 'management', 'user'])
    expect(tenant.received.every(({ headers }) => headers['if-none-match'])).toBe(true)
    tenant.received.length = 0
    const documents = newerDocuments()
    delete documents.user.paths['/api/my-account/trusted-devices']
    tenant.serves(documents)
    const changed = await tenant.logto(['refresh', '--json'])
    expect(rowsOf(changed.stdout).filter(({ change }) => change === 'new')).toHaveLength(7)
    expect(documentsAsked(tenant)).toEqual(['experience', 'experience', 'management', 'management', 'user'])
  })

  it('keeps nothing with --dry-run, and takes away what is kept with --forget', async () => {
    const tenant = await newerTenant()
    expect((await tenant.logto(['refresh', '--dry-run'])).stderr).toContain('nothing was kept')
    expect((await tenant.logto(['users', 'list-trusted-devices', 'u1', '--dry-run'])).code).toBe(2)
    await tenant.logto(['refresh'])
    expect((await tenant.logto(['users', 'list-trusted-devices', 'u1', '--dry-run'])).code).toBe(0)
    expect(await tenant.logto(['refresh', '--forget'])).toMatchObject({ code: 0, stdout: '' })
    expect((await tenant.logto(['users', 'list-trusted-devices', 'u1', '--dry-run'])).code).toBe(2)
  })

  it('reads another address without credentials, and follows no redirect', async () => {
    const [tenant, other] = [await newerTenant(() => ({ status: 404 })), await newerTenant()]
    tenant.serves(loadDocuments(storedFolder))
    const ended = await tenant.logto(['refresh', '--from', other.endpoint, '--json'])
    expect(rowsOf(ended.stdout)).toHaveLength(11)
    expect(tenant.received).toEqual([])
    expect(other.received.every(({ headers }) => headers.authorization === undefined && !headers.cookie)).toBe(true)
    other.received.length = 0
    const moved = await scripted(({ path }) => ({ status: 302, headers: { location: `${other.endpoint}${path}` } }))
    const sent = await tenant.logto(['refresh', '--from', moved.endpoint, '--json'])
    expect(errorOf(sent)).toMatchObject({ code: 'openapi.unreachable' })
    expect(other.received).toEqual([])
    const open = await tenant.logto(['refresh', '--from', 'http://logto.example.com', '--json'])
    expect(errorOf(open)).toMatchObject({ code: 'usage.bad_endpoint' })
  })

  it('reads a folder, and names what is not there', async () => {
    const tenant = await newerTenant()
    const folder = join(tenant.home, 'documents')
    mkdirSync(folder)
    const documents = newerDocuments()
    for (const api of ['management', 'user'] as const) {
      writeFileSync(join(folder, `${api}.json`), JSON.stringify(documents[api]))
    }
    expect(errorOf(await tenant.logto(['refresh', '--from', folder, '--json']))).toMatchObject({
      code: 'openapi.missing',
    })
    writeFileSync(join(folder, 'experience.openapi.json'), JSON.stringify(documents.experience))
    const ended = await tenant.logto(['refresh', '--from', folder, '--json'])
    expect(rowsOf(ended.stdout)).toHaveLength(11)
    expect(documentsAsked(tenant)).toEqual([])
  })

  it('says that the program knows all where it does', async () => {
    const tenant = await newerTenant()
    tenant.serves(loadDocuments(storedFolder))
    const ended = await tenant.logto(['refresh', '--json'])
    expect(ended).toMatchObject({ code: 0, stdout: '[]\n' })
    expect(ended.stderr).toContain('read 359 operations: this program knows them all')
  })
})

describe('a command that was made', () => {
  it('runs with its types, and reads nothing of the cache where the command is known', async () => {
    const tenant = await refreshed()
    await tenant.logto(['users', 'list-trusted-devices', 'u1', '--page-size', '3', '--json'])
    expect(tenant.received[0]).toMatchObject({ method: 'GET', url: '/api/users/u1/trusted-devices?page_size=3' })
    const wrong = await tenant.logto(['users', 'list-trusted-devices', 'u1', '--page-size', 'x', '--json'])
    expect(errorOf(wrong)).toMatchObject({ code: 'usage.bad_number' })
    const strange = await tenant.logto(['users', 'list-trusted-devices', 'u1', '--bogus', '--json'])
    expect(errorOf(strange)).toMatchObject({ code: 'usage.unknown_flag' })
    // A start that knows all its words opens no file of what is kept: a folder in its place is no fault.
    const folder = folderOf(tenant)
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'no JSON')
    expect((await tenant.logto(['users', 'get', 'u1', '--json'])).code).toBe(0)
  })

  it('always asks before a write, and is refused by a read-only project by its method', async () => {
    const tenant = await refreshed()
    const write = [
      ...['sso-connectors', 'replace-idp-initiated-auth-config', 'c1', '--default-application-id', 'a1'],
      '--auto-send-authorization-request',
    ]
    const refused = await tenant.logto([...write, '--json'])
    expect(errorOf(refused)).toMatchObject({ code: 'usage.not_confirmed' })
    expect(errorOf(refused).message).toContain('was made from the tenant and is not reviewed')
    expect(tenant.received).toEqual([])
    expect((await tenant.logto([...write, '--yes', '--json'])).code).toBe(0)
    expect(tenant.received[0]).toMatchObject({ method: 'PUT', body: expect.stringContaining('"defaultApplicationId"') })
    writeFileSync(join(tenant.home, '.logtorc'), 'readOnly: true\n')
    const locked = await tenant.logto([...write, '--yes', '--json'])
    expect(errorOf(locked)).toMatchObject({ code: 'profile.read_only' })
    expect((await tenant.logto(['users', 'list-trusted-devices', 'u1', '--json'])).code).toBe(0)
  })

  it('checks a body as every command does', async () => {
    const tenant = await refreshed()
    const given = ['sso-connectors', 'replace-idp-initiated-auth-config', 'c1', '--yes', '--json', '--body']
    const ended = await tenant.logto([...given, '{"defaultApplicationId":"a","autoSendAuthorizationRequest":"x"}'])
    expect(errorOf(ended)).toMatchObject({ code: 'usage.invalid_body' })
    expect(tenant.received).toEqual([])
  })

  it('is marked wherever commands are shown, and found by any of its names', async () => {
    const tenant = await refreshed()
    const mark = /\(from the\s+tenant, not reviewed\)/
    for (const line of [
      'users list-trusted-devices --help',
      'help users list-trusted-devices',
      'users --help',
      'schema users list-trusted-devices',
      'docs ListUserTrustedDevices',
      'docs list_user_trusted_devices',
      'docs users',
      'search trusted devices',
      'search /api/users/u1/trusted-devices',
      'commands users',
      'autocomplete words fish -- users list-trus',
    ]) {
      const ended = await tenant.logto(line.split(' '))
      expect(ended, line).toMatchObject({ code: 0, stderr: '' })
      expect(ended.stdout, line).toMatch(mark)
    }
    for (const line of ['commands users', 'schema users list-trusted-devices', 'search trusted devices']) {
      const ended = await tenant.logto([...line.split(' '), '--json'])
      expect(ended.stdout, line).toContain('"reviewed": false')
    }
    const known = await tenant.logto(['commands', 'roles', '--json'])
    expect(known.stdout).not.toContain('reviewed')
    expect(tenant.received).toEqual([])
  })

  it('runs in a batch and in a script', async () => {
    const tenant = await refreshed()
    const batch = await tenant.logto(['batch', 'users', 'delete-trusted-device', 'u1', '--yes', '-o', 'jsonl'], {
      input: 'd1\nd2\n',
    })
    expect(batch.code).toBe(0)
    expect(tenant.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'DELETE /api/users/u1/trusted-devices/d1',
      'DELETE /api/users/u1/trusted-devices/d2',
    ])
    const put = ['batch', 'sso-connectors', 'replace-idp-initiated-auth-config', '--json', '--default-application-id=a']
    const unasked = await tenant.logto([...put, '--auto-send-authorization-request'], { input: 'c1\nc2\n' })
    expect(errorOf(unasked)).toMatchObject({ code: 'usage.not_confirmed' })
    expect(errorOf(unasked).message).toContain('not reviewed')
    tenant.received.length = 0
    const script = `logto.replace_sso_connector_idp_initiated_auth_config{
      sso_connector_id = arg[1], default_application_id = 'a', auto_send_authorization_request = true }`
    const asked = await tenant.logto(['lua', '--eval', script, 'c1', '--json'])
    expect(`${asked.stdout}${asked.stderr}`).toContain('usage.not_confirmed')
    expect(tenant.received).toEqual([])
    const agreed = await tenant.logto(['lua', '--eval', script, 'c1', '--yes', '--json'])
    expect(agreed.code, agreed.stdout + agreed.stderr).toBe(0)
    expect(tenant.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /api/sso-connectors/c1/idp-initiated-auth-config',
    ])
    expect((await tenant.logto(['users', 'delete-trusted-device', 'u1', 'd1', 'd2', '--yes', '--json'])).code).toBe(0)
  })
})

describe('what a known command takes beside what this program knows', () => {
  it('is a flag, a property of the body and a place in it, with its type', async () => {
    const tenant = await refreshed()
    const create = ['orgs', 'create', '--name', 'Harbour', '--dry-run']
    for (const more of [
      ['--is-trusted-device-allowed'],
      ['--set', 'isTrustedDeviceAllowed=true'],
      ['--set-json', 'isTrustedDeviceAllowed=true'],
      ['--body', '{"isTrustedDeviceAllowed":true}'],
    ]) {
      const ended = await tenant.logto([...create, ...more])
      expect(ended.code, more.join(' ') + ended.stderr).toBe(0)
      expect(JSON.parse(ended.stdout).body, more.join(' ')).toEqual({ name: 'Harbour', isTrustedDeviceAllowed: true })
    }
    const wrong = await tenant.logto([...create, '--body', '{"isTrustedDeviceAllowed":"perhaps"}', '--json'])
    expect(errorOf(wrong)).toMatchObject({ code: 'usage.invalid_body' })
    const strange = await tenant.logto([...create, '--set', 'isNothing=true', '--json'])
    expect(errorOf(strange).message).toContain('isNothing')
  })

  it('is a value of a closed set', async () => {
    const tenant = await refreshed()
    const hook = ['hooks', 'create', '--config', '{"url":"https://a.example"}', '--dry-run', '--events']
    expect((await tenant.logto([...hook, 'TrustedDevice.Created'])).code).toBe(0)
    expect(errorOf(await tenant.logto([...hook, 'TrustedDevice.Craeted', '--json']))).toMatchObject({
      code: 'usage.bad_value',
    })
  })

  it('is in its help and completion, in a batch and in a script', async () => {
    const tenant = await refreshed()
    expect((await tenant.logto(['orgs', 'create', '--help'])).stdout).toContain('is-trusted-device-allowed')
    const words = await tenant.logto(['autocomplete', 'words', 'fish', '--', 'orgs', 'create', '--is-tr'])
    expect(words.stdout).toMatch(/--is-trusted-device-allowed.*not reviewed/)
    const batch = await tenant.logto(['batch', 'orgs', 'create', '--yes', '--json'], {
      input: 'name,isTrustedDeviceAllowed\nA,true\n',
    })
    expect(batch.code, batch.stderr).toBe(0)
    expect(JSON.parse(tenant.received.at(-1)?.body ?? '')).toEqual({ name: 'A', isTrustedDeviceAllowed: true })
    const script = "logto.create_organization{ name = 'B', is_trusted_device_allowed = true }"
    expect((await tenant.logto(['lua', '--eval', script])).code).toBe(0)
    expect(JSON.parse(tenant.received.at(-1)?.body ?? '')).toEqual({ name: 'B', isTrustedDeviceAllowed: true })
  })

  it('is refused where nothing was refreshed', async () => {
    const tenant = await newerTenant()
    const ended = await tenant.logto(['orgs', 'create', '--name', 'x', '--is-trusted-device-allowed', '--json'])
    expect(errorOf(ended)).toMatchObject({ code: 'usage.unknown_flag' })
    expect(tenant.received).toEqual([])
  })
})

describe('two tenants', () => {
  it('of different age do not mix, whichever profile is in force', async () => {
    const [newer, older] = [await newerTenant(), await newerTenant()]
    older.serves(loadDocuments(storedFolder))
    const folder = join(newer.home, 'config', 'logto-cli')
    mkdirSync(folder, { recursive: true })
    const profile = (endpoint: string) => ({
      ...{ id: endpoint, endpoint, tokenUrl: `${endpoint}/oidc/token`, kind: 'client', clientId: 'c' },
      ...{ storage: 'file', createdAt: '2026-01-01T00:00:00.000Z' },
    })
    const profiles = { newer: profile(newer.endpoint), older: profile(older.endpoint) }
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ version: 1, defaultProfile: 'older', profiles }), {
      mode: 0o600,
    })
    const logto = (line: string) => run(line.split(' '), newer.home)
    expect((await logto('refresh --profile newer')).code).toBe(0)
    expect((await logto('refresh')).code).toBe(0)
    for (const line of [
      'users list-trusted-devices u1 --dry-run',
      'users list-trusted-devices --help',
      'schema users list-trusted-devices',
      'orgs create --name x --is-trusted-device-allowed --dry-run',
    ]) {
      expect((await logto(`${line} --profile newer`)).code, line).toBe(0)
      expect((await logto(`${line} -p newer`)).code, line).toBe(0)
      expect((await logto(`--profile newer ${line}`)).code, line).toBe(0)
      expect((await logto(line)).code, line).toBe(2)
      expect((await logto(`${line} --profile=older`)).code, line).toBe(2)
    }
    const words = async (more: string) =>
      (await logto(`autocomplete words fish -- ${more} users list-trusted`.replace('--  ', '-- '))).stdout
    expect(await words('--profile newer')).toContain('list-trusted-devices')
    expect(await words('--profile older')).toBe('')
    const found = await logto('search trusted devices --profile newer')
    expect(found.stdout).toContain('list-trusted-devices')
    expect((await logto('search trusted devices')).stdout).not.toContain('list-trusted-devices')
  })
})

describe('what is kept', () => {
  it.each([
    ['was cut in the middle', (text: string) => text.slice(0, text.length / 2)],
    ['is of another format', (text: string) => text.replace('"format":1', '"format":2')],
    ['is another tenant’s', (text: string) => text.replace('"endpoint":"http', '"endpoint":"https')],
    ['is no object', () => '[]'],
    ['has no documents', (text: string) => text.replace('"documents"', '"documented"')],
  ])('and %s counts for nothing, and `logto refresh` makes it again', async (_, damage) => {
    const tenant = await refreshed()
    const file = keptFile(tenant)
    writeFileSync(file, damage(readFileSync(file, 'utf8')))
    const ended = await tenant.logto(['users', 'list-trusted-devices', 'u1', '--json'])
    expect(errorOf(ended)).toMatchObject({
      code: 'usage.unknown_command',
      hint: expect.stringContaining('logto refresh'),
    })
    for (const line of ['users --help', 'commands', 'search users', 'orgs create --help', 'users get u1 --json']) {
      expect((await tenant.logto(line.split(' '))).code, line).toBe(0)
    }
    expect((await tenant.logto(['refresh'])).code).toBe(0)
    expect((await tenant.logto(['users', 'list-trusted-devices', 'u1', '--json'])).code).toBe(0)
  })

  it('was edited by hand: what is sound in it holds, and nothing else', async () => {
    const tenant = await refreshed()
    const file = keptFile(tenant)
    const kept = JSON.parse(readFileSync(file, 'utf8'))
    const { management } = kept.documents
    const list = management.paths['/api/users/{userId}/trusted-devices']
    management.paths['/api/../oidc/token'] = list
    management.paths['/oidc/token'] = list
    management.paths['//evil.example/api/x'] = list
    management.servers = [{ url: 'https://evil.example' }]
    list.get.parameters.push({ name: 'authorization', in: 'header', schema: { type: 'string' } })
    kept.names['GET /api/../oidc/token'] = { command: 'users steal', args: [] }
    kept.names['GET /oidc/token'] = { command: 'users steal-too', args: [] }
    kept.names['GET /api/users/{}/trusted-devices'].command = 'users list'
    writeFileSync(file, JSON.stringify(kept))
    for (const command of ['steal', 'steal-too']) {
      expect((await tenant.logto(['users', command, '--json'])).code).toBe(2)
    }
    await tenant.logto(['users', 'list', '--json'])
    expect(tenant.received.map(({ path }) => path)).toEqual(['/api/users'])
  })

  it('and written by another version of the program holds, and is read anew by the next refresh', async () => {
    const tenant = await refreshed()
    const file = keptFile(tenant)
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"program":"[^"]+"/, '"program":"0.0.1"'))
    expect((await tenant.logto(['users', 'list-trusted-devices', 'u1', '--json'])).code).toBe(0)
    tenant.received.length = 0
    await tenant.logto(['refresh'])
    expect(tenant.received.some(({ headers }) => headers['if-none-match'])).toBe(false)
  })
})

describe('a path that the tenant does not know', () => {
  const nothing = () => ({ status: 404, body: 'Not Found', headers: { 'content-type': 'text/plain; charset=utf-8' } })

  it('is told with the way to what it has', async () => {
    const tenant = await newerTenant(nothing)
    const ended = await tenant.logto(['roles', 'get', 'r1', '--json'])
    expect(ended.code).toBe(4)
    expect(errorOf(ended).hint).toMatch(/does not know this path; `logto refresh`/)
    const raw = await tenant.logto(['api', 'get', '/api/passkeys', '--json'])
    expect(errorOf(raw).hint).toMatch(/does not know this path; `logto refresh`/)
  })

  it('is told as what its document lacks, and never refused before it is sent', async () => {
    const tenant = await newerTenant(nothing)
    const documents = newerDocuments()
    delete documents.management.paths['/api/roles/{id}']
    tenant.serves(documents)
    await tenant.logto(['refresh'])
    const ended = await tenant.logto(['roles', 'get', 'r1', '--json'])
    expect(errorOf(ended).hint).toMatch(/^the API document of http.* does not have this operation/)
    expect(tenant.received.at(-1)?.path).toBe('/api/roles/r1')
  })
})
