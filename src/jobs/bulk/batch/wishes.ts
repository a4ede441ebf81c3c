import { UsageError } from '../../../base/errors.js'
import { type Settings, settingsOf, wholeNumber } from '../../../call/operation/settings.js'
import type { Input } from '../../../call/request/input.js'
import { parseShard, type Shard } from '../run/shard.js'

/** What the command line of a batch says, understood. */
export interface Wishes {
  settings: Settings
  /** Path of the rows, `-` for standard input. */
  input: string
  encoding: string | undefined
  concurrency: number | undefined
  perSecond: number | undefined
  shard: Shard | undefined
  journal: string | undefined
  resume: string | undefined
  newRun: boolean
  failed: string | undefined
  skipInvalid: boolean
  ordered: boolean
  offline: boolean
  /** Arguments and flags as typed. */
  typed: Input
}

/** Throws a UsageError for a number or part that is none, and for flags that contradict each other. */
export function wishesOf(typed: Input): Wishes {
  const { flags } = typed
  const settings = settingsOf(flags)
  const text = (name: string) => flags[name] as string | undefined
  if (flags.offline === true && !settings.dryRun) {
    throw new UsageError('--offline sends nothing, so that it goes with --dry-run alone', {
      code: 'usage.bad_flags',
      hint: 'add --dry-run, or leave it out',
    })
  }
  const shard = text('shard')
  return {
    settings,
    input: text('input') ?? '-',
    encoding: text('encoding'),
    concurrency: wholeNumber(text('concurrency'), 'concurrency', 1, 64),
    perSecond: wholeNumber(text('rate'), 'rate', 1, 10_000),
    shard: shard === undefined ? undefined : parseShard(shard),
    journal: text('journal'),
    resume: text('resume'),
    newRun: flags['new-run'] === true,
    failed: text('failed'),
    skipInvalid: flags['skip-invalid'] === true,
    ordered: flags.unordered !== true,
    offline: flags.offline === true,
    typed,
  }
}
