import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { formats } from '../../../src/call/output/format.js'
import { openRowPrinter } from '../../../src/call/output/row-printer.js'
import { captured, optionsFor } from './capture.js'

describe('openRowPrinter', () => {
  it.each(['jsonl', 'csv', 'table'] as const)('prints each page of %s as it comes', async (format) => {
    const streams = captured()
    const printer = openRowPrinter(optionsFor(undefined, { format }), streams)
    await printer.rows([{ id: 'a' }])
    expect(streams.stdout).toContain('a')
    expect(printer.printed).toBe(1)
    await printer.rows([{ id: 'b', later: 'x' }])
    await printer.end()
    expect(printer.printed).toBe(2)
    const lines = streams.stdout.trimEnd().split('\n')
    expect(lines).toEqual(format === 'jsonl' ? ['{"id":"a"}', '{"id":"b","later":"x"}'] : ['id', 'a', 'b'])
  })

  it.each(['json', 'yaml'] as const)('prints %s as one document, and nothing before the end', async (format) => {
    const streams = captured()
    const printer = openRowPrinter(optionsFor(undefined, { format, columns: ['id'] }), streams)
    await printer.rows([{ id: 'a', x: 1 }])
    await printer.rows([{ id: 'b' }, { id: 'c' }])
    expect(streams.stdout).toBe('')
    expect(printer.printed).toBe(0)
    await printer.end()
    expect(parseYaml(streams.stdout)).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'c' }])
    expect(printer.printed).toBe(3)
  })

  it.each(['json', 'yaml'] as const)('merges enveloped rows into the first page of %s', async (format) => {
    const streams = captured()
    const printer = openRowPrinter(optionsFor(undefined, { format }), streams, { envelope: 'data' })
    await printer.rows([{ id: 'a' }], { total: 2, data: [{ id: 'a' }], note: 'first' })
    await printer.rows([{ id: 'b' }], { total: 2, data: [{ id: 'b' }], note: 'second' })
    await printer.end()
    expect(parseYaml(streams.stdout)).toEqual({ total: 2, data: [{ id: 'a' }, { id: 'b' }], note: 'first' })
  })

  it('makes no envelope around rows that came without one', async () => {
    const streams = captured()
    const printer = openRowPrinter(optionsFor(undefined, { format: 'json' }), streams, { envelope: 'data' })
    await printer.rows([{ id: 'a' }], [{ id: 'a' }])
    await printer.end()
    expect(JSON.parse(streams.stdout)).toEqual([{ id: 'a' }])
  })

  it('keeps an envelope around no rows at all', async () => {
    const streams = captured()
    const printer = openRowPrinter(optionsFor(undefined, { format: 'json' }), streams, { envelope: 'data' })
    await printer.rows([], { total: 0, data: [] })
    await printer.end()
    expect(JSON.parse(streams.stdout)).toEqual({ total: 0, data: [] })
  })

  it('prints a list of a hundred thousand rows as one json document', async () => {
    const streams = captured()
    const rows = Array.from({ length: 100_000 }, (_, index) => ({ id: `u${index}` }))
    const printer = openRowPrinter(optionsFor(undefined, { format: 'json' }), streams)
    for (let start = 0; start < rows.length; start += 100) await printer.rows(rows.slice(start, start + 100))
    await printer.end()
    expect(streams.stdout).toBe(`${JSON.stringify(rows, null, 2)}\n`)
  })

  it('does not let an empty page settle the columns', async () => {
    const streams = captured()
    const printer = openRowPrinter(optionsFor(undefined, { format: 'csv' }), streams)
    await printer.rows([])
    await printer.rows([{ id: 'a' }])
    await printer.end()
    expect(streams.stdout).toBe('id\na\n')
  })

  it('says on a terminal that nothing was found', async () => {
    const streams = captured()
    await openRowPrinter(optionsFor(80, { defaultColumns: ['id'] }), streams).end()
    expect(streams.stdout).toBe('')
    expect(streams.stderr).toBe('nothing found\n')
  })

  it('lines later pages of a table up with the first', async () => {
    const streams = captured()
    const printer = openRowPrinter(optionsFor(60), streams)
    await printer.rows([{ id: 'u1', name: 'Ann', note: 'x' }])
    await printer.rows([{ id: 'u2', name: 'Bartholomew', note: 'y' }])
    await printer.end()
    expect(streams.stdout).toBe('id  name  note\nu1  Ann   x\nu2  Bar…  y\n')
  })

  it.each(formats.filter((format) => format !== 'text'))('takes odd rows in %s', async (format) => {
    const deep = Array.from({ length: 500 }).reduce<unknown>((inner) => ({ inner }), 1)
    const odd = [
      null,
      undefined,
      'text',
      0,
      [],
      [[1]],
      {},
      { id: { a: [null, { b: undefined }] } },
      { id: deep },
      Number.NaN,
    ]
    for (const width of [undefined, 60]) {
      for (const columns of [undefined, ['*'], ['id.a[0].b', 'x']]) {
        const streams = captured()
        const printer = openRowPrinter(optionsFor(width, { format, columns, defaultColumns: ['id', 'id.a'] }), streams)
        await printer.rows(odd)
        await printer.end()
        expect(printer.printed).toBe(odd.length)
        expect(streams.stdout).toContain('text')
      }
    }
  })
})
