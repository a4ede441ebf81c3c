/**
 * Sets and maps for millions of texts of any length, which keep only hashes of them. Two of a million texts are taken
 * for one with a probability of 1 in 10^7 by 64 bits of hash, of 1 in 10^17 by 96. Hashes differ from run to run, so that
 * nobody can choose texts that meet.
 */

import { randomInt } from 'node:crypto'

/** A set of texts by 64 bits of hash, in 9 to 12 bytes a text. */
export class HashedSet {
  private readonly table = new Table(2, 0)

  /** Texts in the set. */
  get size(): number {
    return this.table.count
  }

  /** Adds a text; says whether it is new. */
  add(text: string): boolean {
    return this.table.put(text, [], false) === 0
  }
}

/** Numbers above 0 by text, in 14 to 17 bytes a text by 64 bits of hash, in 19 to 23 by 96. */
export class HashedMap {
  private readonly table: Table

  constructor(bits: 64 | 96 = 64) {
    this.table = new Table(bits / 32, 1)
  }

  /** The number of a text; 0 where it has none. */
  get(text: string): number {
    return this.table.get(text)
  }

  /** Gives a text this number unless it has one; answers with the one it had, or 0. */
  add(text: string, value: number): number {
    return this.table.put(text, [value], false)
  }

  set(text: string, value: number): void {
    this.table.put(text, [value], true)
  }
}

const shardCount = 256

/** Many small tables, of which one grows at a time. An entry is the words of a hash and what belongs to it. */
class Table {
  count = 0
  private readonly shards: (Shard | undefined)[] = new Array(shardCount)
  private readonly seeds = [randomInt(2 ** 32), randomInt(2 ** 32), randomInt(2 ** 32)] as const

  constructor(
    private readonly words: number,
    private readonly more: number,
  ) {}

  /** The last number of an entry; 0 where there is none. */
  get(text: string): number {
    const hash = this.hashOf(text)
    return this.shards[shardOf(hash)]?.get(hash) ?? 0
  }

  /** As `get`, and the entry is made then, or made again where `isOver`. */
  put(text: string, more: readonly number[], isOver: boolean): number {
    const hash = this.hashOf(text)
    const at = shardOf(hash)
    let shard = this.shards[at]
    if (!shard) {
      shard = new Shard(this.words, this.words + this.more)
      this.shards[at] = shard
    }
    const former = shard.put(hash, more, isOver)
    if (former === 0) this.count += 1
    return former
  }

  /** Words of 32 bits by multiplication and mixing (after MurmurHash3), from different beginnings. */
  private hashOf(text: string): Hash {
    let a: number = this.seeds[0]
    let b: number = this.seeds[1]
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i)
      a = Math.imul(a ^ code, 0x9e3779b1)
      b = Math.imul(b ^ code, 0x5f356495)
      a ^= a >>> 15
      b ^= b >>> 13
    }
    a = Math.imul(a ^ (b >>> 16), 0x85ebca6b)
    b = Math.imul(b ^ (a >>> 15), 0xc2b2ae35)
    const low = (a ^ (a >>> 13)) >>> 0
    // No last number of an entry is 0.
    const high = (b ^ (b >>> 16)) >>> 0 || 1
    return this.words === 2 ? [low, high] : [low, high, this.third(text)]
  }

  private third(text: string): number {
    let c: number = this.seeds[2]
    for (let i = 0; i < text.length; i += 1) {
      c = Math.imul(c ^ text.charCodeAt(i), 0x27d4eb2f)
      c ^= c >>> 14
    }
    return (c ^ (c >>> 15)) >>> 0
  }
}

type Hash = readonly [low: number, high: number, third?: number]

function shardOf(hash: Hash): number {
  return hash[1] & (shardCount - 1)
}

/** An open table with linear probing. A place is free where its last number is 0. */
class Shard {
  private places: Uint32Array
  private count = 0

  constructor(
    private readonly words: number,
    private readonly width: number,
  ) {
    this.places = new Uint32Array(16 * width)
  }

  get(hash: Hash): number {
    return this.last(this.find(hash))
  }

  put(hash: Hash, more: readonly number[], isOver: boolean): number {
    if (this.count * this.width >= this.places.length * 0.85) this.grow()
    const at = this.find(hash)
    const former = this.last(at)
    if (former === 0) this.count += 1
    if (former !== 0 && !isOver) return former
    for (let word = 0; word < this.words; word += 1) this.places[at + word] = hash[word] ?? 0
    for (const [word, value] of more.entries()) this.places[at + this.words + word] = value
    return former
  }

  private last(at: number): number {
    return this.places[at + this.width - 1] ?? 0
  }

  private find(hash: Hash): number {
    const { places, width, words } = this
    const size = places.length / width
    for (let place = hash[0] % size; ; place = (place + 1) % size) {
      const at = place * width
      if (places[at + width - 1] === 0) return at
      if (places[at] === hash[0] && places[at + 1] === hash[1] && (words === 2 || places[at + 2] === hash[2])) return at
    }
  }

  private grow(): void {
    const { places: old, width } = this
    const size = old.length / width
    // In small steps where they matter.
    this.places = new Uint32Array(Math.ceil(size * (size < 1024 ? 2 : 1.2)) * width)
    for (let from = 0; from < old.length; from += width) {
      if (old[from + width - 1] === 0) continue
      const to = this.find([old[from] ?? 0, old[from + 1] ?? 0, old[from + 2] ?? 0])
      for (let word = 0; word < width; word += 1) this.places[to + word] = old[from + word] ?? 0
    }
  }
}
