/** Neighbours in the table of names are held to the commands that there are. */

import { expect, it } from 'vitest'
import { checkTable } from '../../../generate/table-check.js'
import type { DocumentedOperation } from '../../../src/call/facts/maker/documents.js'
import type { CommandName, Names } from '../../../src/call/facts/maker/names.js'

const operation = { id: 'GetThing', method: 'GET', path: '/api/thing', api: 'management' } as DocumentedOperation

function names(after: string[]): Names {
  const get: CommandName = {
    operation: 'GetThing',
    summary: 'Show it',
    after,
    examples: [['Show it', 'logto things get']],
  }
  return {
    common: { args: {}, flags: {}, switches: [], literals: [], adds: {}, times: {}, ids: [] },
    topics: new Map([['things', { summary: 'Things', commands: { get } }]]),
  }
}

it('refuses a neighbour that is no command, and one that is the command itself', () => {
  const check = (after: string) => () => checkTable([operation], names([after]), new Map(), new Set(['logs tail']))
  expect(check('things list')).toThrow('things get: things list cannot come before or after it')
  expect(check('things get')).toThrow('things get: things get cannot come before or after it')
  expect(check('constructor get')).toThrow('cannot come before or after')
  expect(check('logs tail')).not.toThrow()
})
