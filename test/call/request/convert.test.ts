import { describe, expect, it } from 'vitest'
import { convertText } from '../../../src/call/request/convert.js'

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
