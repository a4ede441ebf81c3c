import { HashedMap } from '../../base/hashed.js'

/**
 * Who holds what, by ID of the person. Of those who hold the same there are many, so that each set is kept once, and a
 * person costs two dozen bytes. The hash is a long one: to take one person for another would give away a role.
 */
export class Holders<T> {
  /** A person's number is the place of the set here; the first is held by nobody. */
  private readonly sets: (readonly T[])[] = [[]]
  /** The set that something makes of a set. */
  private readonly next = new Map<string, number>()
  private readonly ofPerson = new HashedMap(96)

  /** `compare` puts what one person holds in an order that does not depend on who answered first. */
  constructor(private readonly compare: (a: T, b: T) => number) {}

  /** `key` tells one thing from another. */
  add(person: string, what: T, key: string): void {
    const held = this.ofPerson.get(person)
    const step = `${held} ${key}`
    let set = this.next.get(step)
    if (set === undefined) {
      set = this.sets.push([...(this.sets[held] ?? []), what].toSorted(this.compare)) - 1
      this.next.set(step, set)
    }
    this.ofPerson.set(person, set)
  }

  of(person: string): readonly T[] {
    return this.sets[this.ofPerson.get(person)] ?? []
  }
}
