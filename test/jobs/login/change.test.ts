/** `logto profiles set --endpoint|--client-id`: proved as at login; and addresses as people write them. */

import { describe, expect, it } from 'vitest'
import { parseEndpoint } from '../../../src/access/profiles/endpoint.js'
import { bare } from '../../cli/tenant.js'
import { logtoTenant } from './logto-tenant.js'
import { addProfile, machineSecret, person, secretsOf } from './person.js'

describe('an address', () => {
  it.each([
    ['acme.logto.app', 'https://acme.logto.app/'],
    [' acme.logto.app/ ', 'https://acme.logto.app/'],
    ['auth.example.com:8443', 'https://auth.example.com:8443/'],
    ['localhost:3001', 'http://localhost:3001/'],
    ['127.0.0.1:3001', 'http://127.0.0.1:3001/'],
  ])('%j is understood', (text, href) => {
    expect(parseEndpoint(text, 'x').href).toBe(href)
  })

  it.each([
    'acme',
    'javascript:alert(1)',
    'a.example?x=1',
    'me@acme.logto.app',
    '//acme.logto.app',
    '',
  ])('%j is none', (text) => {
    expect(() => parseEndpoint(text, 'x')).toThrow()
  })

  it('without its scheme is taken everywhere', async () => {
    const url = (words: string[], env = {}) => bare(['users', 'list', '--dry-run', ...words], { env })
    const expected = expect.stringContaining('"https://acme.logto.app/api/users"')
    expect((await url(['--endpoint', 'acme.logto.app'])).stdout).toEqual(expected)
    expect((await url([], { LOGTO_ENDPOINT: 'acme.logto.app', LOGTO_ACCESS_TOKEN: 'a' })).stdout).toEqual(expected)
  })
})

describe('profiles set', () => {
  it('gives a profile another address, once it is proved', async () => {
    const [old, tenant, ann] = ['https://old.example.com', await logtoTenant(), person()]
    const facts = { endpoint: old, tokenUrl: `${old}/oidc/token`, clientId: 'machine' }
    await addProfile(ann, 'work', facts, { 'client-secret': machineSecret })
    const ended = await ann.logto(['profiles', 'set', 'work', '--endpoint', tenant.endpoint])
    expect(ended).toMatchObject({ code: 0, stderr: 'profile work is changed\n' })
    expect(ann.profile('work')).toMatchObject({
      endpoint: tenant.endpoint,
      tokenUrl: `${tenant.endpoint}/oidc/token`,
      clientId: 'machine',
    })
    expect((await ann.logto('whoami')).code).toBe(0)
  })

  it('gives a profile another application and its secret; whoami says which', async () => {
    const [tenant, ann] = [await logtoTenant(), person()]
    const facts = { endpoint: tenant.endpoint, tokenUrl: `${tenant.endpoint}/oidc/token`, clientId: 'gone' }
    await addProfile(ann, 'work', facts, { 'client-secret': 'gone-secret' })
    const line = 'profiles set work --client-id machine --client-secret-stdin'
    const refused = await ann.logto(line, { input: 'wrong' })
    expect(refused.code).toBe(3)
    expect(ann.profile('work')).toMatchObject({ clientId: 'gone' })
    expect(secretsOf(ann, 'work')).toEqual({ 'client-secret': 'gone-secret' })
    expect(await ann.logto(line, { input: machineSecret })).toMatchObject({ code: 0 })
    expect(secretsOf(ann, 'work')).toEqual({ 'client-secret': machineSecret })
    expect(ann.profile('work')).toMatchObject({ clientId: 'machine' })
  })

  it('leaves a profile alone that signs in otherwise, or when nobody gives the secret', async () => {
    const ann = person()
    await addProfile(ann, 'me', { endpoint: 'https://acme.logto.app', kind: 'user' }, {})
    expect((await ann.logto('profiles set me --endpoint a.example.com')).stderr).toMatch(
      /does not sign in as a machine-to-machine application\nsign in again: logto login --user/,
    )
    await addProfile(ann, 'work', { endpoint: 'https://acme.logto.app' }, { 'client-secret': 's' })
    const silent = await ann.logto('profiles set work --client-id other')
    expect(silent).toMatchObject({ code: 2 })
    expect(silent.stderr).toContain('--client-secret-stdin')
  })
})
