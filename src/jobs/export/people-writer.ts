import type { Destination } from './destination.js'
import type { ExportedPerson, PeopleText } from './people-text.js'

/** Text is written in pieces of about this many characters. */
const pieceSize = 65_536

/** People that are turned into text together. */
const together = 20

/** Writes people to a destination, in pieces. */
export class PeopleWriter {
  /** People who were added. */
  count = 0
  /** People who have reached the destination. */
  written = 0
  private waiting: ExportedPerson[] = []
  private piece = ''

  constructor(
    private readonly destination: Destination,
    private readonly text: PeopleText,
  ) {}

  async add(person: ExportedPerson): Promise<void> {
    this.waiting.push(person)
    this.count += 1
    if (this.waiting.length < together) return
    this.take()
    if (this.piece.length >= pieceSize) await this.write()
  }

  async end(): Promise<void> {
    this.take()
    this.piece += this.text.end()
    await this.write()
    await this.destination.finish()
  }

  private take(): void {
    this.piece += this.text.rows(this.waiting)
    this.waiting = []
  }

  private async write(): Promise<void> {
    await this.destination.write(this.piece)
    this.piece = ''
    this.written = this.count
  }
}
