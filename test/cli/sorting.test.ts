/** `--sort`: whole lists in another order, read first. */

import { describe, expect, it } from 'vitest'
import { sortKeys, sortRows } from '../../src/call/operation/sort-rows.js'
import { bare, errorOf, tenant } from './tenant.js'

/** A tenant with as many users, in pages. */
const users = (count: number) =>
  tenant(({ query }) => {
    const asked = Object.fromEntries(query)
    const [page, size] = [Number(asked.page ?? 1), Number(asked.page_size ?? 20)]
    const all = Array.from({ length: count }, (_, i) => ({
      id: `u${i}`,
      name: `Name ${(i * 7) % count}`,
      createdAt: i,
    }))
    return { body: all.slice((page - 1) * size, page * size), headers: { 'Total-Number': String(count) } }
  })

describe('a list', () => {
  it('is read whole, sorted, and it is said that it had to be', async () => {
    const { logto, received } = await users(250)
    const ended = await logto(['users', 'list', '--sort', 'name', '-o', 'text', '--columns', 'name'])
    const names = ended.stdout.trim().split('\n')
    expect(names).toEqual(Array.from({ length: 250 }, (_, i) => `Name ${i}`))
    expect(ended.stderr).toBe('read all 250 rows to sort them\n')
    expect(received.length).toBeGreaterThanOrEqual(3)
  })

  it('the other way round, its first rows with --limit', async () => {
    const { logto } = await users(250)
    const { stdout, stderr } = await logto(['users', 'list', '--sort', 'createdAt:desc', '--limit', '2', '-o', 'text'])
    expect(stdout).toBe('u249\nu248\n')
    expect(stderr).toBe('read all 250 rows to sort them\nshowing 2 of 250: use --all\n')
  })

  it('of one page, or with --all, says nothing; json has its usual shape, and --query sees the order', async () => {
    const { logto } = await users(3)
    expect(await logto(['users', 'list', '--sort', 'name:desc', '--query', '[].name', '--json'])).toMatchObject({
      stdout: '[\n  "Name 2",\n  "Name 1",\n  "Name 0"\n]\n',
      stderr: '',
    })
    const many = await users(120)
    const all = await many.logto(['users', 'list', '--all', '--sort', 'createdAt:desc', '--json'])
    expect(all.stderr).toBe('')
    expect(JSON.parse(all.stdout)[0]).toMatchObject({ id: 'u119' })
  })

  it.each([
    ['nme', 'unknown column "nme", did you mean name?'],
    ['name:up', '--sort: name:up is no field to sort by'],
    ['', '--sort: an empty value is no field to sort by'],
  ])('by %j is refused before anything is sent', async (field, message) => {
    const { logto, received } = await users(3)
    const ended = await logto(['users', 'list', '--sort', field, '--json'])
    expect(ended.code).toBe(2)
    expect(errorOf(ended).message).toContain(message)
    expect(received).toEqual([])
  })

  it('is not sorted a page at a time', async () => {
    expect((await bare(['users', 'list', '--sort', 'name', '--page', '2'])).stderr).toContain(
      '--page and --sort cannot be given together',
    )
  })
})

describe('rows', () => {
  it.each([
    ['numbers', [10, 9, 2n], [2n, 9, 10]],
    ['texts with numbers, in any case', ['b10', 'B9', 'a'], ['a', 'B9', 'b10']],
    ['switches', [true, false], [false, true]],
    ['what has no value comes last', [null, 'b', undefined, 'a'], ['a', 'b', null, undefined]],
  ])('%s', (_, values, sorted) => {
    const rows = values.map((v) => ({ v }))
    expect(sortRows(rows, sortKeys('v') ?? [])).toEqual(sorted.map((v) => ({ v })))
  })

  it('without a value come last the other way round as well; equal ones stay', () => {
    const rows = [
      { a: null, n: 1 },
      { a: 1, n: 2 },
      { a: 2, n: 3 },
      { a: 1, n: 4 },
    ]
    expect((sortRows(rows, sortKeys('a:desc') ?? []) as { n: number }[]).map(({ n }) => n)).toEqual([3, 2, 4, 1])
    expect((sortRows(rows, sortKeys('a,n:desc') ?? []) as { n: number }[]).map(({ n }) => n)).toEqual([4, 2, 3, 1])
  })
})
