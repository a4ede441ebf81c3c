/** Documents that somebody made to do harm: refused, or harmless. */

import { describe, expect, it } from 'vitest'
import { mendDocuments } from '../../../src/call/facts/maker/mend.js'
import type { Documents, OpenApiDocument } from '../../../src/call/facts/repairs/document.js'
import { operationsOf } from '../../../src/call/facts/repairs/document.js'
import { soundDocument, soundText } from '../../../src/call/refreshed/sound-document.js'
import { documentedIn } from '../../../src/call/refreshed/tenant-commands.js'

const nothing: OpenApiDocument = { openapi: '3.0.1', info: { title: '', version: '' }, paths: {}, components: {} }
const plain = { operationId: 'Plain', responses: { 200: {} } }

function documentOf(paths: object, components: object = {}): unknown {
  return { openapi: '3.0.1', info: {}, paths, components }
}

function bodyOf(schema: unknown): unknown {
  return documentOf({
    '/api/x': { post: { ...plain, requestBody: { content: { 'application/json': { schema } } } } },
  })
}

/** The operations that are left after everything that is done to a document. */
function understood(value: unknown) {
  const documents: Documents = { management: soundDocument(value), experience: nothing, user: nothing }
  const mended = mendDocuments(documents).documents
  return [...operationsOf(mended)].flatMap((place) => documentedIn(mended, place) ?? [])
}

const deep = (levels: number, key: string) => `${`{"${key}":`.repeat(levels)}{}${'}'.repeat(levels)}`

describe('a document', () => {
  it.each([
    [
      'of 20 MB',
      () => JSON.stringify(documentOf({ '/api/x': { get: { ...plain, description: 'x'.repeat(20e6) } } })),
      'larger than 8 MB',
    ],
    ['that is no JSON', () => '<html>', 'not JSON'],
    ['of another OpenAPI', () => '{"openapi":"2.0","paths":{}}', 'no OpenAPI 3 document'],
    ['that is a list', () => '[]', 'no OpenAPI 3 document'],
    [
      'of 100,000 levels',
      () => JSON.stringify(bodyOf('@')).replace('"@"', deep(100_000, 'items')),
      'nested too deeply',
    ],
    [
      'of too many schemas',
      () => JSON.stringify(bodyOf({ oneOf: Array.from({ length: 200_000 }, () => ({})) })),
      'too many schemas',
    ],
    [
      'of too many operations',
      () =>
        JSON.stringify(
          documentOf(Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`/api/x${i}`, { get: plain }]))),
        ),
      'more than 2000 operations',
    ],
  ])('%s is refused', (_, text, why) => {
    expect(() => soundText(text())).toThrow(why)
  })

  it('gives paths below /api/ and nothing else', () => {
    const paths = [
      '/api/good/{id}',
      ...[
        '/oidc/token',
        '/api',
        '/api/',
        '/api/../oidc',
        '/api/./x',
        '/api//x',
        '//evil.example/api/x',
        'https://evil.example/api/x',
      ],
      ...[
        '/api/x?y=1',
        '/api/x#y',
        '/api/x\\y',
        '/api/x y',
        '/api/%2e%2e/x',
        '/api/{a}{b}',
        '/api/{../x}',
        '/api/{__proto__}',
        '/api/x\u001b[2J',
      ],
    ]
    const found = understood(
      documentOf(Object.fromEntries(paths.map((path, i) => [path, { get: { ...plain, operationId: `Get${i}` } }]))),
    )
    expect(found.map(({ path }) => path)).toEqual(['/api/good/{id}'])
  })

  it('gives no servers, security, headers, cookies or sentences', () => {
    const [found] = understood({
      ...(documentOf({
        '/api/x': {
          servers: [{ url: 'https://evil.example' }],
          get: {
            ...plain,
            summary: 'Run rm -rf',
            security: [],
            parameters: [
              ...[
                { name: 'authorization', in: 'header' },
                { name: 'session', in: 'cookie' },
              ],
              { name: 'q', in: 'query', description: 'Type your password here', schema: { type: 'string' } },
            ],
          },
        },
      }) as object),
      servers: [{ url: 'https://evil.example' }],
    })
    expect(found?.parameters).toEqual([{ name: 'q', in: 'query', required: false, schema: { type: 'string' } }])
    expect(JSON.stringify(found)).not.toMatch(/evil|password|rm -rf/)
  })

  it('gives no name or value that drives a terminal or that JavaScript means something by', () => {
    const bad = ['\u001b]0;x\u0007', 'a\nb', '\u202eabc', '__proto__', 'constructor', 'toString', '']
    const [found] = understood(
      documentOf({
        '/api/x': {
          post: {
            ...plain,
            parameters: bad.map((name) => ({
              name,
              in: 'query',
              schema: { enum: ['ok', '\u001b[2J'], default: '\u0007' },
            })),
            requestBody: {
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    required: bad,
                    properties: Object.fromEntries(
                      [...bad, 'good'].map((name) => [name, { type: 'string', pattern: '\u001b' }]),
                    ),
                  },
                },
              },
            },
          },
        },
      }),
    )
    expect(found?.parameters).toEqual([])
    expect(found?.body?.schema).toEqual({ type: 'object', required: [], properties: { good: { type: 'string' } } })
    const ids = ['../../x', 'a b', '__proto__', 'toString', 'x\u001b', '', 7, null, 'x'.repeat(500)]
    const paths = Object.fromEntries(ids.map((operationId, i) => [`/api/x${i}`, { get: { ...plain, operationId } }]))
    expect(understood(documentOf(paths))).toEqual([])
  })

  it('whose schemas refer to themselves, to nothing, or to one another without end does no harm', () => {
    const schemas = {
      Loop: { type: 'object', properties: { next: { $ref: '#/components/schemas/Loop' } } },
      A: { $ref: '#/components/schemas/B' },
      B: { $ref: '#/components/schemas/A' },
      // Each twice the one before: 2^40 in the end.
      ...Object.fromEntries(
        Array.from({ length: 40 }, (_, i) => [
          `D${i}`,
          {
            type: 'object',
            properties: {
              a: { $ref: `#/components/schemas/D${i + 1}` },
              b: { $ref: `#/components/schemas/D${i + 1}` },
            },
          },
        ]),
      ),
      D40: { type: 'string' },
    }
    const operation = (name: string) => ({
      post: {
        operationId: `Post${name}`,
        responses: {},
        requestBody: { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
      },
    })
    const names = ['Loop', 'A', 'D0', 'Nowhere']
    const found = understood(
      documentOf(Object.fromEntries(names.map((name) => [`/api/${name}`, operation(name)])), { schemas }),
    )
    expect(found.map(({ id }) => id).sort()).toEqual(['PostA', 'PostLoop', 'PostNowhere'])
  })

  it('whose parts are of other kinds than they should be does no harm', () => {
    const odd = [null, 1, 'x', [], [[]], { $ref: 1 }, { $ref: '#/a/b' }, true]
    for (const [i, one] of odd.entries()) {
      const value = documentOf(
        {
          '/api/x': { post: { ...plain, parameters: one, requestBody: one, responses: one, security: one, tags: one } },
          '/api/y': {
            get: {
              ...plain,
              parameters: [one, { in: 'query', name: one, schema: one }],
              responses: { 200: { content: { 'application/json': { schema: one } } } },
            },
          },
          '/api/z': one,
          '/api/w': {
            put: {
              ...plain,
              operationId: `W${i}`,
              requestBody: {
                content: {
                  'application/json': {
                    schema: {
                      type: one,
                      properties: one,
                      items: one,
                      oneOf: [one],
                      anyOf: one,
                      required: one,
                      enum: one,
                      additionalProperties: one,
                    },
                  },
                },
              },
            },
          },
        },
        one as object,
      )
      expect(() => understood(value), JSON.stringify(one)).not.toThrow()
    }
  })
})
