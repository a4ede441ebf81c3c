import type { FirebaseParameters } from '../digests/firebase-parameters.js'
import type { HashWishes } from '../digests/written-hash.js'
import type { Auth0Hashes } from './auth0-hashes.js'
import type { Reading } from './reading.js'

export type Values = Readonly<Record<string, unknown>>

/** What is beside the file. */
export interface SourceContext extends HashWishes {
  /** Auth0's second file. */
  hashes?: Auth0Hashes | undefined
  firebase?: FirebaseParameters | undefined
  /** Milliseconds since 1970: what is suspended until a time past is not suspended. */
  now: number
}

/** The first rows of an input, by which its source is recognised. */
export class Sample {
  private readonly names: ReadonlySet<string>

  constructor(
    readonly rows: readonly Values[],
    columns: readonly string[] = [],
    /** Rows that could not be understood. */
    readonly refused = 0,
  ) {
    this.names = new Set([...columns, ...rows.flatMap(Object.keys)])
  }

  /** Whether all of these columns occur. */
  has(...columns: readonly string[]): boolean {
    return columns.every((column) => this.names.has(column))
  }

  hasAny(...columns: readonly string[]): boolean {
    return columns.some((column) => this.names.has(column))
  }

  get columns(): string[] {
    return [...this.names]
  }
}

/** A system that people come from. */
export interface Source {
  name: string
  /** As people call it. */
  title: string
  /** Whether an input with these rows is of this source. */
  knows(sample: Sample): boolean
  /** The values of a row without what the form of the file adds, and how they spell what `read` asks for. */
  shape?(values: Values): { values: Values; names?: ReadonlyMap<string, string> }
  /** Reads one row into its person. */
  read(row: Reading, context: SourceContext): void
  /** Whether the end of a document says that there is more than the file holds. */
  isPartial?(end: string): boolean
  /** What the person who imports must know, where the rows cannot tell. */
  notes?: readonly string[]
}
