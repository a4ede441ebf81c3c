/** Made-up answers, byte for byte, to the program on a terminal: whatever a server says stays text. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { harmful, nasty, numbers, value } from '../call/output/made-up.js'
import { type Home, makeHome } from './run.js'
import { type ScriptedServer, startServer } from './server.js'
import { accessToken } from './tenant.js'
import { onTerminal, terminalNeed } from './terminal.js'

const types = ['application/json', 'application/json; charset=utf-8', 'text/plain', 'text/html', 'text/xml', '']
const statuses = [200, 200, 200, 200, 201, 204, 302, 400, 401, 404, 422, 500]
const commands = [
  'users list',
  'users list --all',
  'users get u1',
  'apps get a1',
  'hooks list --debug',
  'saml-apps get-metadata s1',
  'users list -o json',
  'users get u1 -o yaml',
  'roles list -o csv --columns \\*',
  'roles list -o jsonl',
]

/** The status, headers and bytes of the answer to everything that is asked with a seed. */
function answer(seed: number): { status: number; headers: Record<string, string>; bytes: Buffer } {
  const next = numbers(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T
  const status = pick(statuses)
  const type = pick(types)
  const rows = Array.from({ length: 3 }, () => value(next, 3))
  const refusal = { code: pick(nasty), message: pick(nasty), details: value(next, 2), data: value(next, 2) }
  const document = status >= 400 ? refusal : pick([rows, value(next, 4)])
  const json = Buffer.from(JSON.stringify(document))
  const raw = Buffer.from(nasty.join(''))
  // Bytes that are no UTF-8: C1 controls of Latin-1, and halves of characters.
  const torn = Buffer.concat([json, Buffer.from([0xff, 0x9b, 0x32, 0x4a, 0xc3, 0xe6])])
  const bytes = status === 204 ? Buffer.alloc(0) : pick([json, json, json, json, raw, torn, Buffer.alloc(0)])
  return {
    status,
    headers: {
      ...(type === '' ? {} : { 'content-type': type }),
      'logto-core-request-id': 'id \u009b2J',
      location: 'https://elsewhere.example/\u009b2J',
    },
    bytes,
  }
}

/** What the program itself sends to a terminal: bold, dim and coloured states, clearing a line, going to a column. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const own = /\u001b\[(?:[12]|22|3[0-9]|90)m|\r?\u001b\[K|\u001b\[\d+G|\r(?=\n)/g

describe.skipIf(terminalNeed.lacking)(`on a terminal${terminalNeed.note}`, () => {
  let server: ScriptedServer
  let home: Home
  beforeAll(async () => {
    server = await startServer(({ headers }, response) => {
      const { status, headers: answered, bytes } = answer(Number(headers['x-seed']))
      response.writeHead(status, answered).end(bytes)
      return undefined
    })
    home = makeHome()
  })
  afterAll(() => {
    server.close()
    home.remove()
  })

  it.concurrent.for([0, 1, 2, 3])('made-up answers, round %i', { timeout: 120_000 }, async (round, { expect }) => {
    const env = { LOGTO_ENDPOINT: server.endpoint, LOGTO_ACCESS_TOKEN: accessToken, CI: 'true' }
    const runs = commands.map((command, i) => ({ command, seed: round * 100 + i }))
    const script = runs
      .map(({ command, seed }) => `logto ${command} --retries 0 --header x-seed:${seed}; echo "@ $? ${seed}"`)
      .join('; ')
    const { screen } = await onTerminal(script, { home: home.path, env, columns: 60 + round * 60 })
    const shown = screen.split(/@ (?=\d+ \d+\r\n)/)
    expect(shown).toHaveLength(runs.length + 1)
    for (const [i, { command, seed }] of runs.entries()) {
      const told = `${command}, seed ${seed}`
      const code = Number(/^\d+/.exec(shown[i + 1] ?? '')?.[0])
      expect([0, 3, 4, 5, 7], told).toContain(code)
      const text = (shown[i] ?? '').replace(/^\d+ \d+\r\n/, '').replace(own, '')
      expect(text, told).not.toMatch(harmful)
    }
  })
})

it('a made-up answer is the same for the same seed', () => {
  expect(answer(7)).toEqual(answer(7))
  expect(answer(7)).not.toEqual(answer(8))
})
