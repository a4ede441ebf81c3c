/** Every recorded answer prints in every format, on a terminal and into a pipe, and a program can read it back. */

import stringWidth from 'string-width'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Operation } from '../../src/call/facts/operation.js'
import type { Answer } from '../../src/call/http/exchange.js'
import { printableOf } from '../../src/call/operation/printable.js'
import type { Printable } from '../../src/call/output/answer.js'
import { type Format, formats } from '../../src/call/output/format.js'
import { print } from '../../src/call/output/print.js'
import { captured, optionsFor } from '../call/output/capture.js'
import { csvRecords } from '../call/output/csv-records.js'
import { argumentsByName, operationOf } from './command-line.js'
import { bodyText, hasRecordings, type Recording, recordings, skipReason } from './recorded-exchanges.js'

interface Understood extends Recording {
  operation: Operation
  printable: Printable
}

const successes = recordings().filter(({ response }) => response.status < 400)
let understood: Understood[] = []

beforeAll(async () => {
  understood = await Promise.all(
    successes.map(async (recording) => {
      const operation = await operationOf(recording.command)
      const path = recording.request.url.split('?', 1)[0] ?? ''
      const printable = printableOf(answerOf(recording), operation, argumentsByName(operation, path))
      return { ...recording, operation, printable }
    }),
  )
}, 60_000)

function answerOf({ response }: Recording): Answer {
  return {
    status: response.status,
    headers: response.headers,
    text: bodyText(response),
    tries: 1,
    unclear: false,
  }
}

/** What the contract says json prints. */
function documentOf({ printable, response }: Understood): unknown {
  return printable.kind === 'empty' ? { success: true, status: response.status } : response.body
}

async function printed({ printable, operation }: Understood, format: Format, width: number | undefined) {
  const streams = captured(width !== undefined)
  // As text an answer is its ids; one without is printed by a query.
  const isQueried = format === 'text'
  const { columns, reveals } = operation
  const options = optionsFor(width, { format, isQueried, defaultColumns: columns, reveals: reveals === true })
  await print(printable, options, streams)
  return streams
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal must not get
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

describe.skipIf(!hasRecordings)(`recorded answers${skipReason}`, () => {
  it('are there, of every kind', () => {
    expect(successes.length).toBeGreaterThan(150)
    expect(new Set(understood.map(({ printable }) => printable.kind))).toEqual(
      new Set(['rows', 'object', 'text', 'empty']),
    )
  })

  it.each([undefined, 80])('print as json that reads back equal (terminal width %s)', async (width) => {
    for (const one of understood) {
      expect(JSON.parse((await printed(one, 'json', width)).stdout), one.command).toEqual(documentOf(one))
    }
  })

  it.each([undefined, 80])('print as yaml that reads back equal (terminal width %s)', async (width) => {
    for (const one of understood) {
      expect(parseYaml((await printed(one, 'yaml', width)).stdout), one.command).toEqual(documentOf(one))
    }
  })

  it.each([undefined, 80])('print as jsonl, a line for each row (terminal width %s)', async (width) => {
    for (const one of understood) {
      const { stdout } = await printed(one, 'jsonl', width)
      const lines = stdout.split('\n').filter((line) => line !== '')
      const expected = one.printable.kind === 'rows' ? one.printable.rows : [documentOf(one)]
      expect(
        lines.map((line) => JSON.parse(line) as unknown),
        one.command,
      ).toEqual(expected)
    }
  })

  it('print as csv with a header, and as many fields in each record', async () => {
    for (const one of understood.filter(({ printable }) => printable.kind === 'rows' || printable.kind === 'object')) {
      const records = csvRecords((await printed(one, 'csv', undefined)).stdout)
      const rows = one.printable.kind === 'rows' ? one.printable.rows.length : 1
      expect(records.length, one.command).toBe(rows + 1)
      expect(new Set(records.map((record) => record.length)).size, one.command).toBe(1)
    }
  })

  it('print as a tab-separated table with a header, and as many fields in each line', async () => {
    for (const one of understood.filter(({ printable }) => printable.kind === 'rows')) {
      const { stdout } = await printed(one, 'table', undefined)
      const lines = stdout.replace(/\n$/, '').split('\n')
      const rows = one.printable.kind === 'rows' ? one.printable.rows.length : 0
      expect(lines.length, one.command).toBe(rows + 1)
      expect(new Set(lines.map((line) => line.split('\t').length)).size, one.command).toBe(1)
    }
  })

  it.each(formats)('print as %s without a control character on a terminal', async (format) => {
    for (const one of understood) {
      expect((await printed(one, format, 80)).stdout, one.command).not.toMatch(controls)
    }
  })

  it('print as a table no wider than the terminal', async () => {
    for (const one of understood.filter(({ printable }) => printable.kind === 'rows' || printable.kind === 'object')) {
      const { stdout } = await printed(one, 'table', 80)
      const wide = stdout.split('\n').filter((line) => stringWidth(line) > 80)
      expect(wide, one.command).toEqual([])
    }
  })
})
