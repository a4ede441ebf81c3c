// Run by streams.test.ts: prints COUNT rows, then exits at once the way the program does.

import { reportError } from '../../../../src/call/output/report-error.js'
import { openRowPrinter } from '../../../../src/call/output/row-printer.js'
import { processStreams } from '../../../../src/call/output/streams.js'
import { optionsFor } from '../capture.js'

const count = Number(process.argv[2])
const streams = processStreams()
try {
  const printer = openRowPrinter(optionsFor(undefined, { format: 'jsonl' }), streams)
  for (let row = 0; row < count; row += 100) {
    await printer.rows(Array.from({ length: 100 }, (_, index) => ({ id: row + index, text: 'x'.repeat(200) })))
  }
  await printer.end()
  process.exit(0)
} catch (error) {
  process.exit(await reportError(error, { format: 'table', debug: false }, streams))
}
