import { randomBytes } from 'node:crypto'

export type Row = Record<string, unknown>

/** Rows in the order of their making, found by key in constant time. */
export class Table {
  readonly rows: Row[] = []
  readonly #byKey = new Map<string, Row>()

  /** `owner` names the property that holds the owner's id, when keys are unique only below one owner. */
  constructor(
    readonly name: string,
    private readonly key: string,
    private readonly owner?: string,
  ) {}

  add(row: Row): Row {
    this.rows.push(row)
    this.#byKey.set(this.#keyOf(row), row)
    return row
  }

  get(key: string, owner?: string): Row | undefined {
    return this.#byKey.get(owner === undefined ? key : `${owner}/${key}`)
  }

  /** Changes properties in place; a changed key stays findable. */
  change(row: Row, change: Row): Row {
    this.#byKey.delete(this.#keyOf(row))
    Object.assign(row, change)
    this.#byKey.set(this.#keyOf(row), row)
    return row
  }

  remove(row: Row): void {
    this.#byKey.delete(this.#keyOf(row))
    this.rows.splice(this.rows.indexOf(row), 1)
  }

  #keyOf(row: Row): string {
    return this.owner ? `${row[this.owner]}/${row[this.key]}` : String(row[this.key])
  }
}

/** A relation: sets of ids by the id of their holder (`organization/user` where the holder is a pair). */
export class Links {
  readonly #sets = new Map<string, Set<string>>()

  of(holder: string): ReadonlySet<string> {
    return this.#sets.get(holder) ?? new Set()
  }

  has(holder: string, id: string): boolean {
    return this.of(holder).has(id)
  }

  add(holder: string, id: string): void {
    this.#sets.set(holder, (this.#sets.get(holder) ?? new Set()).add(id))
  }

  delete(holder: string, id: string): boolean {
    return this.#sets.get(holder)?.delete(id) ?? false
  }

  holdersOf(id: string): string[] {
    return [...this.#sets].filter(([, ids]) => ids.has(id)).map(([holder]) => holder)
  }

  /** Breaks every link of `id`, on either side. */
  forget(id: string): void {
    for (const [holder, ids] of this.#sets) {
      if (holder.split('/').includes(id)) this.#sets.delete(holder)
      else ids.delete(id)
    }
  }

  /** Breaks the links that the holder has. */
  clear(holder: string): void {
    this.#sets.delete(holder)
  }
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
