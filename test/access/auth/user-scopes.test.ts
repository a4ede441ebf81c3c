import { expect, it } from 'vitest'
import { accountScopes, loginScopes } from '../../../src/access/auth/user-scopes.js'
import { contracts } from '../../contract/command-facts.js'

it('a login asks for every scope that an account command needs', async () => {
  const needed = new Set((await contracts()).flatMap(({ operation }) => operation.userScopes ?? []))
  expect(needed.size).toBeGreaterThan(5)
  expect([...needed].filter((scope) => !new Set<string>(accountScopes).has(scope))).toEqual([])
  expect([...needed].filter((scope) => !loginScopes.split(' ').includes(scope))).toEqual([])
})
