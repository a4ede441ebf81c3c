import { describe, expect, it } from 'vitest'
import {
  ignoredProperties,
  propertiesOfProseOnly,
  undeclaredProperties,
} from '../../src/call/facts/repairs/body-properties.js'
import type { Schema } from '../../src/call/facts/repairs/document.js'
import { unknownFormats } from '../../src/call/facts/repairs/formats.js'
import { literalsInFormat } from '../../src/call/facts/repairs/literals.js'
import { barePattern, slashedPatterns } from '../../src/call/facts/repairs/patterns.js'
import { requiredDespiteDefault, requiredWithoutNeed } from '../../src/call/facts/repairs/required.js'
import { placeholderProperty, undescribedBodies } from '../../src/call/facts/repairs/unguarded-bodies.js'
import { overlappingUnions } from '../../src/call/facts/repairs/unions.js'
import { checkedByCode, scalarWithProperties, wronglyTyped } from '../../src/call/facts/repairs/wrong-types.js'
import { answering, documentsWith, mend, mendBody, operation, taking } from './sample-documents.js'

const kind = (value: string, more: Record<string, Schema> = {}): Schema => ({
  type: 'object',
  required: ['kind'],
  properties: { kind: { type: 'string', enum: [value] }, ...more },
})

describe('literals in format', () => {
  it.each<[Schema, Schema]>([
    [
      { type: 'string', format: '"Totp"' },
      { type: 'string', enum: ['Totp'] },
    ],
    [
      { type: 'boolean', format: 'false' },
      { type: 'boolean', enum: [false] },
    ],
    [
      { type: 'string', format: '"a" | "b"' },
      { type: 'string', enum: ['a', 'b'] },
    ],
    [
      { type: 'string', format: 'empty' },
      { type: 'string', enum: [''] },
    ],
    [
      { type: 'number', format: '7' },
      { type: 'number', enum: [7] },
    ],
  ])('%j becomes %j', (before, after) => {
    expect(mendBody(literalsInFormat, before).schema).toEqual(after)
  })

  it.each<Schema>([
    { type: 'string', format: 'email' },
    { type: 'string', format: 'true' },
    { type: 'string', format: 'a | b' },
  ])('leaves %j, which is no literal of its type', (schema) => {
    const { schema: after, result } = mendBody(literalsInFormat, schema)
    expect(after).toEqual(schema)
    expect(result.stale).toEqual(['matches nothing any more'])
  })
})

describe('formats and patterns', () => {
  it('drops a format that nobody checks as Logto does, and keeps a standard one', () => {
    const properties: Record<string, Schema> = {
      a: { type: 'string', format: 'url' },
      b: { type: 'string', format: 'email' },
    }
    const { schema } = mendBody(unknownFormats, { type: 'object', properties })
    expect(schema.properties).toEqual({ a: { type: 'string' }, b: { type: 'string', format: 'email' } })
  })

  it('takes the slashes off', () => {
    expect(mendBody(slashedPatterns, { type: 'string', pattern: '/^\\d+$/' }).schema.pattern).toBe('^\\d+$')
  })

  it.each(['#fff', '#FFF', '#a1B2c3'])('keeps the meaning of the flag i: %s is a colour', (colour) => {
    const { pattern } = mendBody(slashedPatterns, { type: 'string', pattern: '/^#[\\da-f]{3}([\\da-f]{3})?$/i' }).schema
    expect(colour).toMatch(new RegExp(pattern ?? 'none'))
    expect('#ggg').not.toMatch(new RegExp(pattern ?? 'none'))
  })

  it('expands letters outside a class and leaves escapes alone', () => {
    const pattern = new RegExp(`^${barePattern('ab-c\\d[x-z]', 'i')}$`)
    expect('aB-C1Y').toMatch(pattern)
    expect('aB-CdY').not.toMatch(pattern)
  })

  it('drops what it cannot write without flags rather than refuse wrongly', () => {
    const { schema } = mendBody(slashedPatterns, { type: 'string', pattern: '/^.$/su' })
    expect(schema).toEqual({ type: 'string' })
    expect(barePattern('(?<a>x)\\k<a>', 'i')).toBeUndefined()
  })
})

describe('unions', () => {
  const union = (...oneOf: Schema[]) => mendBody(overlappingUnions, { oneOf }).schema

  it('is one plain string when a free string is among the branches, with the longest length and null', () => {
    const branches: Schema[] = [
      { type: 'string', maxLength: 20, pattern: '^x', nullable: true },
      { type: 'string', enum: [''] },
    ]
    expect(union(...branches)).toEqual({ type: 'string', maxLength: 20, nullable: true })
  })

  it('drops a type beside the branches and keeps its null', () => {
    const { schema } = mendBody(overlappingUnions, {
      type: 'string',
      nullable: true,
      description: 'kept until the prose goes',
      oneOf: [{ type: 'string' }, { type: 'string', enum: [''] }],
    })
    expect(schema).toEqual({ type: 'string', nullable: true, description: 'kept until the prose goes' })
  })

  it('adds closed sets up', () => {
    const sets: Schema[] = [
      { type: 'string', enum: ['a', 'b'] },
      { type: 'string', enum: ['c'] },
    ]
    expect(union(...sets)).toEqual({ type: 'string', enum: ['a', 'b', 'c'] })
  })

  it('is open when the branches are all of JSON', () => {
    const { schema } = mendBody(overlappingUnions, {
      type: 'object',
      nullable: true,
      oneOf: [{ type: 'object' }, { type: 'array' }, { type: 'string' }, { type: 'number' }, { type: 'boolean' }],
    })
    expect(schema).toEqual({})
  })

  it('is the branch when there is only one', () => {
    expect(union({ type: 'string' })).toEqual({ type: 'string' })
  })

  it('stays oneOf when a literal tells the branches apart', () => {
    expect(union(kind('a'), kind('b'))).toEqual({ oneOf: [kind('a'), kind('b')] })
  })

  it('becomes anyOf when nothing tells the branches apart', () => {
    const object: Schema = { type: 'object', properties: { code: { type: 'string' } } }
    expect(union(object, { type: 'boolean', enum: [false] })).toEqual({
      anyOf: [object, { type: 'boolean', enum: [false] }],
    })
    expect(union(kind('a'), kind('a', { more: { type: 'string' } }))).toHaveProperty('anyOf')
  })

  it('leaves out branches and properties that prose repeats, also misspelt, and no others', () => {
    const vague: Schema = { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } } }
    expect(union(kind('Totp'), kind('Code', { codes: { type: 'array' } }), vague, kind('TOTP')).oneOf).toHaveLength(2)
    const twice: Schema = { type: 'object', properties: { script: { type: 'string' } } }
    expect(union(twice, { ...twice, required: ['script'] }).anyOf).toHaveLength(2)
    const beside = mendBody(overlappingUnions, {
      oneOf: [kind('a'), kind('b')],
      properties: { kind: { description: 'prose' } },
    })
    expect(beside.schema).not.toHaveProperty('properties')
  })

  it('says null on the branches', () => {
    const { schema } = mendBody(overlappingUnions, { nullable: true, oneOf: [kind('a'), kind('b')] })
    expect(schema.oneOf?.map(({ nullable }) => nullable)).toEqual([true, true])
  })

  it('is a list for a query parameter that is one value or a list of it', () => {
    const value: Schema = { type: 'string', enum: ['a'] }
    const list: Schema = { type: 'array', items: value }
    const documents = documentsWith({
      parameters: [{ name: 'types', in: 'query', schema: { oneOf: [list, { ...value }] } }],
    })
    mend(overlappingUnions, documents)
    expect(operation(documents).parameters).toEqual([{ name: 'types', in: 'query', schema: list }])
    expect(union(list, { ...value })).toHaveProperty('anyOf')
  })
})

describe('what is required', () => {
  const schema: Schema = {
    type: 'object',
    required: ['name', 'active'],
    properties: { name: { type: 'string' }, active: { type: 'boolean', default: false } },
  }

  it('is not what has a default, in bodies and queries; answers stay', () => {
    const documents = documentsWith(
      {
        ...taking(structuredClone(schema)),
        parameters: [{ name: 'limit', in: 'query', required: true, schema: { default: 20 } }],
      },
      answering(structuredClone(schema)),
    )
    mend(requiredDespiteDefault, documents)
    expect(operation(documents).requestBody?.content['application/json']?.schema?.required).toEqual(['name'])
    expect(operation(documents).parameters).toMatchObject([{ required: false }])
    expect(operation(documents, 1).responses[200]?.content?.['application/json']?.schema?.required).toEqual([
      'name',
      'active',
    ])
  })

  it.each<[Schema, boolean]>([
    [{ type: 'object', properties: { name: { type: 'string' } } }, false],
    [schema, true],
    [{ type: 'object', additionalProperties: true }, true],
    [{ type: 'array', items: {} }, true],
    [{ oneOf: [kind('a'), kind('b')] }, true],
    [{}, true],
  ])('a body %j: %s', (body, required) => {
    const documents = documentsWith(taking(body))
    mend(requiredWithoutNeed, documents)
    expect(operation(documents).requestBody?.required).toBe(required)
  })
})

describe('wrong types', () => {
  const checked: Schema = { type: 'object', description: 'Validator function', additionalProperties: true }

  it('makes a string, an object or an open schema of what is checked by code', () => {
    const { schema } = mendBody(checkedByCode, {
      type: 'object',
      properties: {
        redirectUris: { type: 'array', items: { ...checked } },
        name: { ...checked },
        encryption: { ...checked, nullable: true },
        other: { ...checked },
        customData: { type: 'object', description: 'arbitrary', additionalProperties: true },
      },
    })
    expect(schema.properties).toEqual({
      redirectUris: { type: 'array', items: { type: 'string' } },
      name: { type: 'object', additionalProperties: true },
      encryption: expect.objectContaining({ type: 'object', nullable: true }),
      other: {},
      customData: { type: 'object', description: 'arbitrary', additionalProperties: true },
    })
  })

  it('believes named properties rather than a scalar type', () => {
    const url: Schema = { type: 'string', nullable: true, properties: { url: { type: 'string' } } }
    expect(mendBody(scalarWithProperties, url).schema).toEqual({ ...url, type: 'object' })
  })

  it('corrects a known row, and reports one that is right by now', () => {
    const body = (type: 'object' | 'string'): Schema => ({ type: 'object', properties: { deleteAccountUrl: { type } } })
    const wrong = mendBody(wronglyTyped, body('object'), 'UpdateAccountCenterSettings')
    expect(wrong.schema.properties).toEqual({ deleteAccountUrl: { type: 'string', nullable: true } })
    const right = mendBody(wronglyTyped, body('string'), 'UpdateAccountCenterSettings')
    expect(right.result.stale).toContain(
      'UpdateAccountCenterSettings: body deleteAccountUrl is no longer typed as object',
    )
  })
})

describe('body properties', () => {
  it('declares what Logto takes, in every form of the body', () => {
    const { schema } = mendBody(
      undeclaredProperties,
      { oneOf: [kind('a'), kind('b')] },
      'UpdateCustomProfileFieldByName',
    )
    for (const form of schema.oneOf ?? []) expect(Object.keys(form.properties ?? {})).toEqual(['name', 'kind'])
    expect(schema.oneOf).toHaveLength(2)
  })

  it('marks what Logto takes and ignores', () => {
    const { schema, result } = mendBody(ignoredProperties, { type: 'object', properties: {} }, 'UpdateResource')
    expect(schema.properties).toEqual({ indicator: { type: 'string', 'x-logto-ignored': true } })
    expect(result.stale).toEqual([])
  })

  it('marks what only prose speaks of', () => {
    const properties: Record<string, Schema> = {
      id: { type: 'string' },
      old: { description: 'Use id.', deprecated: true },
      any: {},
    }
    const { schema } = mendBody(propertiesOfProseOnly, { type: 'object', properties })
    expect(
      Object.keys(schema.properties ?? {}).filter((name) => schema.properties?.[name]?.['x-logto-ignored']),
    ).toEqual(['old'])
  })
})

describe('bodies without a description', () => {
  it('are described by what is answered', () => {
    const stored: Schema = {
      type: 'object',
      properties: { script: { type: 'string' }, sample: { type: 'object', properties: { a: {} } } },
    }
    const documents = documentsWith()
    documents.management.paths['/api/customizer'] = {
      put: {
        operationId: 'UpsertJwtCustomizer',
        responses: {},
        ...taking({}),
        ...answering({ oneOf: [stored, stored] }),
      },
    }
    mend(undescribedBodies, documents)
    expect(
      documents.management.paths['/api/customizer']?.put?.requestBody?.content['application/json']?.schema,
    ).toEqual({
      type: 'object',
      required: ['script'],
      properties: { script: { type: 'string' }, sample: { type: 'object', additionalProperties: true } },
    })
  })

  it('may hold any key where the document shows a placeholder', () => {
    const documents = documentsWith()
    documents.management.components.schemas = {
      TranslationObject: {
        type: 'object',
        properties: { '[translationKey]': { $ref: '#/components/schemas/Translation' } },
      },
      Translation: { oneOf: [{ type: 'string' }] },
    }
    mend(placeholderProperty, documents)
    expect(documents.management.components.schemas).toEqual({
      TranslationObject: { type: 'object', additionalProperties: { $ref: '#/components/schemas/Translation' } },
      Translation: { anyOf: [{ type: 'string' }, { $ref: '#/components/schemas/TranslationObject' }] },
    })
  })
})
