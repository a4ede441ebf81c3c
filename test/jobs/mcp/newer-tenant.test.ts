/** An assistant for a tenant that is newer than the program: what `logto refresh` has kept is known to it. */

import { expect, it } from 'vitest'
import { accessToken } from '../../cli/tenant.js'
import { newerTenant } from '../refresh/newer-tenant.js'
import { assistant, type Starting, yes } from './assistant.js'

const devices = [{ id: 'd1', name: 'Phone' }]

async function refreshed() {
  const tenant = await newerTenant(({ method }) => (method === 'GET' ? { body: devices } : { status: 204 }))
  const serve = (words: readonly string[], person?: Starting['person']) =>
    assistant({
      words,
      home: tenant.home,
      env: { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_ACCESS_TOKEN: accessToken },
      ...(person ? { person } : {}),
    })
  const before = await serve([])
  expect((await before.use('call', { operation: 'users list-trusted-devices' })).isError).toBe(true)
  expect((await tenant.logto(['refresh'])).code).toBe(0)
  tenant.received.length = 0
  return { tenant, serve }
}

const list = { operation: 'users list-trusted-devices', parameters: { user_id: 'u1' } }
const replace = {
  operation: 'replace_sso_connector_idp_initiated_auth_config',
  parameters: {
    sso_connector_id: 's1',
    default_application_id: 'a1',
    client_idp_initiated_auth_callback_uri: 'https://a.example.com/callback',
    auto_send_authorization_request: false,
  },
}

it('is found, described as not reviewed, and called, by a script too', async () => {
  const { serve } = await refreshed()
  const { use } = await serve([])
  const found = (await use('search', { words: 'trusted devices of a user' })).json.operations
  expect(found.map(({ name }: { name: string }) => name)).toContain('list_user_trusted_devices')
  expect((await use('describe', { operation: list.operation })).text).toMatch(/from the\s+tenant, not\s+reviewed/)
  expect((await use('call', list)).json).toMatchObject({ rows: devices })
  const script = 'return logto.list_user_trusted_devices({ user_id = "u1" })'
  expect((await use('run_lua', { script })).json.result).toEqual(devices)
})

it('is a write that hands on power: refused where only reading is allowed or nobody can be asked, else asked about', async () => {
  const { tenant, serve } = await refreshed()
  const reading = await serve([])
  expect((await reading.use('call', replace)).json.error.code).toBe('mcp.not_allowed')
  const alone = await serve(['--allow', 'write'])
  expect((await alone.use('call', replace)).json.error.code).toBe('mcp.cannot_ask')
  expect(tenant.received).toEqual([])
  const asking = await serve(['--allow', 'write'], yes)
  await asking.use('call', replace)
  expect(asking.asked).toHaveLength(1)
  expect(tenant.received.map(({ method }) => method)).toEqual(['PUT'])
})

it('is a deletion: refused where writing is all that is allowed, else asked about', async () => {
  const { tenant, serve } = await refreshed()
  const remove = {
    operation: 'delete_user_trusted_device',
    parameters: { user_id: 'u1', trusted_device_id: 'd1' },
  }
  const writing = await serve(['--allow', 'write'], yes)
  expect((await writing.use('call', remove)).json.error.code).toBe('mcp.not_allowed')
  expect(tenant.received).toEqual([])
  const asking = await serve(['--allow', 'destroy'], yes)
  await asking.use('call', remove)
  expect(asking.asked).toHaveLength(1)
  expect(tenant.received.map(({ method }) => method)).toEqual(['DELETE'])
})

it('is a property more: what a known operation takes beside its own is asked about', async () => {
  const { serve } = await refreshed()
  const { use, asked } = await serve(['--allow', 'write'], yes)
  const create = (more: object) =>
    use('call', { operation: 'create_organization', parameters: { body: { name: 'Cedar Clinic', ...more } } })
  expect((await create({})).isError).toBe(false)
  expect(asked).toEqual([])
  expect((await create({ isTrustedDeviceAllowed: true })).isError).toBe(false)
  expect(asked).toHaveLength(1)
})
