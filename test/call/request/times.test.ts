import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/base/errors.js'
import { parseDuration, parseTime } from '../../../src/call/request/times.js'

const now = Date.UTC(2026, 0, 31, 12)

describe('parseTime', () => {
  it.each([
    '',
    ' ',
    'now',
    'tomorrow',
    '1',
    '1.5',
    '-1',
    '1y',
    '1 d',
    '2026',
    '2026-1-1',
    '2026-02-30T25:00Z',
    '2026-02-30',
    '2026-04-31T10:00:00Z',
    '2026-13-01',
    '2026-01-31T24:01',
    '2026-01-31 soon',
    '9999999999w',
    '31.01.2026',
  ])('reads %o as a time only where it is one', (text) => {
    if (/^\d+$/.test(text)) expect(parseTime(text, '--since', now, 'back')).toBe(Number(text))
    else expect(() => parseTime(text, '--since', now, 'back')).toThrow(UsageError)
  })

  it.each([
    ['0', 0],
    ['1767225600000', 1767225600000],
    ['2026-01-31 09:00Z', Date.UTC(2026, 0, 31, 9)],
    ['2026-01-31T09:00+0200', Date.UTC(2026, 0, 31, 7)],
    ['2024-02-29T00:00Z', Date.UTC(2024, 1, 29)],
    ['2026-01-31T09:00:00Z', Date.UTC(2026, 0, 31, 9)],
    ['2026-01-31T09:00:00.250+02:00', Date.UTC(2026, 0, 31, 7, 0, 0, 250)],
    ['90s', now - 90_000],
    ['30m', now - 1_800_000],
    ['1.5h', now - 5_400_000],
    ['7d', now - 604_800_000],
    ['2w', now - 1_209_600_000],
    ['0s', now],
  ])('%s', (text, milliseconds) => {
    expect(parseTime(text, '--since', now, 'back')).toBe(milliseconds)
  })

  it.each([
    ['2026-01-31T09:00', new Date(2026, 0, 31, 9)],
    ['2026-01-31 09:00:30', new Date(2026, 0, 31, 9, 0, 30)],
    ['2026-07-01', new Date(2026, 6, 1)],
  ])('reads %s, without a zone, as local', (text, date) => {
    expect(parseTime(text, '--since', now, 'back')).toBe(date.getTime())
  })

  it('goes on from now where a time lies ahead', () => {
    expect(parseTime('7d', '--expires-at', now, 'ahead')).toBe(now + 604_800_000)
  })

  it('names an empty value and the ways to write a time', () => {
    const refusal = expect.objectContaining({
      message: '--since: an empty value is not a time',
      code: 'usage.bad_time',
      hint: expect.stringMatching(/7d.*2026-01-31T09:00:00Z.*milliseconds/),
    })
    expect(() => parseTime('', '--since', now, 'back')).toThrow(refusal)
  })
})

describe('parseDuration', () => {
  it.each([
    '',
    '0',
    '0s',
    '0.0001ms',
    '-1s',
    '1d',
    's',
    '1e3',
    '1,5s',
    '999999999h',
    'NaN',
    ' 5s',
  ])('refuses %o', (text) => {
    expect(() => parseDuration(text, 'timeout')).toThrow(UsageError)
  })

  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['30', 30_000],
    ['0.5s', 500],
    ['2m', 120_000],
    ['1h', 3_600_000],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text, 'timeout')).toBe(milliseconds)
  })
})
