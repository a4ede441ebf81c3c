/** `--query` and `--columns` through the program, in every format. */

import { describe, expect, it } from 'vitest'
import { tenant } from './tenant.js'

const users = [
  {
    id: 'u1',
    username: 'ann',
    primaryEmail: 'ann@x.example',
    name: 'Ann',
    lastSignInAt: 1,
    profile: { givenName: 'A' },
  },
  { id: 'u2', username: 'bo', primaryEmail: null, name: null, lastSignInAt: null, profile: {} },
]

describe('--query', () => {
  it.each([
    ['[].{mail: primaryEmail, id: id}', 'csv', 'mail,id\nann@x.example,u1\n,u2\n'],
    ['[].{mail: primaryEmail, id: id}', 'table', 'mail\tid\nann@x.example\tu1\n\tu2\n'],
    ['[].{mail: primaryEmail, id: id}', 'jsonl', '{"mail":"ann@x.example","id":"u1"}\n{"mail":null,"id":"u2"}\n'],
    ['[].[id, name]', 'csv', '[0],[1]\nu1,Ann\nu2,\n'],
    ['[].[id, name]', 'jsonl', '["u1","Ann"]\n["u2",null]\n'],
    ['[].[id, name]', 'yaml', '- - u1\n  - Ann\n- - u2\n  - null\n'],
    ['[].id', 'csv', 'value\nu1\nu2\n'],
    ['[?name].profile', 'csv', 'givenName\nA\n'],
    ['length(@)', 'csv', 'value\n2\n'],
    ['length(@)', 'table', '2\n'],
    ['length(@)', 'yaml', '2\n'],
    ['[0].name', 'json', '"Ann"\n'],
    ['[0].{id: id, deep: profile}', 'csv', 'id,deep\nu1,"{""givenName"":""A""}"\n'],
    ['nothing', 'json', 'null\n'],
    ['nothing', 'csv', 'value\n""\n'],
    ["[?id == 'u9']", 'json', '[]\n'],
    ["[?id == 'u9']", 'csv', ''],
    ["[?id == 'u1']", 'table', 'id\tusername\tprimaryEmail\tname\tlastSignInAt\nu1\tann\tann@x.example\tAnn\t1\n'],
  ])('%s as %s', async (query, format, printed) => {
    const { logto } = await tenant({ body: users })
    expect(await logto(['users', 'list', '--query', query, '-o', format])).toMatchObject({ code: 0, stdout: printed })
  })

  it('chooses columns of what the query made', async () => {
    const { logto } = await tenant({ body: users })
    const line = ['users', 'list', '--query', '[].{id: id, name: name}', '--columns', 'name', '-o']
    expect((await logto([...line, 'csv'])).stdout).toBe('name\nAnn\n""\n')
    expect((await logto([...line, 'json'])).stdout).toMatch(/^\[\s+\{\s+"name": "Ann"/)
  })

  it.each(['[?bad', 'nope(@)', ''])('refuses %j, before anything is sent where it does not parse', async (query) => {
    const { logto, received } = await tenant({ body: users })
    expect(await logto(['users', 'list', '--query', query, '--json'])).toMatchObject({ code: 2, stdout: '' })
    if (query !== 'nope(@)') expect(received).toEqual([])
  })
})
