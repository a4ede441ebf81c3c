/** Where the columns of an input go, as the reading of its rows shows. */
export class Trail {
  readonly columns = new Map<string, { targets: Set<string>; rows: number }>()

  /** That a row's column was read for a target: a property of Logto's, or why it goes nowhere. */
  note(column: string, target: string): void {
    let entry = this.columns.get(column)
    if (!entry) {
      // Rows of JSON may name their columns as they like: a file with ids for names must not fill the memory.
      if (this.columns.size >= mostColumns) return
      entry = { targets: new Set(), rows: 0 }
      this.columns.set(column, entry)
    }
    entry.targets.add(target)
    entry.rows += 1
  }

  /** A second target of what was noted already. */
  also(column: string, target: string): void {
    this.columns.get(column)?.targets.add(target)
  }
}

const mostColumns = 5000

/** Targets that are none of Logto's properties. */
export const goesNowhere = {
  rest: 'no place in Logto',
  repeated: 'said by another column',
  own: "Logto's own to set",
  empty: 'empty in all rows',
} as const
