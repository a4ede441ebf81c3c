import { UsageError } from '../../base/errors.js'
import { isInstantName } from '../facts/time-properties.js'
import { type BodySchema, branchesOf, typesOf } from './schema.js'

const units: Record<string, number> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 }

/** Where a length of time leads from now: into the past for what has been, ahead for what is to expire. */
export type Direction = 'back' | 'ahead'

/**
 * Reads a point in time: epoch milliseconds, ISO 8601, or its distance from `now` such as `90s`, `30m`, `1h`, `7d`, `2w`.
 * A date or time without a zone is local; a date alone is its first moment. Returns epoch milliseconds. Throws a
 * UsageError otherwise, also for a day that no calendar has. `asker` names what was given, such as `--since`.
 */
export function parseTime(text: string, asker: string, now: number, direction: Direction): number {
  if (/^\d+$/.test(text)) return Number(text)
  const distance = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(text)
  const unit = units[distance?.[2] ?? '']
  const time =
    distance && unit ? Math.round(now + (direction === 'back' ? -1 : 1) * Number(distance[1]) * unit) : dateOf(text)
  // The last day that ECMAScript knows lies 8.64e15 ms behind the epoch.
  if (Number.isNaN(time) || Math.abs(time) > 8.64e15) {
    throw new UsageError(`${asker}: ${text || 'an empty value'} is not a time`, {
      code: 'usage.bad_time',
      hint: `give a length such as 1h or 7d (${direction === 'back' ? 'back' : 'on'} from now), a date such as 2026-01-31 or 2026-01-31T09:00:00Z, or epoch milliseconds`,
    })
  }
  return time
}

/** A date, or a date and a time, with a zone or local; NaN for what is none. */
function dateOf(text: string): number {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(text)
  const [, day = '', time = '00:00', zone = ''] = match ?? []
  // `Date` takes February 30th for March 2nd.
  if (!match || Number.isNaN(Date.parse(day)) || new Date(`${day}T00:00Z`).toISOString().slice(0, 10) !== day) {
    return Number.NaN
  }
  return Date.parse(`${day}T${time}${zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`)
}

/**
 * Whether a property of a body is a point in time, in epoch milliseconds as everywhere in Logto, and where a length of
 * time would lead from now. Its schema says `number`; only its name tells the rest.
 */
export function instantAt(name: string | number | undefined, schemas: readonly BodySchema[]): Direction | undefined {
  if (typeof name !== 'string' || !isInstantName(name)) return undefined
  const types = schemas.flatMap(branchesOf).flatMap(typesOf)
  if (types.includes('string') || !types.some((type) => type === 'number' || type === 'integer')) return undefined
  return directionOf(name)
}

/** What expires does so later; all else that has a time has been. */
export function directionOf(name: string): Direction {
  return /expires?At$/i.test(name) ? 'ahead' : 'back'
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
