/** A person who does not answer: after 5 minutes that is a no. The server's clock runs a hundred times as fast. */

import { expect, it, onTestFinished } from 'vitest'
import { makeHome } from '../../cli/run.js'
import { startServer } from '../../cli/server.js'
import { assistant, yes } from './assistant.js'

const speed = 100
const quickClock = `const set = globalThis.setTimeout
globalThis.setTimeout = (done, ms = 0, ...more) => set(done, ms / ${speed}, ...more)`

it.each([
  ['call', { operation: 'delete_user', parameters: { user_id: 'u1' } }],
  ['run_lua', { script: 'logto.delete_user{ user_id = "u1" }' }],
])('nothing is done by %s, and nothing after a yes that comes too late', async (tool, given) => {
  const server = await startServer(() => ({ body: { id: 'u1' } }))
  const home = makeHome()
  onTestFinished(() => {
    server.close()
    home.remove()
  })
  let answered: Promise<unknown> | undefined
  const { use, asked } = await assistant({
    words: ['--allow', 'destroy'],
    home: home.path,
    env: {
      LOGTO_ENDPOINT: server.endpoint,
      LOGTO_ACCESS_TOKEN: 'the-token',
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(quickClock)}`,
    },
    person: () => {
      const late = new Promise<ReturnType<typeof yes>>((resolve) => setTimeout(() => resolve(yes()), 4500))
      answered = late
      return late
    },
  })
  await use('who')
  const before = server.received.length
  const began = performance.now()
  const { json } = await use(tool, given)
  const took = (performance.now() - began) * speed
  expect(json.error.code).toBe('mcp.declined')
  expect(json.error.message).toContain('the person did not agree: nothing was done')
  // A timer may come a millisecond early.
  expect(took).toBeGreaterThan(299_000)
  expect(took).toBeLessThan(440_000)
  await answered
  expect((await use('call', { operation: 'get_user', parameters: { user_id: 'u1' } })).isError).toBe(false)
  expect(asked).toHaveLength(1)
  expect(server.received.slice(before).map(({ method }) => method)).toEqual(['GET'])
})
