import { expect } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { printableOf, rowsOf } from '../../src/call/operation/printable.js'
import type { Format } from '../../src/call/output/format.js'
import { print } from '../../src/call/output/print.js'
import { captured, optionsFor } from '../call/output/capture.js'
import { csvRecords } from '../call/output/csv-records.js'
import { operationOf } from '../contract/command-line.js'
import type { Answered } from './client.js'

/** A program can read the answer in every format, and each says the same. */
export async function checkFormats(command: string, { status, headers, text }: Answered): Promise<void> {
  const operation = await operationOf(command)
  const given = { status, headers: Object.fromEntries(headers), text, tries: 1, unclear: false }
  const printed = async (format: Format) => {
    const streams = captured()
    const options = optionsFor(undefined, { format, defaultColumns: operation.columns })
    await print(printableOf(given, operation, {}), options, streams)
    // Whether rows are left is said to people.
    for (const line of streams.stderr.split('\n').slice(0, -1)) {
      if (format !== 'table') expect(JSON.parse(line)).toEqual({ notice: expect.any(String) })
    }
    return streams.stdout
  }
  const document = JSON.parse(await printed('json')) as unknown
  expect(parseYaml(await printed('yaml'))).toEqual(document)
  const lines = (await printed('jsonl')).split('\n').slice(0, -1)
  const rows = rowsOf(document, operation.rows) ?? [document]
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(rows)
  const csv = await printed('csv')
  if (!csv.startsWith('{') && typeof document === 'object') {
    expect(new Set(csvRecords(csv).map((record) => record.length)).size).toBeLessThanOrEqual(1)
  }
  const table = (await printed('table')).split('\n').slice(0, -1)
  if (Array.isArray(document)) expect(new Set(table.map((line) => line.split('\t').length)).size).toBeLessThanOrEqual(1)
}
