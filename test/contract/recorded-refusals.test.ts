/** Every recorded refusal of a running Logto, said in this program's words. */

import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../src/call/operation/refusal.js'
import { contracts } from './command-facts.js'
import { bodyText, hasRecordings, recordings, skipReason } from './recorded-exchanges.js'

const all = hasRecordings ? await contracts() : []
const refused = recordings().filter(({ response }) => response.status >= 400)

/** Hints that say nothing of the case. */
const empty = /^(correct the request; --debug|check the id$|try again; the request id)/

describe.skipIf(!hasRecordings)(`a recorded refusal${skipReason}`, () => {
  it.each(refused.map((one) => [`${one.command} ${one.number}`, one] as const))('%s', (_, {
    command,
    request,
    response,
  }) => {
    const operation = all.find((contract) => contract.command === command)?.operation
    if (!operation) throw new Error(`no command ${command}`)
    const [path = ''] = request.url.split('?')
    const body = request.body === null ? {} : { body: { kind: 'json' as const, value: request.body } }
    const sent = {
      request: { method: operation.method, path, query: [], headers: {}, ...body },
      answer: { ...response, text: bodyText(response), tries: 1, unclear: false },
      token: undefined,
    }
    const tenant = {
      endpoint: new URL('https://acme.logto.app'),
      profile: { name: 'work', facts: { kind: 'client' } as never, from: '--profile' as const },
      readOnly: [],
      resource: 'https://acme.logto.app/api',
    }
    const failure = refusalOf(sent, operation, tenant)
    const said = `${failure.message} / ${failure.hint} / ${JSON.stringify(failure.details)}`
    if (process.env.SWEEP)
      process.stdout.write(
        `${command}: ${failure.code}\n    ${failure.message}\n    ${failure.hint}\n    ${JSON.stringify(failure.details)}\n`,
      )
    expect(failure.message, said).not.toMatch(/\{\{|\[METHOD\]|^Error in key path|Database|foreign key|entity/i)
    expect(failure.hint, said).not.toMatch(empty)
    if (response.status === 404 && operation.authority === 'management' && failure.code.startsWith('entity.')) {
      expect(failure.hint, said).toContain('profile work (https://acme.logto.app)')
    }
  })
})
