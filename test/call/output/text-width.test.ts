import { describe, expect, it } from 'vitest'
import { fitWidths } from '../../../src/call/output/fit-widths.js'
import { cut, pad, widthOf, wrap } from '../../../src/call/output/text-width.js'

describe('cut', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly10!', 10, 'exactly10!'],
    ['eleven char', 10, 'eleven ch…'],
    ['日本語日本語', 6, '日本…'],
    ['👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 5, '👨‍👩‍👧👨‍👩‍👧…'],
    ['🇩🇪🇫🇷🇮🇹', 4, '🇩🇪…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['🫠🫠🫠', 1, '…'],
  ])('cuts %s at %i to %s', (text, width, result) => {
    expect(cut(text, width)).toBe(result)
    expect(widthOf(cut(text, width))).toBeLessThanOrEqual(width)
  })
})

it('pads by width, not by length', () => {
  expect(pad('日本', 6)).toBe('日本  ')
  expect(pad('too long', 3)).toBe('too long')
})

describe('wrap', () => {
  it.each([
    ['one two three', 7, ['one two', 'three']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['ab cdefghij', 4, ['ab', 'cdef', 'ghij']],
    ['日本語', 4, ['日本', '語']],
    ['', 10, ['']],
    ['fits', 10, ['fits']],
  ])('breaks "%s" at %i', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines)
  })

  it('loses nothing but spaces, and takes its time in proportion', () => {
    const text = '0123456789 日本👍 '.repeat(5_000)
    const lines = wrap(text, 40)
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
    expect(Math.max(...lines.map((line) => widthOf(line)))).toBeLessThanOrEqual(40)
  })
})

describe('fitWidths', () => {
  const total = (widths: number[]) => widths.reduce((sum, width) => sum + width, 2 * (widths.length - 1))

  it('leaves alone what fits', () => {
    expect(fitWidths([12, 20, 5], 80, () => 8)).toEqual([12, 20, 5])
  })

  it('takes from the widest and spares the first', () => {
    expect(fitWidths([21, 30, 40], 60, () => 8)).toEqual([21, 17, 18])
  })

  it('takes from the first only when it fills most of the line', () => {
    expect(fitWidths([70, 20], 60, () => 8)).toEqual([50, 8])
    expect(fitWidths([500], 60, () => 8)).toEqual([60])
  })

  it('spares the id wherever it stands, while it is shown', () => {
    expect(fitWidths([40, 21, 30], 60, () => 8, 1)).toEqual([17, 21, 18])
    expect(fitWidths([40, 30, 21], 60, () => 25, 2)).toEqual([33, 25])
  })

  it('gives up columns at the end when the least widths do not fit', () => {
    expect(fitWidths([21, 30, 30, 30, 30], 60, () => 8)).toEqual([21, 11, 11, 11])
    expect(fitWidths([], 60, () => 8)).toEqual([])
  })

  it('never overflows', () => {
    for (let columns = 1; columns < 40; columns++) {
      const natural = Array.from({ length: columns }, (_, index) => 1 + ((index * 7919) % 97))
      for (const room of [60, 80, 240]) expect(total(fitWidths(natural, room, () => 8))).toBeLessThanOrEqual(room)
    }
  })
})
