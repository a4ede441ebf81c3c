import { UsageError } from '../../base/errors.js'
import { splitColumns } from '../output/columns.js'
import type { Format } from '../output/format.js'
import { parseDuration } from '../request/times.js'

/** What the global flags say, understood. */
export interface Settings {
  format: Format
  columns: readonly string[] | undefined
  query: string | undefined
  csvSafe: boolean
  showSecrets: boolean
  dryRun: boolean
  curl: boolean
  retries: number
  timeoutMs: number
  debug: boolean
  noColor: boolean
  /** Never ask, even on a terminal. */
  noInput: boolean
  profile: string | undefined
  endpoint: string | undefined
  /** The sign-in to act on, for the experience commands. */
  session: string | undefined
}

const defaultRetries = 2
const defaultTimeoutMs = 30_000

/** Reads the global flags. Throws a UsageError for a number or a time that is none. */
export function settingsOf(flags: Readonly<Record<string, unknown>>): Settings {
  const text = (name: string) => flags[name] as string | undefined
  const columns = text('columns')
  const timeout = text('timeout')
  return {
    format: flags.json === true ? 'json' : ((text('output') as Format | undefined) ?? 'table'),
    columns: columns === undefined ? undefined : splitColumns([columns]),
    query: text('query'),
    csvSafe: flags['csv-safe'] === true,
    showSecrets: flags['show-secrets'] === true,
    dryRun: flags['dry-run'] === true,
    curl: flags.curl === true,
    retries: wholeNumber(text('retries'), 'retries', 0, 100) ?? defaultRetries,
    timeoutMs: timeout === undefined ? defaultTimeoutMs : parseDuration(timeout, 'timeout'),
    debug: flags.debug === true,
    noColor: flags['no-color'] === true,
    noInput: flags['no-input'] === true,
    profile: text('profile'),
    endpoint: text('endpoint'),
    session: text('session'),
  }
}

/** A whole number between `min` and `max`, both included; undefined when the flag was not given. */
export function wholeNumber(text: string | undefined, flag: string, min: number, max: number): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < min || value > max) {
    const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
    throw new UsageError(`--${flag}: ${text || 'an empty value'} is not a whole number ${range}`, {
      code: 'usage.bad_number',
      hint: `give --${flag} a whole number ${range}`,
    })
  }
  return value
}
