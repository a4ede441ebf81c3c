import { UsageError } from '../../base/errors.js'
import { type Settings, settingsOf, wholeNumber } from '../../call/operation/settings.js'
import type { LoadCommand } from '../bulk/run/doors.js'
import type { BulkProgram } from '../bulk/run/session.js'
import { suggestion } from './files/convert.js'
import { type Given, givenValues } from './files/given.js'
import { allKinds, fileNames } from './kinds/all.js'
import type { Kind } from './model/kind.js'

/** What runs a tenant command. */
export interface Program extends BulkProgram {
  /** What commands know of their operations. */
  load: LoadCommand
}

/** What the command line asks of any of them. */
export interface Wishes {
  settings: Settings
  kinds: readonly Kind[]
  given: Given
  yes: boolean
  confirm: string | undefined
  withDeletions: boolean
  maxDeletes: number
  flags: Readonly<Record<string, unknown>>
}

/** Understands the flags. Throws a UsageError. */
export async function wishesOf(flags: Readonly<Record<string, unknown>>): Promise<Wishes> {
  const texts = (name: string) => (flags[name] ?? []) as string[]
  const text = (name: string) => flags[name] as string | undefined
  const given = await givenValues(
    { variables: texts('var'), variablesFile: text('vars'), secretsFile: text('secrets') },
    process.env,
  )
  return {
    settings: settingsOf(flags),
    kinds: chosenKinds(texts('only'), texts('except'), texts('with')),
    given,
    yes: flags.yes === true,
    confirm: text('confirm'),
    withDeletions: flags.delete === true,
    maxDeletes: wholeNumber(text('max-deletes'), 'max-deletes', 0, 1_000_000) ?? 10,
    flags,
  }
}

function chosenKinds(only: readonly string[], except: readonly string[], extra: readonly string[]): readonly Kind[] {
  for (const name of [...only, ...except]) {
    if (fileNames.includes(name)) continue
    throw new UsageError(`there is no kind ${name}${suggestion(name, fileNames)}`, {
      code: 'usage.unknown_kind',
      hint: `kinds are ${fileNames.join(', ')}`,
    })
  }
  return allKinds.filter(({ place, data }) => {
    if (data && !extra.includes(place.file)) return false
    return (only.length === 0 || only.includes(place.file)) && !except.includes(place.file)
  })
}

/** The kinds, and those that their objects refer to. */
export function withReferred(kinds: readonly Kind[]): Kind[] {
  const wanted = new Set(kinds)
  for (let size = 0; size < wanted.size; ) {
    size = wanted.size
    for (const kind of [...wanted]) {
      const names = [
        ...(kind.parts ?? []).flatMap((part) => part.names ?? []),
        ...(kind.within ? [kind.within.kind] : []),
      ]
      for (const each of allKinds) if (names.includes(each.name)) wanted.add(each)
    }
  }
  return allKinds.filter((kind) => wanted.has(kind))
}
