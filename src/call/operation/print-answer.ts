import type { Printable, PrintOptions } from '../output/answer.js'
import { checkSpelling } from '../output/check-columns.js'
import { print } from '../output/print.js'
import type { Streams } from '../output/streams.js'
import { terminalOf } from '../output/terminal.js'
import { compileQuery } from './query.js'
import type { Settings } from './settings.js'

/** How an answer prints by the settings; each command adds its own default columns. */
export function printOptions(
  settings: Settings,
  { defaultColumns, reveals = false }: { defaultColumns?: readonly string[] | undefined; reveals?: boolean } = {},
): PrintOptions {
  const { format, columns, csvSafe, showSecrets, noColor } = settings
  return {
    format,
    columns,
    defaultColumns,
    isQueried: settings.query !== undefined,
    csvSafe,
    showSecrets,
    reveals,
    terminal: terminalOf(process.stdout, process.env, { noColor }),
  }
}

/** Prints what a hand-written command has found, with `--query` applied. `reveals`: it hands out secrets. */
export async function printAnswer(
  answer: Printable,
  settings: Settings,
  streams: Streams,
  defaultColumns?: readonly string[],
  reveals = false,
): Promise<void> {
  const query = settings.query === undefined ? undefined : await compileQuery(settings.query)
  if (settings.columns && !query) checkSpelling(settings.columns, rowsIn(answer), defaultColumns)
  await print(query ? query(answer) : answer, printOptions(settings, { defaultColumns, reveals }), streams)
}

function rowsIn(answer: Printable): readonly unknown[] {
  return answer.kind === 'rows' ? answer.rows : answer.kind === 'object' ? [answer.value] : []
}

/** Rows of this program's own making. */
export function rowsOf(rows: readonly unknown[]): Printable {
  return { kind: 'rows', document: rows, rows, capped: false }
}
