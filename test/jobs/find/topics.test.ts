/** The table of topics: each has a group and a summary, or the generator fails. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { topicIndex } from '../../../generate/topics.js'
import type { TopicName } from '../../../src/call/facts/maker/names.js'

const topic = (...verbs: string[]): TopicName => ({
  summary: 'What it is about',
  commands: Object.fromEntries(verbs.map((verb) => [verb, { operation: verb, summary: verb, examples: [] }])),
})

function indexOf(table: object, topics: Record<string, TopicName>, folders: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'topics-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'topics.yaml')
  writeFileSync(file, JSON.stringify({ groups: {}, byHand: {}, commands: [], order: {}, ...table }))
  return topicIndex(pathToFileURL(file), new Map(Object.entries(topics)), folders)
}

it('keeps the order of the table of names, behind what is placed by hand', () => {
  const table = { groups: { People: ['users'] }, order: { users: ['list', 'find'] } }
  expect(indexOf(table, { users: topic('get', 'list', 'delete') })).toMatchObject({
    groups: [{ title: 'People', topics: [{ name: 'users', summary: 'What it is about' }] }],
    order: { users: ['list', 'find', 'get', 'delete'] },
  })
})

it.each([
  ['a topic without a group', { groups: {} }, ['users'], [], 'users is in no group'],
  ['a group with a topic that is none', { groups: { A: ['usres'] } }, [], [], 'there is no topic usres'],
  ['a topic in two groups', { groups: { A: ['users'], B: ['users'] } }, ['users'], [], 'users is in two groups'],
  ['an order of a topic that is none', { order: { usres: [] } }, [], [], 'order: there is no topic usres'],
  ['commands in a topic without a summary', {}, [], ['lua'], 'lua has no summary'],
  [
    'commands in a topic within one',
    { groups: { A: ['users'] } },
    ['users'],
    ['users', 'users keys'],
    'users keys has no',
  ],
])('%s is refused', (_, table, topics, folders, problem) => {
  expect(() => indexOf(table, Object.fromEntries(topics.map((name) => [name, topic('list')])), folders)).toThrow(
    problem,
  )
})
