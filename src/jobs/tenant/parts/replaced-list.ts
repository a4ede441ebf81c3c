import type { Part } from '../model/part.js'
import type { Row } from '../model/row.js'
import { textList, textsIn } from './texts.js'

interface ReplacedList {
  property: string
  /** Kind of what it names; texts of their own without. */
  of?: string
  /** What a row's entry is known by, where the list is one of texts. */
  textOf?: (entry: Row) => string
  /** Command that replaces the list, and the property of its body. */
  replace: string
  body: string
  phase: number
}

/** A set that one request replaces as a whole, and that may be empty. */
export function replacedList({ property, of, textOf, replace, body, phase }: ReplacedList): Part {
  return {
    property,
    schema: textList,
    none: [],
    read(row, names) {
      const entries = (row[property] ?? []) as Row[]
      return entries
        .map((entry) => (of === undefined ? (textOf?.(entry) ?? '') : names.key(of, String(entry.id))))
        .sort()
    },
    ...(of === undefined ? {} : { names: [of], refers: (value) => textsIn(value).map((key) => ({ kind: of, key })) }),
    phase: () => phase,
    async write({ api, names, ids, to }) {
      const texts = textsIn(to)
      await api.write(replace, ids, { [body]: of === undefined ? texts : texts.map((key) => names.id(of, key)) })
    },
  }
}
