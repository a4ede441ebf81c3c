/** `-o text`: for `xargs` and shell variables. */

import { describe, expect, it } from 'vitest'
import type { Printable, PrintOptions } from '../../../src/call/output/answer.js'
import { checkId } from '../../../src/call/output/check-columns.js'
import { print } from '../../../src/call/output/print.js'
import { captured, optionsFor } from './capture.js'

const users = [
  {
    id: 'u1',
    name: 'Ann',
    createdAt: 1_700_000_000_000,
    tags: ['a', 'b\nc'],
    customData: { createdAt: 1_700_000_000 },
  },
  { id: 'u2', name: null, createdAt: 1_700_000_000, tags: [] },
]

async function text(answer: Printable, changes: Partial<PrintOptions> = {}): Promise<string> {
  const streams = captured()
  await print(answer, optionsFor(undefined, { format: 'text', defaultColumns: ['id', 'name'], ...changes }), streams)
  return streams.stdout
}

function rows(list: readonly unknown[]): Printable {
  return { kind: 'rows', document: list, rows: list, capped: false }
}

describe('text', () => {
  it('is the id of an object, and a line for the id of each row', async () => {
    expect(await text({ kind: 'object', value: users[0] })).toBe('u1\n')
    expect(await text(rows(users))).toBe('u1\nu2\n')
    expect(await text(rows([]))).toBe('')
    expect(await text(rows(['one', 2]))).toBe('one\n2\n')
  })

  it('is the columns asked for, between tabs, times as in a piped table', async () => {
    const columns = ['name', 'createdAt', 'tags', 'customData.createdAt']
    expect(await text(rows(users), { columns })).toBe(
      'Ann\t2023-11-14T22:13:20.000Z\t["a","b\\nc"]\t1700000000\n\t2023-11-14T22:13:20.000Z\t[]\t\n',
    )
    expect(await text({ kind: 'object', value: users[1] }, { columns: ['name'] })).toBe('\n')
  })

  it('is what a query yields: objects as compact JSON, null as an empty line', async () => {
    const isQueried = true
    expect(await text(rows(['a', null, 3, true, { id: 1 }, ['x']]), { isQueried })).toBe(
      'a\n\n3\ntrue\n{"id":1}\n["x"]\n',
    )
    expect(await text({ kind: 'object', value: 20 }, { isQueried })).toBe('20\n')
    expect(await text({ kind: 'object', value: null }, { isQueried })).toBe('\n')
    expect(await text({ kind: 'object', value: { id: 'u1' } }, { isQueried })).toBe('{"id":"u1"}\n')
  })

  it('is nothing where the answer is empty, the address of a redirect, and a text as it came', async () => {
    expect(await text({ kind: 'empty', status: 204, says: 'Deleted user u1.' })).toBe('')
    expect(await text({ kind: 'redirect', status: 302, location: 'https://a.example/' })).toBe('https://a.example/\n')
    expect(await text({ kind: 'text', text: '<a>\n</a>', contentType: 'text/xml' })).toBe('<a>\n</a>')
  })

  it('refuses what has no id', async () => {
    const refused = { code: 'output.no_id', exitCode: 2, hint: expect.stringContaining('--columns') }
    await expect(text({ kind: 'object', value: { name: 'Ann' } })).rejects.toMatchObject(refused)
    await expect(text(rows([{ id: 'u1' }, { id: null }]))).rejects.toMatchObject(refused)
    expect(() => checkId(['name', 'value'])).toThrow(expect.objectContaining(refused))
    for (const known of [['id', 'name'], ['*'], []]) expect(() => checkId(known)).not.toThrow()
  })

  it.each([
    '\n',
    '\t',
    '\u0000',
    '\u001b',
    '\u007f',
    '\u0085',
    '\u2028',
  ])('refuses a value with %j', async (character) => {
    const bad = { id: 'u3', name: `a${character}b` }
    const streams = captured()
    const printing = print(rows([...users, bad]), optionsFor(undefined, { format: 'text', columns: ['name'] }), streams)
    await expect(printing).rejects.toMatchObject({
      code: 'output.not_one_line',
      exitCode: 2,
      hint: expect.stringContaining('--json'),
    })
    expect(streams.stdout).toBe('')
  })

  it('cannot drive a terminal', async () => {
    const streams = captured()
    await print(rows(['\u202eabc']), optionsFor(80, { format: 'text', isQueried: true }), streams)
    expect(streams.stdout).toBe('\\u{202e}abc\n')
  })
})
