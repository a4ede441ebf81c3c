import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/base/errors.js'
import { formatPath } from '../../../src/base/value-path.js'
import { lastName, parsePath, readPath } from '../../../src/call/output/path.js'

describe('parsePath', () => {
  it.each([
    ['id', ['id']],
    ['profile.givenName', ['profile', 'givenName']],
    ['tags[0]', ['tags', 0]],
    ['a[0][12].b.c', ['a', 0, 12, 'b', 'c']],
    ['custom\\.key.x', ['custom.key', 'x']],
    ['a\\[0]', ['a[0]']],
    ['back\\\\slash', ['back\\slash']],
    ['with space', ['with space']],
  ])('reads %s, and writes it back', (text, path) => {
    expect(parsePath(text)).toEqual(path)
    expect(formatPath(path)).toBe(text)
  })

  it.each(['', '.', 'a.', '.a', 'a..b', 'a[', 'a[x]', 'a[0]b'])('refuses "%s"', (text) => {
    expect(() => parsePath(text)).toThrow(UsageError)
    expect(() => parsePath(text)).toThrow(`not a column: "${text}"`)
  })
})

describe('readPath', () => {
  const value = { a: { b: [{ c: 1 }, { c: 2 }, {}] }, 'x.y': 3, none: null }

  it.each([
    ['a.b[1].c', 2],
    ['a.b.c', [1, 2]],
    ['x\\.y', 3],
    ['none', null],
    ['none.deeper', undefined],
    ['a.b[7].c', undefined],
    ['a.missing', undefined],
    ['toString', undefined],
    ['a.b.length', []],
  ])('finds %s', (path, found) => {
    expect(readPath(value, parsePath(path))).toEqual(found)
  })

  it('finds a property that has the name of a prototype only where the data has it', () => {
    expect(readPath(JSON.parse('{"__proto__":{"a":1}}'), ['__proto__', 'a'])).toBe(1)
    expect(readPath({}, ['__proto__'])).toBeUndefined()
    expect(readPath('text', ['length'])).toBeUndefined()
  })
})

it('takes the last name past the indexes', () => {
  expect(lastName(parsePath('log.createdAt[0]'))).toBe('createdAt')
  expect(lastName([])).toBe('')
})
