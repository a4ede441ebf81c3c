import { UsageError } from '../../../base/errors.js'
import { type Settings, settingsOf, wholeNumber } from '../../../call/operation/settings.js'
import type { Input } from '../../../call/request/input.js'
import { parseShard, type Shard } from './shard.js'

/** What the command line of a run of many requests says of how they are sent. */
export interface RunWishes {
  settings: Settings
  concurrency: number | undefined
  perSecond: number | undefined
  shard: Shard | undefined
}

/** What it says of a run over an input that a journal is kept of. */
export interface KeptRunWishes extends RunWishes {
  journal: string | undefined
  resume: string | undefined
  newRun: boolean
  skipInvalid: boolean
  offline: boolean
  /** Arguments and flags as typed. */
  typed: Input
}

/** Understands `paceFlags`, and `--shard` where there is one. Throws a UsageError for a number or part that is none. */
export function runWishesOf(flags: Input['flags']): RunWishes {
  const text = (name: string) => flags[name] as string | undefined
  const shard = text('shard')
  return {
    settings: settingsOf(flags),
    concurrency: wholeNumber(text('concurrency'), 'concurrency', 1, 64),
    perSecond: wholeNumber(text('rate'), 'rate', 1, 10_000),
    shard: shard === undefined ? undefined : parseShard(shard),
  }
}

/** Understands `journalFlags`, too. Throws a UsageError as `runWishesOf`, and for flags that contradict each other. */
export function keptRunWishesOf(typed: Input): KeptRunWishes {
  const { flags } = typed
  const wishes = runWishesOf(flags)
  if (flags.offline === true && !wishes.settings.dryRun) {
    throw new UsageError('--offline sends nothing, so that it goes with --dry-run alone', {
      code: 'usage.bad_flags',
      hint: 'add --dry-run, or leave it out',
    })
  }
  return {
    ...wishes,
    journal: flags.journal as string | undefined,
    resume: flags.resume as string | undefined,
    newRun: flags['new-run'] === true,
    skipInvalid: flags['skip-invalid'] === true,
    offline: flags.offline === true,
    typed,
  }
}
