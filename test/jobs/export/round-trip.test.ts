/** What is exported from one tenant and imported into another is there as it was. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import type { BentSandbox } from '../import/bent-sandbox.js'
import { bentSandbox } from '../import/bent-tenant.js'
import { awkwardPeople, organizationNames, organizationRoleNames, roleNames } from './awkward-people.js'

type Exported = Record<string, unknown>

/** A tenant that knows the names that people hold. */
async function tenantOfNames(): Promise<{ bent: BentSandbox; ids: Map<string, string> }> {
  const bent = await bentSandbox()
  const seeded = (await bent.tenant.call('GET', '/api/users?page_size=100')).json as unknown as Exported[]
  for (const { id } of seeded) await bent.tenant.call('DELETE', `/api/users/${id}`)
  const ids = new Map<string, string>()
  const add = async (path: string, kind: string, name: string, more = {}) => {
    const { json, status, text } = await bent.tenant.call('POST', path, { name, ...more })
    expect(status, text).toBeLessThan(300)
    ids.set(`${kind} ${name}`, String(json.id))
  }
  for (const name of roleNames) await add('/api/roles', 'role', name, { description: name })
  for (const name of organizationNames) await add('/api/organizations', 'organization', name)
  for (const name of organizationRoleNames) await add('/api/organization-roles', 'organization role', name)
  return { bent, ids }
}

/** A tenant with all the awkward people. */
async function filledTenant(): Promise<BentSandbox> {
  const { bent, ids } = await tenantOfNames()
  const call = async (method: string, path: string, body: unknown) => {
    const { json, status, text } = await bent.tenant.call(method, path, body)
    expect(status, `${method} ${path} ${text}`).toBeLessThan(300)
    return json
  }
  for (const { body, identities = {}, isSuspended, roles = [], organizations = {} } of awkwardPeople) {
    const { id } = await call('POST', '/api/users', body)
    for (const [target, identity] of Object.entries(identities)) {
      await call('PUT', `/api/users/${id}/identities/${target}`, identity)
    }
    if (isSuspended) await call('PATCH', `/api/users/${id}/is-suspended`, { isSuspended })
    if (roles.length > 0) {
      await call('POST', `/api/users/${id}/roles`, { roleIds: roles.map((name) => ids.get(`role ${name}`)) })
    }
    for (const [name, held] of Object.entries(organizations)) {
      const organization = ids.get(`organization ${name}`)
      await call('POST', `/api/organizations/${organization}/users`, { userIds: [id] })
      if (held.length === 0) continue
      const organizationRoleIds = held.map((one) => ids.get(`organization role ${one}`))
      await call('POST', `/api/organizations/${organization}/users/${id}/roles`, { organizationRoleIds })
    }
  }
  return bent
}

const all = ['--with', 'roles,organizations,identities,password-hash']

/** What Logto lets one write of a person: all but IDs and times. */
function writable(person: Exported): Exported {
  const { id: _, createdAt, updatedAt, lastSignInAt, organizations, ...rest } = person
  const memberships = (organizations as Exported[]).map(({ id: _, ...one }) => one)
  return { ...rest, organizations: memberships }
}

/** In an order that both tenants have: they were not created in the same. */
function inOrder(people: readonly Exported[]): Exported[] {
  return people.map(writable).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

function lines(bent: BentSandbox, name: string): Exported[] {
  const text = readFileSync(join(bent.home, name), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Exported)
}

async function exported(bent: BentSandbox, name: string, more: readonly string[] = []): Promise<void> {
  const { code, stderr } = await bent.logto(['users', 'export', name, ...all, ...more])
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`people in ${name}`) })
}

describe('the round trip', () => {
  it.each([
    ['JSON Lines', 'people.jsonl', []],
    ['JSON', 'people.json', []],
    ['CSV', 'people.csv', []],
    ['CSV for spreadsheets', 'people.csv', ['--csv-safe']],
  ])(
    'by %s brings everybody over as they are',
    async (_, name, more) => {
      const from = await filledTenant()
      await exported(from, name, more)
      await exported(from, 'before.jsonl')
      const before = inOrder(lines(from, 'before.jsonl'))
      expect(before).toHaveLength(awkwardPeople.length)

      const { bent: into } = await tenantOfNames()
      writeFileSync(join(into.home, name), readFileSync(join(from.home, name)))
      const { code, stderr } = await into.logto(['users', 'import', name, '--yes'], { timeoutMs: 60_000 })
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
      await exported(into, 'after.jsonl')
      const came = lines(into, 'after.jsonl')
      const [alone, ...others] = came.filter(({ customData }) => 'legacyId' in (customData as Exported))
      // By nothing else can an import find again whom it has made.
      expect([alone?.name, others]).toEqual(['Only an identity', []])
      const { legacyId, ...customData } = { ...(alone?.customData as Exported | undefined) }
      expect(lines(from, 'before.jsonl').find(({ id }) => id === legacyId)).toMatchObject({ name: alone?.name })
      expect(inOrder(came.map((one) => (one === alone ? { ...one, customData } : one)))).toEqual(before)
    },
    120_000,
  )

  it('has in each form the same people, in the order of the list', async () => {
    const bent = await filledTenant()
    for (const name of ['p.jsonl', 'p.json', 'p.csv']) await exported(bent, name)
    const asLines = lines(bent, 'p.jsonl')
    expect(JSON.parse(readFileSync(join(bent.home, 'p.json'), 'utf8'))).toEqual(asLines)
    const rows = parse(readFileSync(join(bent.home, 'p.csv')), { columns: true }) as Record<string, string>[]
    expect(rows.map(({ id }) => id)).toEqual(asLines.map(({ id }) => id))
    expect(rows.map(({ name }) => name)).toEqual(asLines.map(({ name }) => name ?? ''))
    expect(rows.map(({ customData = '' }) => JSON.parse(customData))).toEqual(
      asLines.map(({ customData }) => customData),
    )
    const times = asLines.map(({ createdAt }) => Number(createdAt))
    expect(times).toEqual(times.toSorted((a, b) => b - a))
  }, 60_000)
})
