import { describe, expect, it } from 'vitest'
import type { Assignment } from '../../../src/call/request/body.js'
import { mergeInto } from '../../../src/call/request/merge.js'
import { parsePath } from '../../../src/call/request/paths.js'

function set(...paths: string[]): Assignment[] {
  return paths.map((path) => ({ path: parsePath(path), value: undefined, by: `--set ${path}` }))
}

describe('mergeInto', () => {
  it('sends only the properties given', () => {
    expect(mergeInto({ a: 1, b: 2 }, { a: 9 }, [])).toEqual({ a: 9 })
  })

  it('keeps what is stored beside and below', () => {
    expect(mergeInto({ data: { a: 1, deep: { b: 2, c: 3 } } }, { data: { deep: { b: 9 } } }, [])).toEqual({
      data: { a: 1, deep: { b: 9, c: 3 } },
    })
  })

  it.each([undefined, null, 'text', 5, []])('starts from nothing where %o is stored', (stored) => {
    expect(mergeInto(stored, { data: { a: 1 } }, [])).toEqual({ data: { a: 1 } })
    expect(mergeInto({ data: stored }, { data: { a: 1 } }, [])).toEqual({ data: { a: 1 } })
  })

  it('lets null and scalars replace objects, and objects replace scalars', () => {
    expect(mergeInto({ a: { x: 1 }, b: { x: 1 }, c: 5 }, { a: null, b: 'text', c: { y: 1 } }, [])).toEqual({
      a: null,
      b: 'text',
      c: { y: 1 },
    })
  })

  it('replaces a list given whole', () => {
    expect(mergeInto({ list: [1, 2, 3] }, { list: [9] }, set('list'))).toEqual({ list: [9] })
  })

  it('keeps the other members of a list of which one is set', () => {
    expect(mergeInto({ list: [1, 2, 3] }, { list: [null, 9] }, set('list[1]'))).toEqual({ list: [1, 9, 3] })
    expect(mergeInto({ list: [{ a: 1, b: 2 }] }, { list: [{ a: 9 }] }, set('list[0].a'))).toEqual({
      list: [{ a: 9, b: 2 }],
    })
    expect(mergeInto({ list: [1] }, { list: [null, null, 3] }, set('list[2]'))).toEqual({ list: [1, undefined, 3] })
  })

  it('changes nothing of what is stored itself', () => {
    const stored = { data: { a: { b: 1 } } }
    mergeInto(stored, { data: { a: { b: 2, c: 3 } } }, [])
    expect(stored).toEqual({ data: { a: { b: 1 } } })
  })
})
