/** Organizations are data: they are managed with `--with organizations`, with what machines may do in them. */

import { expect, it } from 'vitest'
import type { Json } from '../../sandbox/client.js'
import { workshop } from './workshop.js'

const organization = (applications: string, roles: string) => `Harbour Books:
  applications: ${applications}
  applicationRoles: ${roles}
`

it('carry the roles of applications there, one change for each, and none for those that leave', {
  timeout: 120_000,
}, async () => {
  const { logto, write, read, tenant, another } = await workshop()
  write('t/tenant.yaml', 'version: 1\n')
  write(
    't/organization-template.yaml',
    'scopes: {}\nroles:\n  Robot: { type: MachineToMachine }\n  Clerk: { type: MachineToMachine }\n',
  )
  write('t/applications.yaml', 'Stock:\n  type: MachineToMachine\nPost:\n  type: MachineToMachine\n')
  write('t/organizations.yaml', organization('[Stock, Post]', '{ Stock: [Robot, Clerk], Post: [Clerk] }'))
  const apply = ['apply', 't', '--with', 'organizations', '--yes']
  expect(await logto(apply)).toMatchObject({ code: 0 })
  expect(await logto(apply)).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing differs') })

  const list = async (path: string) => (await tenant.call('GET', path)).json as unknown as Json[]
  const rolesIn = async () => {
    const harbour = (await list('/api/organizations')).find(({ name }) => String(name) === 'Harbour Books')
    const applications = await list(`/api/organizations/${harbour?.id}/applications?page=1&page_size=100`)
    const namesOf = (roles: unknown) => (roles as Json[]).map(({ name }) => String(name)).sort()
    return Object.fromEntries(
      applications.map(({ name, organizationRoles }) => [String(name), namesOf(organizationRoles)]),
    )
  }
  expect(await rolesIn()).toEqual({ Stock: ['Clerk', 'Robot'], Post: ['Clerk'] })

  // The order of roles means nothing; what is not named has none; who leaves needs no request.
  write('t/organizations.yaml', organization('[Stock, Post]', '{ Post: [Clerk], Stock: [Clerk, Robot] }'))
  expect(await logto(apply)).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing differs') })
  write('t/organizations.yaml', organization('[Post, Stock]', '{ Stock: [Robot] }'))
  expect(await logto(apply)).toMatchObject({ code: 0 })
  expect(await rolesIn()).toEqual({ Stock: ['Robot'], Post: [] })
  write('t/organizations.yaml', organization('[Post]', '{ Post: [Robot] }'))
  expect(await logto(apply)).toMatchObject({ code: 0, stderr: expect.stringMatching(/^\d+ of \d+ done\n$/) })
  expect(await rolesIn()).toEqual({ Post: ['Robot'] })

  expect((await logto(['pull', 'back', '--with', 'organizations'])).code).toBe(0)
  expect(read('back/organizations.yaml')).toContain('applicationRoles:\n    Post:\n      - Robot\n')
  const other = await another()
  expect(await logto(['apply', 'back', '--with', 'organizations', '--yes'], { on: other })).toMatchObject({ code: 0 })
  expect(await logto(['diff', 'back', '--with', 'organizations'], { on: other })).toMatchObject({ code: 0 })
})

it('refuse a role of an application that is not there', { timeout: 30_000 }, async () => {
  const { logto, write } = await workshop()
  write('t/tenant.yaml', 'version: 1\n')
  write('t/organizations.yaml', organization('[]', '{ Nobody: [Robot] }'))
  const refused = await logto(['apply', 't', '--with', 'organizations', '--yes'])
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('Nobody') })
})
