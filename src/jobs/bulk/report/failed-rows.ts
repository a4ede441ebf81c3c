import { type FileHandle, open, stat } from 'node:fs/promises'
import { UsageError } from '../../../base/errors.js'
import { exactJson } from '../../../base/exact-json.js'
import { reason } from '../../../call/request/sources.js'
import type { Kind } from '../rows/kind.js'
import { bareColumn } from '../rows/open-rows.js'
import { type Row, reasonColumn } from '../rows/row.js'

/**
 * The rows that did not go well, in a file that can be mended and given back: CSV keeps its columns and separator, all
 * else becomes JSON Lines; the reason is a column that reading ignores. The file is the user's alone.
 */
export class FailedRows {
  private isBegun = false

  private constructor(
    private readonly file: FileHandle,
    private readonly kind: Kind,
    private readonly bareName: string,
  ) {}

  /**
   * Opens the file, empty. `bareName` is the column that a plain line's value gets. Throws a UsageError when it cannot be
   * written.
   */
  static async open(path: string, kind: Kind, bareName: string): Promise<FailedRows> {
    try {
      const file = await open(path, 'w', 0o600)
      await file.chmod(0o600)
      return new FailedRows(file, kind, bareName)
    } catch (error) {
      throw cannotWrite(path, error)
    }
  }

  async add(row: Row, why: string): Promise<void> {
    const text = 'columns' in this.kind ? this.csvLine(row, why, this.kind) : this.jsonLine(row, why)
    await this.file.appendFile(text)
  }

  close(): Promise<void> {
    return this.file.close()
  }

  private csvLine({ values, written }: Row, why: string, { columns, separator }: Extract<Kind, { columns: unknown }>) {
    const own = columns.filter((name) => name !== reasonColumn)
    const cells = Array.isArray(written) ? (written as string[]) : own.map((name) => String(values[name] ?? ''))
    const line = (all: readonly string[]) => `${all.map((cell) => quoted(cell, separator)).join(separator)}\n`
    const header = this.isBegun ? '' : line([...own, reasonColumn])
    this.isBegun = true
    return header + line([...cells, why])
  }

  private jsonLine({ values, written }: Row, why: string): string {
    // What could not be understood is kept as it was, for a person to mend.
    if (typeof written === 'string' && Object.keys(values).length === 0)
      return `${written.replaceAll(/\r\n|\n|\r/g, ' ')}\n`
    const { [bareColumn]: bare, ...named } = values
    const all = bare === undefined ? named : { [this.bareName]: bare, ...named }
    return `${exactJson({ ...all, [reasonColumn]: why })}\n`
  }
}

/** RFC 4180: a cell with a separator, a quote or a line break stands in quotes. */
function quoted(cell: string, separator: string): string {
  return cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** Throws a UsageError where the file of failed rows is the input, which would be lost. */
export async function refuseInput(path: string | undefined, input: string): Promise<void> {
  if (path === undefined || !(await isSameFile(path, input))) return
  throw new UsageError(`--failed ${path} is the file that the rows are read from`, {
    code: 'usage.same_file',
    hint: 'name another one: it is written anew',
  })
}

async function isSameFile(...paths: [string, string]): Promise<boolean> {
  const [one, two] = await Promise.all(paths.map((each) => stat(each).catch(() => undefined)))
  return one?.isFile() === true && one.dev === two?.dev && one.ino === two.ino
}

function cannotWrite(path: string, error: unknown): UsageError {
  return new UsageError(`--failed: cannot write ${path}: ${reason(error)}`, {
    code: 'usage.unwritable_file',
    hint: 'check the path; it is taken from the folder you are in',
    cause: error,
  })
}
