/** The whole program with a real Secret Service: secrets go into it, move and leave with their profile. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SecretService, secretServiceNeed } from '../../access/profiles/secret-service.js'
import { logtoTenant } from './logto-tenant.js'
import { machineSecret, type Person, person, secretsOf } from './person.js'

const login = (endpoint: string, name: string, more = '') =>
  `login -p ${name} --endpoint ${endpoint} --client-id machine --client-secret-stdin ${more}`.trim()

describe.skipIf(secretServiceNeed.lacking)(`with a Secret Service${secretServiceNeed.note}`, () => {
  let service: SecretService
  beforeEach(async () => {
    service = await SecretService.open()
  })
  afterEach(() => service.close())

  /** Somebody in the session of the service. */
  function inSession() {
    const ann = person()
    const { DBUS_SESSION_BUS_ADDRESS = '', XDG_RUNTIME_DIR = '' } = service.env
    const env = { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR }
    const logto: Person['logto'] = (line, options) => ann.logto(line, { ...options, env: { ...env, ...options?.env } })
    return { ...ann, logto }
  }

  it('keeps the secrets of a profile, and nothing of them is in a file', async () => {
    await service.start('unlocked')
    const tenant = await logtoTenant()
    const ann = inSession()
    expect(await ann.logto(login(tenant.endpoint, 'work'), { input: machineSecret })).toMatchObject({ code: 0 })
    expect(ann.profile('work')).toMatchObject({ storage: 'keychain' })
    expect(await ann.logto('users list')).toMatchObject({ code: 0 })
    const { stdout: token } = await ann.logto('token')
    expect(tenant.count('client_credentials')).toBe(2)
    const leaks = ann.files().filter(({ text }) => text.includes(machineSecret) || text.includes(token.trim()))
    expect(leaks).toEqual([])
    expect((await ann.logto('profiles list')).stdout).toContain('\tkeychain\t')

    expect(await ann.logto('profiles rename work office')).toMatchObject({ code: 0 })
    expect(await ann.logto('users list -p office')).toMatchObject({ code: 0 })
    expect(tenant.count('client_credentials')).toBe(2)

    expect(await ann.logto('profiles set office --storage file')).toMatchObject({ code: 0 })
    expect(secretsOf(ann, 'office')['client-secret']).toBe(machineSecret)
    expect(await ann.logto('users list', { env: { LOGTO_KEYCHAIN: 'off' } })).toMatchObject({ code: 0 })
    expect(await ann.logto('profiles set office --storage keychain')).toMatchObject({ code: 0 })
    expect(ann.secrets()).toEqual({})
    expect(await ann.logto('users list')).toMatchObject({ code: 0 })

    expect(await ann.logto('logout')).toMatchObject({ code: 0 })
    const after = await ann.logto('users list')
    expect(after).toMatchObject({ code: 3 })
    expect(after.stderr).toMatch(/client secret of profile office is gone from the keychain\n.*logto login/)
    expect(await ann.logto('profiles remove office --yes')).toMatchObject({ code: 0 })
    expect(ann.profileNames()).toEqual([])
  })

  it('that is locked is named, and nothing is asked of the tenant', async () => {
    await service.start('unlocked')
    const tenant = await logtoTenant()
    const ann = inSession()
    await ann.logto(login(tenant.endpoint, 'work'), { input: machineSecret })
    await service.stop()
    await service.start('locked')
    const asked = tenant.received.length
    for (const line of ['users list', 'profiles remove work --yes', 'logout', 'profiles set work --storage file']) {
      const ended = await ann.logto(line)
      expect({ line, code: ended.code, stderr: ended.stderr }).toMatchObject({
        code: 3,
        stderr: expect.stringMatching(/keychain is locked\nunlock it/),
      })
    }
    const ended = await ann.logto(login(tenant.endpoint, 'second'), { input: machineSecret })
    expect(ended.code).toBe(3)
    expect(ended.stderr).toMatch(/locked\n.*--storage file/)
    expect(tenant.received).toHaveLength(asked)
    expect(ann.profileNames()).toEqual(['work'])
  })

  it('that is not there is named at login, with what to install and the way without', async () => {
    const tenant = await logtoTenant()
    const ann = inSession()
    const ended = await ann.logto(login(tenant.endpoint, 'work'), { input: machineSecret })
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(ended.stderr).toMatch(/no program offers the Secret Service\n.*gnome-keyring.*--storage file/)
    expect({ files: ann.files(), sent: tenant.received }).toEqual({ files: [], sent: [] })
    const stored = await ann.logto(login(tenant.endpoint, 'work', '--storage file'), { input: machineSecret })
    expect(stored).toMatchObject({ code: 0 })
  })

  it('that hangs ends each command within 4 s', async () => {
    await service.start('unlocked')
    const tenant = await logtoTenant()
    const ann = inSession()
    await ann.logto(login(tenant.endpoint, 'work'), { input: machineSecret })
    service.freeze()
    const lines = [login(tenant.endpoint, 'second'), 'users list', 'logout', 'profiles remove work --yes']
    const ended = await Promise.all(lines.map((line) => ann.logto(line, { input: machineSecret })))
    for (const [i, { code, signal, took, stderr }] of ended.entries()) {
      expect({ line: lines[i], code, signal, stderr }).toMatchObject({
        code: 3,
        signal: null,
        stderr: expect.stringMatching(/keychain did not answer within/),
      })
      expect(took).toBeLessThan(4000)
    }
    expect(ann.profileNames()).toEqual(['work'])
  })
})
