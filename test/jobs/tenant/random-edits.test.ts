/** Many edits one after the other: after each, the tenant is what the files say, and what they do not say is untouched. */

import { describe, expect, it } from 'vitest'
import type { TestTenant } from '../../sandbox/client.js'
import { edit, randomFrom } from './edits.js'
import { workshop } from './workshop.js'

const seed = Number(process.env.LOGTO_EDITS_SEED ?? 20260828)
const turns = Number(process.env.LOGTO_EDITS ?? 12)

/** What no file speaks of, as the API answers it. */
async function untouched(tenant: TestTenant): Promise<unknown> {
  const parts = await Promise.all(
    ['account-center', 'organization-scopes', 'organizations', 'configs/oidc/session', 'users?page_size=100'].map(
      async (path) => (await tenant.call('GET', `/api/${path}`)).json,
    ),
  )
  return parts
}

describe('random edits', () => {
  it(`come true, ${turns} of them (seed ${seed})`, { timeout: 60_000 + turns * 10_000 }, async () => {
    const { logto, tenant, read, write } = await workshop()
    expect((await logto(['pull', 't', '--except', 'account-center', '--except', 'session'])).code).toBe(0)
    const before = await untouched(tenant)
    const random = randomFrom(seed)
    for (let turn = 1; turn <= turns; turn += 1) {
      const { what, deletes } = edit({ read, write }, random, turn)
      const deleting = deletes ? ['--delete', '--max-deletes', '100'] : []
      const applied = await logto(['apply', 't', '--yes', ...deleting])
      expect(applied, `turn ${turn}: ${what}\n${applied.stdout}${applied.stderr}`).toMatchObject({ code: 0 })
      const after = await logto(['diff', 't', ...(deletes ? ['--delete'] : [])])
      expect(after, `turn ${turn}: ${what}\n${after.stdout}${after.stderr}`).toMatchObject({ code: 0 })
    }
    expect(await untouched(tenant)).toEqual(before)
    expect((await logto(['pull', 't', '--yes', '--except', 'account-center', '--except', 'session'])).code).toBe(0)
    expect((await logto(['diff', 't', '--delete'])).code).toBe(0)
  })
})
