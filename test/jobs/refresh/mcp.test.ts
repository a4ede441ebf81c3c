/** An assistant and what a tenant has beside this program. */

import { describe, expect, it } from 'vitest'
import { assistant, yes } from '../mcp/assistant.js'
import { newerTenant } from './newer-tenant.js'

const write = {
  operation: 'replace_sso_connector_idp_initiated_auth_config',
  parameters: {
    sso_connector_id: 'c1',
    default_application_id: 'a1',
    auto_send_authorization_request: true,
  },
}

async function facing(words: readonly string[], person?: typeof yes) {
  const tenant = await newerTenant()
  await tenant.logto(['refresh'])
  tenant.received.length = 0
  const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_ACCESS_TOKEN: 'token' }
  const starting = { words: ['--retries', '0', ...words], home: tenant.home, env }
  return { tenant, ...(await assistant({ ...starting, ...(person ? { person } : {}) })) }
}

describe('an assistant', () => {
  it('finds and reads what is new, marked, and calls what reads', async () => {
    const { tenant, use } = await facing([])
    const found = await use('search', { words: 'trusted devices of a user' })
    expect(found.json.operations[0].summary).toContain('from the tenant, not reviewed')
    expect((await use('describe', { operation: 'ListUserTrustedDevices' })).text).toMatch(
      /from the\s+tenant, not reviewed/,
    )
    const called = await use('call', { operation: 'list_user_trusted_devices', parameters: { user_id: 'u1' } })
    expect(called.isError, called.text).toBe(false)
    expect(tenant.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/users/u1/trusted-devices',
    ])
    const script = 'return logto.list_user_trusted_devices({ user_id = "u2" })'
    expect((await use('run_lua', { script })).isError).toBe(false)
    expect(tenant.received.at(-1)?.path).toBe('/api/users/u2/trusted-devices')
  })

  it('does what writes when it may write and the person agrees, and not before', async () => {
    const reader = await facing([])
    expect((await reader.use('call', write)).json.error.code).toBe('mcp.not_allowed')
    const alone = await facing(['--allow', 'write'])
    expect((await alone.use('call', write)).json.error.code).toBe('mcp.cannot_ask')
    expect([...reader.tenant.received, ...alone.tenant.received]).toEqual([])
    const { tenant, use, asked } = await facing(['--allow', 'write'], yes)
    expect((await use('call', write)).isError).toBe(false)
    expect(asked).toHaveLength(1)
    expect(tenant.received.map(({ method }) => method)).toEqual(['PUT'])
    const destroying = {
      operation: 'delete_user_trusted_device',
      parameters: { user_id: 'u1', trusted_device_id: 'd' },
    }
    expect((await use('call', destroying)).json.error.code).toBe('mcp.not_allowed')
  })
})
