/** What a person sees and answers. */

import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import type { Reply, Script } from './server.js'
import { accessToken, tenant } from './tenant.js'
import { linesOf, onTerminal, type Typing, terminalNeed } from './terminal.js'

async function terminal(line: string, answer: Reply | Script, typing: readonly Typing[] = [], more = {}) {
  const server = await tenant(answer)
  const env = { LOGTO_ENDPOINT: server.endpoint, LOGTO_ACCESS_TOKEN: accessToken, ...more }
  const session = await onTerminal(line, { home: server.home, env, typing })
  return { ...session, lines: linesOf(session), received: server.received }
}

const methodsOf = (received: readonly { method: string }[]) => received.map(({ method }) => method)

describe.skipIf(terminalNeed.lacking)(`on a terminal${terminalNeed.note}`, () => {
  it('a destructive command asks, naming what and where; no means nothing is sent', async () => {
    const { code, lines, received } = await terminal('logto users delete u1', { status: 204 }, [[/\(y\/N\)/, 'n\r']])
    expect({ code, methods: methodsOf(received) }).toEqual({ code: 2, methods: ['GET'] })
    const text = lines.join('\n')
    expect(text).toMatch(/u1.*127\.0\.0\.1/)
    // A no is no mistake.
    expect(lines).toContain('nothing was done')
    expect(text).not.toMatch(/Error|--yes/)
  })

  it.each([
    [
      { id: 'u1', name: 'Ann Lee', primaryEmail: 'ann@example.com', username: 'ann' },
      /u1 \(Ann Lee, ann@example\.com\) on/,
    ],
    [{ id: 'u1', name: null, primaryEmail: null, username: 'ann' }, /u1 \(ann\) on/],
    [{ message: 'no such user' }, /u1 on/],
  ])('the question names the person, where that can be read: %j', async (body, question) => {
    const { lines } = await terminal('logto users delete u1', { body }, [[/\(y\/N\)/, 'n\r']])
    expect(lines.join('\n')).toMatch(question)
  })

  it('the question names both sides of a relation', async () => {
    const answer: Script = ({ path }) =>
      path.includes('/users/') ? { body: { name: 'Ann Lee' } } : { body: { name: 'Harbour' } }
    const { lines } = await terminal('logto orgs remove-user o1 u1', answer, [[/\(y\/N\)/, 'n\r']])
    expect(lines.join(' ')).toMatch(/o1 \(Harbour\), u1 \(Ann Lee\)/)
  })

  it('the question does not wait long for a name', async () => {
    const never: Script = () => new Promise(() => {})
    const began = Date.now()
    const { lines } = await terminal('logto users delete u1', never, [[/\(y\/N\)/, 'n\r']])
    expect(lines.join('\n')).toMatch(/: u1 on/)
    expect(Date.now() - began).toBeLessThan(20_000)
  })

  it('an error breaks between words, and its first word is red, in colour only', async () => {
    const message = 'This name is taken by somebody else, and two of the same name cannot be told apart by anybody.'
    const refusal = { status: 422, body: { code: 'entity.taken', message, details: `name: ${'very '.repeat(20)}long` } }
    const { screen, lines } = await terminal('logto hooks list', refusal)
    expect(screen).toContain('\u001b[31mError:\u001b[39m This name')
    expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([])
    expect(lines.join(' ').replace(/ +/g, ' ')).toContain(message.slice(0, -1))
    expect(lines.filter((line) => /very/.test(line)).every((line) => line.startsWith('  '))).toBe(true)
    expect((await terminal('NO_COLOR=1 logto hooks list', refusal)).screen).not.toContain('\u001b[31m')
  })

  it('a state is coloured, and a time is local wherever it comes from', async () => {
    const rows = [
      { id: 'i1', invitee: 'a@example.com', status: 'Pending', expiresAt: 1_700_000_000 },
      { id: 'i2', invitee: 'b@example.com', status: 'Revoked', expiresAt: '2023-11-14T22:13:20.000Z' },
    ]
    const line = 'logto org-invitations list --columns id,status,expiresAt'
    const { screen, lines } = await terminal(line, { body: rows }, [], { TZ: 'Asia/Tokyo' })
    expect(screen).toContain('\u001b[33mPending\u001b[39m')
    expect(screen).toContain('\u001b[31mRevoked\u001b[39m')
    expect(lines.filter((shown) => shown.includes('2023-11-15 07:13'))).toHaveLength(2)
  })

  it('Enter alone means no', async () => {
    const { code, received } = await terminal('logto users delete u1', { status: 204 }, [[/\(y\/N\)/, '\r']])
    expect({ code, methods: methodsOf(received) }).toEqual({ code: 2, methods: ['GET'] })
  })

  it('yes means that it is done, and said', async () => {
    const { code, lines, received } = await terminal('logto users delete u1', { status: 204 }, [[/\(y\/N\)/, 'y\r']])
    expect(code).toBe(0)
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/users/u1',
      'DELETE /api/users/u1',
    ])
    expect(lines.join('\n')).toMatch(/Deleted user u1\./)
  })

  it('Ctrl-C at the question ends with 130, and nothing is sent', async () => {
    const { code, received } = await terminal('logto users delete u1', { status: 204 }, [[/\(y\/N\)/, '\u0003']])
    expect({ code, methods: methodsOf(received) }).toEqual({ code: 130, methods: ['GET'] })
  })

  it('--no-input never asks', async () => {
    const { code, received, lines } = await terminal('logto users delete u1 --no-input', { status: 204 })
    expect({ code, received }).toEqual({ code: 2, received: [] })
    expect(lines.join('\n')).toContain('--yes')
  })

  it('a secret is asked for without echo', async () => {
    const line = 'logto users update-password u1 --password=?'
    const { code, screen, received } = await terminal(line, { body: { id: 'u1' } }, [[/password/i, 'hunter2\r']])
    expect(code).toBe(0)
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({ password: 'hunter2' })
    expect(screen).not.toContain('hunter2')
  })

  it('Ctrl-C at a secret ends with 130, and nothing is sent', async () => {
    const line = 'logto users update-password u1 --password=?'
    const { code, received } = await terminal(line, { body: {} }, [[/password/i, '\u0003']])
    expect({ code, received }).toEqual({ code: 130, received: [] })
  })

  it('a secret on the command line is warned of, and sent', async () => {
    const line = 'logto users update-password u1 --password hunter2'
    const { code, lines, received } = await terminal(line, { body: { id: 'u1' } })
    expect(code).toBe(0)
    expect(lines.join('\n')).toMatch(/--password.*history/)
    expect(received).toHaveLength(1)
  })

  it('a table fits 80 columns, whatever it holds', async () => {
    const rows = Array.from({ length: 5 }, (_, i) => ({
      id: `user-number-${i}`,
      username: '漢字'.repeat(30),
      primaryEmail: `${'long'.repeat(20)}@example.com`,
      primaryPhone: null,
      name: `👩‍🚀 \u001b[31mred\u0007 \u202egnol`,
      avatar: 'https://example.com/'.repeat(5),
      isSuspended: true,
      createdAt: Date.UTC(2026, 0, 31, 9),
      updatedAt: Date.UTC(2026, 0, 31, 9),
    }))
    const { code, lines, screen } = await terminal('logto users list', { body: rows })
    expect(code).toBe(0)
    expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([])
    expect(lines.filter((line) => line.includes('user-number-'))).toHaveLength(5)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
    expect(screen).not.toMatch(/\u0007|\u001b\[31m|\u202e/)
  })

  it('NO_COLOR and --no-color leave out every escape sequence', async () => {
    const answer = { body: [{ id: 'h1', name: 'hook' }] }
    for (const [line, more] of [
      ['logto hooks list', { NO_COLOR: '1' }],
      ['logto hooks list --no-color', {}],
    ] as const)
      expect((await terminal(line, answer, [], more)).screen).not.toContain('\u001b')
  })

  it('secrets are masked unless they are asked for, or are what the command is for', async () => {
    const answer = { body: { id: 'a1', name: 'app', secret: 'hidden-secret-value', value: 'new-secret-value' } }
    expect((await terminal('logto apps get a1 --columns id,secret', answer)).screen).not.toContain('hidden-secret')
    const shown = await terminal('logto apps get a1 --columns id,secret --show-secrets', answer)
    expect(shown.screen).toContain('hidden-secret-value')
    const created = await terminal('logto apps create-secret a1 --name n', answer)
    expect(created.screen).toContain('new-secret-value')
  })

  it('an empty list says so', async () => {
    const { code, lines } = await terminal('logto hooks list', { body: [] })
    expect(code).toBe(0)
    expect(lines.join('\n')).toMatch(/nothing found/)
  })
})
