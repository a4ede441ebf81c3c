/** `users import` against a sandbox: what is sent, in which order, and what the tenant has afterwards. */

import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorOf } from '../../cli/tenant.js'
import type { Json } from '../../sandbox/client.js'
import { journalIn } from '../bulk/user-server.js'
import type { BentSandbox } from './bent-sandbox.js'
import { bentSandbox } from './bent-tenant.js'

const bcrypt = '$2a$06$YMIg2apjSevzWDx0A7wTCuUARBPx9thVi56ZJEZIi2DqiD3m1BDY.'

/** A sandbox with roles and organizations, and a file of people. */
async function scene(people: string, name = 'people.csv'): Promise<BentSandbox> {
  const bent = await bentSandbox()
  writeFileSync(join(bent.home, name), people)
  return bent
}

async function make(bent: BentSandbox, path: string, body: object): Promise<string> {
  const { json, status, text } = await bent.tenant.call('POST', path, body)
  expect(status, text).toBeLessThan(300)
  return String(json.id)
}

const role = (bent: BentSandbox, name: string, more: object = {}) =>
  make(bent, '/api/roles', { name, description: name, ...more })
const organization = (bent: BentSandbox, name: string) => make(bent, '/api/organizations', { name })
const organizationRole = (bent: BentSandbox, name: string) => make(bent, '/api/organization-roles', { name })

const importing = ['users', 'import', 'people.csv', '--yes']

async function names(bent: BentSandbox, path: string): Promise<string[]> {
  const { json } = await bent.tenant.call('GET', `${path}?page_size=100`)
  return (json as unknown as Json[]).map(({ name }) => String(name)).sort()
}

async function onlyPerson(bent: BentSandbox): Promise<Json> {
  const [person, ...others] = await bent.people()
  expect(others).toEqual([])
  if (!person) throw new Error('nobody was created')
  return person
}

describe('a person', () => {
  it('gets everything that the file says, suspended before anything else', async () => {
    const bent = await scene(
      `${JSON.stringify({
        primaryEmail: 'zoe@example.com',
        primaryPhone: '+61 491 570 156',
        username: 'zoe_1',
        name: 'Zoë "Z", =1+1',
        profile: { givenName: 'Zoë', address: { country: 'AU' } },
        customData: { plan: 'pro', tags: ['a', 'b'], big: 12345678901234567890n.toString() },
        passwordDigest: bcrypt,
        passwordAlgorithm: 'Bcrypt',
        isSuspended: true,
        identities: { google: { userId: 'g-1', details: { email: 'z@gmail.com' } } },
        totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
        roles: ['writer'],
        organizations: [{ name: 'Club', roles: ['keeper'] }],
      })}\n`,
      'people.jsonl',
    )
    await role(bent, 'writer')
    await organization(bent, 'Club')
    await organizationRole(bent, 'keeper')
    const { code, stderr } = await bent.logto(['users', 'import', 'people.jsonl', '--yes'])
    expect(stderr).toContain('1 person to create')
    expect(code).toBe(0)
    const person = await onlyPerson(bent)
    expect(person).toMatchObject({
      primaryEmail: 'zoe@example.com',
      primaryPhone: '61491570156',
      username: 'zoe_1',
      name: 'Zoë "Z", =1+1',
      profile: { givenName: 'Zoë', address: { country: 'AU' } },
      customData: { plan: 'pro', tags: ['a', 'b'], big: '12345678901234567890' },
      isSuspended: true,
      identities: { google: { userId: 'g-1', details: { email: 'z@gmail.com' } } },
    })
    const at = `/api/users/${person.id}`
    expect(await names(bent, `${at}/roles`)).toContain('writer')
    const organizations = (await bent.tenant.call('GET', `${at}/organizations`)).json as unknown as Json[]
    expect(organizations).toMatchObject([{ name: 'Club', organizationRoles: [{ name: 'keeper' }] }])
    const factors = (await bent.tenant.call('GET', `${at}/mfa-verifications`)).json as unknown as Json[]
    expect(factors).toMatchObject([{ type: 'Totp' }])
    const writes = bent.seen.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`)
    expect(writes.slice(0, 2)).toEqual(['POST /api/users', `PATCH ${at}/is-suspended`])
  })

  it('without an identifier is created with the ID of the source, by which it is found again', async () => {
    const people = ['a', 'b', 'c'].map((id) => JSON.stringify({ id, identities: { github: { userId: `gh-${id}` } } }))
    const bent = await scene(people.join('\n'), 'people.jsonl')
    // The answer of the second is lost: it is looked for among the newest.
    bent.bend = {
      after: ({ method, path, count }) =>
        method === 'POST' && path === '/api/users' && count === 2 ? 'cut' : undefined,
    }
    const { code } = await bent.logto(['users', 'import', 'people.jsonl', '--yes', '--retries', '0'])
    expect(code).toBe(0)
    const all = await bent.people()
    expect(all.map(({ customData }) => customData?.legacyId).sort()).toEqual(['a', 'b', 'c'])
    expect(bent.count('POST /api/users')).toBe(3)
  })
})

describe('many people', () => {
  const rows = (count: number, more: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => `p${i}@example.com,${more(i)}\n`).join('')

  it('with a role and an organization each take at most 1.1 requests a person', async () => {
    const bent = await scene(`primaryEmail,roles,organizations\n${rows(300, (i) => `r${i % 3},o${i % 2}`)}`)
    for (const name of ['r0', 'r1', 'r2']) await role(bent, name)
    for (const name of ['o0', 'o1']) await organization(bent, name)
    const { code, stdout } = await bent.logto(importing)
    expect(stdout).toMatch(/^300 people in [\d.]+ s: 300 created\n$/)
    expect(code).toBe(0)
    expect(bent.seen.length).toBeLessThanOrEqual(330)
    const roles = await bent.tenant.call('GET', '/api/roles?page_size=100')
    const counts = (roles.json as unknown as Json[]).filter(({ name }) => /^r\d$/.test(String(name)))
    expect(counts.map(({ usersCount }) => usersCount)).toEqual([100, 100, 100])
  })

  it('get no default role twice, and roles and organizations of the flags', async () => {
    const bent = await scene(`primaryEmail,roles\n${rows(3, () => 'basic|extra')}`)
    await role(bent, 'basic', { isDefault: true })
    await role(bent, 'extra')
    await organization(bent, 'Club')
    const { code } = await bent.logto([...importing, '--roles', 'extra', '--organization', 'Club'])
    expect(code).toBe(0)
    const [one] = await bent.people()
    expect(await names(bent, `/api/users/${one?.id}/roles`)).toEqual(expect.arrayContaining(['basic', 'extra']))
    expect(await names(bent, `/api/users/${one?.id}/organizations`)).toEqual(['Club'])
    expect(bent.seen.filter(({ path }) => /\/roles\/[^/]+\/users$/.test(path))).toHaveLength(1)
  })

  it('who cannot all be given a role: those who have it are passed over, and one who is gone is named', async () => {
    const bent = await scene(`primaryEmail,roles\n${rows(8, () => 'writer')}`)
    const id = await role(bent, 'writer')
    bent.bend = {
      async before({ method, path, body, count }) {
        if (method !== 'POST' || path !== `/api/roles/${id}/users` || count > 1) return undefined
        // Somebody else gives the role to one of them, and deletes another.
        const { userIds } = JSON.parse(body) as { userIds: string[] }
        await bent.tenant.call('POST', `/api/users/${userIds[2]}/roles`, { roleIds: [id] })
        await bent.tenant.call('DELETE', `/api/users/${userIds[5]}`)
        return undefined
      },
    }
    const { code, stdout } = await bent.logto([...importing, '--json'])
    expect(code).toBe(8)
    expect(JSON.parse(stdout).summary).toMatchObject({ created: 7, unfinished: 1, failed: 0 })
    const roles = (await bent.tenant.call('GET', `/api/roles/${id}/users?page_size=100`)).json as unknown as Json[]
    expect(roles).toHaveLength(7)
  })
})

describe('names that the tenant does not have', () => {
  it('are faults of their rows, with the nearest', async () => {
    const bent = await scene('primaryEmail,roles\na@b.co,writer\nc@d.co,writr\n')
    await role(bent, 'writer')
    const refused = await bent.logto([...importing, '--json'])
    expect(refused.code).toBe(2)
    expect(errorOf(refused)).toMatchObject({
      code: 'import.faults',
      details: ['line 3, roles: the tenant has no role writr; is it writer?'],
    })
    expect(bent.count('POST /api/users')).toBe(0)
    const partly = await bent.logto([...importing, '--skip-invalid', '--failed', 'failed.csv'])
    expect(partly.code).toBe(8)
    expect(partly.stdout).toContain('2 people in')
    expect(await bent.people()).toHaveLength(1)
    expect(readFileSync(join(bent.home, 'failed.csv'), 'utf8')).toBe(
      'primaryEmail,roles,_reason\nc@d.co,writr,person.unknown_role: the tenant has no role writr; is it writer?\n',
    )
  })
})

it('--failed never writes over the file of the people', async () => {
  const people = 'primaryEmail,name\na@example.com,A\n'
  const bent = await scene(people)
  for (const failed of ['people.csv', './people.csv']) {
    const refused = await bent.logto([...importing, '--failed', failed, '--json'])
    expect(errorOf(refused).code).toBe('usage.same_file')
  }
  expect(readFileSync(join(bent.home, 'people.csv'), 'utf8')).toBe(people)
  expect(bent.count('POST /api/users')).toBe(0)
})

describe('people who exist', () => {
  const stored = { primaryEmail: 'ann@example.com', name: 'Ann', customData: { a: { x: 1 }, b: 2 } }
  const there = async (people: string, name?: string) => {
    const bent = await scene(people, name)
    return { bent, id: await make(bent, '/api/users', stored) }
  }

  it('are failures without a look beforehand, and a 422 of another kind is one, too', async () => {
    const { bent } = await there('primaryEmail,username\nann@example.com,\nnew@example.com,new_1\n')
    const { code, stdout } = await bent.logto([...importing, '--failed', 'failed.csv', '--json'])
    expect(code).toBe(8)
    expect(JSON.parse(stdout).summary).toMatchObject({ created: 1, failed: 1 })
    expect(JSON.parse(stdout).summary.reasons.failed).toMatchObject([{ code: 'user.email_already_in_use', rows: [1] }])
    expect(bent.seen.some(({ method, path }) => method === 'GET' && path === '/api/users')).toBe(false)
    expect(statSync(join(bent.home, 'failed.csv')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(bent.home, 'failed.csv'), 'utf8')).toMatch(
      /^primaryEmail,username,_reason\nann@example\.com,,"?user\./,
    )
  })

  it('are left alone with skip', async () => {
    const { bent, id } = await there('primaryEmail,name\nANN@example.com,Other\nnew@example.com,New\n')
    const { code, stdout } = await bent.logto([...importing, '--on-existing', 'skip'])
    expect(stdout).toContain('1 created, 1 existed and left alone')
    expect(code).toBe(0)
    expect((await bent.tenant.call('GET', `/api/users/${id}`)).json.name).toBe('Ann')
  })

  it('are updated: what is given is merged, roles are added, the password is not touched', async () => {
    const { bent, id } = await there(
      `${JSON.stringify({
        ...{ primaryEmail: 'ann@example.com', username: 'ann_2', name: 'Anna', customData: { a: { y: 2 } } },
        ...{ passwordDigest: bcrypt, passwordAlgorithm: 'Bcrypt', isSuspended: true, roles: ['writer', 'had'] },
        organizations: ['Club'],
      })}\n`,
      'people.jsonl',
    )
    await role(bent, 'writer')
    const had = await role(bent, 'had')
    await organization(bent, 'Club')
    await bent.tenant.call('POST', `/api/users/${id}/roles`, { roleIds: [had] })
    const line = ['users', 'import', 'people.jsonl', '--yes', '--on-existing', 'update', '--match', 'email']
    const { code, stdout } = await bent.logto(line)
    expect(stdout).toContain('1 updated')
    expect(stdout).toContain('1 password of people who existed not touched')
    expect(stdout).toMatch(/1 person has another address, number or name, which stays \(row 1\): --change-identifiers/)
    expect(code).toBe(0)
    const { json } = await bent.tenant.call('GET', `/api/users/${id}`)
    expect(json).toMatchObject({
      name: 'Anna',
      username: null,
      isSuspended: true,
      customData: { a: { x: 1, y: 2 }, b: 2 },
    })
    expect(json.hasPassword).not.toBe(true)
    expect(await names(bent, `/api/users/${id}/roles`)).toEqual(expect.arrayContaining(['had', 'writer']))
    expect(await names(bent, `/api/users/${id}/organizations`)).toEqual(['Club'])
    // A second time there is nothing left to do, and nobody is unsuspended.
    await bent.logto(line)
    const writes = bent.seen.length
    expect((await bent.logto([...line, '--change-identifiers'])).code).toBe(0)
    expect(bent.seen.slice(writes).filter(({ method }) => method === 'PATCH')).toHaveLength(1)
    expect((await bent.tenant.call('GET', `/api/users/${id}`)).json).toMatchObject({
      username: 'ann_2',
      isSuspended: true,
    })
  })

  it('of whom several match are not touched', async () => {
    const { bent } = await there('primaryEmail,username\nann@example.com,bea_1\n')
    await make(bent, '/api/users', { username: 'bea_1' })
    const { code, stdout } = await bent.logto([...importing, '--on-existing', 'update', '--json'])
    expect(code).toBe(8)
    expect(JSON.parse(stdout).summary.reasons.failed).toMatchObject([{ code: 'import.several_matches' }])
    expect(bent.seen.some(({ method }) => method === 'PATCH')).toBe(false)
  })

  it('are known by a place of customData, for which all users are read once, and the plan says so', async () => {
    const bent = await scene(
      'id,primaryEmail,name,customData.legacyId\n7,ann@example.com,Anna,L7\n8,new@example.com,New,L8\n',
    )
    const id = await make(bent, '/api/users', { primaryEmail: 'old@example.com', customData: { legacyId: 'L7' } })
    const line = [...importing, '--on-existing', 'update', '--match', 'customData.legacyId']
    const { code, stderr, stdout } = await bent.logto(line)
    expect(stderr.replace(/\s+/g, ' ')).toContain(
      'Logto cannot search customData.legacyId: all users of the tenant are read once.',
    )
    expect(stdout).toContain('1 created, 1 updated')
    expect(code).toBe(0)
    expect((await bent.tenant.call('GET', `/api/users/${id}`)).json).toMatchObject({
      name: 'Anna',
      primaryEmail: 'old@example.com',
    })
  })
})

describe('--keep-ids', () => {
  const people = 'id,primaryEmail\nid-1,a@example.com\nid-2,b@example.com\n'

  it('keeps them where the tenant takes them, else in customData', async () => {
    const bent = await scene(people)
    expect((await bent.logto([...importing, '--keep-ids'])).code).toBe(0)
    const all = await bent.people()
    expect(all.map(({ customData }) => customData?.legacyId).sort()).toEqual(['id-1', 'id-2'])
  })

  it('where the tenant takes them: the first goes alone, then all with theirs', async () => {
    const bent = await scene(people)
    bent.bend = {
      before: ({ method, path, body }) =>
        method === 'POST' && path === '/api/users' ? { body: { ...JSON.parse(body), customData: {} } } : undefined,
    }
    expect((await bent.logto([...importing, '--keep-ids'])).code).toBe(0)
    const sent = bent.seen.filter(({ method, path }) => method === 'POST' && path === '/api/users')
    expect(sent.map(({ body }) => JSON.parse(body))).toEqual([
      { primaryEmail: 'a@example.com', id: 'id-1' },
      { primaryEmail: 'b@example.com', id: 'id-2' },
    ])
  })

  it('=require stops after the first, and names it', async () => {
    const bent = await scene(people)
    const { code, stderr } = await bent.logto([...importing, '--keep-ids=require'])
    expect(await bent.people()).toHaveLength(1)
    expect(stderr).toContain('the tenant does not keep IDs: id-1 was created as ')
    expect(code).toBe(2)
  })
})

describe('without a terminal', () => {
  it('--yes is needed, and unconfirmed addresses need a choice', async () => {
    const bent = await scene('primaryEmail,emailVerified\na@example.com,false\n')
    const asked = await bent.logto([...importing.slice(0, 3), '--unverified', 'drop', '--json'])
    expect(errorOf(asked).code).toBe('import.faults')
    const unasked = await bent.logto([...importing, '--json'])
    expect(errorOf(unasked)).toMatchObject({ code: 'import.choice_missing' })
    const silent = await bent.logto([...importing.slice(0, 3), '--unverified', 'keep', '--json'])
    expect(errorOf(silent)).toMatchObject({ code: 'usage.not_confirmed', hint: expect.stringContaining('--yes') })
    expect(bent.count('POST /api/users')).toBe(0)
  })
})

describe('secrets', () => {
  it('are in no output, journal or debug line', async () => {
    const people = [
      {
        username: 'zoe',
        passwordDigest: bcrypt,
        passwordAlgorithm: 'Bcrypt',
        totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      },
      { primaryEmail: 'a@example.com', password: 'clear-Pass-77' },
    ]
    const bent = await scene(people.map((one) => JSON.stringify(one)).join('\n'), 'people.jsonl')
    for (const flags of [['--dry-run'], ['--yes', '--debug']]) {
      const { stdout, stderr, code } = await bent.logto(['users', 'import', 'people.jsonl', ...flags])
      expect(code).toBe(0)
      const journal = flags.includes('--yes') ? readFileSync(journalIn(stderr), 'utf8') : ''
      if (journal !== '') expect(statSync(journalIn(stderr)).mode & 0o777).toBe(0o600)
      for (const secret of [bcrypt, 'clear-Pass-77', 'JBSWY3DPEHPK3PXP']) {
        expect(stdout + stderr + journal).not.toContain(secret)
      }
    }
  })
})
