import { PartialError } from '../../../base/errors.js'
import type { KindFacts } from '../model/facts.js'
import type { State } from './state.js'

/** For what needs all kinds or none. Throws a PartialError where one could not be read; `consequence`: `nothing was written`. */
export function refuseFailed({ failed }: State, kinds: readonly KindFacts[], consequence: string): void {
  const [first] = failed
  if (!first) return
  const files = new Set(kinds.filter(({ kind }) => failed.has(kind.name)).map(({ kind }) => kind.place.file))
  throw new PartialError(
    `${[...failed.keys()].join(', ')} could not be read, and ${consequence}: ${first[1].message}`,
    {
      code: 'tenant.unread',
      hint: `try again, or leave it out: ${[...files].map((file) => `--except ${file}`).join(' ')}`,
      cause: first[1],
    },
  )
}
