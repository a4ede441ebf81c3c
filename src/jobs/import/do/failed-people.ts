import { FailedRows } from '../../bulk/report/failed-rows.js'
import type { Checked } from '../check/checked-people.js'
import type { People } from '../input/open-people.js'
import { logtoRow } from '../logto-row.js'

/**
 * The people who were not created, in a file that can be corrected and given back: CSV and JSON Lines keep their form,
 * all other sources become rows with Logto's names.
 */
export class FailedPeople {
  private constructor(
    private readonly rows: FailedRows,
    private readonly isKept: boolean,
  ) {}

  /** Throws a UsageError when the file cannot be written. */
  static async open(path: string, { kind }: People): Promise<FailedPeople> {
    const rows = await FailedRows.open(path, kind ?? { form: 'jsonl' }, 'value')
    return new FailedPeople(rows, kind !== undefined)
  }

  async add({ rows, numbers, lines, person, written }: Checked, why: string): Promise<void> {
    if (this.isKept) {
      for (const row of rows) await this.rows.add(row, why)
      return
    }
    const [number = 0, line = 0] = [numbers[0], lines[0]]
    const values = written === undefined ? logtoRow(person) : {}
    await this.rows.add({ number, line, values, ...(written === undefined ? {} : { written }) }, why)
  }

  close(): Promise<void> {
    return this.rows.close()
  }
}
