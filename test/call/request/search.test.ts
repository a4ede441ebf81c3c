import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/base/errors.js'
import { emptySearchHint, searchQuery } from '../../../src/call/request/search.js'

describe('searchQuery', () => {
  it.each([
    [{ contains: 'a', search: 'b' }],
    [{ where: ['name'] }],
    [{ where: [''] }],
    [{ where: ['=x'] }],
    [{ mode: ['fuzzy'] }],
    [{ mode: [''] }],
    [{ mode: ['name='] }],
    [{ mode: ['name=fuzzy'] }],
  ])('refuses %o', (flags) => {
    expect(() => searchQuery(flags)).toThrow(UsageError)
  })

  it('is nothing when nothing is asked for', () => {
    expect(searchQuery({})).toEqual([])
    expect(searchQuery({ where: [], mode: [] })).toEqual([])
  })

  it('keeps empty patterns and further equals signs', () => {
    expect(searchQuery({ where: ['name=', 'a.b=c=d'] })).toEqual([
      ['search.name', ''],
      ['search.a.b', 'c=d'],
    ])
  })

  it('wraps what is contained', () => {
    expect(searchQuery({ contains: '' })).toEqual([['search', '%%']])
    expect(searchQuery({ contains: '50%' })).toEqual([['search', '%50%%']])
  })

  it('sends one mode for all fields and one for a field', () => {
    expect(searchQuery({ mode: ['exact', 'name=similar_to'] })).toEqual([
      ['mode', 'exact'],
      ['mode.name', 'similar_to'],
    ])
  })
})

describe('emptySearchHint', () => {
  it('is given for a pattern that can only match a whole value', () => {
    expect(emptySearchHint({ search: 'ann' })).toMatch(/--contains/)
    expect(emptySearchHint({ where: ['name=ann'] })).toMatch(/--contains/)
  })

  it.each([
    [{}],
    [{ contains: 'ann' }],
    [{ search: '%ann' }],
    [{ where: ['name=ann', 'name=b%'] }],
    [{ search: 'ann', mode: ['exact'] }],
    [{ where: ['name=^a'], mode: ['name=posix'] }],
  ])('is not given for %o', (flags) => {
    expect(emptySearchHint(flags)).toBeUndefined()
  })
})
