import { expect, it } from 'vitest'
import { nearest } from '../../src/base/nearest.js'

const names = ['name', 'username', 'primaryEmail', 'primaryPhone', 'customData', 'createdAt', 'id', 'users', 'roles']

it.each([
  ['nmae', ['name']],
  ['usres', ['users']],
  ['NAME', ['name']],
  ['primary', ['primaryEmail', 'primaryPhone']],
  ['email', ['primaryEmail']],
  ['created-at', ['createdAt']],
  ['userss', ['users']],
  ['rols', ['roles']],
  ['qwertyuiop', []],
  ['', []],
])('finds for "%s" %j', (word, found) => {
  expect(nearest(word, names)).toEqual(found)
})

it('returns at most as many as asked for, each once', () => {
  expect(nearest('aaa', ['aab', 'aac', 'aad', 'aae', 'aab'])).toEqual(['aab', 'aac', 'aad'])
  expect(nearest('aaa', ['aab', 'aac'], 1)).toEqual(['aab'])
})

it.each([
  ['open', ['token', 'orgs', 'roles']],
  ['nope', ['roles', 'role', 'name', 'hooks']],
])('does not take %s for a slip of anything', (word, others) => {
  expect(nearest(word, others)).toEqual([])
})
