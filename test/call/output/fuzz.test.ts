/**
 * Answers that no document foresees never break the printer, and never reach a terminal as anything but text. The
 * answers are made up from a seed: a failure names it, so that it can be run again.
 */

import { PassThrough, Writable } from 'node:stream'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Tenant } from '../../../src/access/auth/tenant.js'
import type { Operation } from '../../../src/call/facts/operation.js'
import type { Answer } from '../../../src/call/http/exchange.js'
import { printableOf } from '../../../src/call/operation/printable.js'
import { refusalOf } from '../../../src/call/operation/refusal.js'
import { type Format, formats, isMachineFormat } from '../../../src/call/output/format.js'
import { notice } from '../../../src/call/output/notice.js'
import { print } from '../../../src/call/output/print.js'
import { reportError } from '../../../src/call/output/report-error.js'
import { processStreams } from '../../../src/call/output/streams.js'
import { captured, optionsFor } from './capture.js'
import { harmful, nasty, numbers, value } from './made-up.js'

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

async function printed(document: unknown, format: Format, width: number | undefined, rows?: string) {
  const streams = captured(width !== undefined)
  const shape = rows === undefined ? operation : { ...operation, rows }
  const printable = printableOf(answer(JSON.stringify(document)), shape, {})
  await print(printable, optionsFor(width, { format, defaultColumns: operation.columns }), streams).catch((error) => {
    // What is no line of bare values is refused before anything is printed.
    if (format !== 'text' || !/^output\.(no_id|not_one_line)$/.test(error.code)) throw error
    expect(streams.stdout).toBe('')
  })
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
        if (format !== 'text') expect((await printed(document, format, undefined)).length, format).toBeGreaterThan(0)
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

describe('a made-up refusal', () => {
  const tenant: Tenant = { endpoint: new URL('https://tenant.example'), readOnly: [], resource: 'https://x/api' }

  /** An error body as Logto has them, of made-up parts, or anything else. */
  function refusal(next: () => number): Answer {
    const pick = () => nasty[Math.floor(next() * nasty.length)] ?? ''
    const parts = { code: value(next, 1), message: value(next, 1), data: value(next, 4), details: value(next, 4) }
    const body = next() < 0.8 ? parts : value(next, 3)
    const statuses = [400, 401, 403, 404, 407, 409, 418, 422, 429, 500, 503, 599]
    const headers = { 'content-type': next() < 0.9 ? 'application/json' : 'text/html', location: pick() }
    const text = next() < 0.9 ? JSON.stringify(body) : pick()
    const status = statuses[Math.floor(next() * statuses.length)] ?? 400
    return { status, headers, text, requestId: pick(), tries: 1, unclear: false }
  }

  it.each(formats)('is told without a control character, as %s, with and without --debug', async (format) => {
    for (const seed of seeds) {
      const failure = refusalOf({ answer: refusal(numbers(seed)), token: undefined }, operation, tenant)
      for (const debug of [false, true]) {
        const streams = captured(true)
        const exit = await reportError(failure, { format, debug }, streams)
        expect(exit, `seed ${seed}`).toBeGreaterThan(2)
        // What --debug adds is made harmless by the stream itself.
        const lines = streams.stderr.split('\n').slice(0, -1)
        if (!debug) expect(streams.stderr, `seed ${seed}`).not.toMatch(harmful)
        if (isMachineFormat(format) && !debug) {
          expect(lines, `seed ${seed}`).toHaveLength(1)
          expect(JSON.parse(lines[0] ?? ''), `seed ${seed}`).toHaveProperty('error.message')
        }
      }
    }
  })

  it('is told by the stream itself without a control character, whoever writes', async () => {
    for (const text of nasty) {
      const seen: string[] = []
      const stderr = new Writable({
        write(chunk, _encoding, done) {
          seen.push(String(chunk))
          done()
        },
      })
      const streams = processStreams(new PassThrough(), Object.assign(stderr, { isTTY: true }))
      await streams.err(`The server says: ${text}`)
      await notice(text, 'table', streams)
      await notice(text, 'json', streams)
      expect(seen.join('')).not.toMatch(harmful)
    }
  })
})
