/** A pull into files that are there keeps what people wrote, and takes nothing away without a question. */

import { existsSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Json, TestTenant } from '../../sandbox/client.js'
import { shopWorkshop, withValues, workshop } from './workshop.js'

async function roleNamed(tenant: TestTenant, name: string): Promise<Json> {
  const { json } = await tenant.call('GET', '/api/roles')
  const role = (json as unknown as Json[]).find((each) => each.name === (name as unknown as Json))
  if (!role) throw new Error(`there is no ${name}`)
  return role
}

describe('logto tenant pull', () => {
  it('keeps comments, order, tags of equal values and texts in files', { timeout: 120_000 }, async () => {
    const { logto, read, write, tenant, home } = await shopWorkshop()
    await logto(withValues('apply', 'shop', '--yes', '--delete', '--max-deletes', '50'))
    write(
      'shop/roles.yaml',
      `# Who may what\n${read('shop/roles.yaml').replace('description: Whoever buys', 'description: Whoever buys # for now')}`,
    )
    const { id } = await roleNamed(tenant, 'Shop manager')
    await tenant.call('PATCH', `/api/roles/${id}`, { description: 'Runs all' })
    await tenant.call('PUT', '/api/configs/jwt-customizer/access-token', { script: 'new\nscript\n' })

    const asked = await logto(withValues('pull', 'shop'))
    expect(asked.code).toBe(2)
    expect(asked.stderr).toContain('overwrites roles.yaml: Shop manager description')
    expect(asked.stderr).toContain('overwrites jwt-customizers.yaml: access-token script (files/access-token.js)')
    expect(read('shop/roles.yaml')).not.toContain('Runs all')

    expect((await logto(withValues('pull', 'shop', '--yes'))).code).toBe(0)
    expect(read('shop/roles.yaml')).toMatch(/^# Who may what\nCustomer:\n[\s\S]*Whoever buys # for now[\s\S]*Runs all/)
    expect(read('shop/applications.yaml')).toContain('redirectUris: !var SHOP_REDIRECT_URIS')
    expect(read('shop/connectors.yaml')).toContain('clientSecret: !secret GOOGLE_CLIENT_SECRET')
    expect(read('shop/jwt-customizers.yaml')).toContain('script: !file files/access-token.js')
    expect(read('shop/files/access-token.js')).toBe('new\nscript\n')
    expect(read('shop/tenant.yaml')).toContain('leaveAlone:')
    expect(read('shop/tenant.yaml')).toContain(`pulledFrom: ${tenant.url}`)
    expect(existsSync(join(home, 'shop', 'files', 'sign-in.css'))).toBe(true)
    expect((await logto(withValues('diff', 'shop', '--delete'))).code).toBe(0)
  })

  it('keeps objects that the tenant lacks with --keep-local', { timeout: 60_000 }, async () => {
    const { logto, read, write } = await workshop()
    write('t/tenant.yaml', 'version: 1\n')
    write('t/roles.yaml', 'Planned:\n  description: Later\n')
    expect((await logto(['pull', 't', '--only', 'roles'])).code).toBe(2)
    expect((await logto(['pull', 't', '--only', 'roles', '--keep-local'])).code).toBe(0)
    expect(read('t/roles.yaml')).toMatch(/^Planned:\n {2}description: Later\n[\s\S]*Support agent:/)
  })

  it('names ids of this tenant that stand in texts, and no others', { timeout: 60_000 }, async () => {
    const { logto, tenant } = await workshop()
    const made = await tenant.call('POST', '/api/applications', { name: 'Portal', type: 'SPA' })
    const id = String(made.json.id)
    const customData = {
      partner: { links: [`https://portal.example.com/?client_id=${id}`] },
      words: 'internationalization',
    }
    await tenant.call('POST', '/api/applications', { name: 'Shelf', type: 'SPA', customData })
    const { stderr } = await logto(['pull', 't', '--only', 'applications'])
    expect(stderr).toContain(
      `applications Shelf: customData.partner.links[0] holds ${id}, the id of applications Portal here`,
    )
    expect(stderr).not.toContain('internationalization')
    const { stdout } = await logto(['pull', 't', '--only', 'applications', '--json'])
    expect(JSON.parse(stdout).ids).toEqual([
      { place: 'applications Shelf: customData.partner.links[0]', id, of: 'applications Portal' },
    ])
    expect((await logto(['pull', 'other', '--only', 'roles', '--json'])).stdout).toContain('"ids": []')
  })

  it('asks before it takes the files of another tenant', { timeout: 60_000 }, async () => {
    const { logto, another } = await workshop()
    expect((await logto(['pull', 't'])).code).toBe(0)
    const other = await logto(['pull', 't'], { on: await another() })
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('was last pulled from') })
  })

  it('writes the values of secrets apart, for their user alone', { timeout: 60_000 }, async () => {
    const { logto, home } = await shopWorkshop()
    await logto(withValues('apply', 'shop', '--yes'))
    expect(await logto(['pull', 'new', '--with-secrets', 'new/own.yaml'])).toMatchObject({ code: 2 })
    expect(existsSync(join(home, 'new'))).toBe(false)
    expect((await logto(['pull', 'new', '--with-secrets', 'own.yaml'])).code).toBe(0)
    expect(statSync(join(home, 'own.yaml')).mode & 0o777).toBe(0o600)
  })

  it('leaves out what is left alone, and reads no link that leads out', { timeout: 60_000 }, async () => {
    const { logto, read, write, home, tenant } = await workshop()
    write(
      't/tenant.yaml',
      'version: 1\nleaveAlone:\n  roles: ["Support*"]\nplain:\n  hooks: [config.headers.x-region]\n',
    )
    const config = { url: 'https://h.example.com', headers: { 'x-region': 'eu', 'x-key': 'made-up' } }
    await tenant.call('POST', '/api/hooks', { name: 'Regional', events: ['User.Created'], config })
    expect((await logto(['pull', 't'])).code).toBe(0)
    expect(read('t/roles.yaml')).not.toContain('Support agent')
    expect(read('t/hooks.yaml')).toMatch(/x-key: !secret HOOKS_REGIONAL_HEADERS_X_KEY\n\s+x-region: eu\n/)
    expect((await logto(['diff', 't', '--delete'])).code).toBe(0)
    write('outside.css', 'body {}')
    symlinkSync(join(home, 'outside.css'), join(home, 't', 'in.css'))
    write('t/sign-in-experience.yaml', 'customCss: !file in.css\n')
    expect(await logto(['validate', 't'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('in.css is outside of the folder'),
    })
  })
})
