import { randomInt } from 'node:crypto'

/** Numbers that an entry takes: two halves of a hash, and a row. */
const width = 3

const shardCount = 256

/**
 * Which row had a key first, for files of any size: it keeps 64 bits of a hash and the row, in 14 to 17 bytes a key.
 * Two keys of a million are taken for one with a probability of 1 in 10^7. The hashes differ from run to run, so that no
 * file can be made whose keys meet.
 */
export class KnownKeys {
  private readonly shards: (Shard | undefined)[] = new Array(shardCount)
  private readonly seeds = [randomInt(2 ** 32), randomInt(2 ** 32)] as const

  /** The row that had the key before; undefined where this one is the first, which is kept. Rows begin with 1. */
  add(key: string, row: number): number | undefined {
    const [low, high] = this.hashOf(key)
    const at = high & (shardCount - 1)
    let shard = this.shards[at]
    if (!shard) {
      shard = new Shard()
      this.shards[at] = shard
    }
    return shard.add(low, high, row)
  }

  /** Two hashes of 32 bits by multiplication and mixing (after MurmurHash3), from different beginnings. */
  private hashOf(key: string): [low: number, high: number] {
    let a: number = this.seeds[0]
    let b: number = this.seeds[1]
    for (let i = 0; i < key.length; i++) {
      const code = key.charCodeAt(i)
      a = Math.imul(a ^ code, 0x9e3779b1)
      b = Math.imul(b ^ code, 0x5f356495)
      a ^= a >>> 15
      b ^= b >>> 13
    }
    a = Math.imul(a ^ (b >>> 16), 0x85ebca6b)
    b = Math.imul(b ^ (a >>> 15), 0xc2b2ae35)
    return [(a ^ (a >>> 13)) >>> 0, (b ^ (b >>> 16)) >>> 0]
  }
}

/** An open table with linear probing; a row of 0 is a free place. */
class Shard {
  private places = new Uint32Array(16 * width)
  private count = 0

  add(low: number, high: number, row: number): number | undefined {
    if (this.count * width >= this.places.length * 0.85) this.grow()
    const at = this.find(low, high)
    const known = this.places[at + 2]
    if (known) return known
    this.put(at, low, high, row)
    this.count += 1
    return undefined
  }

  private put(at: number, low: number, high: number, row: number): void {
    this.places[at] = low
    this.places[at + 1] = high
    this.places[at + 2] = row
  }

  private find(low: number, high: number): number {
    const size = this.places.length / width
    let place = low % size
    for (;;) {
      const at = place * width
      if (this.places[at + 2] === 0 || (this.places[at] === low && this.places[at + 1] === high)) return at
      place = (place + 1) % size
    }
  }

  private grow(): void {
    const old = this.places
    this.places = new Uint32Array(Math.ceil((old.length / width) * 1.2) * width)
    for (let at = 0; at < old.length; at += width) {
      const low = old[at] ?? 0
      const high = old[at + 1] ?? 0
      const row = old[at + 2] ?? 0
      if (row !== 0) this.put(this.find(low, high), low, high, row)
    }
  }
}
