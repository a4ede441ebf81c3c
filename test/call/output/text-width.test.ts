import { describe, expect, it } from 'vitest'
import { fitWidths, type Need } from '../../../src/call/output/fit-widths.js'
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
  const total = (widths: readonly (number | undefined)[]) => {
    const shown = widths.filter((width) => width !== undefined)
    return shown.reduce((sum, width) => sum + width, 2 * (shown.length - 1))
  }

  function need(cells: number, more: Partial<Need> = {}): Need {
    return { cells, heading: 0, leastHeading: 0, least: 8, isConstant: false, ...more }
  }

  it('leaves alone what fits', () => {
    expect(fitWidths([need(12), need(20, { heading: 30 }), need(5)], 80)).toEqual([12, 30, 5])
  })

  it('takes from headings before it takes from cells', () => {
    const needs = [need(12), need(2, { heading: 30, leastHeading: 10 }), need(40)]
    expect(fitWidths(needs, 70)).toEqual([12, 14, 40])
    expect(fitWidths(needs, 60)).toEqual([12, 10, 34])
  })

  it('takes from what shrinks first before it takes from others', () => {
    const id = need(21, { shrinks: 'first' })
    expect(fitWidths([id, need(16), need(25)], 60)).toEqual([15, 16, 25])
    expect(fitWidths([id, need(16), need(40)], 60)).toEqual([8, 16, 32])
  })

  it('gives up the last column that tells no row from another before it cuts one that does', () => {
    const constant = need(10, { isConstant: true })
    expect(fitWidths([need(21), constant, constant, need(23)], 60)).toEqual([21, 10, undefined, 23])
    expect(fitWidths([constant, need(70)], 60)).toEqual([10, 48])
  })

  it('takes from what shrinks last only when it fills most of the line', () => {
    const name = (cells: number) => need(cells, { shrinks: 'last' })
    expect(fitWidths([name(21), need(30), need(40)], 60)).toEqual([21, 17, 18])
    expect(fitWidths([name(70), need(20)], 60)).toEqual([50, 8])
    expect(fitWidths([name(500)], 60)).toEqual([60])
    expect(fitWidths([need(40), name(21), need(30)], 60)).toEqual([17, 21, 18])
  })

  it('gives up columns at the end when the least widths do not fit', () => {
    const four = Array.from({ length: 4 }, () => need(30))
    expect(fitWidths([need(21, { shrinks: 'last' }), ...four], 60)).toEqual([21, 11, 11, 11, undefined])
    expect(fitWidths([], 60)).toEqual([])
  })

  it('never overflows', () => {
    const shrinks = ['first', undefined, 'last', undefined] as const
    for (let columns = 1; columns < 40; columns++) {
      const needs = Array.from({ length: columns }, (_, index) =>
        need(1 + ((index * 7919) % 97), {
          heading: (index * 31) % 40,
          leastHeading: index % 9,
          shrinks: shrinks[index % 4],
          isConstant: index % 5 === 0,
        }),
      )
      for (const room of [60, 80, 240]) expect(total(fitWidths(needs, room))).toBeLessThanOrEqual(room)
    }
  })
})
