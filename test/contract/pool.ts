/** Lends each of a few things to one borrower at a time; the others wait their turn. */
export class Pool<T> {
  readonly #waiting: ((thing: T) => void)[] = []
  readonly #free: T[]

  constructor(things: readonly T[]) {
    this.#free = [...things]
  }

  async lend<R>(use: (thing: T) => Promise<R>): Promise<R> {
    const thing = this.#free.pop() ?? (await new Promise<T>((resolve) => this.#waiting.push(resolve)))
    try {
      return await use(thing)
    } finally {
      const next = this.#waiting.shift()
      if (next) next(thing)
      else this.#free.push(thing)
    }
  }
}
