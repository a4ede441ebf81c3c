/** `logto doctor` on operations that only one of the two sides has, and on what it keeps of the tenant's documents. */

import { writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { logtoTenant } from '../login/logto-tenant.js'
import { person } from '../login/person.js'
import { doctor, documents, machineAt } from './patient.js'

const drifted = documents((api, paths) => {
  if (api !== 'management') return
  paths['/api/teams/{id}'] = { get: {}, delete: {}, summary: {} }
  const roles = Object.keys(paths).find((path) => /^\/api\/roles\/\{\w+\}$/.test(path)) ?? ''
  delete paths[roles]?.delete
})

/** As a Logto publishes them: operations with ids. */
const named = documents((api, paths) => {
  for (const [path, item] of Object.entries(paths)) {
    for (const method of Object.keys(item)) item[method] = { operationId: `Known${path.length}`, responses: {} }
  }
  if (api === 'management') paths['/api/teams'] = { get: { operationId: 'ListTeams', responses: {} } }
})

describe('drift', () => {
  it('is told both ways, as a warning', async () => {
    const tenant = await logtoTenant({ publishes: drifted })
    const { ended, unwell, checks } = await doctor(person(), '', { env: machineAt(tenant.endpoint) })
    expect({ unwell, code: ended.code }).toEqual({ unwell: { drift: 'warning' }, code: 0 })
    expect(checks.drift).toMatchObject({
      message:
        'the tenant has 2 operations that this program lacks, and this program has 1 operation that the tenant lacks',
      hint: expect.stringMatching(/logto refresh.*GET \/api\/teams\/\{id\}.*roles delete/),
      details: {
        programLacks: ['DELETE /api/teams/{id}', 'GET /api/teams/{id}'],
        tenantLacks: [{ command: 'roles delete', operation: 'DELETE /api/roles/{id}' }],
      },
    })
  })

  it('waits for a document longer than for anything else, unless --timeout says how long', {
    timeout: 60_000,
  }, async () => {
    const all = documents()
    const busy = await logtoTenant({
      publishes: async (asked) => {
        await delay(4500)
        return all(asked)
      },
    })
    const [patient, hasty] = await Promise.all([
      doctor(person(), '', { env: machineAt(busy.endpoint) }),
      doctor(person(), '--timeout 2s', { env: machineAt(busy.endpoint) }),
    ])
    expect(patient).toMatchObject({ ok: true, unwell: {} })
    expect(hasty?.unwell).toEqual({ drift: 'failed' })
  })

  it('says that commands were made for what is new', async () => {
    const tenant = await logtoTenant({ publishes: named })
    const ann = person()
    const env = machineAt(tenant.endpoint, { LOGTO_TOKEN_CACHE: 'off' })
    expect((await ann.logto('refresh', { env })).code).toBe(0)
    const { checks, unwell } = await doctor(ann, '', { env })
    expect(unwell).toEqual({})
    expect(checks.drift?.message).toBe(
      'this program knows all 360 operations of the tenant, 1 of them since `logto refresh`',
    )
  })

  it('is read from what is kept while the documents stay the same; damage costs nothing', async () => {
    const tenant = await logtoTenant({ publishes: drifted })
    const ann = person()
    const env = machineAt(tenant.endpoint, { LOGTO_TOKEN_CACHE: 'off' })
    const look = async () => {
      tenant.received.length = 0
      const { checks } = await doctor(ann, '', { env })
      const asked = tenant.received.filter(({ path }) => path.endsWith('.openapi.json'))
      return { details: checks.drift?.details, marks: asked.map(({ headers }) => headers['if-none-match']).sort() }
    }
    const first = await look()
    expect(first.marks).toEqual([undefined, undefined, undefined])
    const [kept, ...others] = ann.files()
    expect(others).toEqual([])
    expect(kept).toMatchObject({ path: expect.stringContaining('/cache/'), mode: 0o600 })
    expect(kept?.text.length).toBeLessThan(50_000)
    const second = await look()
    expect(second.details).toEqual(first.details)
    expect(second.marks).toEqual(['"state-of-experience"', '"state-of-management"', '"state-of-user"'])
    writeFileSync(kept?.path ?? '', '{"management":{"etag":1}')
    expect(await look()).toEqual(first)
  })

  it('cannot be told where the tenant publishes nothing, and is not told where a document is missing', async () => {
    const silent = await logtoTenant()
    const all = documents()
    const older = await logtoTenant({
      publishes: (asked) => (asked.path.includes('user') ? { status: 404 } : all(asked)),
    })
    const [none, some] = await Promise.all(
      [silent, older].map(({ endpoint }) => doctor(person(), '', { env: machineAt(endpoint) })),
    )
    expect(none).toMatchObject({ ok: true, unwell: { drift: 'warning' } })
    expect(some).toMatchObject({ ok: true, unwell: {} })
    expect(some?.checks.drift?.message).toContain('321 operations')
  })
})
