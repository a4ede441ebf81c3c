import { describe, expect, it } from 'vitest'
import { HashedMap, HashedSet } from '../../src/base/hashed.js'

const count = 50_000

describe('a set by hashes', () => {
  it('knows very many texts again', () => {
    const set = new HashedSet()
    for (let n = 1; n <= count; n += 1) expect(set.add(`text ${n}`)).toBe(true)
    for (let n = 1; n <= count; n += 1) expect(set.add(`text ${n}`)).toBe(false)
    expect(set.size).toBe(count)
    expect([set.add(''), set.add('')]).toEqual([true, false])
  })
})

describe.each([64, 96] as const)('a map by hashes of %i bits', (bits) => {
  it('keeps the first number of each of very many texts', () => {
    const map = new HashedMap(bits)
    for (let n = 1; n <= count; n += 1) expect(map.add(`text ${n}`, n)).toBe(0)
    for (let n = 1; n <= count; n += 1) expect(map.add(`text ${n}`, count + n)).toBe(n)
  })

  it('keeps the last number where it is told to, and has none of other texts', () => {
    const map = new HashedMap(bits)
    for (const shift of [0, count]) for (let n = 1; n <= count; n += 1) map.set(`text ${n}`, shift + n)
    for (let n = 1; n <= count; n += 1) expect([map.get(`text ${n}`), map.get(`other ${n}`)]).toEqual([count + n, 0])
  })

  it('tells apart what differs in one character, and the empty text', () => {
    const texts = ['', 'a', 'b', 'aa', 'ab', 'ba', '\u0000', '\u0000\u0000', 'ä', '𝒳', 'u1', 'u2']
    const map = new HashedMap(bits)
    expect(texts.map((text, at) => map.add(text, at + 1))).toEqual(texts.map(() => 0))
    expect(texts.map((text) => map.get(text))).toEqual(texts.map((_, at) => at + 1))
  })
})
