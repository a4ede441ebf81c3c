import { createHash } from 'node:crypto'
import type { Kind } from '../rows/kind.js'
import { bareColumn, type Rows } from '../rows/open-rows.js'
import type { Row } from '../rows/row.js'

/** Rows that can be gone through as often as it takes, wherever they come from. */
export interface RowSource {
  kind: Kind
  /** How it is named in a journal, and the SHA-256 of its content. */
  name: string
  hash: string
  columns: readonly string[] | undefined
  rows: AsyncIterable<Row>
  close(): Promise<void>
}

export function rowsOfInput(rows: Rows): RowSource {
  const { kind, columns, file } = rows
  return { kind, columns, name: file.name, hash: file.hash, rows, close: () => rows.close() }
}

/** Values of a command line, each a row. */
export function rowsOfValues(values: readonly string[]): RowSource {
  return {
    kind: { form: 'lines' },
    columns: undefined,
    name: 'the command line',
    hash: createHash('sha256').update(values.join('\n')).digest('hex'),
    rows: {
      async *[Symbol.asyncIterator]() {
        for (const [i, value] of values.entries()) yield { number: i + 1, line: i + 1, values: { [bareColumn]: value } }
      },
    },
    close: async () => {},
  }
}
