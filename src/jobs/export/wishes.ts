import { extname } from 'node:path'
import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import type { Input } from '../../call/request/input.js'
import { type RunWishes, runWishesOf } from '../bulk/run/run-wishes.js'

/** What `--with` can name. */
export const parts = ['roles', 'organizations', 'identities', 'sso-identities', 'mfa', 'password-hash'] as const
export type Part = (typeof parts)[number]

export const forms = ['jsonl', 'json', 'csv'] as const
export type Form = (typeof forms)[number]

/** What the command line of an export says, understood. */
export interface ExportWishes extends RunWishes {
  /** Path of the file; standard output without. */
  file: string | undefined
  form: Form
  with: ReadonlySet<Part>
  /** Flags of `users list` that say who is meant. */
  filters: Readonly<Record<string, unknown>>
}

/** `filters`: names of the flags that say who is meant. Throws a UsageError for a value that is none. */
export function exportWishes({ args, flags }: Input, filters: readonly string[]): ExportWishes {
  const file = args.file === '-' ? undefined : args.file
  const run = runWishesOf(flags)
  return {
    ...run,
    file,
    form: run.settings.format === 'table' ? formOf(file) : (run.settings.format as Form),
    with: partsOf((flags.with as string[] | undefined) ?? []),
    filters: Object.fromEntries(filters.filter((name) => flags[name] !== undefined).map((name) => [name, flags[name]])),
  }
}

function partsOf(words: readonly string[]): ReadonlySet<Part> {
  const names = words.flatMap((word) => word.split(',')).map((name) => name.trim())
  return new Set(
    names.map((name) => {
      const part = parts.find((one) => one === name)
      if (part !== undefined) return part
      const [close] = nearest(name, [...parts])
      throw new UsageError(`--with ${name || "''"}: there is no such part${close ? `; did you mean ${close}?` : ''}`, {
        code: 'usage.bad_value',
        hint: `the parts are ${parts.join(', ')}`,
      })
    }),
  )
}

const endings: Readonly<Record<string, Form>> = {
  '.json': 'json',
  '.csv': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
}

/** The form that a file's name ends in. */
function formOf(file: string | undefined): Form {
  const ending = extname(file ?? '').toLowerCase()
  if (ending === '.gz') {
    throw new UsageError(`${file}: an export is not packed`, {
      code: 'usage.bad_value',
      hint: `pack it on its way: logto users export | gzip > ${file}`,
    })
  }
  return endings[ending] ?? 'jsonl'
}
