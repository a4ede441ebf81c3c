/** An assistant's view: what administrators ask for takes at most four calls, and the person is asked as often as it must be. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeHome } from '../../cli/run.js'
import { type Json, startTenant, type TestTenant } from '../../sandbox/client.js'
import { type Assistant, assistant, yes } from './assistant.js'
import { type Hands, tasks } from './tasks.js'

const home = makeHome()
let tenant: TestTenant
let helper: Assistant

beforeAll(async () => {
  tenant = await startTenant({ users: 30 })
  const { url, clientId, clientSecret } = tenant
  const env = { LOGTO_ENDPOINT: url, LOGTO_CLIENT_ID: clientId, LOGTO_CLIENT_SECRET: clientSecret }
  helper = await assistant({ words: ['--allow', 'destroy'], home: home.path, env, person: yes }, true)
})

afterAll(async () => {
  await helper.client.close()
  await tenant.close()
  home.remove()
})

/** Four calls, and no more. */
function hands(): Hands {
  let calls = 0
  const use: Hands['use'] = (tool, given) => {
    calls += 1
    expect(calls).toBeLessThanOrEqual(4)
    return helper.use(tool, given)
  }
  const done = async (tool: string, given: Record<string, unknown>) => {
    const { isError, json, text } = await use(tool, given)
    expect(isError, text).toBe(false)
    return json
  }
  return {
    use,
    async find(words, name) {
      const { operations } = await done('search', { words, limit: 3 })
      expect(operations.map((operation: { name: string }) => operation.name)).toContain(name)
      return name
    },
    call: (operation, parameters = {}, more = {}) => done('call', { operation, parameters, ...more }),
    run: async (script) => (await done('run_lua', { script })).result,
    describe: async (operation) => (await use('describe', { operation })).text,
  }
}

it('there are twenty', () => expect(tasks).toHaveLength(20))

it.each(tasks)('$asks', async ({ given, does, holds, questions = 0 }) => {
  await given?.(tenant)
  const before = helper.asked.length
  const result = await does(hands())
  expect(helper.asked).toHaveLength(before + questions)
  await holds(tenant, result as Json)
})
