import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/base/errors.js'
import {
  emptySearchHint,
  searchQuery as queryOf,
  type SearchFlags,
  wildcardNotice,
} from '../../../src/call/request/search.js'

const fields = ['id', 'name', 'primaryEmail', 'a.b']
const searchQuery = (flags: SearchFlags) => queryOf(flags, fields)

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
    expect(searchQuery({ contains: '50%' })).toEqual([['search', '%50\\%%']])
    expect(searchQuery({ contains: 'ann_l\\ee' })).toEqual([['search', '%ann\\_l\\\\ee%']])
    expect(searchQuery({ search: 'ann_%' })).toEqual([['search', 'ann_%']])
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

describe('a field', () => {
  it('that cannot be searched is refused with those that can', () => {
    const refusal = () => searchQuery({ where: ['isSuspended=true'] })
    expect(refusal).toThrow(/isSuspended cannot be searched/)
    expect(refusal).toThrow(expect.objectContaining({ hint: expect.stringContaining('id, name, primaryEmail') }))
    expect(() => searchQuery({ where: ['primaryEmial=a'] })).toThrow(/did you mean primaryEmail/)
    expect(() => searchQuery({ mode: ['nmae=exact'] })).toThrow(/did you mean name/)
  })
})

describe('an underscore', () => {
  it.each<[SearchFlags]>([
    [{ where: ['primaryEmail=a_b@example.com'] }],
    [{ search: 'a_b' }],
    [{ where: ['primaryEmail=a_b@example.com'], mode: ['name=exact'] }],
  ])('is said to stand for any character: %o', (flags) => {
    expect(wildcardNotice(flags)).toContain('--mode exact')
  })

  it.each<[SearchFlags]>([
    [{ where: ['primaryEmail=a_b@example.com'], mode: ['exact'] }],
    [{ where: ['primaryEmail=a_b@example.com'], mode: ['primaryEmail=exact'] }],
    [{ where: ['primaryEmail=a_b%'] }],
    [{ where: ['primaryEmail=a\\_b'] }],
    [{ where: ['primaryEmail=ab'] }],
    [{ contains: 'a_b' }],
  ])('needs no word: %o', (flags) => {
    expect(wildcardNotice(flags)).toBeUndefined()
  })
})
