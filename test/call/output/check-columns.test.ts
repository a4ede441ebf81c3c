import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/base/errors.js'
import { checkColumns } from '../../../src/call/output/check-columns.js'

const known = ['id', 'primaryEmail', 'profile.givenName', 'customData.*', 'identities[].userId', 'createdAt']

function refusal(asked: string[], declared = known): UsageError {
  try {
    checkColumns(asked, declared)
  } catch (error) {
    if (error instanceof UsageError) return error
  }
  throw new Error('was not refused')
}

describe('checkColumns', () => {
  it.each([
    [['id', 'primaryEmail']],
    [['profile']],
    [['customData', 'customData.any.depth[0].x']],
    [['identities.userId', 'identities[0].userId', 'identities[0]']],
    [['*']],
    [[]],
  ])('lets %j pass', (asked) => {
    expect(() => checkColumns(asked, known)).not.toThrow()
  })

  it('lets anything pass where nothing is known', () => {
    expect(() => checkColumns(['what.ever'], ['*'])).not.toThrow()
  })

  it('names the unknown column, the nearest one and all at the top', () => {
    const error = refusal(['id', 'primaryEmial'])
    expect(error.code).toBe('usage.unknown_column')
    expect(error.message).toBe('unknown column "primaryEmial", did you mean primaryEmail?')
    expect(error.hint).toBe('known columns: id, primaryEmail, profile, customData, identities, createdAt')
  })

  it.each([['id.x'], ['profile.nope'], ['ID'], ['zzzzzz'], ['customDat.x']])('refuses %s', (column) => {
    expect(refusal([column]).message).toContain(`unknown column "${column}"`)
  })

  it('suggests nothing when nothing is near', () => {
    expect(refusal(['zzzzzz']).message).toBe('unknown column "zzzzzz"')
  })

  it('refuses what is no path even where nothing is known', () => {
    expect(refusal(['a..b'], ['*']).code).toBe('usage.bad_column')
  })
})
