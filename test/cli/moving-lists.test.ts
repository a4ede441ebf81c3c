/** Lists that change between their pages, read by the program in every format and by a script. */
import { describe, expect, it } from 'vitest'
import type { Script } from './server.js'
import { errorOf, tenant } from './tenant.js'

type Row = { id: string }

/** Serves `count` rows by pages; `change` may alter them before each request, which is counted from 1. */
function moving(count: number, change: (rows: Row[], request: number) => void): { script: Script; rows: Row[] } {
  const rows = Array.from({ length: count }, (_, index) => ({ id: `r${index}` }))
  let requests = 0
  const script: Script = ({ url }) => {
    requests += 1
    change(rows, requests)
    const { searchParams } = new URL(url, 'http://x')
    const [page, size] = [Number(searchParams.get('page') ?? 1), Number(searchParams.get('page_size') ?? 20)]
    return { body: rows.slice((page - 1) * size, page * size), headers: { 'total-number': String(rows.length) } }
  }
  return { script, rows }
}

const lists = [
  ['users', 'list'],
  ['roles', 'list'],
  ['resources', 'list'],
  ['logs', 'list'],
  ['orgs', 'list-users', 'o1'],
]
const formats = ['json', 'jsonl', 'yaml', 'csv', 'text', 'table'] as const

/** The ids in the output, whatever its format. */
function idsIn(stdout: string): string[] {
  return stdout.match(/\br\d+\b|\bnew\d+\b/g) ?? []
}

describe.each(lists.map((line) => [line.join(' '), line] as const))('%s --all', (_, line) => {
  it.each(formats)('loses no row to a deletion, in %s', async (format) => {
    const { script, rows } = moving(450, (all, request) => request === 3 && all.splice(7, 1))
    const { logto, received } = await tenant(script)
    const { code, stdout, stderr } = await logto([...line, '--all', '-o', format, '--columns', 'id'])
    const ids = idsIn(stdout)
    expect(code, stderr).toBe(0)
    expect(ids).toEqual(expect.arrayContaining(rows.map(({ id }) => id)))
    expect(new Set(ids).size).toBe(ids.length)
    expect(received.length).toBeLessThanOrEqual(7)
  })
})

describe('additions', () => {
  it.each(formats)('cost no request and double nothing, in %s', async (format) => {
    const { script } = moving(450, (all, request) => request > 1 && all.unshift({ id: `new${request}` }))
    const { logto, received } = await tenant(script)
    const { code, stdout, stderr } = await logto(['users', 'list', '--all', '-o', format, '--columns', 'id'])
    const ids = idsIn(stdout)
    expect([code, stderr, received.length]).toEqual([0, '', 5])
    expect(ids).toHaveLength(450)
    expect(new Set(ids).size).toBe(450)
  })
})

describe('a list that nothing makes whole', () => {
  const vanishing = () => moving(450, () => {}).script
  const short: Script = (request, ...rest) => {
    const reply = vanishing()(request, ...rest) as { body: Row[]; headers: Record<string, string> }
    return { ...reply, body: request.url.includes('page=2') ? [] : reply.body }
  }

  it.each(['json', 'jsonl'])('prints what came and ends with 8, in %s', async (format) => {
    const { logto } = await tenant(short)
    const ended = await logto(['users', 'list', '--all', '-o', format])
    expect(ended.code).toBe(8)
    expect(idsIn(ended.stdout)).toHaveLength(100)
    expect(errorOf(ended)).toMatchObject({ code: 'partial.changed', message: expect.stringContaining('350 rows') })
  })

  it('raises an error in a script, after its rows', async () => {
    const { logto } = await tenant(short)
    const code =
      'local n = 0 local ok, e = pcall(function() for u in logto.each(logto.list_users) do n = n + 1 end end) print(n, ok, e.code)'
    expect((await logto(['lua', '--eval', code])).stdout).toBe('100\tfalse\tpartial.changed\n')
  })
})

describe('logto.each', () => {
  it('gives every row once', async () => {
    const { script, rows } = moving(
      250,
      (all, request) => request === 2 && all.splice(0, 1, { id: 'new1' }, { id: 'new2' }),
    )
    const { logto } = await tenant(script)
    const { stdout } = await logto(['lua', '--eval', 'for u in logto.each(logto.list_users) do print(u.id) end'])
    const ids = idsIn(stdout)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(rows.map(({ id }) => id).filter((id) => id.startsWith('r'))))
  })
})

describe('rows that are left are told', () => {
  const { script } = moving(2007, () => {})

  it.each([
    [['users', 'list', '--query', 'length(@)'], 'showing 20 of 2,007: use --all'],
    [['users', 'list', '--query', '[].id', '-o', 'text'], 'showing 20 of 2,007: use --all'],
    [['apps', 'list', '--page', '2'], 'showing 20 of 2,007 (page 2): use --all'],
    [['users', 'list', '--limit', '30', '--query', 'length(@)'], 'showing 30 of 2,007: use --all'],
    [['lua', '--eval', 'return #logto.list_users{}'], 'showing 20 of 2,007: logto.each(logto.list_users) gives all'],
  ])('by %o', async (line, notice) => {
    const { logto } = await tenant(script)
    expect((await logto(line)).stderr).toContain(notice)
  })

  it('and not when all came, or a page was asked for by a script', async () => {
    const { logto } = await tenant(script)
    expect((await logto(['users', 'list', '--all', '--query', 'length(@)'])).stderr).toBe('')
    expect((await logto(['lua', '--eval', 'return #logto.list_users{ page = 2 }'])).stderr).toBe('')
  })
})

describe('a search', () => {
  it('says what an underscore means, and refuses fields that cannot be searched', async () => {
    const { logto, received } = await tenant({ body: [{ id: 'r1' }], headers: { 'total-number': '1' } })
    const like = await logto(['users', 'list', '--where', 'primaryEmail=a_b@example.com'])
    expect([like.code, like.stderr]).toEqual([0, expect.stringContaining('--mode exact')])
    const refused = await logto(['users', 'list', '--where', 'isSuspended=true'])
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('primaryEmail, primaryPhone')])
    expect(received).toHaveLength(1)
  })
})
