import type { Format } from './format.js'
import type { Terminal } from './terminal.js'

/** What a command hands over to be printed. */
export type Printable =
  | {
      kind: 'rows'
      /** What the API sent: the array, or the envelope around it. */
      document: unknown
      rows: readonly unknown[]
      /** Property of the document that holds the rows. */
      envelope?: string | undefined
      /** How many rows there are in all, where the API said so. */
      total?: number | undefined
      /** The total is a lower bound (`Total-Number-Is-Capped`). */
      capped: boolean
    }
  /** Any JSON value that is not a list. */
  | { kind: 'object'; value: unknown }
  /** XML, HTML or plain text. */
  | { kind: 'text'; text: string; contentType: string }
  /** An answer without a body; `says` is the sentence for people. */
  | { kind: 'empty'; status: number; says: string }
  | { kind: 'redirect'; status: number; location: string }

export interface PrintOptions {
  format: Format
  /** Paths asked for with `--columns`; `*` stands for all top-level properties. Already checked. */
  columns?: readonly string[] | undefined
  /** Paths a table or csv shows when none are asked for. */
  defaultColumns?: readonly string[] | undefined
  /** Rows like those that will come: a table is fitted to them too, where its first rows tell little. */
  expected?: readonly unknown[] | undefined
  /** The answer is what a query made of it: its own shape decides the columns. */
  isQueried?: boolean | undefined
  /** Defuse spreadsheet formulas in csv. */
  csvSafe: boolean
  /** Unmask secrets in a table. */
  showSecrets: boolean
  /** The command's purpose is to hand out a secret: shown unmasked. */
  reveals: boolean
  terminal: Terminal
}

/** Prints the rows of a list as its pages come. */
export interface RowPrinter {
  /**
   * Takes the rows of one page. Streams them (jsonl, csv, table) or keeps them for `end` (json, yaml).
   * `page` is the document they came in: the first one's other properties are printed around enveloped rows.
   */
  rows(rows: readonly unknown[], page?: unknown): Promise<void>
  /** Completes the output. Not called after a failure: json and yaml then print nothing at all. */
  end(): Promise<void>
  /** Rows that have reached stdout so far: above 0, a failure is a partial one. */
  readonly printed: number
}
