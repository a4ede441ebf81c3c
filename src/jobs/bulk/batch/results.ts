import { redactSecrets, secretMask } from '../../../base/secret-names.js'
import type { ShownRequest } from '../../../call/operation/dry-run.js'
import { printOptions } from '../../../call/operation/print-answer.js'
import { compileQuery } from '../../../call/operation/query.js'
import type { Settings } from '../../../call/operation/settings.js'
import type { Printable, RowPrinter } from '../../../call/output/answer.js'
import { checkColumns } from '../../../call/output/check-columns.js'
import { print } from '../../../call/output/print.js'
import { errorReport } from '../../../call/output/report-error.js'
import { openRowPrinter } from '../../../call/output/row-printer.js'
import type { Streams } from '../../../call/output/streams.js'
import type { Summary } from '../report/tally.js'
import { bareColumn } from '../rows/open-rows.js'
import type { Row } from '../rows/row.js'
import type { Places } from './places.js'

/** What came of one row, for the output. */
export type RowResult =
  | { row: Row; ok: true; answer: Printable }
  | { row: Row; ok: true; request: ShownRequest }
  | { row: Row; ok: false; error: unknown }

/** Prints a line or table row for each input row; json and yaml are one document with the run's summary. */
export class Results {
  private readonly printer: RowPrinter
  private readonly kept: unknown[] = []
  private readonly around: Record<string, unknown> = {}

  private constructor(
    private readonly settings: Settings,
    private readonly streams: Streams,
    private readonly query: Awaited<ReturnType<typeof compileQuery>> | undefined,
    private readonly places: Places,
    private readonly bareName: string,
  ) {
    this.printer = openRowPrinter(this.options(), streams, { envelope: 'rows' })
  }

  /** Throws a UsageError for a query or a column that cannot be. */
  static async open(settings: Settings, streams: Streams, places: Places, bareName: string): Promise<Results> {
    if (settings.columns) checkColumns(settings.columns, ['row', 'input.*', 'ok', 'answer.*', 'error.*', 'request.*'])
    const query = settings.query === undefined ? undefined : await compileQuery(settings.query)
    return new Results(settings, streams, query, places, bareName)
  }

  async add(...results: readonly RowResult[]): Promise<void> {
    const lines = results.map((result) => this.lineOf(result))
    if (this.query) this.kept.push(...lines)
    else await this.printer.rows(lines, this.around)
  }

  async end(summary: Summary | undefined): Promise<void> {
    if (summary) this.around.summary = summary
    if (!this.query) return this.printer.end()
    const document = { ...this.around, rows: this.kept }
    const answer = this.query({ kind: 'rows', document, rows: this.kept, envelope: 'rows', capped: false })
    await print(answer, this.options(), this.streams)
  }

  private lineOf(result: RowResult): Record<string, unknown> {
    const { row, ok } = result
    const head = { row: row.number, input: this.inputOf(row), ok }
    if ('answer' in result) return { ...head, answer: answerOf(result.answer) }
    if ('request' in result) return { ...head, request: result.request }
    const { code, message, status, details } = errorReport(result.error)
    return { ...head, error: { code, message, status, details } }
  }

  /** What the row gave, by column, its secrets masked. */
  private inputOf({ values, written }: Row): unknown {
    if (written !== undefined && Object.keys(values).length === 0) return null
    const named = Object.entries(values).map(([name, value]): [string, unknown] => {
      const column = name === bareColumn ? this.bareName : name
      return [column, this.isSecret(column) ? secretMask : value]
    })
    return redactSecrets(Object.fromEntries(named))
  }

  private isSecret(column: string): boolean {
    if (!this.places.has(column)) return false
    const place = this.places.of(column)
    return place.kind === 'property' && place.field.secret === true
  }

  private options() {
    const columns = ['row', `input.${this.bareName}`, 'ok', 'error.code', 'error.message']
    return { ...printOptions(this.settings, { defaultColumns: columns }), expected: [usual(this.bareName)] }
  }
}

/** A row as wide as most. */
function usual(name: string) {
  return {
    row: 1000,
    input: { [name]: 'u4x8k2m9p1qz' },
    ok: true,
    error: { code: 'user.username_already_in_use', message: '' },
  }
}

function answerOf(answer: Printable): unknown {
  switch (answer.kind) {
    case 'rows':
      return answer.document
    case 'object':
      return answer.value
    case 'text':
      return answer.text
    case 'empty':
      return { success: true, status: answer.status }
    case 'redirect':
      return { success: true, status: answer.status, location: answer.location }
  }
}
