import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answered, startTenant, type TestTenant } from './client.js'

let tenant: TestTenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.close())

let serial = 0
const fresh = () => `thing${serial++}`
const call = (method: string, path: string, body?: unknown) => tenant.call(method, `/api/${path}`, body)
const refusal = ({ status, json }: Answered) => [status, json.code]
const fault = [500, undefined]

async function made(path: string, more: object = {}): Promise<string> {
  const { json, text } = await call('POST', path, { name: fresh(), ...more })
  expect(json.id, text).toBeDefined()
  return String(json.id)
}
const user = () => made('users')
const role = (type = 'User') => made('roles', { description: 'd', type })
const machineRole = () => role('MachineToMachine')
const machine = () => made('applications', { type: 'MachineToMachine' })
const organization = () => made('organizations')
const memberRole = (type = 'User') => made('organization-roles', { type })
const idsAt = async (path: string) =>
  ((await call('GET', path)).json as unknown as { id: string }[]).map(({ id }) => id)

describe('users of a role', () => {
  it.each([
    ['one of whom has it', (has: string, other: string) => [other, has], [422, 'role.user_exists']],
    ['one of whom is given twice', (_: string, other: string) => [other, other], fault],
    ['one of whom is unknown', (_: string, other: string) => [other, 'nobody'], [404, 'entity.not_found']],
    ['of whom there are none', () => [], [400, 'guard.invalid_input']],
  ])('%s are refused whole', async (_, userIds, expected) => {
    const [id, has, other] = [await role(), await user(), await user()]
    await call('POST', `roles/${id}/users`, { userIds: [has] })
    expect(refusal(await call('POST', `roles/${id}/users`, { userIds: userIds(has, other) }))).toEqual(expected)
    expect(await idsAt(`roles/${id}/users`)).toEqual([has])
  })

  it('are refused for a role of machines, and come newest first', async () => {
    const [one, two] = [await user(), await user()]
    const refused = await call('POST', `roles/${await machineRole()}/users`, { userIds: [one] })
    expect(refusal(refused)).toEqual([422, 'entity.db_constraint_violated'])
    const id = await role()
    await call('POST', `roles/${id}/users`, { userIds: [one, two] })
    expect(await idsAt(`roles/${id}/users`)).toEqual([two, one])
  })
})

describe('roles of a user', () => {
  it('are answered as given, and those that are new', async () => {
    const [id, a, b] = [await user(), await role(), await role()]
    await call('POST', `users/${id}/roles`, { roleIds: [a] })
    const { json } = await call('POST', `users/${id}/roles`, { roleIds: [b, a] })
    expect(json).toEqual({ roleIds: [b, a], addedRoleIds: [b] })
  })

  it('break the server when a new one is given twice, and nothing is added', async () => {
    const [id, a] = [await user(), await role()]
    expect(refusal(await call('POST', `users/${id}/roles`, { roleIds: [a, a] }))).toEqual(fault)
    expect(await idsAt(`users/${id}/roles`)).toEqual([])
  })

  it.each([
    ['given twice', (a: string) => [a, a], fault],
    ['of the wrong kind', async () => [await machineRole()], [422, 'entity.db_constraint_violated']],
  ])('are gone when those that replace them are %s', async (_, roleIds, expected) => {
    const [id, old] = [await user(), await role()]
    await call('POST', `users/${id}/roles`, { roleIds: [old] })
    expect(refusal(await call('PUT', `users/${id}/roles`, { roleIds: await roleIds(await role()) }))).toEqual(expected)
    expect(await idsAt(`users/${id}/roles`)).toEqual([])
  })

  it('stay when one that replaces them is unknown', async () => {
    const [id, old] = [await user(), await role()]
    await call('POST', `users/${id}/roles`, { roleIds: [old] })
    const refused = await call('PUT', `users/${id}/roles`, { roleIds: ['nothing'] })
    expect(refusal(refused)).toEqual([404, 'entity.not_exists_with_id'])
    expect(await idsAt(`users/${id}/roles`)).toEqual([old])
  })
})

describe('roles of an application', () => {
  it('that lose some and gain none are refused, and are gone all the same', async () => {
    const [id, a, b] = [await machine(), await machineRole(), await machineRole()]
    await call('POST', `applications/${id}/roles`, { roleIds: [a, b] })
    const empty = [422, 'entity.invalid_input']
    expect(refusal(await call('PUT', `applications/${id}/roles`, { roleIds: [a, b] }))).toEqual(empty)
    expect(refusal(await call('PUT', `applications/${id}/roles`, { roleIds: [a] }))).toEqual(empty)
    expect(await idsAt(`applications/${id}/roles`)).toEqual([a])
    expect(refusal(await call('PUT', `applications/${id}/roles`, { roleIds: [] }))).toEqual(empty)
    expect(await idsAt(`applications/${id}/roles`)).toEqual([])
    expect((await call('PUT', `applications/${id}/roles`, { roleIds: [b] })).status).toBe(200)
  })

  it('are for machines; a role takes another application without a word and does not list it', async () => {
    const [page, id] = [await made('applications', { type: 'SPA' }), await machineRole()]
    const refused = await call('POST', `applications/${page}/roles`, { roleIds: [id] })
    expect(refusal(refused)).toEqual([422, 'application.invalid_type'])
    expect((await call('POST', `roles/${id}/applications`, { applicationIds: [page] })).status).toBe(201)
    expect(await idsAt(`roles/${id}/applications`)).toEqual([])
  })
})

describe('a new role', () => {
  it.each([
    ['unknown', ['nothing'], [404, 'entity.not_exists_with_id']],
    ['of the Management API', ['management-api-all'], [400, 'role.management_api_scopes_not_assignable_to_user_role']],
    ['none', [], [422, 'entity.invalid_input']],
  ])('whose permissions are %s is there although it is refused', async (_, scopeIds, expected) => {
    const body = { name: fresh(), description: 'd' }
    expect(refusal(await call('POST', 'roles', { ...body, scopeIds }))).toEqual(expected)
    expect(refusal(await call('POST', 'roles', body))).toEqual([422, 'role.name_in_use'])
  })

  it('of organizations with unknown permissions is not made', async () => {
    const name = fresh()
    const refused = await call('POST', 'organization-roles', { name, organizationScopeIds: ['nothing'] })
    expect(refusal(refused)).toEqual([422, 'entity.relation_foreign_key_not_found'])
    expect((await call('POST', 'organization-roles', { name })).status).toBe(201)
  })
})

describe('members of an organization', () => {
  it('may be given twice or again, and are answered as given', async () => {
    const [id, a, b] = [await organization(), await user(), await user()]
    const added = await call('POST', `organizations/${id}/users`, { userIds: [a, a, b] })
    expect([added.status, added.json]).toEqual([201, { userIds: [a, a, b] }])
    expect(refusal(await call('POST', `organizations/${id}/users`, { userIds: [a, 'nobody'] }))).toEqual([
      422,
      'entity.relation_foreign_key_not_found',
    ])
    expect(await idsAt(`organizations/${id}/users`)).toEqual([a, b].sort())
  })

  it('get roles together or not at all', async () => {
    const [id, member, stranger, held] = [await organization(), await user(), await user(), await memberRole()]
    await call('POST', `organizations/${id}/users`, { userIds: [member] })
    const assign = (userIds: string[], organizationRoleIds: string[]) =>
      call('POST', `organizations/${id}/users/roles`, { userIds, organizationRoleIds })
    const foreign = [422, 'entity.relation_foreign_key_not_found']
    expect(refusal(await assign([member, stranger], [held]))).toEqual(foreign)
    expect(refusal(await assign([member], [held, 'nothing']))).toEqual(foreign)
    expect(refusal(await assign([member], [await memberRole('MachineToMachine')]))).toEqual([
      422,
      'entity.db_constraint_violated',
    ])
    expect(refusal(await assign([], []))).toEqual([400, 'guard.invalid_input'])
    expect(await idsAt(`organizations/${id}/users/${member}/roles`)).toEqual([])
    expect((await assign([member, member], [held, held])).status).toBe(201)
    expect(await idsAt(`organizations/${id}/users/${member}/roles`)).toEqual([held])
  })

  it('beside people are machines alone', async () => {
    const id = await organization()
    const page = await made('applications', { type: 'SPA' })
    const refused = await call('POST', `organizations/${id}/applications`, { applicationIds: [page] })
    expect(refusal(refused)).toEqual([422, 'entity.db_constraint_violated'])
  })

  it('of an organization that is not there are an empty list', async () => {
    expect((await call('GET', 'organizations/nothing/users')).json).toEqual([])
  })
})

it('a list of permissions that is replaced has each once', async () => {
  const scope = await made('organization-scopes')
  const path = `organization-roles/${await memberRole()}/scopes`
  const refused = await call('PUT', path, { organizationScopeIds: [scope, scope] })
  expect(refusal(refused)).toEqual([422, 'entity.unique_integrity_violation'])
})
