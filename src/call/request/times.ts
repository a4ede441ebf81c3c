import { UsageError } from '../../base/errors.js'

const units: Record<string, number> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 }

/**
 * Reads a point in time: epoch milliseconds, ISO 8601, or an age before `now` such as `90s`, `30m`, `1h`, `7d`, `2w`.
 * Returns epoch milliseconds. Throws a UsageError otherwise. A date without a zone is local time; a bare date is UTC,
 * as ECMAScript reads them.
 */
export function parseTime(text: string, flag: string, now: number, ages = true): number {
  if (/^\d+$/.test(text)) return Number(text)
  const age = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(text)
  const unit = units[age?.[2] ?? '']
  if (ages && age && unit) return Math.round(now - Number(age[1]) * unit)
  const isDate = /^\d{4}-\d{2}-\d{2}/.test(text)
  const parsed = isDate ? Date.parse(text) : Number.NaN
  if (Number.isNaN(parsed)) {
    throw new UsageError(`--${flag}: ${text || 'an empty value'} is not a time`, {
      code: 'usage.bad_time',
      hint: `give epoch milliseconds, or a date such as 2026-01-31T09:00:00Z${ages ? ', or an age such as 1h or 7d' : ''}`,
    })
  }
  return parsed
}

/** Reads a duration such as `500ms`, `30s`, `2m`, or plain seconds. Returns milliseconds; throws a UsageError. */
export function parseDuration(text: string, flag: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text)
  const factor = { ms: 1, s: 1e3, m: 6e4, h: 36e5 }[match?.[2] ?? 's']
  const value = match && factor ? Math.round(Number(match[1]) * factor) : 0
  if (value <= 0 || value > 2 ** 31 - 1) {
    throw new UsageError(`--${flag}: ${text || 'an empty value'} is not a length of time`, {
      code: 'usage.bad_duration',
      hint: 'give a length such as 500ms, 30s or 2m',
    })
  }
  return value
}
