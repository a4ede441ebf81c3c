/** Rows that say more of a person whom an earlier row began, in 8 bytes each, and where each such person ends. */
export class Repeats {
  private pairs = new Uint32Array(64)
  private count = 0
  /** After `close`: first rows in order, each with the last row of its person. */
  private firsts = new Uint32Array()
  private lasts = new Uint32Array()
  /** Rows that belong to two persons at once. */
  readonly torn = new Set<number>()

  get isEmpty(): boolean {
    return this.count === 0
  }

  /** That a row belongs to the person of an earlier one. Rows come in order. */
  add(row: number, earlier: number): void {
    if (this.count * 2 === this.pairs.length) {
      const wider = new Uint32Array(this.pairs.length * 2)
      wider.set(this.pairs)
      this.pairs = wider
    }
    this.pairs.set([row, this.firstOf(earlier) ?? earlier], this.count * 2)
    this.count += 1
  }

  /** The first row of the person that a further row belongs to; undefined for a row that is no further one. */
  firstOf(row: number): number | undefined {
    const at = position(this.count, (i) => this.pairs[i * 2] ?? 0, row)
    return at === undefined ? undefined : this.pairs[at * 2 + 1]
  }

  /** All rows are known. */
  close(): void {
    const last = new Map<number, number>()
    for (let i = 0; i < this.count; i++) last.set(this.pairs[i * 2 + 1] ?? 0, this.pairs[i * 2] ?? 0)
    const firsts = [...last.keys()].sort((a, b) => a - b)
    this.firsts = Uint32Array.from(firsts)
    this.lasts = Uint32Array.from(firsts.map((first) => last.get(first) ?? first))
  }

  /** The last row of the person that begins with this one; undefined where it has no further rows. */
  lastOf(first: number): number | undefined {
    const at = position(this.firsts.length, (i) => this.firsts[i] ?? 0, first)
    return at === undefined ? undefined : this.lasts[at]
  }
}

/** Binary search. */
function position(count: number, at: (index: number) => number, wanted: number): number | undefined {
  let [low, high] = [0, count - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = at(middle)
    if (found === wanted) return middle
    if (found < wanted) low = middle + 1
    else high = middle - 1
  }
  return undefined
}
