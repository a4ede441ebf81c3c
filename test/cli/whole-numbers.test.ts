/** Whole numbers of any length keep their digits: in what is printed, and in what is sent. */

import { describe, expect, it } from 'vitest'
import { tenant } from './tenant.js'

const body = '{"id":"u1","customData":{"big":9007199254740993,"list":[12345678901234567890],"small":1.5}}'

function numbers() {
  return tenant(({ path }, response) => {
    const text = path === '/api/users' ? `[${body}]` : body
    response.writeHead(200, { 'content-type': 'application/json' }).end(text)
    return undefined
  })
}

describe('a whole number beyond 2^53', () => {
  it.each([
    ['json', '"big": 9007199254740993'],
    ['jsonl', '"big":9007199254740993,"list":[12345678901234567890],"small":1.5'],
    ['yaml', 'big: 9007199254740993'],
    ['csv', '""big"":9007199254740993,""list"":[12345678901234567890]'],
    ['table', '"big":9007199254740993'],
  ])('is printed whole as %s', async (format, expected) => {
    const { logto } = await numbers()
    for (const words of [['get', 'u1'], ['list'], ['list', '--all']]) {
      const columns = format === 'csv' || format === 'table' ? ['--columns', 'id,customData'] : []
      const { stdout, code } = await logto(['users', ...words, '-o', format, ...columns])
      expect(code).toBe(0)
      expect(stdout).toContain(expected)
    }
  })

  it('is a double to a query, so that it can be computed with', async () => {
    const { logto } = await numbers()
    const query = async (expression: string) =>
      JSON.parse((await logto(['users', 'list', '--json', '--query', expression])).stdout)
    expect(await query('[?customData.big > `5`].id')).toEqual(['u1'])
    expect(await query('sum([].customData.big)')).toBe(2 ** 53)
    expect(await query('to_string([0].customData.list)')).toBe('[12345678901234567000]')
  })

  it('is sent as it was given, in a merge too', async () => {
    const { logto, received } = await numbers()
    const update = (...words: string[]) => logto(['users', 'update', 'u1', ...words])
    await update('--body', '{"customData":{"a":9007199254740993}}')
    await update('--custom-data', '{"a":-9007199254740995}')
    await logto(['users', 'update', 'u1', '--body', '-'], { input: 'customData:\n  a: 9007199254740999\n  b: 3\n' })
    await update('--set-json', 'customData.a=9007199254740997', '--merge')
    expect(received.filter(({ method }) => method === 'PATCH').map((request) => request.body)).toEqual([
      '{"customData":{"a":9007199254740993}}',
      '{"customData":{"a":-9007199254740995}}',
      '{"customData":{"a":9007199254740999,"b":3}}',
      '{"customData":{"big":9007199254740993,"list":[12345678901234567890],"small":1.5,"a":9007199254740997}}',
    ])
  })
})
