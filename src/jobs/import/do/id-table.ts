/** Bytes for one ID: its length, then itself. Logto's own have 12 characters. */
const width = 24

/** IDs by the number of a row, in 24 bytes each where they are short, so that a million of them fit. */
export class IdTable {
  private bytes = Buffer.alloc(0)
  private readonly long = new Map<number, string>()

  set(row: number, id: string): void {
    this.delete(row)
    const length = Buffer.byteLength(id)
    if (length >= width) {
      this.long.set(row, id)
      return
    }
    this.reach((row + 1) * width)
    this.bytes.writeUInt8(length, row * width)
    this.bytes.write(id, row * width + 1)
  }

  get(row: number): string | undefined {
    const at = row * width
    const length = at < this.bytes.length ? this.bytes.readUInt8(at) : 0
    return length === 0 ? this.long.get(row) : this.bytes.toString('utf8', at + 1, at + 1 + length)
  }

  delete(row: number): void {
    this.long.delete(row)
    if (row * width < this.bytes.length) this.bytes.writeUInt8(0, row * width)
  }

  private reach(length: number): void {
    if (length <= this.bytes.length) return
    const grown = Buffer.alloc(Math.max(length, 2 * this.bytes.length, 1024 * width))
    this.bytes.copy(grown)
    this.bytes = grown
  }
}
