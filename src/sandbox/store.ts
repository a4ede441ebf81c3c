import { randomBytes } from 'node:crypto'

export type Row = Record<string, unknown>

/** The keys by which an index finds a row: none, one or several. */
export type KeysOf = (row: Row) => readonly string[]

export interface TableOptions {
  /** Property that ends the path of one row. */
  key: string
  /** Names the property that holds the owner's id, when keys are unique only below one owner. */
  owner?: string | undefined
  /** What rows are found by beside their key. */
  indices?: Readonly<Record<string, KeysOf>>
  /** A changed row comes last from then on, as in a table that the database reads without an order. */
  moves?: boolean
}

/** Rows in the order of their making, found by key or index in constant time. */
export class Table {
  readonly #rows = new Set<Row>()
  readonly #byKey = new Map<string, Row>()
  readonly #indices: readonly [name: string, keysOf: KeysOf, found: Map<string, Row[]>][]
  #list: Row[] | undefined = []

  constructor(
    readonly name: string,
    private readonly options: TableOptions,
  ) {
    this.#indices = Object.entries(options.indices ?? {}).map(([index, keysOf]) => [index, keysOf, new Map()])
  }

  get rows(): readonly Row[] {
    this.#list ??= [...this.#rows]
    return this.#list
  }

  add(row: Row): Row {
    this.#rows.add(row)
    this.#list?.push(row)
    this.#enter(row)
    return row
  }

  get(key: string, owner?: string): Row | undefined {
    return this.#byKey.get(owner === undefined ? key : `${owner}/${key}`)
  }

  /** The rows that an index has under a key. */
  by(index: string, key: string): readonly Row[] {
    const found = this.#indices.find(([name]) => name === index)
    if (!found) throw new Error(`the sandbox has no index ${index} of ${this.name}`)
    return found[2].get(key) ?? []
  }

  /** Changes properties in place; the row stays findable. */
  change(row: Row, change: Row): Row {
    this.#leave(row)
    Object.assign(row, change)
    this.#enter(row)
    if (this.options.moves) {
      this.#rows.delete(row)
      this.#rows.add(row)
      this.#list = undefined
    }
    return row
  }

  remove(row: Row): void {
    this.#leave(row)
    this.#rows.delete(row)
    this.#list = undefined
  }

  #enter(row: Row): void {
    this.#byKey.set(this.#keyOf(row), row)
    for (const [, keysOf, found] of this.#indices) {
      for (const key of keysOf(row)) {
        const rows = found.get(key)
        if (rows) rows.push(row)
        else found.set(key, [row])
      }
    }
  }

  #leave(row: Row): void {
    this.#byKey.delete(this.#keyOf(row))
    for (const [, keysOf, found] of this.#indices) {
      for (const key of keysOf(row)) {
        const rest = (found.get(key) ?? []).filter((other) => other !== row)
        if (rest.length > 0) found.set(key, rest)
        else found.delete(key)
      }
    }
  }

  #keyOf(row: Row): string {
    const { key, owner } = this.options
    return owner ? `${row[owner]}/${row[key]}` : String(row[key])
  }
}

const none: ReadonlySet<string> = new Set()

/** A relation: sets of ids by the id of their holder (`organization/user` where the holder is a pair), read from both sides. */
export class Links {
  readonly #sets = new Map<string, Set<string>>()
  readonly #holders = new Map<string, Set<string>>()
  /** Holders by the ids that they are made of. */
  readonly #pairs = new Map<string, Set<string>>()
  readonly #sorted = new Map<string, readonly string[]>()

  of(holder: string): ReadonlySet<string> {
    return this.#sets.get(holder) ?? none
  }

  /** The same ids in their own order. */
  sorted(holder: string): readonly string[] {
    const known = this.#sorted.get(holder) ?? [...this.of(holder)].sort()
    this.#sorted.set(holder, known)
    return known
  }

  has(holder: string, id: string): boolean {
    return this.of(holder).has(id)
  }

  add(holder: string, id: string): void {
    if (!this.#sets.has(holder)) for (const part of holder.split('/')) enter(this.#pairs, part, holder)
    enter(this.#sets, holder, id)
    enter(this.#holders, id, holder)
    this.#sorted.delete(holder)
  }

  delete(holder: string, id: string): boolean {
    this.#sorted.delete(holder)
    leave(this.#holders, id, holder)
    return this.#sets.get(holder)?.delete(id) ?? false
  }

  holdersOf(id: string): string[] {
    return [...(this.#holders.get(id) ?? none)]
  }

  /** Breaks every link of `id`, on either side. */
  forget(id: string): void {
    for (const holder of [...(this.#pairs.get(id) ?? [])]) this.clear(holder)
    for (const holder of this.holdersOf(id)) this.delete(holder, id)
  }

  /** Breaks the links that the holder has. */
  clear(holder: string): void {
    for (const id of this.of(holder)) leave(this.#holders, id, holder)
    this.#sets.delete(holder)
    this.#sorted.delete(holder)
    for (const part of holder.split('/')) leave(this.#pairs, part, holder)
  }
}

function enter(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key)
  if (set) set.add(value)
  else sets.set(key, new Set([value]))
}

function leave(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key)
  if (set?.delete(value) && set.size === 0) sets.delete(key)
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** A random id of lower-case letters and digits, as Logto's are. */
export function newId(length: number): string {
  return Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join('')
}

/** One or none, as a list: for `flatMap` over look-ups that may find nothing. */
export function optional<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value]
}
