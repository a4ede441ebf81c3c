import { describe, expect, it } from 'vitest'
import type { DocumentedOperation, Schema } from '../../src/call/facts/maker/documents.js'
import { unservedNames } from './served-documents.js'

const text: Schema = { type: 'string' }

function served(schema: Schema, query: string[] = []): DocumentedOperation {
  return {
    api: 'management',
    id: 'UpdateThing',
    method: 'PATCH',
    path: '/api/things/{id}',
    parameters: query.map((name) => ({ name, in: 'query', schema: text })),
    body: { required: true, media: 'application/json', schema },
    answers: [],
    security: [],
    deprecated: false,
    marks: {},
  }
}

describe('names that a document does not have', () => {
  it('are found in the query and at every depth of the body', () => {
    const schema: Schema = {
      type: 'object',
      properties: {
        name: text,
        color: { type: 'object', properties: { dark: text } },
        parts: { type: 'array', items: { type: 'object', properties: { kind: text } } },
      },
    }
    const body = { name: 'x', nmae: 'y', color: { dark: 'x', light: 'y' }, parts: [{ kind: 'x' }, { knid: 'y' }] }
    expect(unservedNames(served(schema, ['q']), [['q', '1'] as const, ['p', '1'] as const], body)).toEqual([
      'query p',
      'nmae',
      'color.light',
      'parts[].knid',
    ])
  })

  it('are none where any branch of a union has them, or the union itself', () => {
    const union: Schema = {
      oneOf: [
        { type: 'object', properties: { a: text } },
        { type: 'object', properties: { b: text } },
      ],
      properties: { c: text },
    }
    expect(unservedNames(served(union), [], { a: '', b: '', c: '' })).toEqual([])
    expect(unservedNames(served(union), [], { d: '' })).toEqual(['d'])
  })

  it('are none in an object that takes any', () => {
    expect(unservedNames(served({ type: 'object' }), [], { any: { thing: 1 } })).toEqual([])
    const open: Schema = { type: 'object', properties: { a: text }, additionalProperties: true }
    expect(unservedNames(served(open), [], { any: 1 })).toEqual([])
  })

  it('are none of the search parameters where there is a search', () => {
    const query = [['search.name', 'x'] as const, ['joint', 'or'] as const]
    expect(unservedNames(served({}, ['search_params']), query, undefined)).toEqual([])
    expect(unservedNames(served({}), query, undefined)).toEqual(['query search.name', 'query joint'])
  })
})
