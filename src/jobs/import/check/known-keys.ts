import { hash, randomBytes } from 'node:crypto'

/** Numbers that an entry takes: two halves of a hash, and a row. */
const width = 3

const shardCount = 256

/**
 * Which row had a key first, for files of any size: it keeps 64 bits of a hash and the row, in about 20 bytes a key.
 * Two keys of a million are taken for one with a probability of 1 in 10^7. The hashes differ from run to run, so that no
 * file can be made whose keys meet.
 */
export class KnownKeys {
  private readonly shards: (Shard | undefined)[] = new Array(shardCount)
  private readonly salt = randomBytes(8).toString('hex')

  /** The row that had the key before; undefined where this one is the first, which is kept. Rows begin with 1. */
  add(key: string, row: number): number | undefined {
    const bytes = hash('sha1', `${this.salt}${key}`, 'buffer')
    const at = bytes[0] ?? 0
    let shard = this.shards[at]
    if (!shard) {
      shard = new Shard()
      this.shards[at] = shard
    }
    return shard.add(bytes.readUInt32LE(1), bytes.readUInt32LE(5), row)
  }
}

/** An open table with linear probing; a row of 0 is a free place. */
class Shard {
  private places = new Uint32Array(16 * width)
  private count = 0

  add(low: number, high: number, row: number): number | undefined {
    if (this.count * width >= this.places.length * 0.8) this.grow()
    const at = this.find(low, high)
    const known = this.places[at + 2]
    if (known) return known
    this.places.set([low, high, row], at)
    this.count += 1
    return undefined
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
    this.places = new Uint32Array(Math.ceil((old.length / width) * 1.4) * width)
    for (let at = 0; at < old.length; at += width) {
      const [low = 0, high = 0, row = 0] = old.subarray(at, at + width)
      if (row !== 0) this.places.set([low, high, row], this.find(low, high))
    }
  }
}
