/** What must not happen: nothing is lost by a wrong path, a cut file, a missing secret, or somebody else's hand. */

import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Finished } from '../../cli/run.js'
import { errorOf } from '../../cli/tenant.js'
import type { Json, TestTenant } from '../../sandbox/client.js'
import { cutting } from './cutting-proxy.js'
import { shopWorkshop, withValues, workshop } from './workshop.js'

/** The sandbox begins with more than ten objects that the example lacks. */
const all = ['--yes', '--delete', '--max-deletes', '50']

const refused = ({ code, stderr }: Finished) => ({ code, stderr })

async function rows(tenant: TestTenant, path: string): Promise<Json[]> {
  return (await tenant.call('GET', `/api/${path}`)).json as unknown as Json[]
}

async function named(tenant: TestTenant, path: string, name: string): Promise<Json> {
  const found = (await rows(tenant, path)).find((row) => row.name === (name as unknown as Json))
  if (!found) throw new Error(`there is no ${name}`)
  return found
}

describe('files that are no wish', () => {
  it.each([
    ['a wrong path', 'nowhere', /there is no such file or folder/],
    ['an empty folder', 'empty', /it is empty/],
    ['a folder without tenant.yaml', 'other', /it has no tenant\.yaml/],
  ])('%s is refused', { timeout: 30_000 }, async (_, path, message) => {
    const { logto, write, home } = await workshop()
    write('other/roles.yaml', '{}\n')
    write('empty/x', '')
    rmSync(join(home, 'empty', 'x'))
    const ended = await logto(['apply', path, '--yes', '--delete'])
    expect(refused(ended)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) })
  })

  it('an empty file, a cut one and null are refused; {} is a wish', { timeout: 60_000 }, async () => {
    const { logto, write } = await workshop()
    write('t/tenant.yaml', 'version: 1\n')
    for (const text of ['', 'null\n', '# nothing\n', 'Editor: {\n', 'Editor:\n']) {
      write('t/roles.yaml', text)
      expect((await logto(['apply', 't', '--yes', '--delete'])).code).toBe(2)
    }
    write('t/roles.yaml', '{}\n')
    const kept = await logto(['diff', 't'])
    expect(kept).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('* would be deleted with --delete: Support agent'),
    })
    expect((await logto(['diff', 't', '--delete'])).code).toBe(9)
  })

  it('what wants to delete everything names all and is refused', { timeout: 60_000 }, async () => {
    const { logto, write, tenant } = await workshop()
    write('t/tenant.yaml', 'version: 1\n')
    for (const kind of ['resources', 'roles', 'applications', 'hooks', 'organization-template', 'connectors']) {
      write(`t/${kind}.yaml`, '{}\n')
    }
    const many = await logto(['apply', 't', '--yes', '--delete', '--max-deletes', '3'])
    expect(refused(many)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/deletions are more than 3[\s\S]*roles Support agent/),
    })
    const done = await logto(['apply', 't', '--yes', '--delete', '--max-deletes', '50'])
    expect(refused(done)).toMatchObject({ code: 0 })
    // What Logto made and what this program is signed in with are there.
    expect((await rows(tenant, 'applications')).map(({ id }) => id)).toEqual(['sandboxclient00000000'])
    expect((await rows(tenant, 'roles')).map(({ name }) => name)).toEqual(['Logto Management API access'])
    expect((await rows(tenant, 'resources')).map(({ id }) => id)).toEqual(['management-api'])
    expect((await logto(['diff', 't', '--delete'])).code).toBe(0)
  })
})

describe('secrets', () => {
  it('missing where nothing is stored are named, and kept where something is', { timeout: 60_000 }, async () => {
    const { logto, tenant, edit } = await shopWorkshop()
    const missing = await logto(['apply', 'shop', '--vars', 'staging.yaml', ...all])
    expect(refused(missing)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/the secret MAIL_PASSWORD is not given/),
    })
    expect((await logto(withValues('apply', 'shop', ...all))).code).toBe(0)
    edit('shop/connectors.yaml', (text) => text.replace('scope: openid profile email', 'scope: openid'))
    expect((await logto(['apply', 'shop', '--vars', 'staging.yaml', '--yes'])).code).toBe(0)
    const [google] = (await rows(tenant, 'connectors')).filter(({ target }) => (target as unknown) === 'google')
    expect(google?.config).toMatchObject({ scope: 'openid', clientSecret: 'made-up-google-secret' })
  })

  it('a changed one is told as such, and a mask is never sent', { timeout: 60_000 }, async () => {
    const { logto, edit } = await shopWorkshop()
    await logto(withValues('apply', 'shop', ...all))
    const env = { LOGTO_SECRET_HOOK_KEY: 'made-up-other' }
    const changed = await logto(['diff', 'shop', '--vars', 'staging.yaml'], { env })
    expect(changed).toMatchObject({
      code: 9,
      stdout: expect.stringContaining('config.headers.x-shop-key: the secret differs'),
    })
    edit('shop/hooks.yaml', (text) => text.replace('!secret HOOK_KEY', '"••••"'))
    const masked = await logto(withValues('apply', 'shop', '--yes'))
    expect(refused(masked)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/hooks\.yaml:6:19: this is a mask/),
    })
  })

  it('a file of them that others can read is refused', { timeout: 30_000 }, async () => {
    const { logto, home } = await shopWorkshop()
    writeFileSync(join(home, 'open.yaml'), 'A: b\n', { mode: 0o644 })
    expect(await logto(['diff', 'shop', '--vars', 'staging.yaml', '--secrets', 'open.yaml'])).toMatchObject({ code: 2 })
  })

  it.each([
    ['A: b\nMAIL_PASSWORD: 0123\n', 'a value in line 2 is read as something else than is written'],
    ['A: b\nB: [\n', 'this is no YAML'],
    ['- a\n', 'it is no map of names and values'],
  ])('a file of them that would not say what it means is refused: %j', { timeout: 30_000 }, async (text, why) => {
    const { logto, home } = await shopWorkshop()
    writeFileSync(join(home, 'own.yaml'), text, { mode: 0o600 })
    const { code, stderr } = await logto(['diff', 'shop', '--vars', 'staging.yaml', '--secrets', 'own.yaml'])
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(why) })
    expect(stderr).not.toContain('123')
  })

  it('a file of them that is not there is named', { timeout: 30_000 }, async () => {
    const { logto } = await shopWorkshop()
    const { code, stderr } = await logto(['diff', 'shop', '--vars', 'staging.yaml', '--secrets', 'none.yaml'])
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no such file') })
  })
})

describe('the way in', () => {
  it('a Management API is never declared as a resource', { timeout: 30_000 }, async () => {
    const { logto, write } = await workshop()
    write('t/tenant.yaml', 'version: 1\n')
    write('t/resources.yaml', 'https://acme.logto.app/api:\n  name: Mine\n')
    expect(refused(await logto(['apply', 't', '--yes']))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/resources\.yaml:1:1: .*never declared/),
    })
  })

  it('the role of the caller keeps its right', { timeout: 60_000 }, async () => {
    const { logto, write, tenant } = await workshop()
    const scope = 'management-api-all'
    const body = { name: 'CI', description: 'CI', type: 'MachineToMachine', scopeIds: [scope] }
    const { json: role } = await tenant.call('POST', '/api/roles', body)
    await tenant.call('POST', '/api/applications/sandboxclient00000000/roles', { roleIds: [role.id] })
    write('t/tenant.yaml', 'version: 1\n')
    write('t/roles.yaml', 'CI:\n  scopes: []\n')
    expect(refused(await logto(['apply', 't', '--yes']))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('stays in it'),
    })
    write('t/roles.yaml', '{}\n')
    expect((await logto(['apply', 't', '--yes', '--delete'])).code).toBe(0)
    expect((await rows(tenant, 'roles')).map(({ name }) => name)).toContain('CI')
  })

  it('a read-only profile is not written to, and without a terminal it wants --yes', { timeout: 60_000 }, async () => {
    const { logto, write, tenant } = await shopWorkshop()
    expect(await logto(withValues('apply', 'shop'))).toMatchObject({ code: 2 })
    write('.logtorc.yaml', 'readOnly: true\n')
    expect(await logto(withValues('apply', 'shop', '--yes'))).toMatchObject({ code: 3 })
    expect((await rows(tenant, 'roles')).map(({ name }) => name)).not.toContain('Shop manager')
    expect((await logto(withValues('diff', 'shop'))).code).toBe(9)
  })
})

describe('somebody else', () => {
  it('who changed what a plan changes makes it stale, and nothing is sent', { timeout: 90_000 }, async () => {
    const { logto, tenant, edit, home } = await shopWorkshop()
    await logto(withValues('apply', 'shop', '--yes'))
    edit('shop/roles.yaml', (text) => text.replace('Whoever buys', 'Customers'))
    edit('shop/resources.yaml', (text) => text.replace('name: Stock API', 'name: Stocks'))
    writeFileSync(join(home, 'plan.json'), '', { mode: 0o644 })
    expect((await logto(withValues('diff', 'shop', '--out', 'plan.json'))).code).toBe(9)
    // For nobody else, although others could read what was there.
    expect(statSync(join(home, 'plan.json')).mode & 0o777).toBe(0o600)
    const role = await named(tenant, 'roles', 'Customer')
    await tenant.call('PATCH', `/api/roles/${role.id}`, { description: 'Moved' })
    const stale = await logto(['apply', 'plan.json', '--yes', '--json'])
    expect(stale.code).toBe(9)
    expect(errorOf(stale)).toMatchObject({ code: 'tenant.plan_stale' })
    expect((await rows(tenant, 'resources')).map(({ name }) => name)).toContain('Stock API')
    await tenant.call('PATCH', `/api/roles/${role.id}`, { description: 'Whoever buys' })
    expect((await logto(['apply', 'plan.json', '--yes'])).code).toBe(0)
    expect((await logto(withValues('diff', 'shop'))).code).toBe(0)
  })

  it('who deleted what a plan names makes it stale', { timeout: 90_000 }, async () => {
    const { logto, tenant, edit } = await shopWorkshop()
    await logto(withValues('apply', 'shop', '--yes'))
    edit('shop/roles.yaml', (text) => text.replace('Whoever buys', 'Customers'))
    await logto(withValues('diff', 'shop', '--out', 'plan.json'))
    const role = await named(tenant, 'roles', 'Customer')
    await tenant.call('DELETE', `/api/roles/${role.id}`)
    expect(await logto(['apply', 'plan.json', '--yes'])).toMatchObject({ code: 9 })
  })
})

describe('a tenant that fails', () => {
  it('is gone in the middle: nothing is lost, and the next run finishes', { timeout: 120_000 }, async () => {
    const { logto, tenant } = await shopWorkshop()
    const proxy = await cutting(tenant.url, 12)
    const gone = await logto(withValues('apply', 'shop', ...all, '--retries', '0'), {
      on: { ...tenant, url: proxy.url },
    })
    expect([7, 8]).toContain(gone.code)
    expect(gone.stderr).toMatch(/not tried: /)
    proxy.mend()
    expect((await logto(withValues('apply', 'shop', ...all))).code).toBe(0)
    expect((await logto(withValues('diff', 'shop', '--delete'))).code).toBe(0)
    const ids = (await rows(tenant, 'applications')).map(({ name }) => String(name))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('a kind that it does not have is named and left alone', { timeout: 90_000 }, async () => {
    const { logto, tenant, write, home } = await shopWorkshop()
    const proxy = await cutting(tenant.url, Number.POSITIVE_INFINITY, { absent: /configs\/cimd/ })
    const on = { ...tenant, url: proxy.url }
    const pulled = await logto(['pull', 'files', '--json'], { on })
    expect(pulled.code).toBe(0)
    expect(JSON.parse(pulled.stdout)).toMatchObject({ unavailable: ['cimd'] })
    expect(existsSync(join(home, 'files', 'cimd.yaml'))).toBe(false)
    write('files/cimd.yaml', 'enabled: true\n')
    const compared = await logto(['diff', 'files'], { on })
    expect(refused(compared)).toMatchObject({ code: 8, stderr: expect.stringContaining('cimd') })
  })

  it('keeps silent about one kind, which is named with the way around it', { timeout: 90_000 }, async () => {
    const { logto, tenant, write } = await shopWorkshop()
    const proxy = await cutting(tenant.url, Number.POSITIVE_INFINITY, { silent: /sso-connectors/ })
    const on = { ...tenant, url: proxy.url }
    const patience = ['--timeout', '2', '--retries', '0']
    expect(await logto(['pull', 'files', ...patience], { on })).toMatchObject({
      code: 8,
      stderr: expect.stringMatching(
        /sso-connectors could not be read, and nothing was written: no answer from .* within 2 s\n.*: --except sso-connectors/,
      ),
    })
    expect((await logto(['pull', 'files', '--except', 'sso-connectors', ...patience], { on })).code).toBe(0)
    write('files/sso-connectors.yaml', '{}\n')
    expect(await logto(['diff', 'files', ...patience], { on })).toMatchObject({
      code: 8,
      stderr: expect.stringContaining('sso-connectors could not be compared: no answer from'),
    })
    expect(await logto(['outputs', '--json', ...patience], { on })).toMatchObject({
      code: 8,
      stderr: expect.stringContaining('sso-connectors could not be read, and nothing was printed'),
    })
    const dead = await cutting(tenant.url, Number.POSITIVE_INFINITY, { silent: /\/api\// })
    expect(await logto(['pull', 'none', ...patience], { on: { ...tenant, url: dead.url } })).toMatchObject({ code: 7 })
  })

  it('keeps silent about one kind at the end: what became of it is not claimed', { timeout: 90_000 }, async () => {
    const { logto, tenant } = await shopWorkshop()
    const silent = { silent: /\/api\/roles\?/, silentFrom: 1 }
    const proxy = await cutting(tenant.url, Number.POSITIVE_INFINITY, silent)
    const on = { ...tenant, url: proxy.url }
    const applied = await logto(withValues('apply', 'shop', '--yes', '--timeout', '3', '--retries', '0'), { on })
    expect(applied).toMatchObject({
      code: 8,
      stderr: expect.stringMatching(/not as written: roles .* could not be looked at again: no answer from/),
    })
    expect(applied.stderr).not.toContain('is not there')
    expect((await logto(withValues('diff', 'shop'))).code).toBe(0)
  })

  it('refuses one object, and the rest goes on; the next run finishes', { timeout: 90_000 }, async () => {
    const { logto, tenant, edit } = await shopWorkshop()
    // One that Logto does not know among the factories.
    edit('shop/connectors.yaml', (text) => text.replace('google-universal', 'no-such-factory'))
    const first = await logto(withValues('apply', 'shop', ...all, '--json'))
    expect(first.code).toBe(8)
    expect(JSON.parse(first.stdout)).toMatchObject({
      refused: [{ do: 'create', kind: 'connectors', key: 'google', code: 'connector.not_found_with_connector_id' }],
    })
    expect((await rows(tenant, 'roles')).map(({ name }) => name)).toContain('Shop manager')
    edit('shop/connectors.yaml', (text) => text.replace('no-such-factory', 'google-universal'))
    expect((await logto(withValues('apply', 'shop', ...all))).code).toBe(0)
    expect((await logto(withValues('diff', 'shop', '--delete'))).code).toBe(0)
  })
})
