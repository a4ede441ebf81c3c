import { UsageError } from '../../../base/errors.js'

/** What is wrong with one row, so that the others can go on without it. */
export interface RowFault {
  /** Such as `rows.ragged`. */
  code: string
  message: string
  /** 1-based line of the input, where the fault is. */
  line: number
}

/** One row of an input. */
export interface Row {
  /** 1-based, among the rows: a header and empty lines do not count. */
  number: number
  /** 1-based line that it begins on. */
  line: number
  /**
   * By column, in the order of the input: texts of CSV and plain lines, JSON values of the others. An empty cell of a
   * CSV file is absent.
   */
  values: Readonly<Record<string, unknown>>
  fault?: RowFault
  /** How the row was written, where it could not be understood: its cells, or its text. */
  written?: readonly string[] | string
}

/** Column that a file of failed rows has beside its own; reading ignores it. */
export const reasonColumn = '_reason'

/** What makes a whole input unusable. */
export function inputFault(code: string, message: string, hint: string, cause?: unknown): UsageError {
  return new UsageError(message, { code: `rows.${code}`, hint, cause })
}
