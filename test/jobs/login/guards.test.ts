/** Read-only and protected profiles, on commands, presets and raw requests. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { onTerminal, terminalNeed } from '../../cli/terminal.js'
import { addProfile, person } from './person.js'
import { namedTenant } from './two-tenants.js'

async function guarded(marks: { readOnly?: true; protected?: true }) {
  const tenant = await namedTenant('own', { body: { id: 'u1' } })
  const ann = person()
  await addProfile(ann, 'prod', { endpoint: tenant.endpoint, ...marks })
  return { tenant, ann }
}

describe('a read-only profile', () => {
  const writes = [
    'users create --username ann',
    'users update u1 --name Ann',
    'users update u1 --set customData.a=b --merge',
    'users delete u1 --yes',
    'users delete u1 --yes --confirm prod',
    'users replace-roles u1 --role-ids r1',
    'users suspend u1',
    'users unsuspend u1',
    'api POST /api/users -f name=x',
    'api PATCH /api/users/u1 -f name=x',
    'api PUT /api/users/u1/roles --set-json roleIds=[]',
    'api DELETE /api/users/u1 --yes',
  ]

  it.each(writes)('refuses %s, and sends nothing', async (line) => {
    const { tenant, ann } = await guarded({ readOnly: true })
    const ended = await ann.logto(`${line} --json`)
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(JSON.parse(ended.stderr)).toMatchObject({
      error: {
        code: 'profile.read_only',
        message: 'writing is switched off by profile prod',
        hint: expect.stringContaining('logto profiles set prod --no-read-only'),
      },
    })
    expect(tenant.received).toEqual([])
  })

  it('lets reads and dry runs through, and writes once it is taken back', async () => {
    const { tenant, ann } = await guarded({ readOnly: true })
    expect(await ann.logto('users get u1')).toMatchObject({ code: 0 })
    expect(await ann.logto('api GET /api/users/u1')).toMatchObject({ code: 0 })
    expect(tenant.received.filter(({ path }) => path !== '/oidc/token')).toHaveLength(2)
    expect(await ann.logto('users create --username ann --dry-run')).toMatchObject({ code: 0 })
    await ann.logto('profiles set prod --no-read-only')
    expect(await ann.logto('users create --username ann')).toMatchObject({ code: 0 })
    expect(tenant.received.filter(({ path }) => path !== '/oidc/token')).toHaveLength(3)
  })

  it('is also what a project file makes of any source', async () => {
    const { tenant, ann } = await guarded({})
    writeFileSync(join(ann.home, '.logtorc.json'), '{"readOnly": true}')
    const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_ACCESS_TOKEN: 't' }
    for (const options of [{}, { env }]) {
      for (const line of ['users create --username ann', 'users suspend u1', 'api DELETE /api/users/u1 --yes']) {
        const ended = await ann.logto(line, options)
        expect(ended).toMatchObject({ code: 3, stdout: '' })
        expect(ended.stderr).toMatch(/switched off by the project file\n.*readOnly out of the project file/)
      }
    }
    expect(tenant.received).toEqual([])
  })
})

describe('a protected profile', () => {
  const destructions = ['users delete u1', 'api DELETE /api/users/u1', 'users replace-roles u1 --set-json roleIds=[]']

  it.each(destructions)('wants its name besides --yes: %s', async (line) => {
    const { tenant, ann } = await guarded({ protected: true })
    const refused = await ann.logto(`${line} --yes`)
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toMatch(/no terminal to ask on\n.*profile prod is protected: add --yes --confirm prod/)
    const wrong = await ann.logto(`${line} --yes --confirm dev`)
    expect(wrong).toMatchObject({ code: 2, stdout: '' })
    expect(wrong.stderr).toMatch(/--confirm dev is not the name of the protected profile\n.*prod/)
    expect(await ann.logto(`${line} --confirm prod`)).toMatchObject({ code: 2 })
    expect(tenant.received).toEqual([])
    expect(await ann.logto(`${line} --yes --confirm prod`)).toMatchObject({ code: 0 })
    expect(tenant.received.at(-1)?.path).toMatch(/^\/api\/users\/u1/)
  })

  it('does not ask before what destroys nothing', async () => {
    const { ann } = await guarded({ protected: true })
    expect(await ann.logto('users update u1 --name Ann')).toMatchObject({ code: 0 })
  })
})

describe.skipIf(terminalNeed.lacking)(`on a terminal${terminalNeed.note}`, () => {
  it.each([
    ['dev\r', 2, false],
    ['prod\r', 0, true],
    ['\u0003', 130, false],
  ])('the name %j ends with %i', async (keys, code, isSent) => {
    const { tenant, ann } = await guarded({ protected: true })
    const session = await onTerminal('logto users delete u1', {
      home: ann.home,
      env: {},
      typing: [[/Type prod/, keys]],
    })
    expect(session.code).toBe(code)
    expect(session.screen.replace(/\s+/g, ' ')).toContain(`profile prod (${tenant.endpoint})`)
    expect(tenant.received.some(({ method }) => method === 'DELETE')).toBe(isSent)
  })
})
