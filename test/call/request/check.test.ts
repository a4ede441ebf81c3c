import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/base/errors.js'
import { checkBody, refuseProblems } from '../../../src/call/request/check.js'
import type { BodySchema } from '../../../src/call/request/schema.js'

const noFlag = () => undefined
const problems = (value: unknown, schema: BodySchema) => checkBody(value, schema, noFlag).problems
const notices = (value: unknown, schema: BodySchema) => checkBody(value, schema, noFlag).notices

const user: BodySchema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: ['string', 'null'], maxLength: 3 },
    age: { type: 'integer' },
    kind: { type: 'string', enum: ['User', 'MachineToMachine'] },
    tags: { type: 'array', items: { type: 'string' } },
    data: { type: 'object', additionalProperties: true },
    profile: { type: 'object', properties: { givenName: { type: 'string' } } },
    old: { type: 'string', 'x-logto-ignored': true },
  },
}

describe('what is refused', () => {
  it.each([
    [null, 'the body must be an object, not null'],
    [[], 'the body must be an object, not a list'],
    ['x', 'the body must be an object, not "x"'],
    [{}, 'name is missing'],
    [{ name: 'a', nmae: 1 }, 'the body has no property nmae; did you mean name?'],
    [{ name: 'a', zzzzzzz: 1 }, 'the body has no property zzzzzzz'],
    [{ name: 'a', constructor: 1 }, 'the body has no property constructor'],
    [{ name: 'a', toString: 1 }, 'the body has no property toString'],
    [JSON.parse('{"name":"a","__proto__":1}'), 'the body has no property __proto__'],
    [{ name: 5 }, 'name must be text or null, not 5'],
    [{ name: 'a', age: 1.5 }, 'age must be a whole number, not 1.5'],
    [{ name: 'a', age: '5' }, 'age must be a whole number, not "5"'],
    [{ name: 'a', kind: 'Usr' }, 'kind cannot be "Usr"; did you mean User? (one of User, MachineToMachine)'],
    [{ name: 'a', kind: 'qqqqqq' }, 'kind cannot be "qqqqqq"; one of User, MachineToMachine'],
    [{ name: 'a', tags: 'x' }, 'tags must be a list, not "x"'],
    [{ name: 'a', tags: ['x', 5] }, 'tags[1] must be text, not 5'],
    [{ name: 'a', data: [] }, 'data must be an object, not a list'],
    [{ name: 'a', profile: { givenName: false } }, 'profile.givenName must be text, not false'],
    [{ name: 'a', profile: { givnName: 'x' } }, 'profile has no property givnName; did you mean profile.givenName?'],
  ])('%o', (value, problem) => {
    expect(problems(value, user)).toEqual([problem])
  })

  it('all of it at once', () => {
    expect(problems({ nmae: 1, age: 'x' }, user)).toHaveLength(3)
  })

  it('a missing property, named with its flag at the top and without one below', () => {
    const nested: BodySchema = { type: 'object', properties: { inner: user } }
    expect(checkBody({}, user, (wire) => `the-${wire}`).problems).toEqual(['name is missing (--the-name)'])
    expect(checkBody({ inner: {} }, nested, (wire) => `the-${wire}`).problems).toEqual(['inner.name is missing'])
  })

  it('a long value is not repeated', () => {
    expect(problems({ name: 'a', age: 'x'.repeat(100) }, user)).toEqual(['age must be a whole number, not that text'])
  })
})

describe('what is Logto’s to judge', () => {
  it.each([
    [{ name: 'longer than three' }],
    [{ name: null }],
    [{ name: '' }],
    [{ name: 'a', data: { anything: { at: ['all'] } } }],
  ])('%o', (value) => {
    expect(checkBody(value, user, noFlag)).toEqual({ problems: [], notices: [] })
  })

  it('what was stored beside a part is only said, and is not missing', () => {
    const stored = { profile: { theirs: 1 } }
    const found = (value: unknown) => checkBody(value, user, noFlag, stored)
    expect(found({ name: 'a', profile: { theirs: 2, givenName: 'x' } })).toEqual({
      problems: [],
      notices: ['Logto documents no property profile.theirs'],
    })
    expect(found({ name: 'a', profile: { mine: 1 } }).problems).toEqual(['profile has no property mine'])
  })

  it('what Logto ignores is said as well', () => {
    expect(notices({ name: 'a', old: 'x' }, user)).toEqual(['Logto accepts old and ignores it'])
  })

  it('a schema that says nothing lets everything through', () => {
    for (const value of [null, 1, 'x', [], {}, { a: 1 }]) expect(problems(value, {})).toEqual([])
  })
})

describe('a union', () => {
  const union: BodySchema = {
    oneOf: [
      {
        type: 'object',
        required: ['type', 'secret'],
        properties: { type: { enum: ['Totp'] }, secret: { type: 'string' } },
      },
      { type: 'object', required: ['type'], properties: { type: { enum: ['BackupCode'] }, codes: { type: 'array' } } },
    ],
  }

  it.each([
    [{ type: 'Totp', secret: 'x' }],
    [{ type: 'BackupCode' }],
    [{ type: 'BackupCode', codes: [] }],
  ])('%o fits a branch', (value) => {
    expect(problems(value, union)).toEqual([])
  })

  it.each([
    [{}, ['type is missing']],
    [{ type: 'Top' }, ['type cannot be "Top"; did you mean Totp? (one of Totp, BackupCode)']],
    [{ type: 'Totp' }, ['secret is missing']],
    [{ type: 'Totp', secret: 5 }, ['secret must be text, not 5']],
    [{ type: 'BackupCode', secret: 'x' }, ['the body has no property secret']],
  ])('%o is explained by the branch that was meant', (value, expected) => {
    expect(problems(value, union)).toEqual(expected)
  })

  it('of scalars takes any of them', () => {
    const scalars: BodySchema = { anyOf: [{ type: 'number' }, { type: 'string', enum: ['never'] }] }
    expect(problems(5, scalars)).toEqual([])
    expect(problems('never', scalars)).toEqual([])
    expect(problems('nevr', scalars)).toHaveLength(1)
    expect(problems(true, scalars)).toHaveLength(1)
  })
})

describe('refuseProblems', () => {
  it('lets nothing stop a good body', () => {
    expect(() => refuseProblems([], 'users update')).not.toThrow()
  })

  it('says the first problem, the others as details, and the way out', () => {
    expect(() => refuseProblems(['one', 'two', 'three'], 'users update')).toThrow(UsageError)
    expect(() => refuseProblems(['one', 'two', 'three'], 'users update')).toThrow(
      expect.objectContaining({
        message: 'one',
        details: 'two\nthree',
        hint: expect.stringContaining('--no-validate'),
      }),
    )
  })
})

describe('forms that differ by one property', () => {
  const one = (name: string): BodySchema => ({
    type: 'object',
    required: [name, 'code'],
    properties: { [name]: { type: 'string' }, code: { type: 'string' } },
  })
  const either: BodySchema = { anyOf: [one('email'), one('phone')] }

  it.each([
    [{ code: '1' }, ['one of email (--email) and phone (--phone) is missing']],
    [{}, ['one of email (--email) and phone (--phone) is missing', 'code is missing (--code)']],
    [{ email: 'a', phone: '1', code: '1' }, ['email (--email) and phone (--phone) cannot be given together']],
    [{ email: 'a' }, ['code is missing (--code)']],
    [{ phone: '1', code: '1' }, []],
  ])('%o', (value, expected) => {
    expect(checkBody(value, either, (wire) => wire).problems).toEqual(expected)
  })
})
