import { describe, expect, it } from 'vitest'
import { harmless, harmlessJson, harmlessLine } from '../../../src/call/output/harmless.js'

describe('harmless', () => {
  it.each([
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['\u0007\u0000\u007f', '\\u{7}\\u{0}\\u{7f}'],
    ['\u009b31m', '\\u{9b}31m'],
    ['\u202eabc\u2066', '\\u{202e}abc\\u{2066}'],
    ['over\rwrite', 'over\\u{d}write'],
    ['a\r\nb\nc\td', 'a\nb\nc\td'],
    ['Zoë 日本 👨‍👩‍👧', 'Zoë 日本 👨‍👩‍👧'],
  ])('shows %j as %j', (text, shown) => {
    expect(harmless(text)).toBe(shown)
  })

  it('keeps one line one line', () => {
    expect(harmlessLine('a\r\nb\nc\td\u2028e\u001b')).toBe('a⏎b⏎c d⏎e\\u{1b}')
  })

  it('leaves JSON the same document', () => {
    const value = { 'k\u202e': 'C1 \u009b DEL \u007f line \u2028\u2029 esc \u001b' }
    const json = harmlessJson(JSON.stringify(value, null, 2))
    expect(json).not.toMatch(/(?!\n)[\p{Cc}\u{202e}\u{2028}\u{2029}]/u)
    expect(JSON.parse(json)).toEqual(value)
  })
})
