import type { Part } from '../model/part.js'
import type { Row } from '../model/row.js'
import { missingFrom, textList, textsIn } from './texts.js'

interface Members {
  property: string
  /** Kind of the members. */
  of: string
  /** Command that adds, and the property of its body with their ids. */
  add: string
  body: string
  /** Command that takes one away. */
  remove: string
  has?: (row: Row) => boolean
  phase: number
}

/**
 * A set of other objects to which some are added by one request, and from which each is taken by its own. Additions come
 * first: where they are refused, nothing has been taken away. The row holds the members themselves.
 */
export function members({ property, of, add, body, remove, has, phase }: Members): Part {
  return {
    property,
    schema: textList,
    none: [],
    ...(has ? { has } : {}),
    read: (row, names) => ((row[property] ?? []) as Row[]).map(({ id }) => names.key(of, String(id))).sort(),
    names: [of],
    refers: (value) => textsIn(value).map((key) => ({ kind: of, key })),
    phase: () => phase,
    async write({ api, names, ids, from, to }) {
      const [before, after] = [textsIn(from), textsIn(to)]
      const added = missingFrom(after, before).map((key) => names.id(of, key))
      if (added.length > 0) await api.write(add, ids, { [body]: added })
      for (const key of missingFrom(before, after)) await api.write(remove, [...ids, names.id(of, key)])
    },
  }
}
