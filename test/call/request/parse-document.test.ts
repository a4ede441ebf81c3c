import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/base/errors.js'
import { parseDocument } from '../../../src/call/request/parse-document.js'
import { retypedNotices } from '../../../src/call/request/retyped-notice.js'

describe('parseDocument', () => {
  it.each([
    ['', 'it is empty'],
    [' \n\t', 'it is empty'],
    ['# name: Ann\n\n  # done\n', 'it holds nothing but comments'],
    ['a: b: c', 'line 1'],
    ['a: [1, 2', 'line 1'],
    ['a: 1\na: 2', 'line 2'],
    ['a: !!js/undefined x', 'line 1, column 4'],
    ['a: *nothing', 'aliases cannot be resolved'],
    ['a: 1\n---\nb: 2', 'line 2'],
    ['\ta: 1', 'line 1'],
    ['{"a":1,"a":2}', 'a stands twice in one object: line 1, column 8'],
    ['{"a": 1 // one\n}', '// begins a comment'],
    ['{ // all\n"a": 1 }', '// begins a comment'],
    ['['.repeat(20_000), 'nested too deep'],
    ['['.repeat(20_000) + ']'.repeat(20_000), 'nested more than 500 levels deep'],
    [`a: ${'['.repeat(20_000)}`, 'line 1: nested too deep'],
    [`a: 1\nb: ${'{c: '.repeat(20_000)}`, 'line 2: nested too deep'],
    [`${'- '.repeat(20_000)}a`, 'line 1: nested too deep'],
    [Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''), 'line 402: nested too deep'],
  ])('refuses %o', async (text, why) => {
    await expect(parseDocument(text, '--body')).rejects.toThrow(UsageError)
    await expect(parseDocument(text, '--body')).rejects.toThrow(why)
  })

  it.each([
    ['{"a": [1, null]}', { a: [1, null] }],
    ['[]', []],
    ['"text"', 'text'],
    ['{a: 1, b: [x]}', { a: 1, b: ['x'] }],
    ['a: &x [1]\nb: *x', { a: [1], b: [1] }],
    ['yes: no\nn: 010\nd: 2026-01-31', { yes: 'no', n: 10, d: '2026-01-31' }],
    ['--- # only one\na: 1\n', { a: 1 }],
    ['\ufeffa: 1', { a: 1 }],
    [`a: |\n${'  [[[[[[[['.repeat(200)}\n`, { a: `${'[[[[[[[[  '.repeat(199)}[[[[[[[[\n` }],
    [`a: ${'['.repeat(300)}${']'.repeat(300)}`, { a: JSON.parse('['.repeat(300) + ']'.repeat(300)) as unknown }],
  ])('reads %o', async (text, value) => {
    expect((await parseDocument(text, '--body')).value).toEqual(value)
  })
})

describe('what YAML reads otherwise than it is written', () => {
  const open = { type: 'object', properties: { customData: { type: 'object', additionalProperties: true } } }
  const read = async (text: string) => retypedNotices((await parseDocument(text, '--body')).retyped, [open])

  it.each([
    ['customData:\n  zip: 01234', 'line 2: customData.zip: 01234 is sent as the number 1234; put it in quotes'],
    ['customData: {ver: 1.10}', 'line 1: customData.ver: 1.10 is sent as the number 1.1'],
    ['customData:\n  - a\n  - [x, 0x1F]', 'line 3: customData[1][1]: 0x1F is sent as the number 31'],
    ['customData: {n: 1e3}', 'customData.n: 1e3 is sent as the number 1000'],
    ['customData: {on: True}', 'customData.on: True is sent as true'],
    ['customData: {name: NULL}', 'customData.name: NULL is sent as null'],
    ['customData: {n: 1.2345678901234567890}', 'is sent as the number 1.2345678901234567'],
    ['customData:\n  007: bond', 'line 2: YAML reads the name 007 as 7'],
    ['customData: {password: 0777}', 'line 1: YAML reads customData.password otherwise than it is written'],
  ])('%o is said', async (text, notice) => {
    expect(await read(text)).toEqual([expect.stringContaining(notice)])
  })

  it.each([
    ['customData: {a: 1, b: 1.5, c: true, d: null, e: ~, f: , g: -3, h: 12345678901234567890}'],
    ['customData: {a: "01234", b: yes, c: 2026-01-31, d: 1.2.3}'],
    ['{"customData": {"zip": 1.10}}'],
  ])('%o is not', async (text) => {
    expect(await read(text)).toEqual([])
  })

  it('nor where the schema says what it is', async () => {
    const { retyped } = await parseDocument('ttl: 0x10', '--body')
    expect(retypedNotices(retyped, [{ properties: { ttl: { type: 'number' } } }])).toEqual([])
  })

  it('at most five times, and how many more', async () => {
    const lines = Array.from({ length: 9 }, (_, i) => `  a${i}: 0${i}`)
    const said = await read(`customData:\n${lines.join('\n')}`)
    expect(said).toHaveLength(6)
    expect(said.at(-1)).toBe('and 4 more like these')
  })
})
