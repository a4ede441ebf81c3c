import { describe, expect, it } from 'vitest'
import { namesByRule, placeOf, type Unnamed } from '../../../src/call/refreshed/name-by-rule.js'

const known = [
  { command: 'users list', path: '/api/users', args: [] },
  { command: 'users get', path: '/api/users/{userId}', args: ['user-id'] },
  { command: 'users list-roles', path: '/api/users/{userId}/roles', args: ['user-id'] },
  { command: 'orgs get', path: '/api/organizations/{id}', args: ['org-id'] },
  { command: 'account get', path: '/api/my-account', args: [] },
  { command: 'login', path: '', args: [] },
]
const around = { known, tops: new Set(['login', 'help']), aliases: { hook: 'hooks', user: 'users' } }

function named(id: string, method: string, path: string, isList = false): string {
  return namesOf({ id, method, path, isList })[0] ?? ''
}

function namesOf(...operations: Unnamed[]): string[] {
  return namesByRule(operations, around).map(({ command, args }) => [command, ...args].join(' '))
}

describe('a name by rule', () => {
  it.each([
    ['ListUserTrustedDevices', 'GET', '/api/users/{userId}/trusted-devices', 'users list-trusted-devices user-id'],
    ['GetTrustedDevices', 'GET', '/api/my-account/trusted-devices', 'account list-trusted-devices'],
    [
      'DeleteTrustedDeviceById',
      'DELETE',
      '/api/my-account/trusted-devices/{id}',
      'account delete-trusted-device trusted-device-id',
    ],
    ['GetOrganizationPolicy', 'GET', '/api/organizations/{orgId}/policy', 'orgs get-policy org-id'],
    ['CreatePasskey', 'POST', '/api/passkeys', 'passkeys create'],
    ['ReplaceHook', 'PUT', '/api/hook', 'hooks replace'],
    ['Login', 'POST', '/api/login', 'api-login login'],
    ['Odd', 'POST', '/api/{x}/{x}', 'other odd x x-2'],
  ])('of %s says topic, verb and arguments', (id, method, path, wanted) => {
    expect(named(id, method, path, id.startsWith('ListU') || id === 'GetTrustedDevices')).toBe(wanted)
  })

  it('is one of its own', () => {
    const twice = (path: string) => ({ id: 'ListUserRoles', method: 'GET', path, isList: true })
    expect(
      namesOf(
        twice('/api/users/{userId}/v2/roles'),
        twice('/api/users/{userId}/v3/roles'),
        twice('/api/users/{userId}/v4/roles'),
      ),
    ).toEqual(['users list-user-roles user-id', 'users list-user-roles-get user-id', 'users list-user-roles-2 user-id'])
  })

  it('does not depend on how parameters are called', () => {
    expect(placeOf('GET', '/api/users/{userId}')).toBe(placeOf('GET', '/api/users/{id}/'))
  })

  it('is short enough to be typed', () => {
    const id = `Create${'VeryLongWord'.repeat(6)}`
    expect(named(id, 'POST', '/api/users').split(' ')[1]?.length).toBeLessThanOrEqual(60)
  })
})
