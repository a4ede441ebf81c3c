import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/base/errors.js'
import { cellsOf, chooseColumns, splitColumns } from '../../../src/call/output/columns.js'
import { projection } from '../../../src/call/output/project.js'

describe('splitColumns', () => {
  it('splits at commas, over several flags', () => {
    expect(splitColumns(['id, name', 'profile.givenName'])).toEqual(['id', 'name', 'profile.givenName'])
  })

  it.each([[''], ['id,,name'], ['id,']])('refuses an empty name in "%s"', (value) => {
    expect(() => splitColumns([value])).toThrow(UsageError)
  })
})

describe('chooseColumns', () => {
  const rows = [
    { tenantId: 't', id: 'u1' },
    { id: 'u2', 'a.b': 1 },
  ]
  const names = (columns?: string[], defaultColumns?: string[], of: unknown[] = rows) =>
    chooseColumns(of, { columns, defaultColumns }).map(({ name }) => name)

  it('takes what was asked for, in that order', () => {
    expect(names(['name', 'id'], ['id'])).toEqual(['name', 'id'])
  })

  it('expands * to every property that was not named, id first', () => {
    expect(names(['*'])).toEqual(['id', 'tenantId', 'a\\.b'])
    expect(names(['tenantId', '*'])).toEqual(['tenantId', 'id', 'a\\.b'])
  })

  it('takes the default columns, and all properties when no row has any of those', () => {
    expect(names(undefined, ['id', 'name'])).toEqual(['id', 'name'])
    expect(names(undefined, ['name', 'email'])).toEqual(['id', 'tenantId', 'a\\.b'])
    expect(names(undefined, ['name'], [])).toEqual(['name'])
    expect(names()).toEqual(['id', 'tenantId', 'a\\.b'])
  })

  it('takes what a query made as it is, and the default columns where it left rows whole', () => {
    const queried = (of: unknown[], defaultColumns = ['id', 'name']) =>
      chooseColumns(of, { defaultColumns, isQueried: true }).map(({ name }) => name)
    expect(queried([{ mail: 'a', id: 1 }])).toEqual(['mail', 'id'])
    expect(queried([{ x: 1, id: 1, name: null }])).toEqual(['id', 'name'])
    expect(queried([{ id: 1, name: 'a' }, { id: 2 }])).toEqual(['id', 'name'])
    expect(queried(['a', 'b'])).toEqual(['value'])
    expect(queried([])).toEqual([])
  })

  it('gives each place of a list its column where a query made rows of one length', () => {
    const rows = [
      ['u1', { a: 1 }],
      ['u2', null],
    ]
    const columns = chooseColumns(rows, { isQueried: true })
    expect(columns.map(({ name }) => name)).toEqual(['[0]', '[1]'])
    expect(rows.map((row) => cellsOf(row, columns))).toEqual(rows)
    for (const uneven of [[['a'], ['a', 'b']], [['a'], 'b'], [[], []], [new Array(51).fill(0)]]) {
      expect(chooseColumns(uneven, { isQueried: true }).map(({ name }) => name)).toEqual(['value'])
    }
  })

  it('gives rows that are no objects a column, and mixes them in without losing any', () => {
    expect(names(undefined, undefined, ['a', 'b'])).toEqual(['value'])
    const mixed = [{ id: 1, name: 'x' }, 'odd', null]
    const columns = chooseColumns(mixed, {})
    expect(mixed.map((row) => cellsOf(row, columns))).toEqual([
      [1, 'x'],
      ['odd', undefined],
      [null, undefined],
    ])
  })
})

describe('projection', () => {
  const row = { id: 'u1', name: 'Ann', profile: { givenName: 'A', familyName: 'B' }, tags: [{ k: 1, v: 2 }, { k: 3 }] }

  it.each([
    [['name', 'id'], '{"name":"Ann","id":"u1"}'],
    [['profile.givenName'], '{"profile":{"givenName":"A"}}'],
    [['profile.givenName', 'id', 'profile.familyName'], '{"profile":{"givenName":"A","familyName":"B"},"id":"u1"}'],
    [['profile', 'profile.givenName'], '{"profile":{"givenName":"A","familyName":"B"}}'],
    [['profile.givenName', 'profile'], '{"profile":{"givenName":"A","familyName":"B"}}'],
    [['tags.k'], '{"tags":[{"k":1},{"k":3}]}'],
    [['tags[1].k'], '{"tags":[{"k":3}]}'],
    [['tags[9].k', 'missing', 'id.deeper'], '{"tags":[]}'],
  ])('keeps %j in the shape that was sent', (columns, json) => {
    expect(JSON.stringify(projection(columns)(row))).toBe(json)
  })

  it('keeps all for *, for no columns, and of what is no object', () => {
    expect(projection(['id', '*'])(row)).toBe(row)
    expect(projection(undefined)(row)).toBe(row)
    expect(projection(['id'])('text')).toBe('text')
  })

  it('copies a property called __proto__ as data', () => {
    const sent = JSON.parse('{"__proto__":{"polluted":1},"id":1}')
    const kept = projection(['__proto__'])(sent)
    expect(JSON.stringify(kept)).toBe('{"__proto__":{"polluted":1}}')
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype)
  })
})
