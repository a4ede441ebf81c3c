/** Turns rows into text, page by page; the first page decides the columns. */
export interface RowFormat {
  page(rows: readonly unknown[]): string
  /** Names of the columns that had no room. */
  readonly hidden?: readonly string[]
}
