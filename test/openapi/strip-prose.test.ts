import { describe, expect, it } from 'vitest'
import { stripProse } from '../../src/call/facts/maker/strip-prose.js'
import type { OpenApiDocument } from '../../src/call/facts/repairs/document.js'

/** A document with prose in every place, in an order of its own. */
const wordy = {
  tags: [{ name: 'Users', description: 'People.' }],
  openapi: '3.0.1',
  info: { version: '7', title: 'Theirs', description: 'Long.' },
  servers: [{ url: 'http://localhost:3001', description: 'Here.' }],
  security: [{ OAuth2: ['all'] }],
  paths: {
    '/b': {
      delete: {
        operationId: 'DeleteB',
        responses: { 204: { description: 'It is gone.' }, 499: { description: 'Odd.' } },
      },
      get: {
        summary: 'Read b',
        description: 'Reads b.',
        operationId: 'GetB',
        parameters: [
          { in: 'query', name: 'q', description: 'What to find.', schema: { example: 'x', type: 'string' } },
        ],
        responses: {
          200: {
            description: 'Here is b.',
            content: {
              'application/json': {
                example: { a: 1 },
                schema: {
                  properties: {
                    description: { type: 'string', description: 'What it is.', maxLength: 9 },
                    title: { type: 'string', title: 'Title' },
                    example: { type: 'array', items: { type: 'string', example: 'y' } },
                  },
                  required: ['title'],
                  type: 'object',
                  additionalProperties: { description: 'Others.', type: 'number' },
                },
              },
            },
          },
        },
      },
    },
    '/a': {},
  },
  components: {
    schemas: { Tree: { oneOf: [{ description: 'A leaf.', type: 'string' }], description: 'A tree.' } },
    securitySchemes: {
      OAuth2: {
        type: 'oauth2',
        description: 'How to.',
        flows: { clientCredentials: { tokenUrl: '/t', scopes: { all: 'All of it' } } },
      },
    },
  },
} as unknown as OpenApiDocument

describe('stripProse', () => {
  const bare = stripProse(wordy, 'Ours')

  it('drops every sentence and sample, and keeps properties that are named like them', () => {
    const text = JSON.stringify(bare)
    for (const word of [
      'People',
      'Long',
      'Here',
      'gone',
      'Reads',
      'Read b',
      'find',
      'What it is',
      'leaf',
      'tree',
      'How to',
      'All of',
      '"x"',
      '"y"',
    ]) {
      expect(text).not.toContain(word)
    }
    const schema = bare.paths['/b']?.get?.responses[200]?.content?.['application/json']?.schema
    expect(schema).toEqual({
      type: 'object',
      required: ['title'],
      properties: {
        description: { type: 'string', maxLength: 9 },
        title: { type: 'string' },
        example: { type: 'array', items: { type: 'string' } },
      },
      additionalProperties: { type: 'number' },
    })
  })

  it('keeps what OpenAPI requires: a title, a description of each answer, a text for each scope', () => {
    expect(bare.info).toEqual({ title: 'Ours', version: '7' })
    expect(bare.paths['/b']?.delete?.responses).toEqual({
      204: { description: 'No Content' },
      499: { description: '' },
    })
    expect(bare.components.securitySchemes?.OAuth2).toEqual({
      type: 'oauth2',
      flows: { clientCredentials: { tokenUrl: '/t', scopes: { all: '' } } },
    })
  })

  it('does not say which server it came from', () => {
    expect(bare.servers).toEqual([{ url: '/' }])
  })

  it('puts paths, methods and keywords in a fixed order, and leaves properties in theirs', () => {
    expect(Object.keys(bare.paths)).toEqual(['/a', '/b'])
    expect(Object.keys(bare.paths['/b'] ?? {})).toEqual(['get', 'delete'])
    const schema = bare.paths['/b']?.get?.responses[200]?.content?.['application/json']?.schema
    expect(Object.keys(schema ?? {})).toEqual(['type', 'required', 'properties', 'additionalProperties'])
    expect(Object.keys(schema?.properties ?? {})).toEqual(['description', 'title', 'example'])
  })

  it('changes nothing when done again', () => {
    expect(JSON.stringify(stripProse(bare, 'Ours'))).toBe(JSON.stringify(bare))
  })
})
