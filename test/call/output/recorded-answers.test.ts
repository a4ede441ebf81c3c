import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Printable } from '../../../src/call/output/answer.js'
import { formats } from '../../../src/call/output/format.js'
import { print } from '../../../src/call/output/print.js'
import { widthOf } from '../../../src/call/output/text-width.js'
import { captured, optionsFor } from './capture.js'

const folder = join(process.env.LOGTO_REFERENCE ?? resolve('..', 'shared'), 'exchanges')
const present = existsSync(folder)

interface Recording {
  exchanges: { response: { status: number; body: unknown } }[]
}

/** Every recorded success, as the answer it would be printed from. */
function recorded(): Printable[] {
  return readdirSync(folder)
    .map((file): Record<string, Recording> => JSON.parse(readFileSync(join(folder, file), 'utf8')))
    .flatMap((commands) => Object.values(commands))
    .flatMap(({ exchanges }) => exchanges.map(({ response }) => response))
    .filter(({ status }) => status < 300)
    .map(({ status, body }) => answerOf(status, body))
}

function answerOf(status: number, body: unknown): Printable {
  if (body === null || body === undefined) return { kind: 'empty', status, says: 'Done.' }
  if (Array.isArray(body)) return { kind: 'rows', document: body, rows: body, capped: false }
  if (typeof body === 'string') return { kind: 'text', text: body, contentType: 'text/plain' }
  return { kind: 'object', value: body }
}

describe.skipIf(!present)(`recorded answers${present ? '' : ' (no recorded exchanges present)'}`, () => {
  it.each(formats.flatMap((format) => [undefined, 60, 160].map((width) => [format, width] as const)))(
    'print as %s at width %s',
    async (format, width) => {
      const answers = recorded()
      expect(answers.length).toBeGreaterThan(100)
      for (const answer of answers) {
        const streams = captured()
        // As text an answer is its ids; one without is printed by a query.
        const isQueried = format === 'text'
        await print(answer, optionsFor(width, { format, isQueried }), streams)
        const sent =
          answer.kind === 'rows' ? answer.document : answer.kind === 'object' ? answer.value : { success: true }
        if (format === 'json' && answer.kind !== 'text')
          expect(JSON.parse(streams.stdout)).toMatchObject(sent as object)
        if (format === 'yaml' && answer.kind === 'rows') expect(parseYaml(streams.stdout)).toEqual(sent)
        if (format === 'table' && width !== undefined && answer.kind !== 'text') {
          const widest = Math.max(...streams.stdout.split('\n').map((line) => widthOf(line)))
          expect(widest).toBeLessThanOrEqual(width)
        }
      }
    },
    60_000,
  )
})
