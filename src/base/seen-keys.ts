/**
 * A set of texts in sixteen bytes a text, whatever their length: each is known by 64 bits of a hash. Among a million
 * texts two share them with a probability of 3 in 100 million.
 */
export class SeenKeys {
  private slots = new Uint32Array(2 * 256)
  private count = 0

  /** Adds a text; says whether it is new. */
  add(text: string): boolean {
    if (4 * (this.count + 1) > this.slots.length) this.grow()
    const [high, low] = hashOf(text)
    const isNew = this.put(this.slots, high, low)
    if (isNew) this.count += 1
    return isNew
  }

  /** Texts in the set. */
  get size(): number {
    return this.count
  }

  private put(slots: Uint32Array, high: number, low: number): boolean {
    const places = slots.length / 2
    for (let at = low % places; ; at = (at + 1) % places) {
      const [knownHigh, knownLow] = [slots[2 * at], slots[2 * at + 1]]
      if (knownHigh === high && knownLow === low) return false
      if (knownHigh !== 0 || knownLow !== 0) continue
      slots[2 * at] = high
      slots[2 * at + 1] = low
      return true
    }
  }

  private grow(): void {
    const larger = new Uint32Array(2 * this.slots.length)
    for (let at = 0; at < this.slots.length; at += 2) {
      const [high = 0, low = 0] = [this.slots[at], this.slots[at + 1]]
      if (high !== 0 || low !== 0) this.put(larger, high, low)
    }
    this.slots = larger
  }
}

/** Two 32-bit hashes with different seeds (cyrb53's mixing); never both 0, which marks a free place. */
function hashOf(text: string): [high: number, low: number] {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return [high >>> 0, low >>> 0 || 1]
}
