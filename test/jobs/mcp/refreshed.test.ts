/** Operations that nobody has looked at yet, which `logto refresh` knows of from the tenant: an assistant finds them, and is asked about each write. */

import { expect, it } from 'vitest'
import { newerTenant } from '../refresh/newer-tenant.js'
import { assistant, yes } from './assistant.js'

const list = { operation: 'list_user_trusted_devices', parameters: { user_id: 'u1' } }
const remove = { operation: 'delete_user_trusted_device', parameters: { user_id: 'u1', trusted_device_id: 'd1' } }
const replace = {
  operation: 'replace_sso_connector_idp_initiated_auth_config',
  parameters: {
    id: 'c1',
    body: {
      defaultApplicationId: 'a1',
      clientIdpInitiatedAuthCallbackUri: 'https://app.example.com/start',
      autoSendAuthorizationRequest: false,
    },
  },
}

async function refreshed(words: readonly string[], canAsk: boolean) {
  const tenant = await newerTenant(({ path }) => ({ body: path.endsWith('trusted-devices') ? [{ id: 'd1' }] : {} }))
  expect(await tenant.logto(['refresh', '--json'])).toMatchObject({ code: 0 })
  const server = await assistant({
    words,
    home: tenant.home,
    env: { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_ACCESS_TOKEN: 'the-token' },
    ...(canAsk ? { person: yes } : {}),
  })
  tenant.received.length = 0
  const code = async (given: Record<string, unknown>) => (await server.use('call', given)).json.error?.code
  return { ...server, code, methods: () => tenant.received.map(({ method }) => method) }
}

it('are found, described and read', async () => {
  const { use, code, methods } = await refreshed([], true)
  const { operations } = (await use('search', { words: 'list trusted devices of a user' })).json
  expect(operations[0]).toMatchObject({ name: list.operation, summary: expect.stringContaining('not reviewed') })
  expect((await use('describe', { operation: replace.operation })).text).toContain('needs --allow')
  expect((await use('call', list)).json.rows).toEqual([{ id: 'd1' }])
  expect([await code(replace), await code(remove)]).toEqual(['mcp.not_allowed', 'mcp.not_allowed'])
  expect(methods()).toEqual(['GET'])
})

it('are sent after a yes, and refused where nobody can be asked', async () => {
  const alone = await refreshed(['--allow', 'destroy'], false)
  expect([await alone.code(replace), await alone.code(remove)]).toEqual(['mcp.cannot_ask', 'mcp.cannot_ask'])
  expect(alone.methods()).toEqual([])
  const { code, asked, methods } = await refreshed(['--allow', 'destroy'], true)
  expect([await code(replace), await code(remove)]).toEqual([undefined, undefined])
  expect(asked.map(({ message }) => /\((\w+) /.exec(message)?.[1])).toEqual(['PUT', 'DELETE'])
  expect(methods()).toEqual(['PUT', 'DELETE'])
})

it('and what operations take beside what this program knows, too', async () => {
  const { code, asked } = await refreshed(['--allow', 'write'], true)
  const create = (more: object) => ({ operation: 'create_organization', parameters: { name: 'Cedar Clinic', ...more } })
  expect(await code(create({}))).toBeUndefined()
  expect(asked).toEqual([])
  expect(await code(create({ body: { name: 'Cedar Clinic', isTrustedDeviceAllowed: true } }))).toBeUndefined()
  expect(asked).toHaveLength(1)
})
