import type { Row, RowFault } from '../../bulk/rows/row.js'
import type { Values } from '../sources/source.js'

/** What becomes one person, or a part of one. */
export interface SourceRow {
  /** 1-based, among those of the input. */
  number: number
  /** 1-based line that it begins on. */
  line: number
  values: Values
  fault?: RowFault
  /** The row as the engine reads it, for the file of failed rows; undefined where a source has a reader of its own. */
  row?: Row
  /** How it was written, where it could not be understood. */
  written?: string
}
