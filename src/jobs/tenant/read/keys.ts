import { UsageError } from '../../../base/errors.js'
import type { Kind } from '../model/kind.js'
import type { Row } from '../model/row.js'

/** An object as files name it. */
export interface Known {
  key: string
  renamedFrom?: string | undefined
  values: Row
}

/**
 * The key of each row: the one that the files have for it, else its own. Objects of kinds whose names repeat are found by
 * what else is the same, then by what tells them apart. `fixed` gives keys that are certain. Throws a UsageError where that leaves a doubt.
 */
export function keysOf(
  kind: Kind,
  rows: readonly Row[],
  known: readonly Known[],
  fixed: (row: Row) => string | undefined = () => undefined,
): Map<Row, string> {
  const sure = new Map(rows.flatMap((row) => (fixed(row) === undefined ? [] : [[row, fixed(row) ?? ''] as const])))
  const taken = new Set(sure.values())
  const open = rows.filter((row) => !sure.has(row))
  const wanted = known.filter(({ key }) => !taken.has(key))
  const found = kind.key.repeats ? repeatingKeys(kind, open, wanted, taken) : uniqueKeys(kind, open, wanted)
  return new Map([...sure, ...found])
}

/** The key that a row has by itself. */
export function ownKey({ key, single }: Kind, row: Row): string {
  if (single) return ''
  return key.of ? key.of(row) : String(row[key.property ?? 'id'])
}

function uniqueKeys(kind: Kind, rows: readonly Row[], known: readonly Known[]): Map<Row, string> {
  const keys = new Map(rows.map((row) => [row, ownKey(kind, row)]))
  const own = new Set(keys.values())
  const renamed = new Map(
    known.flatMap(({ key, renamedFrom }) =>
      renamedFrom !== undefined && own.has(renamedFrom) && !own.has(key) ? [[renamedFrom, key] as const] : [],
    ),
  )
  for (const [row, key] of keys) keys.set(row, renamed.get(key) ?? key)
  return keys
}

function repeatingKeys(
  kind: Kind,
  rows: readonly Row[],
  known: readonly Known[],
  sure: ReadonlySet<string>,
): Map<Row, string> {
  const keys = new Map<Row, string>()
  const taken = new Set([...sure, ...known.map(({ key }) => key)])
  const named = byName(rows)
  for (const group of groupsOf(kind, named, known)) matchGroup(kind, group, keys)
  for (const row of rows) {
    if (keys.has(row)) continue
    const key = freeKey(kind, row, named.get(String(row.name)) ?? [], taken)
    taken.add(key)
    keys.set(row, key)
  }
  return keys
}

interface Group {
  rows: Row[]
  known: Known[]
}

const nameOf = ({ key, values }: Known) => (typeof values.name === 'string' ? values.name : key)

/** Rows and entries of one name, and of one type where it is told. */
function groupsOf({ key }: Kind, named: ReadonlyMap<string, readonly Row[]>, known: readonly Known[]): Group[] {
  const same = key.repeats?.same
  const groups = new Map<string, Group>()
  for (const entry of known) {
    const { renamedFrom } = entry
    const wanted = nameOf(entry)
    const name = renamedFrom !== undefined && !named.has(wanted) ? renamedFrom : wanted
    const type = same === undefined ? undefined : entry.values[same]
    const mark = `${name}\n${type ?? ''}`
    const fits = (row: Row) => same === undefined || type === undefined || row[same] === type
    const group = groups.get(mark) ?? { rows: (named.get(name) ?? []).filter(fits), known: [] }
    group.known.push(entry)
    groups.set(mark, group)
  }
  return [...groups.values()]
}

function matchGroup(kind: Kind, { rows, known }: Group, keys: Map<Row, string>): void {
  const apart = kind.key.repeats?.apart ?? (() => [])
  let left = rows.filter((row) => !keys.has(row))
  let open = [...known]
  const pair = (fits: (row: Row, entry: Known) => boolean) => {
    for (const entry of [...open]) {
      const found = left.filter((row) => fits(row, entry))
      const rivals = open.filter((other) => found.some((row) => fits(row, other)))
      const [row] = found
      if (row === undefined || found.length > 1 || rivals.length > 1) continue
      keys.set(row, entry.key)
      left = left.filter((each) => each !== row)
      open = open.filter((each) => each !== entry)
    }
  }
  const mark = (row: Row) => [...apart(row)].sort().join('\n')
  pair((row, { values }) => mark(row) === mark(values))
  pair((row, { values }) => apart(row).some((text) => apart(values).includes(text)))
  if (open.length === 1 && left.length === 1) pair(() => true)
  const [entry] = open
  if (entry === undefined || left.length === 0) return
  throw ambiguous(kind, nameOf(entry), 'the files do not tell which one is meant')
}

function byName(rows: readonly Row[]): Map<string, Row[]> {
  const named = new Map<string, Row[]>()
  for (const row of rows) {
    const name = String(row.name)
    const equals = named.get(name)
    if (equals) equals.push(row)
    else named.set(name, [row])
  }
  return named
}

/** A key for a row that no file knows: its name, with what tells it apart where there are several (`equals`, itself too). */
function freeKey(kind: Kind, row: Row, equals: readonly Row[], taken: ReadonlySet<string>): string {
  const name = String(row.name ?? '')
  const { same, apart } = kind.key.repeats ?? {}
  if (equals.length === 1 && name !== '' && !taken.has(name)) return name
  const type = same === undefined ? '' : String(row[same])
  const byType = `${name} (${type})`
  const isType = same !== undefined && equals.filter((each) => each[same] === row[same]).length === 1
  if (isType && !taken.has(byType)) return byType
  const [first] = apart?.(row) ?? []
  const byText = first === undefined ? undefined : `${name} (${first})`.trim()
  const twins = equals.filter((each) => apart?.(each)[0] === first && (same === undefined || each[same] === row[same]))
  if (byText !== undefined && twins.length === 1 && !taken.has(byText)) return byText
  throw ambiguous(kind, name, 'nothing tells them apart')
}

function ambiguous(kind: Kind, name: string, why: string): UsageError {
  return new UsageError(`there are several of the kind ${kind.name} with the name ${name || '(none)'}, and ${why}`, {
    code: 'tenant.ambiguous',
    hint: `rename one of them in the tenant, or leave the kind out with --except ${kind.place.file}`,
  })
}
