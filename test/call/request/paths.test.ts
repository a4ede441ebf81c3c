import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/base/errors.js'
import { formatPath } from '../../../src/base/value-path.js'
import { isWithin, parsePath, setAt } from '../../../src/call/request/paths.js'

describe('parsePath', () => {
  it.each([
    ['', 'is empty'],
    ['.', 'empty part'],
    ['.a', 'empty part'],
    ['a.', 'ends in a dot'],
    ['a..b', 'empty part'],
    ['a[', 'needs a number'],
    ['a[]', 'needs a number'],
    ['a[-1]', 'needs a number'],
    ['a[1', 'needs a number'],
    ['a[1x]', 'needs a number'],
    ['a[1]b', 'dot after ]'],
    ['a[1].', 'ends in a dot'],
    ['a[1]..b', 'empty part'],
    ['a[1000000000]', 'needs a number'],
    ['__proto__', '__proto__'],
    ['a.__proto__.b', '__proto__'],
    ['a[0].constructor', 'constructor'],
    ['prototype.x', 'prototype'],
    ['\\__proto__', '__proto__'],
    ['__proto\\__', '__proto__'],
  ])('refuses %o: %s', (text, why) => {
    expect(() => parsePath(text)).toThrow(UsageError)
    expect(() => parsePath(text)).toThrow(why)
  })

  it.each([
    ['a', ['a']],
    ['a.b.c', ['a', 'b', 'c']],
    ['a[0]', ['a', 0]],
    ['a[0][12].b', ['a', 0, 12, 'b']],
    ['[0].a', [0, 'a']],
    ['a\\.b', ['a.b']],
    ['a\\[0]', ['a[0]']],
    ['a\\\\b', ['a\\b']],
    ['a\\', ['a\\']],
    ['a b.ü', ['a b', 'ü']],
    ['proto.__proto', ['proto', '__proto']],
    ['0.1', ['0', '1']],
  ])('reads %o', (text, path) => {
    expect(parsePath(text)).toEqual(path)
  })

  it.each(['a.b[0].c', 'a\\.b', 'a\\[0].b', 'a\\\\b', '[1][2]'])('writes %o back as it was', (text) => {
    expect(formatPath(parsePath(text))).toBe(text)
  })
})

describe('isWithin', () => {
  it('holds for the same place and below it, and for no neighbour', () => {
    expect(isWithin(['a'], ['a'])).toBe(true)
    expect(isWithin(['a', 'b'], ['a'])).toBe(true)
    expect(isWithin(['a'], ['a', 'b'])).toBe(false)
    expect(isWithin(['ab'], ['a'])).toBe(false)
    expect(isWithin(['a', 0], ['a', '0'])).toBe(false)
  })
})

describe('setAt', () => {
  it('makes objects and lists on the way and fills lists with null', () => {
    expect(setAt(undefined, ['a', 'b', 2, 'c'], 1)).toEqual({ a: { b: [null, null, { c: 1 }] } })
    expect(setAt(undefined, [1], 'x')).toEqual([null, 'x'])
  })

  it('keeps what stands beside', () => {
    expect(setAt({ a: { b: 1, c: [1, 2, 3] } }, ['a', 'c', 1], 9)).toEqual({ a: { b: 1, c: [1, 9, 3] } })
  })

  it('takes null for nothing there', () => {
    expect(setAt({ a: null }, ['a', 'b'], 1)).toEqual({ a: { b: 1 } })
  })

  it.each([
    [{ a: 'text' }, ['a', 'b'], 'a.b does not fit: a is no object'],
    [{ a: { b: 5 } }, ['a', 'b', 0], 'a.b[0] does not fit: a.b is no list'],
    [{ a: [1] }, ['a', 'b'], 'a.b does not fit: a is no object'],
    [[1], ['a'], 'a does not fit: the body is no object'],
    ['text', [0], '[0] does not fit: the body is no list'],
  ])('refuses %o at %o', (root, path, message) => {
    expect(() => setAt(root, path, 1)).toThrow(message)
  })

  it('reaches no prototype', () => {
    const own: unknown = setAt(JSON.parse('{"a":{}}'), ['a', 'x'], 1)
    expect(own).toEqual({ a: { x: 1 } })
    expect(Object.getPrototypeOf({})).not.toHaveProperty('x')
  })
})
