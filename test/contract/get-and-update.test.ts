/** What `get` prints, `update` takes: for each pair of commands, over all that the documents say an answer may hold. */

import { describe, expect, it } from 'vitest'
import type { Operation } from '../../src/call/facts/operation.js'
import { loadSchema } from '../../src/call/operation/load-schema.js'
import { buildRequest } from '../../src/call/request/build.js'
import { example } from '../../src/call/request/example.js'
import { contracts, root } from './command-facts.js'
import { hasRecordings, recordings, skipReason } from './recorded-exchanges.js'

const all = await contracts()

/** Their bodies are of another form than what is read at their path. */
const asksOtherwise = new Set([
  'account refresh-social-access-token',
  'users replace-identity',
  'users update-custom-data',
])

/** Commands that show something and change it, by the operation's path. */
const pairs = all.flatMap(({ command, operation }) => {
  if (!['PATCH', 'PUT'].includes(operation.method) || operation.body?.shape !== 'fields') return []
  const get = all.find((other) => other.operation.method === 'GET' && other.operation.path === operation.path)
  const isSame = get && /^get/.test(get.command.split(' ')[1] ?? '') && !asksOtherwise.has(command)
  return isSame ? [{ get: get.command, update: command, operation }] : []
})

/** What is sent for an answer as the whole body, and what is said. */
async function sent(command: string, operation: Operation, answer: unknown) {
  const notices: string[] = []
  const args = Object.fromEntries(Object.keys(operation.args).map((name) => [name, 'x1']))
  const request = await buildRequest(
    operation,
    { args, flags: { body: JSON.stringify(answer), replace: true } },
    {
      command,
      sources: undefined,
      schema: () => loadSchema(root, command),
      stored: async () => ({}),
      notice: async (text) => void notices.push(text),
    },
  )
  return { body: request.body?.kind === 'json' ? request.body.value : undefined, notices }
}

it('there are pairs', () => {
  expect(pairs.map(({ update }) => update)).toEqual(
    expect.arrayContaining(['users update', 'apps update', 'orgs update', 'hooks update', 'connectors update']),
  )
})

describe.each(pairs)('$get, $update', ({ get, update, operation }) => {
  it.each([true, false])('all that may be answered, nulls: %s', async (nulls) => {
    const { answers } = await loadSchema(root, get)
    const schema = answers.find((answer) => answer.status < 300 && answer.schema)?.schema
    const { body, notices } = await sent(update, operation, withOneKind(example(schema ?? {}, 'value', nulls)))
    expect(body).not.toEqual({})
    expect(notices.filter((text) => text.startsWith('left out')).length).toBeLessThanOrEqual(1)
  })
})

/** A profile field's configuration is that of its type; the documents answer with all that any type has. */
function withOneKind(answer: unknown): unknown {
  const { type, config } = answer as { type?: string; config?: { parts?: unknown } }
  return type === 'Text' && config?.parts ? { ...(answer as object), config: {} } : answer
}

describe.skipIf(!hasRecordings)(`recorded answers${skipReason}`, () => {
  it('are taken as bodies', async () => {
    const refused: string[] = []
    let count = 0
    for (const { get, update, operation } of pairs) {
      for (const { response } of recordings().filter(({ command }) => command === get)) {
        if (response.status !== 200 || response.body === null) continue
        count += 1
        await sent(update, operation, response.body).catch((error: Error) =>
          refused.push(`${update}: ${error.message}`),
        )
      }
    }
    expect(count).toBeGreaterThan(10)
    expect(refused).toEqual([])
  })
})
