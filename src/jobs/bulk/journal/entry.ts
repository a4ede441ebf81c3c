/** What a journal says of a run in its first line. */
export interface JournalHeader {
  /** Version of the journal's form. */
  journal: 1
  /** What the run does: `batch users delete`, `users import`. */
  job: string
  /** Origin of the tenant. */
  tenant: string
  /** The input, by name and SHA-256, and its rows. */
  input: { name: string; hash: string; rows: number }
  /** A fingerprint of the wishes that change what is sent; see `fingerprint`. */
  wishes: string
  /** `2/8`: the part of the rows that the run takes. */
  shard?: string
  /** ISO 8601. */
  begun: string
}

/** Before a request is sent. */
export interface Intent {
  /** What is done, such as `12` for the only step of row 12: an outcome names the same. */
  do: string
  /** By the server's clock as far as it is known, in milliseconds since 1970. */
  at: number
  facts?: Readonly<Record<string, unknown>>
}

/**
 * What came of an intent. `unsent`: nothing left this machine, so that it can be done again. `unclear`: the answer was
 * never seen.
 */
export interface Outcome {
  did: string
  as: 'done' | 'failed' | 'unclear' | 'unsent'
  /** Such as the id of what was created, or the code of a refusal. */
  facts?: Readonly<Record<string, unknown>>
}

/** The last line of a run that left nothing to be done; further lines of a run that stopped begin with `again`. */
export interface Note {
  note: 'finished' | 'resumed'
  at: string
}

export type Entry = Intent | Outcome | Note
