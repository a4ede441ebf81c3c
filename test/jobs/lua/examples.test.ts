/** The example scripts, run on sandbox tenants by the command lines in their comments; what they did is read back. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Finished } from '../../cli/run.js'
import { examplesOf } from '../../contract/command-facts.js'
import { nativeApp, Person } from '../../sandbox/sign-in.js'
import { closeExamples, commandLines, example, examples, tried } from './example-run.js'

const scripts = readdirSync(examples)
const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'lua.md'), 'utf8')

/** The command of a reference server, as `npx` would run it. */
function serverProgram(name: string): string {
  const modules = join(import.meta.dirname, '..', '..', '..', 'node_modules')
  return `node '${join(modules, '@modelcontextprotocol', `server-${name}`, 'dist', 'index.js')}'`
}

/** The requests that a dry run tells of, without their bodies. */
function notSent({ stderr }: Finished): string[] {
  return [...stderr.matchAll(/not sent: (\S+ \S+)/g)].map(([, request = '']) => request)
}

const names = (rows: readonly { name?: unknown }[]) => rows.map(({ name }) => String(name)).sort()
const ids = (rows: readonly { id?: unknown }[]) => rows.map(({ id }) => String(id)).sort()
const lines = (text: string) => text.split(/\r?\n/).filter((line) => line !== '')
const quiet = { code: 0, stderr: '' }

afterAll(closeExamples)

describe.concurrent('the example', () => {
  it('suspend-members suspends the members of organizations', async () => {
    const { line, run, rows, tenant } = await example('suspend-members.lua')
    const members = ['ana000000000', 'bo0000000000', 'chidi0000000']
    const suspended = async () => ids((await rows('/api/users')).filter(({ isSuspended }) => isSuspended as unknown))
    await tenant.call('PATCH', '/api/users/bo0000000000/is-suspended', { isSuspended: true })

    expect(await run("'Harbour Books' Nowhere")).toMatchObject({
      code: 1,
      stderr: 'Error: there is no organization Nowhere\n',
    })
    expect((await run('')).stderr).toBe('Error: name at least one organization\n')
    expect(notSent(await line(0)).sort()).toEqual(
      ['ana000000000', 'chidi0000000'].map((id) => `PATCH /api/users/${id}/is-suspended`),
    )
    expect(await suspended()).toEqual(['bo0000000000', 'farah0000000'])

    const ended = await line(1)
    expect(ended).toMatchObject(quiet)
    expect(lines(ended.stdout)[1]).toBe('ana000000000,Ana Duarte,ana.duarte@example.com,ana')
    expect(lines(ended.stdout)).toHaveLength(3)
    expect(await suspended()).toEqual([...members, 'farah0000000'])
    expect(await line(1)).toMatchObject({ ...quiet, stdout: '' })
  })

  it('suspend-members goes on after a failure and tells of it', async () => {
    const { run, refuse, tenant } = await example('suspend-members.lua')
    await refuse(/^PATCH .*bo0000000000/)
    expect(await run("'Harbour Books'")).toMatchObject({
      code: 8,
      stdout: expect.stringMatching(/^id\t.*\nana000000000\t.*\nchidi0000000\t.*\n$/),
      stderr: 'warning: bo0000000000: Not this one\nError: 1 of 3 could not be suspended\n',
    })
    expect((await tenant.call('GET', '/api/users/chidi0000000')).json.isSuspended).toBe(true)
  })

  it('delete-stale-users deletes who has been away, and nobody that is protected', async () => {
    const { line, run, rows, tenant } = await example('delete-stale-users.lua', 250)
    const left = async () => (await rows('/api/users?page_size=100')).filter(({ id }) => String(id).startsWith('gen'))
    await tenant.call('PATCH', '/api/users/gen000000003/custom-data', { customData: { keep: true } })

    const listed = await line(0)
    expect(listed).toMatchObject(quiet)
    expect(lines(listed.stdout)).toHaveLength(250)
    expect(listed.stdout).toMatch(/^id,created,last_sign_in,primaryEmail,username\n/)
    expect(listed.stdout).toMatch(/^gen000000001,20\S+Z,never,user\.000001@example\.com,user_000001$/m)
    expect(listed.stdout).not.toMatch(/gen000000003|ana/)

    expect(notSent(await line(1))).toHaveLength(249)
    const unsure = await run('300 delete')
    expect(unsure).toMatchObject({ code: 2, stdout: '' })
    expect(unsure.stderr).toContain('add --yes')
    const slip = await run('300 delete --yes -- anna')
    expect(slip.stderr).toBe('Error: there is no user anna to keep, so nobody is deleted\n')
    expect((await run('delete --yes')).stderr).toMatch(/^Error: say how many days/)
    expect(await left()).toHaveLength(93)

    const ended = await line(2)
    expect(ended).toMatchObject(quiet)
    expect(ids(await left())).toEqual(['gen000000002', 'gen000000003'])
    expect((await tenant.call('GET', '/api/users?page_size=1')).headers.get('total-number')).toBe('9')
    expect(await line(2)).toMatchObject({ ...quiet, stdout: '' })
  })

  it('delete-stale-users counts a sign-in and the age of an account, and goes on after a failure', async () => {
    const { run, refuse, rows } = await example('delete-stale-users.lua')
    const ended = await run('20 list -o csv')
    expect(lines(ended.stdout).map((row) => row.split(',')[0])).toEqual(['id', 'dana00000000', 'ana000000000'])
    await refuse(/^DELETE .*dana/)
    expect(await run('20 delete --yes')).toMatchObject({
      code: 8,
      stdout: expect.stringMatching(/^id\t.*\nana000000000\t.*\n$/),
      stderr: 'warning: dana00000000: Not this one\nError: 1 of 2 could not be deleted, 1 are gone\n',
    })
    expect(ids(await rows('/api/users'))).not.toContain('ana000000000')
  })

  it('onboard-customer makes an organization with members and invitations, and completes it', async () => {
    const { line, run, rows, tenant } = await example('onboard-customer.lua')
    const acme = async () => (await rows('/api/organizations')).filter(({ name }) => String(name) === 'Acme Ltd')
    const invitations = async () =>
      (await rows('/api/organization-invitations')).map(({ invitee, organizationRoles }) => [
        String(invitee),
        ...names(organizationRoles as unknown as { name: string }[]),
      ])

    expect(notSent(await line(0))).toEqual([
      'POST /api/organizations',
      'POST /api/organizations/NEW/users',
      'POST /api/organizations/NEW/users/ana000000000/roles',
      'POST /api/organization-invitations',
    ])
    expect((await run("'Acme Ltd' ana.duarte@example.com=boss")).stderr).toBe(
      'Error: there is no organization role boss\n',
    )
    expect((await run("'Acme Ltd' ana")).stderr).toMatch(/^Error: ana is neither/)
    expect(await acme()).toEqual([])

    expect(await line(1)).toMatchObject(quiet)
    const [{ id: organization } = {}] = await acme()
    const members = () => rows(`/api/organizations/${organization}/users`)
    expect(await members()).toMatchObject([{ username: 'ana', organizationRoles: [{ name: 'admin' }] }])
    expect(await invitations()).toEqual([['new@acme.example', 'member']])

    const [{ organizationRoles } = {}] = await members()
    const [{ id: admin } = {}] = organizationRoles as unknown as { id: string }[]
    await tenant.call('DELETE', `/api/organizations/${organization}/users/ana000000000/roles/${admin}`)
    const again = await line(1, '-o csv')
    expect(lines(again.stdout)).toEqual([
      'organization,person,result,role',
      `${organization},ana.duarte@example.com,member,admin`,
      `${organization},new@acme.example,there already,member`,
    ])
    expect(await members()).toMatchObject([{ username: 'ana', organizationRoles: [{ name: 'admin' }] }])

    expect((await line(2, '--dry-run')).stderr).toContain('"messagePayload":{"link":"https://app.example.com/join"}')
    expect(await line(2)).toMatchObject(quiet)
    expect((await line(2)).stdout).toContain('there already')
    expect(await invitations()).toEqual([
      ['new@acme.example', 'member'],
      ['next@acme.example', 'member'],
    ])
    expect(await acme()).toHaveLength(1)
  })

  it('rotate-app-secrets makes new secrets, and deletes the older ones when told to', async () => {
    const { line, run, rows, tenant } = await example('rotate-app-secrets.lua')
    const made = await tenant.call('POST', '/api/applications', { name: 'Shop', type: 'Traditional' })
    const secrets = () => rows(`/api/applications/${made.json.id}/secrets`)
    expect((await line(2)).stderr).toBe('Error: Shop has no secret of this script: rotate first\n')
    expect((await run("rotate Shop 'Customer portal'")).stderr).toMatch(/^Error: 0 applications with secrets/)
    expect((await run('rotate')).stderr).toMatch(/^Error: say rotate or retire/)
    expect(notSent(await run('rotate Shop --dry-run'))).toEqual([`POST /api/applications/${made.json.id}/secrets`])
    expect(names(await secrets())).toEqual(['Default secret'])

    const rotated = await line(0)
    expect(rotated).toMatchObject(quiet)
    const fresh = (await secrets()).find(({ name }) => /^rotated \d{4}-\d\d-\d\d$/.test(String(name)))
    expect(JSON.parse(rotated.stdout)).toEqual({
      id: made.json.id,
      name: 'Shop',
      secret: fresh?.value,
      secret_name: fresh?.name,
    })
    expect(await line(0)).toMatchObject({ ...quiet, stdout: rotated.stdout })
    expect(await secrets()).toHaveLength(2)

    expect(notSent(await line(1))).toEqual([`DELETE /api/applications/${made.json.id}/secrets/Default%20secret`])
    expect((await run('retire Shop')).code).toBe(2)
    expect(await secrets()).toHaveLength(2)
    expect((await line(2)).stdout).toContain('Default secret')
    expect(await secrets()).toEqual([fresh])
    expect(await line(2)).toMatchObject({ ...quiet, stdout: '' })
  })

  it('role-report tells the roles of members by organization', async () => {
    const { line, run, rows, tenant } = await example('role-report.lua')
    const added = await tenant.call('POST', '/api/organizations/orgharbourbo/users', { userIds: ['grace0000000'] })
    expect(added.status).toBe(201)
    const expected: string[] = []
    for (const { id, name } of await rows('/api/organizations')) {
      for (const user of await rows(`/api/organizations/${id}/users`)) {
        const roles = names(user.organizationRoles as unknown as { name: string }[])
        for (const role of roles.length > 0 ? roles : ['']) expected.push(`${name},${role},${user.username}`)
      }
    }
    expect(expected).toContain('Harbour Books,,grace')
    const ended = await line(0)
    expect(ended).toMatchObject(quiet)
    const [head, ...reported] = lines(ended.stdout)
    expect(head).toBe('id,email,organization,role,suspended,username')
    const told = reported.map((row) => row.split(',')).map((row) => [row[2], row[3], row[5]].join(','))
    expect(told.sort()).toEqual(expected.sort())

    expect((await line(1)).stdout).not.toContain('Tidewater')
    expect((await run('Harbour')).stderr).toBe('Error: there is no organization Harbour\n')
  })

  it('copy-roles copies roles with their scopes, and makes what is missing when told to', async () => {
    const { line, run, rows, tenant, other } = await example('copy-roles.lua')
    const orders = (await rows('/api/resources')).find(({ name }) => String(name) === 'Orders API')
    const [read] = await rows(`/api/resources/${orders?.id}/scopes`)
    const billing = { name: 'Billing', indicator: 'https://billing.example.com', accessTokenTtl: 600 }
    const made = await tenant.call('POST', '/api/resources', billing)
    const pay = await tenant.call('POST', `/api/resources/${made.json.id}/scopes`, { name: 'pay', description: 'Pays' })
    await tenant.call('POST', '/api/roles', {
      name: 'Auditor',
      description: 'Reads',
      type: 'User',
      scopeIds: [read?.id, pay.json.id],
    })
    const machine = { name: 'Sync', type: 'MachineToMachine', description: 'Syncs', scopeIds: ['management-api-all'] }
    await tenant.call('POST', '/api/roles', machine)
    const support = (await rows('/api/roles')).find(({ name }) => String(name) === 'Support agent')
    await tenant.call('POST', `/api/roles/${support?.id}/scopes`, { scopeIds: [pay.json.id] })
    const scopesOf = async (role: string) => {
      const found = (await rows('/api/roles', other)).find(({ name }) => String(name) === role)
      return found && names(await rows(`/api/roles/${found.id}/scopes`, other))
    }
    const lacks = (role: string) => `${role}: the target has no scope https://billing.example.com pay`

    const first = await line(0, '-o jsonl')
    expect(first.code, first.stderr).toBe(0)
    expect(lines(first.stdout).sort()).toEqual([
      '{"result":"created","role":"Auditor","scopes_added":1}',
      '{"result":"created","role":"Sync","scopes_added":1}',
    ])
    expect(first.stderr).toContain(lacks('Auditor'))
    expect(await scopesOf('Auditor')).toEqual(['read:orders'])
    expect(await scopesOf('Sync')).toEqual(['all'])
    expect(await scopesOf('Support agent')).toEqual(['read:orders'])

    expect(notSent(await line(1)).map((request) => request.replace(/\w{21}/, 'ID'))).toEqual([
      'POST /api/resources',
      'POST /api/resources/NEW/scopes',
      'POST /api/roles/ID/scopes',
      'POST /api/roles/ID/scopes',
    ])
    expect(names(await rows('/api/resources', other))).not.toContain('Billing')

    expect(await line(2)).toMatchObject(quiet)
    const copied = (await rows('/api/resources', other)).find(({ name }) => String(name) === 'Billing')
    expect(copied).toMatchObject(billing)
    expect(await rows(`/api/resources/${copied?.id}/scopes`, other)).toMatchObject([
      { name: 'pay', description: 'Pays' },
    ])
    expect(await scopesOf('Auditor')).toEqual(['pay', 'read:orders'])
    expect(await scopesOf('Support agent')).toEqual(['pay', 'read:orders'])
    expect(await line(2)).toMatchObject({ ...quiet, stdout: '' })
    expect((await run('production --profile staging')).stderr).toContain('--allow-profile production')
  })

  it('end-sessions signs people out everywhere', async () => {
    const { line, run, rows, tenant } = await example('end-sessions.lua')
    const app = await nativeApp(tenant)
    const [ana, emre] = [new Person(tenant, app), new Person(tenant, app)]
    const refresh = [
      (await ana.redeem(await ana.signIn('ana'))).json.refresh_token,
      (await emre.redeem(await emre.signIn('emre'))).json.refresh_token,
    ].map(String)
    // Of this session only a grant is left.
    const { sessions } = (await tenant.call('GET', '/api/users/emre00000000/sessions')).json
    const [session] = sessions as unknown as { payload: { uid: string } }[]
    await tenant.call('DELETE', `/api/users/emre00000000/sessions/${session?.payload.uid}`)
    const left = async (user: string) =>
      JSON.stringify([
        (await tenant.call('GET', `/api/users/${user}/sessions`)).json,
        (await tenant.call('GET', `/api/users/${user}/grants`)).json,
      ])
    const nothing = '[{"sessions":[]},{"grants":[]}]'

    // People are signed out at the same time, so that the order is nobody's.
    expect(
      notSent(await line(0))
        .map((request) => request.split('/').slice(0, 5).join('/'))
        .sort(),
    ).toEqual([
      'DELETE /api/users/ana000000000/grants',
      'DELETE /api/users/ana000000000/sessions',
      'DELETE /api/users/emre00000000/grants',
    ])
    expect((await run('ana')).code).toBe(2)
    expect((await run('ana nobody --yes')).stderr).toBe('Error: 0 are called nobody: nothing was done\n')
    expect((await run('org:Harbour --yes')).stderr).toBe('Error: 0 are called org:Harbour: nothing was done\n')
    expect(await left('ana000000000')).not.toBe(nothing)

    const ended = await line(1, '-o csv')
    expect(ended).toMatchObject(quiet)
    expect(lines(ended.stdout)).toEqual([
      'id,further_grants,sessions,username',
      'ana000000000,0,1,ana',
      'bo0000000000,0,0,bo',
      'chidi0000000,0,0,chidi',
      'emre00000000,1,0,emre',
    ])
    for (const user of ['ana000000000', 'emre00000000']) expect(await left(user)).toBe(nothing)
    for (const [index, person] of [ana, emre].entries()) {
      const token = await person.token({ grant_type: 'refresh_token', refresh_token: refresh[index] ?? '' })
      expect(token.status).toBe(400)
    }
    expect((await line(1, '-o csv')).stdout).toContain('emre00000000,0,0,emre')
    expect(await rows('/api/users?page_size=100')).toHaveLength(7)
  })

  it('set-up-api makes an API with scopes and roles, and adds what is missing', async () => {
    const { line, run, rows } = await example('set-up-api.lua')
    const api = async () =>
      (await rows('/api/resources')).filter(({ indicator }) => String(indicator) === 'https://invoices.example.com')
    const rolesOf = async () => {
      const roles = (await rows('/api/roles')).filter(({ description }) => /For the API/.test(String(description)))
      const told = roles.map(async ({ id, name, type }) => [
        String(name),
        String(type),
        ...names(await rows(`/api/roles/${id}/scopes`)),
      ])
      return (await Promise.all(told)).sort()
    }

    expect(notSent(await line(0))).toEqual([
      'POST /api/resources',
      'POST /api/resources/NEW/scopes',
      'POST /api/resources/NEW/scopes',
      'POST /api/roles',
      'POST /api/roles',
    ])
    expect((await run("https://a.example.com A 'Support agent'=x machine:'Support agent'=x")).stderr).toBe(
      'Error: the role Support agent is there, for User\n',
    )
    expect((await run('invoices Invoices')).stderr).toMatch(/^Error: say INDICATOR/)
    expect((await run('https://a.example.com A Clerk')).stderr).toBe('Error: Clerk is not ROLE=SCOPE,SCOPE\n')
    expect(await rows('/api/resources')).toHaveLength(2)

    expect(await line(1)).toMatchObject(quiet)
    expect(await api()).toMatchObject([{ name: 'Invoices' }])
    expect(await rolesOf()).toEqual([
      ['Clerk', 'User', 'read', 'write'],
      ['Importer', 'MachineToMachine', 'write'],
    ])
    expect(await line(1)).toMatchObject({ ...quiet, stdout: '' })

    expect(lines((await line(2)).stdout)).toEqual(['name,what', 'list,scope', 'Clerk,scopes of a role', 'Auditor,role'])
    expect(await rolesOf()).toEqual([
      ['Auditor', 'User', 'list'],
      ['Clerk', 'User', 'list', 'read', 'write'],
      ['Importer', 'MachineToMachine', 'write'],
    ])
    expect(await api()).toHaveLength(1)
  })

  it('import-users brings people in by its own rules, and completes what is missing', async () => {
    const { line, file, rows } = await example('import-users.lua')
    const people = [
      { mail: 'ina@example.com', name: 'Ina', team: 'Harbour Books' },
      { mail: 'jo@partner.example', name: 'Jo', team: 'New Team', left: null },
      { mail: 'gone@example.com', name: 'Gone', left: '2024-01-31' },
      { mail: 'ana.duarte@example.com', name: 'Another', team: 'New Team' },
    ]
    file('people.jsonl', people.map((one) => JSON.stringify(one)).join('\n'))
    const mails = async () => (await rows('/api/users?page_size=100')).map(({ primaryEmail }) => String(primaryEmail))
    const told = notSent(await line(0))
    expect(told.filter((request) => request === 'POST /api/users')).toHaveLength(2)
    expect(await mails()).not.toContain('ina@example.com')

    const made = await line(1)
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(made.stdout).toContain('jo@partner.example')
    expect(await mails()).toEqual(expect.arrayContaining(['ina@example.com', 'jo@partner.example']))
    expect(await mails()).not.toContain('gone@example.com')
    const team = (await rows('/api/organizations')).find(({ name }) => String(name) === 'New Team')
    expect(await rows(`/api/organizations/${team?.id}/users`)).toHaveLength(2)
    expect((await rows('/api/users/ana000000000')) as unknown).toMatchObject({ name: 'Ana Duarte' })

    const again = await line(2)
    expect(again).toMatchObject({ code: 0, stderr: '' })
    expect(again.stdout.trim().split('\n').length).toBeLessThanOrEqual(1)
    const agent = (await rows('/api/roles')).find(({ name }) => String(name) === 'Support agent')
    expect(await rows(`/api/roles/${agent?.id}/users`)).toHaveLength(3)

    file('people.jsonl', `{"mail":"a b"}\n{"mail":"ok@example.com"}\n`)
    const partly = await line(1)
    expect(partly.code).toBe(8)
    expect(partly.stderr).toMatch(/^warning: line 1: .*\nError: 1 lines failed, 1 people were created\n$/s)
  })

  it('tag-users adds to custom data from a file, and goes on after lines that fail', async () => {
    const { line, run, file, tenant, other } = await example('tag-users.lua')
    const dataOf = async (user: string) => (await tenant.call('GET', `/api/users/${user}/custom-data`)).json
    const before = { since: 2020, billing: { vat: 'DE1', terms: [30] } }
    await tenant.call('PATCH', '/api/users/ana000000000/custom-data', { customData: before })

    file('tags.csv', '\ufeffperson,plan,note\r\nana,pro,"late, ""never"""\r\nbo.lindqvist@example.com,,hi\r\n')
    expect(notSent(await line(0))).toEqual([
      'PATCH /api/users/ana000000000/custom-data',
      'PATCH /api/users/bo0000000000/custom-data',
    ])
    expect(await dataOf('bo0000000000')).toEqual({})
    expect(await line(1)).toMatchObject(quiet)
    expect(await dataOf('ana000000000')).toEqual({ ...before, plan: 'pro', note: 'late, "never"' })
    expect(await dataOf('bo0000000000')).toEqual({ note: 'hi' })
    expect(await line(1)).toMatchObject({ ...quiet, stdout: '' })

    file('tags.csv', 'person,plan\nnobody,pro\nchidi,pro,more\ndana,"pro\n,pro\nemre,pro\n')
    expect(await line(1)).toMatchObject({
      code: 8,
      stderr: [
        'warning: line 2: 0 users are called nobody',
        'warning: line 3: there are more cells than heads',
        'warning: line 4: the quotes are wrong',
        'warning: line 5: it names no user',
        'Error: 4 lines failed, 1 users were tagged\n',
      ].join('\n'),
    })
    // What no line is to blame for ends it: the token is for another tenant.
    const stopped = await run(`tags.csv --allow-read . --endpoint ${other.url}`)
    expect(stopped.stderr).not.toContain('line 2')
    expect(stopped).toMatchObject({ code: 3, stdout: '' })
    expect(await dataOf('chidi0000000')).toEqual({})
    expect(await dataOf('emre00000000')).toEqual({ plan: 'pro' })

    file(
      'tags.jsonl',
      '{"user":"ana","billing":{"city":"Kiel","terms":[]},"vip":true}\n\n{"user":"ana","billing":{"zip":24103}}\n',
    )
    expect(lines((await line(2)).stdout)).toHaveLength(3)
    expect(await dataOf('ana000000000')).toMatchObject({
      since: 2020,
      vip: true,
      billing: { vat: 'DE1', terms: [], city: 'Kiel', zip: 24103 },
    })
    file('tags.jsonl', 'nonsense\n[]\n')
    expect((await line(2)).stderr).toMatch(/line 1: .*not JSON.*\n.*line 2: it names no user/)
  })

  it('health-report tells what is not as it should be', async () => {
    const { line, tenant } = await example('health-report.lua')
    await tenant.call('PATCH', '/api/sign-in-exp', { socialSignInConnectorTargets: [] })
    const healthy = await line(0)
    expect(healthy).toMatchObject(quiet)
    expect(healthy.stdout).toContain('7 in all')
    expect(healthy.stdout).not.toContain('warning')
    expect((await line(2)).code).toBe(0)

    await tenant.call('DELETE', '/api/connectors/sandbox-text-messages')
    await tenant.call('POST', '/api/domains', { domain: 'login.example.com' })
    const events = { name: 'Off', enabled: false, events: ['User.Created'], config: { url: 'https://a.example.com' } }
    await tenant.call('POST', '/api/hooks', events)
    const app = await tenant.call('POST', '/api/applications', { name: 'Shop', type: 'Traditional' })
    const in60Days = Date.now() + 60 * 24 * 3600 * 1000
    await tenant.call('POST', `/api/applications/${app.json.id}/secrets`, { name: 'spring', expiresAt: in60Days })

    const reported = JSON.parse((await line(1)).stdout).result as { status: string; check: string; detail: string }[]
    const warnings = reported.filter(({ status }) => status === 'warning').map((row) => `${row.check}: ${row.detail}`)
    const expected = [
      'sign-in: codes go nowhere without a connector of type Sms',
      'hook: Off: is disabled',
      'domain: login.example.com: PendingVerification',
      `secret: Shop: spring expires on ${new Date(in60Days).toISOString().slice(0, 10)}`,
    ]
    expect(warnings).toEqual(expected)
    expect((await line(0)).stdout).not.toContain('spring')
    expect(await line(2)).toMatchObject({ code: 1, stdout: '' })
  })

  it('copy-report writes the members of organizations to a file server', async () => {
    const { line, shell, read, rows } = await example('copy-report.lua')
    const server = serverProgram('filesystem')
    expect(await shell(`mkdir reports && logto mcp servers add files -- ${server} .`)).toMatchObject({ code: 0 })
    const tried = await line(0)
    expect(tried).toMatchObject({ code: 0, stderr: expect.stringContaining('not sent: files write_file') })
    expect(() => read('reports/members.csv')).toThrow()
    expect(await line(1)).toMatchObject(quiet)
    const written = lines(read('reports/members.csv'))
    expect(written).toContain('"Harbour Books","Ana Duarte","ana.duarte@example.com"')
    const members = (await rows('/api/organizations')).map(async ({ id }) => rows(`/api/organizations/${id}/users`))
    expect(written).toHaveLength(1 + (await Promise.all(members)).flat().length)
  })

  it('ticket-suspended-admins opens an issue for each, once', async () => {
    const { line, shell, read, run, tenant } = await example('ticket-suspended-admins.lua')
    const server = `node '${join(import.meta.dirname, 'issue-tracker.mjs')}'`
    expect(await shell(`logto mcp servers add issues -- ${server} issues.json`)).toMatchObject({ code: 0 })
    await tenant.call('PATCH', '/api/users/ana000000000/is-suspended', { isSuspended: true })
    expect(await line(0)).toMatchObject({ code: 0, stderr: expect.stringContaining('not sent: issues create_issue') })
    expect(() => read('issues.json')).toThrow()
    for (const _ of ['once', 'again']) {
      expect(await line(1)).toMatchObject({ code: 0 })
      const titles = JSON.parse(read('issues.json')).map(({ title }: { title: string }) => title)
      expect(titles).toEqual(['Suspended, and still Support agent: ana000000000'])
    }
    expect(await run('--allow-mcp issues')).toMatchObject({ code: 1, stderr: 'Error: name at least one role\n' })
  })

  it('export-users writes everybody', async () => {
    const { line, read, tenant } = await example('export-users.lua', 1200)
    await tenant.call('POST', '/api/users', { username: 'tricky', name: '=1+1, "Bobby"' })
    expect(await line(0)).toMatchObject({ ...quiet, stdout: '1208 users written to users.csv\n' })
    const written = lines(read('users.csv'))
    expect(written).toHaveLength(1209)
    expect(written[0]).toBe('id,username,primaryEmail,primaryPhone,name,isSuspended')
    expect(written.find((row) => row.includes('tricky'))).toMatch(/,tricky,,,"'=1\+1, ""Bobby""",false$/)
    expect(await line(0, '--dry-run')).toMatchObject(quiet)
  })
})

describe('every example', () => {
  it.each(scripts)('%s has been run by each command line of its comment', (script) => {
    const given = commandLines(script)
    expect(given.length).toBeGreaterThan(0)
    expect([...(tried.get(script) ?? [])].sort()).toEqual([...given.keys()])
    for (const line of given) expect(line).toMatch(new RegExp(`^logto lua ${script.replace('.', '\\.')}( |$)`))
  })

  it.each(scripts)('%s is in the guide', (script) => {
    expect(guide).toContain(`[${script}](../examples/lua/${script})`)
  })

  it.each(scripts)('%s uses nothing that scripts do not have', (script) => {
    expect(readFileSync(join(examples, script), 'utf8')).not.toMatch(/\b(os|io|debug)\.|\brequire\b|\bdofile\b/)
  })
})

describe('the help', () => {
  it.each(examplesOf('lua').filter((line) => !line.includes('--repl')))('shows a line that runs: %s', async (line) => {
    const script = /\S+\.lua/.exec(line)?.[0] ?? 'suspend-members.lua'
    const { shell } = await example(script)
    // A user of the sandbox has the place of the one in the line.
    expect(await shell(line.replace('u4x8k2m9p1qz', 'ana000000000'))).toMatchObject({ code: 0 })
  })
})
