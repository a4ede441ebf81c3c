import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Printable, PrintOptions } from '../../../src/call/output/answer.js'
import type { Format } from '../../../src/call/output/format.js'
import { leftNotice } from '../../../src/call/output/notice.js'
import { print } from '../../../src/call/output/print.js'
import { captured, optionsFor } from './capture.js'

const users = [
  { tenantId: 'default', id: 'u1', name: 'Ann', createdAt: 1_700_000_000_000, profile: { givenName: 'A' }, ok: true },
  { tenantId: 'default', id: 'u2', name: 'tab\there', createdAt: 1_700_000_000_000, profile: {}, ok: null },
]
const list: Printable = { kind: 'rows', document: users, rows: users, capped: false }
const enveloped: Printable = {
  kind: 'rows',
  document: { sessions: users, count: 2 },
  rows: users,
  envelope: 'sessions',
  capped: false,
}
const object: Printable = { kind: 'object', value: users[0] }
const empty: Printable = { kind: 'empty', status: 204, says: 'Deleted user u1.' }
const redirect: Printable = { kind: 'redirect', status: 302, location: 'https://tenant.example/next?a=1' }
const xml: Printable = { kind: 'text', text: '<a>\n  "b"\n</a>', contentType: 'text/xml' }

const unsafe = /(?!\n)[\p{Cc}\u{202e}]/u

/** What is printed to a pipe, or to a terminal of the width given. */
async function printed(answer: Printable, format: Format, changes: Partial<PrintOptions> = {}, width?: number) {
  const streams = captured()
  await print(answer, optionsFor(width, { format, ...changes }), streams)
  return streams
}
const out = async (...args: Parameters<typeof printed>) => (await printed(...args)).stdout

describe('json and yaml', () => {
  it('print what the API sent', async () => {
    expect(await out(list, 'json')).toBe(`${JSON.stringify(users, null, 2)}\n`)
    expect(await out(enveloped, 'json')).toBe(`${JSON.stringify({ sessions: users, count: 2 }, null, 2)}\n`)
    expect(await out(object, 'json')).toBe(`${JSON.stringify(users[0], null, 2)}\n`)
    expect(parseYaml(await out(list, 'yaml'))).toEqual(users)
    expect(parseYaml(await out(enveloped, 'yaml'))).toEqual({ sessions: users, count: 2 })
    expect(parseYaml(await out(object, 'yaml'))).toEqual(users[0])
  })

  it('print an empty list and values that are neither list nor object', async () => {
    const none: Printable = { kind: 'rows', document: [], rows: [], capped: false }
    expect(await out(none, 'json')).toBe('[]\n')
    expect(await out(none, 'yaml')).toBe('[]\n')
    for (const value of [null, true, 0, 'text', {}]) {
      expect(JSON.parse(await out({ kind: 'object', value }, 'json'))).toEqual(value)
      expect(parseYaml(await out({ kind: 'object', value }, 'yaml'))).toEqual(value)
    }
    expect(await out({ kind: 'object', value: undefined }, 'json')).toBe('null\n')
  })

  it('project the columns asked for, inside the envelope too', async () => {
    const columns = ['name', 'profile.givenName']
    expect(JSON.parse(await out(enveloped, 'json', { columns }))).toEqual({
      sessions: [
        { name: 'Ann', profile: { givenName: 'A' } },
        { name: 'tab\there', profile: {} },
      ],
      count: 2,
    })
    expect(JSON.parse(await out(object, 'json', { columns }))).toEqual({ name: 'Ann', profile: { givenName: 'A' } })
  })

  it('do not project by the default columns, nor mask secrets', async () => {
    const secret: Printable = { kind: 'object', value: { id: 'a', secret: 's3cret' } }
    for (const format of ['json', 'yaml', 'jsonl'] as const) {
      expect(await out(secret, format, { defaultColumns: ['id'] }, 80)).toContain('s3cret')
    }
  })

  it('quote in yaml what an older reader would take for something else', async () => {
    const text = await out(
      { kind: 'object', value: { country: 'NO', flag: 'yes', n: '0123', when: '2024-01-01' } },
      'yaml',
    )
    expect(text).toContain('flag: "yes"')
    expect(text).toContain('country: "NO"')
    expect(parseYaml(text, { version: '1.1', schema: 'yaml-1.1' })).toMatchObject({
      country: 'NO',
      flag: 'yes',
      n: '0123',
    })
  })

  it('join a long yaml list to one document', async () => {
    const many = Array.from({ length: 350 }, (_, index) => ({ id: `u${index}`, text: 'a\nb: c\n' }))
    expect(parseYaml(await out({ kind: 'rows', document: many, rows: many, capped: false }, 'yaml'))).toEqual(many)
  })

  it('keep a terminal safe without changing the document', async () => {
    const value = { name: 'a\u001b[2J\u009b\u202e' }
    const json = await out({ kind: 'object', value }, 'json', {}, 80)
    expect(json).not.toMatch(unsafe)
    expect(JSON.parse(json)).toEqual(value)
    expect(await out({ kind: 'object', value }, 'yaml', {}, 80)).not.toMatch(unsafe)
    expect(await out({ kind: 'object', value }, 'csv', {}, 80)).not.toMatch(unsafe)
    expect(await out({ kind: 'object', value }, 'table', {}, 80)).not.toMatch(unsafe)
  })
})

describe('jsonl', () => {
  it('prints one row a line, of an envelope too, and one line for an object', async () => {
    const lines = users.map((user) => `${JSON.stringify(user)}\n`)
    expect(await out(list, 'jsonl')).toBe(lines.join(''))
    expect(await out(enveloped, 'jsonl')).toBe(lines.join(''))
    expect(await out(object, 'jsonl')).toBe(lines[0])
  })

  it('projects', async () => {
    expect(await out(list, 'jsonl', { columns: ['id'] })).toBe('{"id":"u1"}\n{"id":"u2"}\n')
  })
})

describe('csv', () => {
  it('has the default columns with full values, and all of them for *', async () => {
    expect(await out(list, 'csv', { defaultColumns: ['id', 'profile'] })).toBe(
      'id,profile\nu1,"{""givenName"":""A""}"\nu2,{}\n',
    )
    expect(await out(list, 'csv', { columns: ['*'], defaultColumns: ['id'] })).toBe(
      'id,tenantId,name,createdAt,profile,ok\n' +
        'u1,default,Ann,2023-11-14T22:13:20.000Z,"{""givenName"":""A""}",true\n' +
        'u2,default,tab\there,2023-11-14T22:13:20.000Z,{},\n',
    )
    expect(await out(object, 'csv', { columns: ['id', 'profile.givenName'] })).toBe('id,profile.givenName\nu1,A\n')
  })

  it.each([
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['cr\rhere', '"cr\rhere"'],
    [' spaced ', ' spaced '],
    ['', ''],
  ])('quotes %j', async (text, cell) => {
    expect(await out({ kind: 'object', value: { a: text, b: 1 } }, 'csv')).toBe(`a,b\n${cell},1\n`)
  })

  it('leaves no line empty', async () => {
    expect(await out({ kind: 'object', value: { a: null } }, 'csv')).toBe('a\n""\n')
  })

  it.each([
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-2+3', "'-2+3"],
    ['@SUM(1)', "'@SUM(1)"],
    ['\t=1', "'\t=1"],
    ['  =1+1', "'  =1+1"],
    ["'=1+1", "''=1+1"],
    ['\u{feff}=1+1', "'\u{feff}=1+1"],
    ['\u{a0}@SUM(1)', "'\u{a0}@SUM(1)"],
    ['- a point', "'- a point"],
    ['+49 30 1234', "'+49 30 1234"],
    ['-5', '-5'],
    ['1e3', '1e3'],
    ['-1E-3', '-1E-3'],
    ['a@b.c', 'a@b.c'],
    ['＝1+1', "'＝1+1"],
    ['+15551234567', '+15551234567'],
    ['-1.5', '-1.5'],
    ['plain = text', 'plain = text'],
  ])('defuses %j only when asked to', async (text, cell) => {
    const answer: Printable = { kind: 'object', value: { a: text, b: -1 } }
    expect(await out(answer, 'csv', { csvSafe: true })).toBe(`a,b\n${cell},-1\n`)
    expect(await out(answer, 'csv')).toBe(`a,b\n${text},-1\n`)
  })

  it('defuses behind quotes and carriage returns, and in the names of columns, which are quoted as ever', async () => {
    const value = { '=cmd': '"=1+1', b: '\r=2' }
    expect(await out({ kind: 'object', value }, 'csv', { csvSafe: true })).toBe(`'=cmd,b\n"'""=1+1","'\r=2"\n`)
  })

  it('has a header even without rows, when columns are known', async () => {
    const none: Printable = { kind: 'rows', document: [], rows: [], capped: false }
    expect(await out(none, 'csv', { defaultColumns: ['id', 'name'] })).toBe('id,name\n')
    expect(await out(none, 'csv')).toBe('')
  })
})

describe('a piped table', () => {
  it('is tab-separated, raw and escaped', async () => {
    const columns = ['id', 'name', 'createdAt', 'profile', 'ok']
    expect(await out(list, 'table', { defaultColumns: columns })).toBe(
      'id\tname\tcreatedAt\tprofile\tok\n' +
        'u1\tAnn\t2023-11-14T22:13:20.000Z\t{"givenName":"A"}\ttrue\n' +
        'u2\ttab\\there\t2023-11-14T22:13:20.000Z\t{}\t\n',
    )
  })

  it('escapes line breaks and backslashes, and keeps other bytes, full length and secrets', async () => {
    const value = { id: 'a\r\nb\\c\u001b', secret: 's3cret', long: 'x'.repeat(5000) }
    const rows: Printable = { kind: 'rows', document: [value], rows: [value], capped: false }
    expect(await out(rows, 'table', { terminal: { isTTY: false, width: 80, colour: true } })).toBe(
      `id\tsecret\tlong\na\\r\\nb\\\\c\u001b\ts3cret\t${value.long}\n`,
    )
  })

  it('gives an object two columns', async () => {
    expect(await out(object, 'table', { columns: ['name', 'profile.givenName'] })).toBe(
      'name\tAnn\nprofile.givenName\tA\n',
    )
    expect(await out({ kind: 'object', value: 'text' }, 'table')).toBe('text\n')
  })
})

describe('an empty answer and a redirect', () => {
  it.each(['json', 'csv', 'yaml', 'jsonl'] as const)('are documents in %s', async (format) => {
    const read = (text: string) => parseYaml(text)
    expect(read(await out(empty, format))).toEqual({ success: true, status: 204 })
    expect(read(await out(redirect, format))).toEqual({
      success: true,
      status: 302,
      location: 'https://tenant.example/next?a=1',
    })
  })

  it('take one line in jsonl', async () => {
    expect(await out(empty, 'jsonl')).toBe('{"success":true,"status":204}\n')
  })

  it('are a sentence on a terminal', async () => {
    expect(await out(empty, 'table', {}, 80)).toBe('Deleted user u1.\n')
    expect(await out(redirect, 'table', {}, 80)).toBe('Redirects to https://tenant.example/next?a=1\n')
  })

  it('are nothing and the location in a pipe', async () => {
    expect(await out(empty, 'table')).toBe('')
    expect(await out(redirect, 'table')).toBe('https://tenant.example/next?a=1\n')
  })
})

describe('a text', () => {
  it('prints as it is', async () => {
    expect(await out(xml, 'table')).toBe('<a>\n  "b"\n</a>')
    expect(await out(xml, 'csv')).toBe('<a>\n  "b"\n</a>')
    expect(await out(xml, 'table', {}, 80)).toBe('<a>\n  "b"\n</a>\n')
    expect(await out({ ...xml, text: 'a\n\u001bb\n' }, 'table', {}, 80)).toBe('a\n\\u{1b}b\n')
  })

  it('is a string in json, jsonl and yaml', async () => {
    for (const format of ['json', 'jsonl', 'yaml'] as const) {
      expect(parseYaml(await out(xml, format))).toBe('<a>\n  "b"\n</a>')
    }
    expect(await out(xml, 'json')).toBe('"<a>\\n  \\"b\\"\\n</a>"\n')
  })

  it('may be large', async () => {
    const text = 'x'.repeat(3_000_000)
    expect((await out({ ...xml, text }, 'table', {}, 80)).length).toBe(3_000_001)
    expect(JSON.parse(await out({ ...xml, text }, 'json'))).toBe(text)
  })
})

describe('rows that are left', () => {
  it.each([
    [1234, false, undefined, 'showing 2 of 1,234: use --all'],
    [10_000, true, undefined, 'showing 2 of more than 10,000: use --all'],
    [45, false, 3, 'showing 2 of 45 (page 3): use --all'],
    [2, false, undefined, undefined],
    [undefined, false, undefined, undefined],
  ] as const)('are told of %s (capped: %s, page %s)', (total, capped, page, said) => {
    expect(leftNotice(2, total, capped, page)).toBe(said)
  })
})
