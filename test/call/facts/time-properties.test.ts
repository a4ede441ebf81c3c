/** The facts of which properties hold a moment in time, against the documents. */

import { describe, expect, it } from 'vitest'
import { storedOperations } from '../../../generate/stored-documents.js'
import type { Schema } from '../../../src/call/facts/maker/documents.js'
import { isTimeProperty, momentOf } from '../../../src/call/facts/time-properties.js'
import { storedFolder } from '../../openapi/reference.js'

/** Names of the numbers in answers. */
function numbersIn(schema: Schema | undefined, name: string, found: Set<string>, depth = 0): void {
  if (!schema || depth > 12) return
  if (schema.type === 'number' || schema.type === 'integer') found.add(name)
  for (const branch of [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])])
    numbersIn(branch, name, found, depth + 1)
  for (const [property, below] of Object.entries(schema.properties ?? {})) numbersIn(below, property, found, depth + 1)
  numbersIn(schema.items, name, found, depth + 1)
}

describe('the properties that hold a moment in time', () => {
  it('are all that the documents have, and no count or duration', () => {
    const found = new Set<string>()
    for (const { answers } of storedOperations(new URL(`file://${storedFolder}/`)))
      for (const { schema } of answers) numbersIn(schema, '', found)
    const times = [...found].filter(isTimeProperty).toSorted()
    const looksLikeOne = /(At|Ts|_at|Timestamp)$|^(iat|exp|nbf|auth_time)$/
    expect(times).toEqual([...found].filter((name) => looksLikeOne.test(name)).toSorted())
    expect(times).toContain('loginTs')
  })

  it.each([
    [1_700_000_000_000, '2023-11-14T22:13:20.000Z'],
    [1_700_000_000, '2023-11-14T22:13:20.000Z'],
    ['2023-11-14T22:13:20Z', '2023-11-14T22:13:20.000Z'],
    ['2023-11-15T07:13:20.5+09:00', '2023-11-14T22:13:20.500Z'],
  ])('%s is %s', (value, expected) => {
    expect(momentOf(value)?.toISOString()).toBe(expected)
  })

  it.each([
    0,
    12,
    -1,
    Number.NaN,
    Number.MAX_SAFE_INTEGER,
    '2023',
    '2023-11-14',
    'never',
    null,
    true,
    {},
  ])('%j is none', (value) => {
    expect(momentOf(value)).toBeUndefined()
  })
})
