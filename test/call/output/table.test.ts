import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PrintOptions } from '../../../src/call/output/answer.js'
import { print } from '../../../src/call/output/print.js'
import { widthOf } from '../../../src/call/output/text-width.js'
import { captured, optionsFor } from './capture.js'

const zone = process.env.TZ
beforeAll(() => {
  process.env.TZ = 'Asia/Tokyo'
})
afterAll(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

const rows = [
  {
    tenantId: 'default',
    id: 'k8s3jd02mzq1',
    name: 'Ann Example',
    primaryEmail: 'ann.example@a-rather-long-domain.example',
    createdAt: 1_700_000_000_000,
    isSuspended: false,
    roles: ['admin', 'auditor'],
    profile: { locale: 'en' },
    secret: 'abcdefghijklmnop',
  },
  {
    tenantId: 'default',
    id: 'p0q9w8e7r6t5',
    name: '山田太郎 👨‍👩‍👧🫠',
    primaryEmail: null,
    createdAt: 12,
    isSuspended: true,
    roles: [],
    profile: {},
    secret: null,
  },
  {
    tenantId: 'default',
    id: 'z1x2c3v4b5n6',
    name: 'דנה כהן',
    primaryEmail: 'שלום@example.test',
    createdAt: '2024-01-01T00:00:00Z',
    isSuspended: null,
    roles: [{ id: 'r1' }],
    profile: null,
    secret: '',
  },
  {
    tenantId: 'default',
    id: 'c0ntr0l00000',
    name: 'evil\u001b[31m\u202eetirw\rover\nline',
    primaryEmail: 'tab\there',
    createdAt: Number.MAX_SAFE_INTEGER,
    isSuspended: 'odd',
    roles: 'not a list',
    profile: 'text',
    secret: 12345,
  },
]
const defaultColumns = ['id', 'name', 'primaryEmail', 'createdAt', 'isSuspended', 'roles', 'profile', 'secret']

async function table(width: number, changes: Partial<PrintOptions> = {}, of: readonly unknown[] = rows) {
  const streams = captured()
  const options = optionsFor(width, { defaultColumns, ...changes })
  await print({ kind: 'rows', document: of, rows: of, capped: false }, options, streams)
  return streams
}

describe('a table on a terminal', () => {
  it('of 60 columns', async () => {
    const { stdout, stderr } = await table(60)
    expect(`\n${stdout}${stderr}`).toMatchInlineSnapshot(`
      "
      id        name       primaryE…  createdAt         isSuspend…
      k8s3jd0…  Ann Exam…  ann.exam…  2023-11-15 07:13  no
      p0q9w8e…  山田太郎…  –          12                yes
      z1x2c3v…  דנה כהן‎    שלום@exa…‎  2024-01-01 09:00  –
      c0ntr0l…  evil\\u{1…  tab here   9007199254740991  odd
      no room for roles, profile, secret: choose --columns or -o json
      "
    `)
  })

  it('of 80 columns', async () => {
    const { stdout, stderr } = await table(80)
    expect(`\n${stdout}${stderr}`).toMatchInlineSnapshot(`
      "
      id        name      primaryE…  createdAt         isSuspen…  roles      profile
      k8s3jd0…  Ann Exa…  ann.exam…  2023-11-15 07:13  no         admin, a…  {"locale…
      p0q9w8e…  山田太…   –          12                yes        –          {}
      z1x2c3v…  דנה כהן‎   שלום@exa…‎  2024-01-01 09:00  –          [{"id":"…  –
      c0ntr0l…  evil\\u{…  tab here   9007199254740991  odd        not a li…  text
      no room for secret: choose --columns or -o json
      "
    `)
  })

  it('of 160 columns', async () => {
    const { stdout, stderr } = await table(160)
    expect(`\n${stdout}${stderr}`).toMatchInlineSnapshot(`
      "
      id        name                                    primaryEmail                             createdAt         isSuspend…  roles           profile          secret
      k8s3jd0…  Ann Example                             ann.example@a-rather-long-domain.examp…  2023-11-15 07:13  no          admin, auditor  {"locale":"en"}  ••••
      p0q9w8e…  山田太郎 👨‍👩‍👧🫠                           –                                        12                yes         –               {}               –
      z1x2c3v…  דנה כהן‎                                 שלום@example.test‎                        2024-01-01 09:00  –           [{"id":"r1"}]   –
      c0ntr0l…  evil\\u{1b}[31m\\u{202e}etirw\\u{d}over⏎…  tab here                                 9007199254740991  odd         not a list      text             ••••
      "
    `)
  })

  it.each([60, 80, 100, 160, 240])('never draws a line wider than %i', async (width) => {
    const { stdout } = await table(width)
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(rows.length + 1)
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width)
    expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u)
  })

  it('cuts no id that was asked for', async () => {
    const { stdout } = await table(60, { columns: ['name', 'primaryEmail', 'id', 'profile'] })
    for (const { id } of rows) expect(stdout).toContain(`${id}  `)
  })

  it('shows what people tell rows apart by, before ids and what is the same everywhere', async () => {
    const logs = ['SignIn.Submit', 'Register.Submit'].map((key, index) => ({
      id: `dk913fbw6xth1ohr53es${index}`,
      createdAt: 1_700_000_000_000,
      key: `Interaction.${key}`,
      payload: { result: 'Success', userId: `n9dzjczt3tx${index}` },
      isOld: false,
    }))
    const defaultColumns = ['id', 'createdAt', 'key', 'payload.result', 'payload.userId', 'isOld']
    const { stdout, stderr } = await table(80, { defaultColumns }, logs)
    expect(`\n${stdout}${stderr}`).toMatchInlineSnapshot(`
      "
      id           createdAt         key                          result   userId
      dk913fbw6x…  2023-11-15 07:13  Interaction.SignIn.Submit    Success  n9dzjczt3t…
      dk913fbw6x…  2023-11-15 07:13  Interaction.Register.Submit  Success  n9dzjczt3t…
      no room for isOld: choose --columns or -o json
      "
    `)
  })

  it('starts every cell of a column at the same place', async () => {
    const { stdout } = await table(160, { columns: ['id', 'name', 'tenantId'] })
    const starts = stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => widthOf(line.slice(0, line.indexOf('default'))))
    expect(new Set(starts).size).toBe(1)
  })

  it('shows the columns asked for as far as there is room, and names the others', async () => {
    const columns = Array.from({ length: 20 }, (_, index) => `customData.property${index}`)
    const { stdout, stderr } = await table(60, { columns: ['id', ...columns] })
    expect(stdout.split('\n')[0]).toMatch(/^id {12}pr…/)
    expect(stderr).toMatch(
      /^no room for customData\.property\d+,.* customData\.property19: choose --columns or -o json\n$/,
    )
  })

  it('masks secrets unless told otherwise', async () => {
    expect((await table(160)).stdout).toContain('••••')
    expect((await table(160)).stdout).not.toContain('abcdefghijklmnop')
    expect((await table(160, { showSecrets: true })).stdout).toContain('abcdefghijklmnop')
    expect((await table(160, { reveals: true })).stdout).toContain('abcdefghijklmnop')
  })

  it('masks a secret inside an object, and under a path of its own', async () => {
    const hook = [{ id: 'h1', config: { clientSecret: 'hidden-1', url: 'https://a.example' } }]
    const { stdout } = await table(160, { columns: ['id', 'config', 'config.clientSecret'] }, hook)
    expect(stdout).not.toContain('hidden-1')
    expect(stdout).toContain('https://a.example')
  })

  it('sets the header bold and what is missing dim, in colour only', async () => {
    const colour = { isTTY: true, width: 80, colour: true }
    const { stdout } = await table(80, { columns: ['id', 'primaryEmail', 'name'], terminal: colour }, [
      { id: 'a', name: 'b' },
    ])
    expect(stdout).toBe(
      '\u001b[1mid\u001b[22m  \u001b[1mprimaryEmail\u001b[22m  \u001b[1mname\u001b[22m\n' +
        'a   \u001b[2m–\u001b[22m             b\n',
    )
  })

  it('is quick with a megabyte in a cell', async () => {
    const { stdout } = await table(80, { columns: ['id', 'name'] }, [{ id: 'a', name: '日本語👍'.repeat(250_000) }])
    expect(stdout.split('\n')[1]).toBe(`a   ${'日本語👍'.repeat(9)}日…`)
  })

  it('shows rows that are no objects', async () => {
    expect((await table(80, { defaultColumns: [] }, ['one', 2, true])).stdout).toBe('value\none\n2\nyes\n')
  })
})

describe('characters whose width terminals dispute', () => {
  const people = ['👩‍👩‍👧‍👦', '👍🏽', '🇦🇹', '❤️', '日本', 'Ann', 'e\u0301'].map((name) => ({ name, id: 'u1', n: 1 }))

  async function drawn(colour: boolean): Promise<string[]> {
    const streams = captured()
    const terminal = { isTTY: true, width: 80, colour }
    const document = { kind: 'rows', document: people, rows: people, capped: false } as const
    await print(document, optionsFor(80, { terminal, columns: ['name', 'id', 'n'] }), streams)
    return streams.stdout.trimEnd().split('\n').slice(1)
  }

  it('do not push the columns behind them: each is sent to its place', async () => {
    const lines = await drawn(true)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    const anchor = /\u001b\[(\d+)G(\w+)/g
    const places = lines.map((line) => [...line.matchAll(anchor)].map(([, place, text]) => [place, text]))
    const sent = [
      ['7', 'u1'],
      ['11', '1'],
    ]
    expect(places).toEqual([sent, sent, sent, sent, [], [], []])
  })

  it('are aligned by spaces as well, where there may be no escape sequences', async () => {
    const lines = await drawn(false)
    expect(lines.map((line) => widthOf(line.slice(0, line.indexOf('u1'))))).toEqual(people.map(() => 6))
  })
})

describe('times', () => {
  it('of this week stand as they lie from now, others as dates', async () => {
    const now = Date.now()
    const rows = [
      { id: 'a', createdAt: now - 3 * 3_600_000 - 5000 },
      { id: 'b', createdAt: now + 2 * 86_400_000 + 5000 },
      { id: 'c', createdAt: Date.UTC(2024, 0, 31, 9) },
    ]
    const { shownText } = await import('../../../src/call/output/cell-text.js')
    const text = (short: boolean) => rows.map(({ createdAt }) => shownText(createdAt, 'createdAt', short))
    expect(text(true).slice(0, 2)).toEqual(['3 hours ago', 'in 2 days'])
    expect(text(true)[2]).toMatch(/^20\d\d-\d\d-\d\d \d\d:\d\d$/)
    expect(text(false)[0]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d \(3 hours ago\)$/)
  })
})
