/** `logto search` finds what an administrator means, by words and by every exact name. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogue, type ListedCommand } from '../../../src/jobs/find/catalogue.js'
import { search } from '../../../src/jobs/find/search.js'
import { bare } from '../../cli/tenant.js'
import { phrases } from './phrases.js'

const root = join(import.meta.dirname, '..', '..', '..')
const manifest = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as {
  commands: Record<string, ListedCommand>
}
const commands = catalogue(root, Object.values(manifest.commands))
const found = (query: string, count: number) =>
  search(query, commands)
    .slice(0, count)
    .map(({ known }) => known.command)

describe('the first three', () => {
  it.each(phrases)('for "%s" hold the command that is meant', (phrase, ...meant) => {
    const [one, two, three] = found(phrase, 3)
    expect([one, two, three].some((command) => meant.includes(command ?? ''))).toBe(true)
  })
})

describe('an exact name finds the one command', () => {
  it.each([
    ['an operation id', 'ListUsers', 'users list'],
    ['an operation id in small letters', 'listusers', 'users list'],
    ['a path with parameters', '/api/users/{userId}/roles', 'users assign-roles'],
    ['a path with real ids', '/api/users/u4x8k2m9p1qz/roles/r1', 'users remove-role'],
    ['a method and a path', 'DELETE /api/users/{userId}', 'users delete'],
    ['a path that is also a parameter of another', '/api/users', 'users create'],
    ['a name in Lua', 'list_users', 'users list'],
    ['a name in Lua with its prefix', 'logto.list_users', 'users list'],
    ['an older name in Lua', 'add_user_identity', 'account add-identity'],
    ['a command', 'users list', 'users list'],
    ['a command with the program', 'logto users list', 'users list'],
    ['a command in more words', 'who am i', 'whoami'],
    ['an older name in Lua in camel case', 'logto.addUserIdentity', 'account add-identity'],
    ['a name in Lua with the other prefix', 'logto_list_users', 'users list'],
    ['an address', 'https://acme.logto.app/api/users/u4x8k2m9p1qz?page=2', 'users get'],
    ['a path with parameters of another spelling', '/api/users/:id/roles/:roleId', 'users remove-role'],
  ])('%s: %s', (_, query, command) => {
    expect(found(query, 4)).toContain(command)
  })

  it('and no other command of the path with another method', () => {
    expect(found('GET /api/users/{userId}', 1)).toEqual(['users get'])
    expect(search('GET /api/users/{userId}', commands).filter(({ score }) => score >= 500)).toHaveLength(1)
  })
})

describe('a path', () => {
  it('finds its commands alone, before those that go on from it', () => {
    expect(found('GET /api/hooks', 3)).toEqual(['hooks list', 'hooks get', 'hooks list-recent-logs'])
    expect(found('/api/my-account/grants', 9)).toEqual(['account list-grants', 'account revoke-grant'])
  })

  it('finds the word before the parameter that it could stand for', () => {
    expect(found('GET /api/configs/jwt-customizer', 1)).toEqual(['jwt-customizers list'])
  })

  it.each(['/api/nonsense', 'PATCH /api/status', '/x/y'])('%s finds nothing', (path) => {
    expect(found(path, 3)).toEqual([])
  })
})

describe('logto search', () => {
  it('shows commands and summaries, the best first', async () => {
    const { code, stdout, stderr } = await bare(['search', 'suspend', 'user', '--limit', '2'])
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout:
        'command\tsummary\nusers suspend\tSuspend a user\nusers set-suspended\tSuspend a user or lift the suspension\n',
      stderr: '',
    })
  })

  it('tells programs the operation', async () => {
    const { stdout } = await bare(['search', 'magic link', '--limit', '3', '--json'])
    expect(JSON.parse(stdout)).toContainEqual({
      command: 'one-time-tokens create',
      summary: expect.any(String),
      operation: 'AddOneTimeTokens',
      method: 'POST',
      path: '/api/one-time-tokens',
      lua: 'add_one_time_tokens',
      score: expect.any(Number),
    })
  })

  it('finds commands written by hand', async () => {
    const { stdout } = await bare([
      'search',
      'switch',
      'profile',
      '--limit',
      '3',
      '-o',
      'jsonl',
      '--columns',
      'command',
    ])
    expect(stdout).toContain('{"command":"profiles use"}\n')
  })

  it.each([
    ['webhok', 'webhook'],
    ['/api/nonsense', 'logto api'],
  ])('says what to try where %s finds nothing', async (words, remedy) => {
    const { code, stdout, stderr } = await bare(['search', words, '--json'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '[]\n' })
    expect(JSON.parse(stderr)).toEqual({ notice: expect.stringContaining(remedy) })
  })

  it('never shows a hidden command', () => {
    expect(found('personal access token by path', 400)).not.toContain('users delete-personal-access-token-by-path')
  })

  it('says what to do when nothing is found', async () => {
    const { code, stdout, stderr } = await bare(['search', 'xyzzy', '--json'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '[]\n' })
    expect(JSON.parse(stderr)).toEqual({ notice: expect.stringContaining('logto --help') })
  })

  it.each([
    [['search'], 'missing argument: words'],
    [['search', 'users', '--limit', '0'], '--limit: 0 is not a whole number from 1 to 1000'],
    [['search', 'users', '--limt', '1'], 'unknown flag: --limt'],
  ])('%j is a usage error', async (words, message) => {
    const { code, stderr } = await bare(words)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
