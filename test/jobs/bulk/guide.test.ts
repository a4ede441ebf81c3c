/** The guide's lines run on the sandbox, one block after the other in one folder. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { makeHome, shell } from '../../cli/run.js'
import { startTenant } from '../../sandbox/client.js'

const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'batch.md'), 'utf8')
const blocks = guide
  .split('```sh\n')
  .slice(1)
  .map((text) => text.slice(0, text.indexOf('```')))

it('the lines of the guide run', async () => {
  const tenant = await startTenant()
  const home = makeHome()
  onTestFinished(async () => {
    await tenant.close()
    home.remove()
  })
  const env = { LOGTO_ENDPOINT: tenant.url, LOGTO_ACCESS_TOKEN: tenant.token }
  expect(blocks.length).toBeGreaterThan(5)
  for (const block of blocks) {
    const { code, stderr } = await shell(`set -e; ${block}`, home.path, { env, timeoutMs: 60_000 })
    expect({ block, code, stderr: code === 0 ? '' : stderr }).toEqual({ block, code: 0, stderr: '' })
  }
  const user = JSON.parse(
    (await shell('logto users get "$(cat zoe.txt)" --json', home.path, { env })).stdout,
  ) as Record<string, unknown>
  expect(user).toMatchObject({ name: 'Zoë Müller', customData: { plan: 'pro' }, profile: { givenName: 'Zoë' } })
}, 120_000)
