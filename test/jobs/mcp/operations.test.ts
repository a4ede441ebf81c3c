/** Every operation through an assistant's tools and the strict copy of the documents: one server process for all. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSessionAt } from '../../cli/open-session.js'
import { cleanEnv, type Home, makeHome } from '../../cli/run.js'
import { contracts, index } from '../../contract/command-facts.js'
import { MockTenant, Prism } from '../../contract/mock-tenant.js'
import { uploadOf, variantsOf } from '../../contract/variants.js'
import { parametersOf } from '../lua/lua-parameters.js'
import { type Assistant, assistant, yes } from './assistant.js'

const names = index as unknown as Record<string, { lua: string; method: string }>
const cases = (await contracts()).flatMap((contract) => {
  const [variant] = variantsOf(contract)
  if (!variant) return []
  const { command, operation } = contract
  return [
    { contract, command, operation, name: names[command]?.lua ?? '', parameters: parametersOf(contract, variant) },
  ]
})
const called = cases.filter(({ contract }) => uploadOf(contract) === undefined)
const uploads = cases.filter(({ contract }) => uploadOf(contract) !== undefined)
const writes = cases.filter(({ operation }) => operation.method !== 'GET')
/** Those that destroy, or hand on power whatever they give. */
const grave = called.filter(
  ({ operation: { method, destructive, harmless } }) => destructive || (method !== 'GET' && harmless === undefined),
)

let tenant: MockTenant
let home: Home
let all: Assistant
let reading: Assistant
/** With a client that cannot ask, and with a person who says no, whatever is allowed. */
let alone: Assistant
let declining: Assistant

beforeAll(async () => {
  tenant = new MockTenant(await Prism.open())
  await tenant.start()
  home = makeHome()
  await openSessionAt(tenant.endpoint, cleanEnv(home.path))
  const env = {
    LOGTO_ENDPOINT: tenant.endpoint,
    LOGTO_ACCESS_TOKEN: 'management-token',
    LOGTO_USER_TOKEN: 'user-token',
  }
  const words = ['--retries', '0']
  all = await assistant({ words: [...words, '--allow', 'destroy'], home: home.path, env, person: yes }, true)
  reading = await assistant({ words, home: home.path, env, person: yes }, true)
  const allowed = { words: [...words, '--allow', 'destroy'], home: home.path, env }
  alone = await assistant(allowed, true)
  declining = await assistant({ ...allowed, person: () => ({ action: 'decline' }) }, true)
}, 90_000)

afterAll(async () => {
  for (const { client } of [all, reading, alone, declining]) await client.close()
  await tenant.stop()
  home.remove()
})

/** What came in since, and what is wrong with it. */
function since(count: number) {
  const received = tenant.received.slice(count)
  return { methods: received.map(({ method }) => method), violations: received.flatMap(({ violations }) => violations) }
}

describe('call', () => {
  it(`carries out each of ${called.length} operations, and asks before what hands on power`, async () => {
    for (const { name, parameters, operation } of called) {
      const count = tenant.received.length
      const asked = all.asked.length
      const { isError, text } = await all.use('call', { operation: name, parameters })
      const { methods, violations } = since(count)
      expect({ name, isError, violations }, text).toEqual({ name, isError: false, violations: [] })
      expect(methods, name).toContain(operation.memberwise ? 'GET' : operation.method)
      const isAsked = all.asked.length > asked
      const mustAsk = grave.some((each) => each.name === name)
      if (operation.method === 'GET') expect({ name, isAsked }).toEqual({ name, isAsked: false })
      else if (mustAsk) expect({ name, isAsked }).toEqual({ name, isAsked: true })
      else if (operation.harmless === true) expect({ name, isAsked }).toEqual({ name, isAsked: false })
    }
  }, 180_000)

  it(`sends none of ${grave.length} that destroy or hand on power without a yes`, async () => {
    expect(grave.length).toBeGreaterThan(180)
    const count = tenant.received.length
    for (const { name, parameters } of grave) {
      const refused = await alone.use('call', { operation: name, parameters })
      expect({ name, code: refused.json.error?.code }).toEqual({ name, code: 'mcp.cannot_ask' })
      const declined = await declining.use('call', { operation: name, parameters })
      expect({ name, code: declined.json.error?.code }).toEqual({ name, code: 'mcp.declined' })
    }
    expect(declining.asked).toHaveLength(grave.length)
    expect(since(count).methods.filter((method) => method !== 'GET')).toEqual([])
  }, 180_000)

  it('uploads nothing', async () => {
    expect(uploads.length).toBeGreaterThan(0)
    for (const { name, parameters } of uploads) {
      const count = tenant.received.length
      expect((await all.use('call', { operation: name, parameters })).isError).toBe(true)
      expect(since(count).methods).toEqual([])
    }
  })

  it(`of a server that reads refuses each of ${writes.length} writes, and asks nobody`, async () => {
    expect(writes.length).toBeGreaterThan(200)
    const count = tenant.received.length
    for (const { name, parameters } of writes) {
      const { json } = await reading.use('call', { operation: name, parameters })
      expect({ name, code: json.error?.code }).toEqual({ name, code: 'mcp.not_allowed' })
    }
    expect(since(count).methods).toEqual([])
    expect(reading.asked).toEqual([])
  }, 60_000)
})

describe('run_lua', () => {
  const script = (list: typeof cases) => `
    local failed = {}
    for _, case in ipairs(json.decode([==[${JSON.stringify(list.map(({ name, parameters }) => ({ name, parameters })))}]==])) do
      local ok, problem = pcall(logto[case.name], case.parameters)
      if not ok then failed[#failed + 1] = case.name .. ": " .. problem.code end
    end
    return { failed = #failed, first = failed[1], all = failed }`

  it('reaches each operation', async () => {
    const count = tenant.received.length
    const { json, text } = await all.use('run_lua', { script: script(called) })
    expect(json.result, text).toMatchObject({ failed: 0 })
    expect(since(count).violations).toEqual([])
    expect(since(count).methods.length).toBeGreaterThanOrEqual(called.length)
  }, 180_000)

  it('sends none that destroys or hands on power without a yes', async () => {
    const count = tenant.received.length
    for (const [server, code] of [
      [alone, 'mcp.cannot_ask'],
      [declining, 'mcp.declined'],
    ] as const) {
      const { json } = await server.use('run_lua', { script: script(grave) })
      expect(json.result.all).toEqual(grave.map(({ name }) => `${name}: ${code}`))
    }
    expect(since(count).methods.filter((method) => method !== 'GET')).toEqual([])
  }, 180_000)

  it('of a server that reads is refused each write', async () => {
    const count = tenant.received.length
    const { json } = await reading.use('run_lua', { script: script(writes) })
    expect(json.result.failed).toBe(writes.length)
    expect(json.result.all.every((line: string) => line.endsWith(': mcp.not_allowed'))).toBe(true)
    expect(since(count).methods).toEqual([])
  }, 60_000)
})
