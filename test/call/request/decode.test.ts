import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/base/errors.js'
import { decoderOf } from '../../../src/call/request/decode.js'

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))
const utf16 = (text: string) => [...Buffer.from(text, 'utf16le')]

describe('UTF-8', () => {
  it.each([
    [bytes('Müller €😀\ufffd'), 'Müller €😀\ufffd'],
    [bytes([0xef, 0xbb, 0xbf], 'Ann'), 'Ann'],
    [bytes(), ''],
    [bytes([0xff, 0xfe], utf16('Zoë 😀')), 'Zoë 😀'],
    [Buffer.from([0xfe, 0xff, 0, 0x41]), 'A'],
  ])('%j is read', (from, text) => {
    expect(decoderOf(undefined)(from, '--body')).toBe(text)
  })

  it.each([
    [bytes('name: M', [0xfc], 'ller'), '--body: it is not UTF-8: byte 8 (0xFC), line 1, column 8'],
    [bytes('a: é\nb: \ufffd', [0xe9], '\n'), 'byte 13 (0xE9), line 2, column 5'],
    [bytes([0xef, 0xbb, 0xbf], 'x', [0x80]), 'byte 5 (0x80), line 1, column 2'],
    [bytes('cut ', [0xe2, 0x82]), 'byte 5 (0xE2), line 1, column 5'],
    [bytes('half ', [0xed, 0xa0, 0x80]), 'byte 6 (0xED), line 1, column 6'],
    [Buffer.from(utf16('{}')), 'it is not text: it has a NUL character at line 1, column 2'],
    [bytes([0xff, 0xfe], [0x3d, 0xd8]), 'it is not UTF-16LE'],
  ])('%j is refused with its place', (from, why) => {
    expect(() => decoderOf(undefined)(from, '--body')).toThrow(UsageError)
    expect(() => decoderOf(undefined)(from, '--body')).toThrow(why)
  })

  it('names the flag that helps', () => {
    const helps = (flag: string) => expect.objectContaining({ hint: expect.stringContaining(flag) })
    expect(() => decoderOf(undefined)(bytes([0xe9]), '--body')).toThrow(helps('--encoding windows-1252'))
    expect(() => decoderOf(undefined)(Buffer.from(utf16('{}')), '--body')).toThrow(helps('--encoding utf-16le'))
  })
})

describe('another encoding', () => {
  it.each([
    ['windows-1252', bytes('M', [0xfc], 'ller ', [0x80]), 'Müller €'],
    ['latin2', bytes([0xb1]), 'ą'],
    ['shift_jis', bytes([0x93, 0xfa]), '日'],
    ['utf-16le', Buffer.from(utf16('Zoë')), 'Zoë'],
    ['windows-1252', bytes([0xef, 0xbb, 0xbf], 'Zoë'), 'Zoë'],
  ])('%s', (label, from, text) => {
    expect(decoderOf(label)(from, '--body')).toBe(text)
  })

  it.each(['latin-one', '', 'utf9'])('%o is none', (label) => {
    expect(() => decoderOf(label)).toThrow(UsageError)
  })

  it('refuses what it cannot hold', () => {
    expect(() => decoderOf('shift_jis')(bytes([0x81]), '--body')).toThrow('--body: it is not SHIFT_JIS')
  })
})
