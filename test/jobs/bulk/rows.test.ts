/** Rows in, from real files: every form, every encoding, and each malformed thing by its own error and line. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { afterAll, describe, expect, it } from 'vitest'
import { CsvReader } from '../../../src/jobs/bulk/rows/csv.js'
import { bareColumn, openRows, type RowsOptions } from '../../../src/jobs/bulk/rows/open-rows.js'
import type { Row } from '../../../src/jobs/bulk/rows/row.js'

const folder = mkdtempSync(join(tmpdir(), 'logto-rows-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0

const isColumn = (name: string) => ['id', 'user-id', 'name'].includes(name)

/** Reads an input twice, as the program does, and gives the rows of the second time. */
async function read(content: string | Buffer, options: Partial<RowsOptions> = {}) {
  const input = join(folder, `input-${++files}`)
  writeFileSync(input, content)
  const rows = await openRows({ input, isColumn, ...options })
  try {
    const all = async () => {
      const found: Row[] = []
      for await (const row of rows) found.push(row)
      return found
    }
    const first = await all()
    const second = await all()
    expect(second).toEqual(first)
    return { kind: rows.kind, columns: rows.columns, rows: second }
  } finally {
    await rows.close()
  }
}

const values = async (content: string | Buffer, options: Partial<RowsOptions> = {}) =>
  (await read(content, options)).rows.map((row) => row.values)

const failure = (content: string | Buffer, options: Partial<RowsOptions> = {}) =>
  read(content, options).then(
    () => 'no failure',
    (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
  )

const two = [
  { id: '1', name: 'Ann' },
  { id: '2', name: 'Zoë' },
]

describe('forms, by content', () => {
  it.each<[string, string | Buffer]>([
    ['CSV', 'id,name\n1,Ann\n2,Zoë\n'],
    ['CSV without a last line break', 'id,name\n1,Ann\n2,Zoë'],
    ['CSV with CRLF', 'id,name\r\n1,Ann\r\n2,Zoë\r\n'],
    ['CSV with CR', 'id,name\r1,Ann\r2,Zoë\r'],
    ['CSV with mixed line ends and empty lines', '\nid,name\r\n\r\n1,Ann\n\n2,Zoë\r'],
    ['CSV with a byte-order mark', '\ufeffid,name\n1,Ann\n2,Zoë\n'],
    ['CSV with semicolons', 'id;name\n1;Ann\n2;Zoë\n'],
    ['CSV with a sep line', 'sep=;\r\nid;name\r\n1;Ann\r\n2;Zoë\r\n'],
    ['CSV with all in quotes', '"id","name"\n"1","Ann"\n"2","Zoë"\n'],
    ['TSV', 'id\tname\n1\tAnn\n2\tZoë\n'],
    ['UTF-16 little end with tabs', Buffer.from('\ufeffid\tname\r\n1\tAnn\r\n2\tZoë\r\n', 'utf16le')],
    ['UTF-16 big end', Buffer.from('\ufeffid,name\n1,Ann\n2,Zoë\n', 'utf16le').swap16()],
    ['gzip', gzipSync('id,name\n1,Ann\n2,Zoë\n')],
    ['JSON Lines', '{"id":"1","name":"Ann"}\n{"id":"2","name":"Zoë"}\n'],
    ['JSON Lines with CRLF and empty lines', '{"id":"1","name":"Ann"}\r\n\r\n{"id":"2","name":"Zoë"}'],
    ['JSON values one behind the other', '{\n "id": "1",\n "name": "Ann"\n}\n{\n "id": "2", "name": "Zoë"}'],
    ['a JSON list', '[{"id":"1","name":"Ann"},\n {"id":"2","name":"Zoë"}]'],
    ['an object that holds a list', '{"version":[1],"users":[{"id":"1","name":"Ann"},{"id":"2","name":"Zoë"}],"n":2}'],
    ['YAML', '# people\n- id: "1"\n  name: Ann\n- id: "2"\n  name: Zoë\n'],
    ['YAML that holds a list', 'users:\n  - {id: "1", name: Ann}\n  - {id: "2", name: Zoë}\n'],
  ])('%s', async (_, content) => {
    expect(await values(content)).toEqual(two)
  })

  it('plain lines, and a header of one column', async () => {
    expect(await values('u1\r\nu2\n\nu,3')).toEqual(['u1', 'u2', 'u,3'].map((id) => ({ [bareColumn]: id })))
    expect(await values('id\nu1\nu2\n')).toEqual([{ id: 'u1' }, { id: 'u2' }])
    expect(await values('["u1", 2]')).toEqual([{ [bareColumn]: 'u1' }, { [bareColumn]: 2 }])
  })

  it('standard input, by copy', async () => {
    const stdin = () => Readable.from([Buffer.from('id,name\n1,A'), Buffer.from('nn\n2,Zoë\n')])
    expect(await values('', { input: '-', stdin: stdin() })).toEqual(two)
  })

  it('names the list that is meant, or refuses to guess', async () => {
    const realm = '{"users":[{"id":"1"}],"clients":[{"id":"c"}]}'
    expect(await failure(realm)).toBe('rows.many_lists: the document holds several lists: users, clients')
    expect(await values(realm, { lists: ['users'] })).toEqual([{ id: '1' }])
    expect(await failure('users: [{id: 1}]\nclients: [{id: 2}]\n')).toMatch(/no failure|rows/)
  })
})

describe('values', () => {
  it('are never retyped', async () => {
    expect(await values('id,name\n007,true\n1e3,9007199254740993\n')).toEqual([
      { id: '007', name: 'true' },
      { id: '1e3', name: '9007199254740993' },
    ])
    expect(await values('[{"id":9007199254740993,"name":null}]')).toEqual([{ id: 9007199254740993n, name: null }])
  })

  it('keep quoted separators, quotes and line breaks; an empty cell is absent', async () => {
    const { rows } = await read('id,name\n1,"a ""b"",\r\nc"\n2,\n"",x\n')
    expect(rows.map(({ line, values }) => ({ line, values }))).toEqual([
      { line: 2, values: { id: '1', name: 'a "b",\r\nc' } },
      { line: 4, values: { id: '2' } },
      { line: 5, values: { name: 'x' } },
    ])
  })

  it('the column of reasons is ignored', async () => {
    expect((await read('id,_reason\n1,because\n')).columns).toEqual(['id'])
    expect(await values('id,_reason\n1,because\n')).toEqual([{ id: '1' }])
    expect(await values('{"id":"1","_reason":"because"}\n{"id":"2"}')).toEqual([{ id: '1' }, { id: '2' }])
  })

  it('of another encoding are read when it is named', async () => {
    const bytes = Buffer.from([...Buffer.from('id;name\n1;'), 0x80, 0x92, 0xe9, ...Buffer.from('\n')])
    expect(await failure(bytes)).toBe('rows.not_utf8: line 2, column 3: the byte 0x80 is no UTF-8')
    expect(await values(bytes, { encoding: 'windows-1252' })).toEqual([{ id: '1', name: '€’é' }])
    expect(await failure(bytes, { encoding: 'klingon' })).toMatch(/^usage.bad_value/)
  })
})

describe('faults', () => {
  it.each<[string, string | Buffer, string]>([
    ['an empty file', '', 'rows.empty: the input is empty'],
    ['nothing but blanks', ' \n\r\n ', 'rows.empty: the input is empty'],
    ['a header alone', 'id,name\n', 'rows.header_alone: the input has a header and no rows'],
    ['an empty list', '[]', 'rows.empty: the input has no rows'],
    ['a doubled column', 'id,name,id\n1,2,3\n', 'rows.doubled_column: the header has the column id twice'],
    ['a column without a name', 'id,,name\n1,2,3\n', 'rows.unnamed_column: column 2 of the header has no name'],
    [
      'an unclosed quote',
      'id,name\n1,"x\ny"\n2,"z\n3,a\n4,b\n',
      'rows.unclosed_quote: line 4: the quote that opens here is never closed',
    ],
    ['a list that is cut off', '[{"id":1},{"id":', 'rows.cut: line 1: the JSON ends too early'],
    ['brackets that do not match', '[{"id":1]}', 'rows.bad_json: line 1: ] closes nothing that is open'],
    [
      'gzip that is cut off',
      gzipSync('id,name\n1,2\n'.repeat(999)).subarray(0, 40),
      'cannot read .*: it is gzip, and damaged',
    ],
    ['YAML that is none', '- id: 1\n- {id: 2\n', 'rows.bad_yaml: line 3, column 1: this is no YAML'],
  ])('%s', async (_, content, message) => {
    expect(await failure(content)).toMatch(new RegExp(message.replaceAll(/[[\]]/g, '\\$&')))
  })

  const faultsOf = async (content: string | Buffer) =>
    (await read(content)).rows.flatMap(({ number, fault }) =>
      fault ? [[number, fault.line, fault.code, fault.message]] : [],
    )

  it('of single rows leave the others', async () => {
    expect(await faultsOf('id,name\n1,a\n2\n3,b,c\n4,d\n5,"x"y\n6,z"z\n7,\0\n8,ok\n')).toEqual([
      [2, 3, 'rows.ragged', 'it has 1 cell, and the header 2'],
      [3, 4, 'rows.ragged', 'it has 3 cells, and the header 2'],
      [5, 6, 'rows.bad_quote', 'there is text behind a closing quote; a quote within quotes is written twice'],
      [6, 7, 'rows.bad_quote', 'there is a quote in a cell that does not begin with one'],
      [7, 8, 'rows.nul', 'there is a NUL character in it'],
    ])
    expect(await faultsOf('{"id":1}\n{"id":}\n[1]\n{"id":"\\u0000"}\n{"id":2}')).toEqual([
      [2, 2, 'rows.bad_json', expect.stringMatching(/^it is no valid JSON( \(column 7\))?$/)],
      [3, 3, 'rows.no_row', 'a row is an object or a value, not a list'],
      [4, 4, 'rows.nul', 'there is a NUL character in it'],
    ])
  })

  it('bytes that are no UTF-8 are told by line and column, wherever they stand', async () => {
    const head = Buffer.from(`id,name\n${'1,ünï\n'.repeat(60_000)}2,x`)
    const bytes = Buffer.concat([head, Buffer.from([0xc3, 0x28]), Buffer.from('\n')])
    expect(await failure(bytes)).toBe('rows.not_utf8: line 60002, column 4: the byte 0xc3 is no UTF-8')
    expect(await failure(Buffer.from([0x69, 0x64, 0x0a, 0xe2, 0x82]))).toMatch(/line 2, column 1/)
  })

  it('a file that changes between the passes is refused', async () => {
    const input = join(folder, 'changing')
    writeFileSync(input, 'id,name\n1,a\n')
    const rows = await openRows({ input, isColumn })
    for await (const _ of rows);
    writeFileSync(input, 'id,name\n1,a\n2,b\n')
    await expect(rows[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'rows.changed' })
  })
})

describe('the CSV reader', () => {
  /** A small generator of numbers that look random, the same in every run. */
  function seeded(seed: number): (below: number) => number {
    let state = seed
    return (below) => {
      state = (state * 1103515245 + 12345) % 2 ** 31
      return Math.floor((state / 2 ** 31) * below)
    }
  }

  it('reads what csv-parse reads, however the text is cut', () => {
    const random = seeded(7)
    const parts = ['a', 'ü', ',', '\n', '""', ' ', '5', '\r\n', 'xyz']
    for (let round = 0; round < 300; round++) {
      const cell = () => Array.from({ length: random(5) }, () => parts[random(parts.length)]).join('')
      const records = Array.from({ length: 1 + random(6) }, () => [`k${random(9)}`, cell(), cell()])
      const text = records
        .map((cells) => cells.map((one) => (/[,\r\n"]/.test(one) || random(3) === 0 ? `"${one}"` : one)).join(','))
        .join(random(2) ? '\n' : '\r\n')
      const reader = new CsvReader(',')
      const found = []
      for (let at = 0; at < text.length; ) {
        let end = at + 1 + random(9)
        if (text[end - 1] === '\r') end += 1
        found.push(...reader.push(text.slice(at, end)))
        at = end
      }
      found.push(...reader.end())
      const expected = parse(text, { record_delimiter: ['\r\n', '\n', '\r'] }) as string[][]
      expect(found.map(({ cells }) => cells)).toEqual(expected)
      // Lines, which csv-parse counts wrongly where a quoted line ends in CRLF.
      const lines = expected.map((_, i) => 1 + countLines(text, i, expected))
      expect(found.map(({ line }) => line)).toEqual(lines)
    }
  })

  /** Line breaks before record `index`: those between records, and those within earlier cells. */
  function countLines(_: string, index: number, records: readonly string[][]): number {
    const within =
      records
        .slice(0, index)
        .flat()
        .join(' ')
        .match(/\r\n|\n|\r/g)?.length ?? 0
    return index + within
  }
})

describe('JSON that says more than one thing', () => {
  it('is a document where its first line leaves a list open, whatever the second begins with', async () => {
    expect(await values('{"users": [\n{"id":"1"},\n{"id":"2"}]}\n')).toEqual([{ id: '1' }, { id: '2' }])
  })

  it('is one row where none of the wished lists is in it', async () => {
    const row = '{"id":"1","identities":[{"a":1}]}\n'
    expect(await values(row, { lists: ['users', 'data'] })).toEqual([{ id: '1', identities: [{ a: 1 }] }])
    expect(await values(row)).toEqual([{ a: 1 }])
  })

  it('is refused row by row for a name that comes twice and for levels without end', async () => {
    const deep = `{"a":${'['.repeat(600)}${']'.repeat(600)}}`
    const { rows } = await read(`{"id":"1"}\n{"id":"2","\\u0069d":"3"}\n${deep}\n`)
    expect(rows.map(({ line, fault }) => [line, fault?.code])).toEqual([
      [1, undefined],
      [2, 'rows.doubled_name'],
      [3, 'rows.too_deep'],
    ])
  })

  it('is refused with a line where a list has no name in double quotes', async () => {
    expect(await failure("{'users': [\n {'id': 1}\n]}\n")).toMatch(/^rows\.bad_json: line \d+: the list has no name/)
  })
})
