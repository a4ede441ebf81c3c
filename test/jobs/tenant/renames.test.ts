/** `renamedFrom`: one change where only the old name is there, nothing where only the new one is, and never both. */

import { describe, expect, it } from 'vitest'
import { workshop } from './workshop.js'

const kinds = [
  {
    kind: 'roles',
    path: '/api/roles',
    body: (name: string) => ({ name, description: 'd' }),
    entry: (name: string) => `${name}:\n  renamedFrom: Old\n  description: d\n`,
  },
  {
    kind: 'applications',
    path: '/api/applications',
    body: (name: string) => ({ name, type: 'SPA' }),
    entry: (name: string) => `${name}:\n  renamedFrom: Old\n  type: SPA\n`,
  },
  {
    kind: 'hooks',
    path: '/api/hooks',
    body: (name: string) => ({ name, events: ['User.Created'], config: { url: 'https://h.example.com' } }),
    entry: (name: string) =>
      `${name}:\n  renamedFrom: Old\n  events: [User.Created]\n  config: { url: "https://h.example.com" }\n`,
  },
]

describe.each(kinds)('$kind', ({ kind, path, body, entry }) => {
  it('only the old one is there: it is renamed; then there is nothing to do', { timeout: 60_000 }, async () => {
    const { logto, write, tenant } = await workshop()
    const { json } = await tenant.call('POST', path, body('Old'))
    write('t/tenant.yaml', 'version: 1\n')
    write(`t/${kind}.yaml`, entry('New'))
    expect((await logto(['diff', 't'])).stdout).toContain('name: "Old" -> "New"')
    expect((await logto(['apply', 't', '--yes'])).code).toBe(0)
    expect((await tenant.call('GET', `${path}/${json.id}`)).json.name).toBe('New')
    expect((await logto(['diff', 't'])).code).toBe(0)
  })

  it('neither is there: it is created; both are: that is refused', { timeout: 60_000 }, async () => {
    const { logto, write, tenant } = await workshop()
    write('t/tenant.yaml', 'version: 1\n')
    write(`t/${kind}.yaml`, entry('New'))
    expect((await logto(['apply', 't', '--yes'])).code).toBe(0)
    await tenant.call('POST', path, body('Old'))
    const both = await logto(['apply', 't', '--yes'])
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('from which it is renamed, are both there') })
  })
})

it('is refused where Logto cannot rename', { timeout: 30_000 }, async () => {
  const { logto, write } = await workshop()
  write('t/tenant.yaml', 'version: 1\n')
  write('t/resources.yaml', 'https://new.example.com:\n  renamedFrom: https://old.example.com\n')
  expect(await logto(['validate', 't'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no property renamedFrom'),
  })
})

it('several of one name are told apart, and what stays in doubt is refused', { timeout: 90_000 }, async () => {
  const { logto, write, read, tenant } = await workshop()
  const app = (uri: string) => ({
    name: 'Twin',
    type: 'SPA',
    oidcClientMetadata: { redirectUris: [uri], postLogoutRedirectUris: [] },
  })
  await tenant.call('POST', '/api/applications', app('https://one.example.com'))
  const { json: two } = await tenant.call('POST', '/api/applications', app('https://two.example.com'))
  expect((await logto(['pull', 't', '--only', 'applications'])).code).toBe(0)
  expect(read('t/applications.yaml')).toMatch(/^Twin \(https:\/\/one\.example\.com\):\n {2}name: Twin$/m)
  write(
    't/applications.yaml',
    read('t/applications.yaml').replace('- https://two.example.com', '- https://changed.example.com'),
  )
  expect((await logto(['apply', 't', '--yes'])).code).toBe(0)
  expect((await tenant.call('GET', `/api/applications/${two.id}`)).json.oidcClientMetadata).toMatchObject({
    redirectUris: ['https://changed.example.com'],
  })
  write('t/applications.yaml', 'Twin:\n  type: SPA\n')
  expect(await logto(['apply', 't', '--yes'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there are several'),
  })
})
