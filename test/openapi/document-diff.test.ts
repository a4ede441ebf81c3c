import { describe, expect, it } from 'vitest'
import { diffDocuments, renderDiff } from '../../generate/document-diff.js'
import type { Documents, Operation, Schema } from '../../src/call/facts/repairs/document.js'
import { answering, documentsWith, emptyDocument, taking } from './sample-documents.js'

function lines(before: Documents, after: Documents): string[] {
  return renderDiff(diffDocuments(before, after))
}

/** What is said of one operation whose body changed. */
function bodyLines(before: Schema, after: Schema, required = true): string[] {
  return lines(documentsWith(taking(before)), documentsWith(taking(after, required)))
}

const user: Schema = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, profile: { type: 'object', properties: { city: { type: 'string' } } } },
}

describe('diffDocuments', () => {
  it('is empty when nothing differs', () => {
    expect(bodyLines(user, structuredClone(user))).toEqual([])
  })

  it('names operations that came and went', () => {
    const before = documentsWith({}, {})
    const after = documentsWith({})
    after.user.paths['/api/my-account'] = { get: { operationId: 'GetProfile', responses: {} } }
    expect(lines(before, after)).toEqual(['+ GET /api/my-account', '- POST /api/things/1'])
  })

  it('names what changed in a body: type, need, bounds, and a property with all below it in one line', () => {
    const after: Schema = {
      type: 'object',
      properties: { name: { type: 'string', maxLength: 9 }, age: { type: 'number' } },
    }
    expect(bodyLines(user, after)).toEqual([
      '~ POST /api/things/0',
      '    body name changed: string, required -> string, optional, maxLength 9',
      '    body profile removed',
      '    body age added: number, optional',
    ])
  })

  it('names a property inside another by its path', () => {
    const after = structuredClone(user)
    if (after.properties?.profile) after.properties.profile.properties = { city: { type: 'number' } }
    expect(bodyLines(user, after)).toContain('    body profile.city changed: string, optional -> number, optional')
  })

  it('says when the body itself is no longer required', () => {
    expect(bodyLines(user, user, false)).toEqual([
      '~ POST /api/things/0',
      '    body changed: object, required -> object, optional',
    ])
  })

  it('puts the branches of a union together', () => {
    const union: Schema = { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] }
    expect(bodyLines({ type: 'string' }, union)).toEqual([
      '~ POST /api/things/0',
      '    body changed: string, required -> string, required | array, required',
      '    body[] added: string, optional',
    ])
  })

  it('names query parameters, headers, statuses, paging and security', () => {
    const plain: Partial<Operation> = { responses: { 200: {} } }
    const more: Partial<Operation> = {
      responses: { 200: {}, 204: {} },
      parameters: [
        { name: 'q', in: 'query', schema: { type: 'string' } },
        { name: 'x', in: 'header', required: true, schema: { type: 'string' } },
      ],
      security: [],
      'x-logto-paging': 'optional',
    }
    expect(lines(documentsWith(plain), documentsWith(more)).sort()).toEqual([
      '    answer 204 added: no content',
      '    header x added: string, required',
      '    paging added: optional',
      '    query q added: string, optional',
      '    security added: []',
      '~ POST /api/things/0',
    ])
  })

  it('follows references, also those that come back to themselves', () => {
    const withTree = (leaf: 'string' | 'number') => {
      const documents = { ...documentsWith(answering({ $ref: '#/components/schemas/Tree' })), user: emptyDocument() }
      documents.management.components.schemas = {
        Tree: { type: 'object', properties: { leaf: { type: leaf }, tree: { $ref: '#/components/schemas/Tree' } } },
      }
      return documents
    }
    expect(lines(withTree('string'), withTree('number'))).toContain(
      '    answer 200 leaf changed: string, optional -> number, optional',
    )
  })
})
