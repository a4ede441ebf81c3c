import { UsageError } from '../../base/errors.js'
import type { Input } from '../../call/request/input.js'
import { type KeptRunWishes, keptRunWishesOf } from '../bulk/run/run-wishes.js'
import type { BesidePaths } from './beside-file.js'
import { type Match, parseMatch } from './do/existing.js'
import type { KeepIdsWish } from './do/keep-ids.js'
import type { ExistingWishes } from './do/person-work.js'
import type { ImportWishes } from './wishes.js'

/** What the command line of an import says, understood. */
export interface CommandWishes extends KeptRunWishes, ExistingWishes {
  /** Path of the people, `-` for standard input. */
  file: string
  from: string | undefined
  encoding: string | undefined
  beside: BesidePaths
  people: ImportWishes
  match: Match | undefined
  keepIds: KeepIdsWish
  failed: string | undefined
}

/** Throws a UsageError for a value that is none, and for flags that contradict each other. */
export function wishesOf(typed: Input): CommandWishes {
  const { args, flags } = typed
  const text = (name: string) => flags[name] as string | undefined
  const list = (name: string) => (flags[name] as string[] | undefined) ?? []
  if (args.file === undefined) {
    throw new UsageError('the file of people is missing', {
      code: 'usage.missing_argument',
      hint: "give its path, or '-' for standard input: logto users import people.csv",
    })
  }
  const onExisting = (text('on-existing') ?? 'fail') as ExistingWishes['onExisting']
  refuseIdle(flags, onExisting)
  const match = text('match')
  return {
    ...keptRunWishesOf(typed),
    file: args.file,
    from: text('from'),
    encoding: text('encoding'),
    beside: { hashes: text('hashes'), firebaseParams: text('firebase-params'), map: text('map') },
    people: {
      unverified: text('unverified') as ImportWishes['unverified'],
      badUsername: (text('bad-username') ?? 'fail') as ImportWishes['badUsername'],
      badDigest: (text('bad-digest') ?? 'fail') as ImportWishes['badDigest'],
      scryptAsFirebase: flags['scrypt-as-firebase'] === true,
      keepRest: flags['keep-rest'] === true,
      roles: list('roles'),
      organizations: list('organization'),
    },
    onExisting,
    match: match === undefined ? undefined : parseMatch(match),
    changeIdentifiers: flags['change-identifiers'] === true,
    keepIds: (text('keep-ids') ?? 'no') as KeepIdsWish,
    failed: text('failed'),
  }
}

/** Flags that would do nothing are a mistake. */
function refuseIdle(flags: Input['flags'], onExisting: string): void {
  const refuse = (what: string, hint: string) => new UsageError(what, { code: 'usage.bad_flags', hint })
  if (flags['even-if-used'] === true) throw refuse('--even-if-used goes with --undo', 'leave it out')
  if (onExisting === 'fail' && flags.match !== undefined) {
    throw refuse(
      '--match says who exists, which is looked up for --on-existing alone',
      'add --on-existing skip or update',
    )
  }
  if (onExisting !== 'update' && flags['change-identifiers'] === true) {
    throw refuse('--change-identifiers goes with --on-existing update', 'add that, or leave it out')
  }
}
