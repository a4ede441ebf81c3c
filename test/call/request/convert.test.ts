import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/base/errors.js'
import { convertText, parseDocument, parseJson } from '../../../src/call/request/convert.js'

describe('convertText', () => {
  it.each([
    ['15551234567', [{ type: 'string' }]],
    ['true', [{ type: 'string' }]],
    ['null', [{ type: ['string', 'null'] }]],
    ['5', [{ type: ['number', 'string'] }]],
    ['5', []],
    ['5', [{}]],
    ['', [{ type: 'number' }]],
    [' ', [{ type: 'integer' }]],
    ['1e999', [{ type: 'number' }]],
    ['yes', [{ type: 'boolean' }]],
    ['TRUE', [{ type: 'boolean' }]],
    ['{}', [{ type: 'object' }]],
  ])('leaves %o as it is for %o', (text, schemas) => {
    expect(convertText(text, schemas)).toBe(text)
  })

  it.each([
    ['5', [{ type: 'number' }], 5],
    ['-0.5', [{ type: ['number', 'null'] }], -0.5],
    ['true', [{ type: 'boolean' }], true],
    ['false', [{ oneOf: [{ type: 'boolean' }, { type: 'null' }] }], false],
    ['2', [{ enum: [1, 2] }], 2],
    ['7', [{ anyOf: [{ type: 'integer' }, { type: 'boolean' }] }], 7],
  ])('turns %o by %o into %o', (text, schemas, value) => {
    expect(convertText(text, schemas)).toBe(value)
  })
})

describe('parseJson', () => {
  it.each([
    ['', 'it is empty'],
    ['{"a":1,\n "b" 2}', 'line 2, column 6'],
    ['{"a":', 'JSON'],
    ['nonsense', 'JSON'],
    ["{'a':1}", 'line 1, column 2'],
  ])('refuses %o with its place', (text, why) => {
    expect(() => parseJson(text, '--body')).toThrow(UsageError)
    expect(() => parseJson(text, '--body')).toThrow(why)
  })

  it('never repeats the text, which may be a secret', () => {
    for (const text of ['hunter2', '{"a": hunter2}', '{"hunter2'])
      expect(() => parseJson(text, '--body')).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
      )
  })
})

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
  ])('reads %o', async (text, value) => {
    expect(await parseDocument(text, '--body')).toEqual(value)
  })
})
