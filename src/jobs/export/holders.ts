/**
 * Who holds what, by ID of the person. Of those who hold the same there are many, so that each set is kept once: a
 * person costs an entry of a map, about a hundred bytes.
 */
export class Holders<T> {
  private readonly sets: (readonly T[])[] = [[]]
  /** The set that something makes of a set. */
  private readonly next = new Map<string, number>()
  private readonly ofPerson = new Map<string, number>()

  /** `compare` puts what one person holds in an order that does not depend on who answered first. */
  constructor(private readonly compare: (a: T, b: T) => number) {}

  /** `key` tells one thing from another. */
  add(person: string, what: T, key: string): void {
    const held = this.ofPerson.get(person) ?? 0
    const step = `${held} ${key}`
    let set = this.next.get(step)
    if (set === undefined) {
      set = this.sets.push([...(this.sets[held] ?? []), what].toSorted(this.compare)) - 1
      this.next.set(step, set)
    }
    this.ofPerson.set(person, set)
  }

  of(person: string): readonly T[] {
    return this.sets[this.ofPerson.get(person) ?? 0] ?? []
  }
}
