/** What scripts of the system before this one do: their names, their calls, their helpers. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeHome, run } from '../../cli/run.js'
import { startTenant, type TestTenant } from '../../sandbox/client.js'

describe('an older script', () => {
  const home = makeHome()
  let tenant: TestTenant

  beforeAll(async () => {
    tenant = await startTenant()
  })
  afterAll(async () => {
    await tenant.close()
    home.remove()
  })

  it.each([
    ['local users, more = logto.logto_list_users({page = 1, page_size = 20}) return #users == more.total', 'true'],
    [
      'return logto.logto_create_user({body = {primaryEmail = "agent@example.com", name = "Agent Test"}}).name',
      'Agent Test',
    ],
    ['return #app.integrations.logto.list_users({}) > 0', 'true'],
    ['return #app.integrations.logto.default.list_users({}) > 0', 'true'],
    ['return #app.integrations.logto.logto_list_users({}) > 0', 'true'],
    ['return docs.read("logto"):match("list_users") ~= nil', 'true'],
    ['return docs.read("logto.add_mfa_verification"):match("BackupCode") ~= nil', 'true'],
    ['return docs.read("app.integrations.logto.list_users"):match("page_size") ~= nil', 'true'],
    ['return #docs.list()', '359'],
    ['return docs.search("suspend user")[1].name', 'logto.update_user_is_suspended'],
    ['dump({ name = "Ann" })', '{\n  "name": "Ann"\n}'],
    // Names that were older than those of today.
    ['return type(logto.add_user_identity)', 'function'],
    ['return type(app.integrations.logto.logto_add_user_identity)', 'function'],
    ['local ok, e = pcall(logto.get_user, {user_id = "none"}) return ok == false and e.code', 'entity.not_found'],
  ])('%s', async (code, expected) => {
    const { stdout, stderr } = await run(['lua', '--eval', code], home.path, {
      env: { LOGTO_ENDPOINT: tenant.url, LOGTO_ACCESS_TOKEN: tenant.token },
    })
    expect({ stdout, stderr }).toEqual({ stdout: `${expected}\n`, stderr: '' })
  })

  it('is told which operations an ambiguous name stands for', async () => {
    const { stderr, code } = await run(['lua', '--eval', 'logto.remove_role_from_user{}'], home.path, {
      env: { LOGTO_ENDPOINT: tenant.url, LOGTO_ACCESS_TOKEN: tenant.token },
    })
    expect(code).toBe(2)
    expect(stderr).toContain('remove_role_from_user stands for several operations: delete_role_user, delete_user_role')
  })
})
