import type { Reference } from './reference.js'

/** Keys and ids of the objects that others refer to. */
export class Names {
  private readonly ids = new Map<string, string>()
  private readonly keys = new Map<string, string>()
  /** Ids of objects that are not managed here. */
  private readonly strangers = new Set<string>()

  add(kind: string, key: string, id: string): void {
    this.ids.set(`${kind}\n${key}`, id)
    this.keys.set(`${kind}\n${id}`, key)
  }

  /** The key of an id; an id that is of no known object stands for itself. */
  key(kind: string, id: string): string {
    const key = this.keys.get(`${kind}\n${id}`)
    if (key === undefined) this.strangers.add(`${kind}\n${id}`)
    return key ?? id
  }

  /** The key of an id, where it is known. */
  known(kind: string, id: string): string | undefined {
    return this.keys.get(`${kind}\n${id}`)
  }

  knows({ kind, key }: Reference): boolean {
    return this.ids.has(`${kind}\n${key}`)
  }

  /** Throws an {@link Unmet} for a key that is of no object of the tenant. */
  id(kind: string, key: string): string {
    const id = this.ids.get(`${kind}\n${key}`)
    if (id === undefined && this.strangers.has(`${kind}\n${key}`)) return key
    if (id === undefined) throw new Unmet({ kind, key })
    return id
  }

  *keysOf(kind: string): Generator<string> {
    for (const name of this.ids.keys()) if (name.startsWith(`${kind}\n`)) yield name.slice(kind.length + 1)
  }
}

/** Something refers to an object that is not there. */
export class Unmet extends Error {
  constructor(readonly reference: Reference) {
    super(`there is no ${reference.kind} ${reference.key}`)
  }
}
