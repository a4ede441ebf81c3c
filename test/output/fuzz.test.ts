/**
 * Answers that no document foresees never break the printer, and never reach a terminal as anything but text. The
 * answers are made up from a seed: a failure names it, so that it can be run again.
 */

import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Answer } from '../../src/http/exchange.js'
import type { Operation } from '../../src/operation/operation.js'
import { printableOf } from '../../src/operation/printable.js'
import { type Format, formats } from '../../src/output/format.js'
import { print } from '../../src/output/print.js'
import { captured, optionsFor } from './capture.js'

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const nasty = [
  '',
  ' ',
  'plain',
  '\u001b[31mred\u001b[0m',
  '\u001b]0;title\u0007',
  '\u001b]8;;http://evil.example\u001b\\link\u001b]8;;\u001b\\',
  '\u009b2J',
  '\u0000\u0007\b\u007f',
  'a\r\nb\tc\n',
  '\u2028\u2029\u0085',
  '\u202eevil\u202c\u2066x\u2069\u200f',
  '日本語 한국어 中文',
  '👩‍👩‍👧‍👦🏳️‍🌈👍🏽🇦🇹',
  'e\u0301\u0301\u0301',
  'שלום עולם مرحبا',
  '\ud800',
  '=1+2',
  '-5',
  '@SUM(A1)',
  '"quoted", and, comma',
  'no',
  'null',
  '1e3',
  '0x10',
  '2026-01-01',
  '- list\n- item',
  'key: value #comment',
  '<script>',
  '…',
  '\ufeff',
]
const keys = [
  'id',
  'name',
  '__proto__',
  'constructor',
  'toString',
  'a.b',
  'a[0]',
  '',
  '\u001b[2J',
  'ключ',
  'length',
  'x',
]

/** Any JSON value, as deep as `depth`. */
function value(next: () => number, depth: number): unknown {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T
  const kind = Math.floor(next() * (depth > 0 ? 9 : 6))
  if (kind <= 2) return next() < 0.05 ? pick(nasty).repeat(2000) : pick(nasty) + (next() < 0.3 ? pick(nasty) : '')
  if (kind === 3) return pick([0, -0, 1, -1.5, 1e21, 1e-7, 2 ** 53 + 2, 1_700_000_000_000])
  if (kind === 4) return next() < 0.5
  if (kind === 5) return null
  const count = Math.floor(next() * 6)
  if (kind === 6) return Array.from({ length: count }, () => value(next, depth - 1))
  return Object.fromEntries(Array.from({ length: count }, () => [pick(keys), value(next, depth - 1)]))
}

const operation: Operation = {
  id: 'Fuzzed',
  api: 'management',
  method: 'GET',
  path: '/api/fuzzed',
  authority: 'management',
  args: {},
  query: {},
  columns: ['id', 'name', 'a.b', 'x.id'],
}

function answer(text: string): Answer {
  return { status: 200, headers: { 'content-type': 'application/json' }, text, tries: 1, unclear: false }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal must not get
const harmful = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/

async function printed(document: unknown, format: Format, width: number | undefined, rows?: string) {
  const streams = captured(width !== undefined)
  const shape = rows === undefined ? operation : { ...operation, rows }
  const printable = printableOf(answer(JSON.stringify(document)), shape, {})
  await print(printable, optionsFor(width, { format, defaultColumns: operation.columns }), streams)
  return streams.stdout
}

const seeds = Array.from({ length: 400 }, (_, seed) => seed)

describe('a made-up answer', () => {
  it.each(formats)('never reaches a terminal as a control character, as %s', async (format) => {
    for (const seed of seeds) {
      const next = numbers(seed)
      const document = value(next, 5)
      const width = 20 + Math.floor(next() * 220)
      const stdout = await printed(document, format, width)
      expect(stdout, `seed ${seed}`).not.toMatch(harmful)
    }
  })

  it('makes no table wider than the terminal', async () => {
    for (const seed of seeds) {
      const next = numbers(seed + 10_000)
      const rows = Array.from({ length: 4 }, () => value(next, 3))
      const width = 60 + Math.floor(next() * 180)
      const lines = (await printed(rows, 'table', width)).split('\n')
      expect(
        lines.filter((line) => stringWidth(line) > width),
        `seed ${seed}`,
      ).toEqual([])
    }
  })

  it('reads back equal from json and yaml', async () => {
    for (const seed of seeds) {
      const document = JSON.parse(JSON.stringify(value(numbers(seed), 5))) as unknown
      expect(JSON.parse(await printed(document, 'json', undefined)), `seed ${seed}`).toEqual(document)
      // YAML is text of Unicode: half a pair of surrogates is none, and __proto__ is a plain key to us alone.
      const text = JSON.stringify(document)
      if (/\\ud[89ab]|__proto__/i.test(text)) continue
      expect(parseYaml(await printed(document, 'yaml', undefined)), `seed ${seed}`).toEqual(document)
    }
  })

  it('is a line for each row in jsonl, bare or in an envelope', async () => {
    for (const seed of seeds) {
      const next = numbers(seed + 20_000)
      const rows = Array.from({ length: 5 }, () => value(next, 3))
      for (const [document, envelope] of [[rows], [{ list: rows, more: value(next, 2) }, 'list']] as const) {
        const lines = (await printed(document, 'jsonl', undefined, envelope)).split('\n').slice(0, -1)
        expect(
          lines.map((line) => JSON.parse(line) as unknown),
          `seed ${seed}`,
        ).toEqual(JSON.parse(JSON.stringify(rows)))
      }
    }
  })

  it('of megabytes, and nested a thousand deep, prints in every format', async () => {
    const deep = JSON.parse(`${'['.repeat(1000)}${']'.repeat(1000)}`) as unknown
    const large = [{ id: 'x'.repeat(3_000_000), name: '\u001b[2J'.repeat(200_000) }]
    for (const format of formats) {
      for (const document of [deep, { id: deep }, large]) {
        expect(await printed(document, format, 80), format).not.toMatch(harmful)
        expect((await printed(document, format, undefined)).length, format).toBeGreaterThan(0)
      }
    }
  })
})

describe('an answer that is no JSON though it says so', () => {
  it.each([
    '',
    '{',
    'null',
    '[1,',
    '\ufffd\ufffd',
    '<html>',
    '"\\ud800"',
    '[]x',
  ])('is told or printed: %j', async (text) => {
    const attempt = async () => {
      const streams = captured()
      await print(printableOf(answer(text), operation, {}), optionsFor(undefined, { format: 'json' }), streams)
      return JSON.parse(streams.stdout) as unknown
    }
    const isJson = ['null', '"\\ud800"'].includes(text)
    if (isJson) expect(await attempt()).toEqual(JSON.parse(text))
    else if (text === '') expect(await attempt()).toEqual({ success: true, status: 200 })
    else await expect(attempt()).rejects.toMatchObject({ code: 'http.not_json', exitCode: 7 })
  })
})
