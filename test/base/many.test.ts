import { describe, expect, it } from 'vitest'
import { grouped, many } from '../../src/base/many.js'

describe('a count in words', () => {
  it.each([
    0,
    7,
    999,
    1000,
    12_345,
    999_999,
    1_000_000,
    2 ** 53,
    -1234,
  ])('is grouped as English has it: %i', (count) => {
    expect(grouped(count)).toBe(count.toLocaleString('en-US'))
  })

  it('has its noun', () => {
    expect(many(1, 'person', 'people')).toBe('1 person')
    expect(many(2000, 'person', 'people')).toBe('2,000 people')
  })
})
