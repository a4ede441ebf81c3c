import type { Destination } from './destination.js'
import type { ExportedPerson, PeopleText } from './people-text.js'

/** Text is written in pieces of about this many characters. */
const pieceSize = 65_536

/** Writes people to a destination, in pieces. */
export class PeopleWriter {
  /** People who were added. */
  count = 0
  /** People who have reached the destination. */
  written = 0
  private piece = ''

  constructor(
    private readonly destination: Destination,
    private readonly text: PeopleText,
  ) {}

  async add(people: readonly ExportedPerson[]): Promise<void> {
    this.piece += this.text.rows(people)
    this.count += people.length
    if (this.piece.length >= pieceSize) await this.write()
  }

  async end(): Promise<void> {
    this.piece += this.text.end()
    await this.write()
    await this.destination.finish()
  }

  private async write(): Promise<void> {
    await this.destination.write(this.piece)
    this.piece = ''
    this.written = this.count
  }
}
