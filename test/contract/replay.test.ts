/**
 * Every recorded request, typed as a command line, must leave the program as it was recorded; every recorded answer
 * must end the program as the contract says.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { secretTexts } from '../../src/base/secret-names.js'
import type { Operation } from '../../src/call/facts/operation.js'
import { openSessionAt } from '../cli/open-session.js'
import { cleanEnv, type Finished, run } from '../cli/run.js'
import { type Received, type ScriptedServer, startServer } from '../cli/server.js'
import { lineOfFlags, lineWithoutBody, operationOf } from './command-line.js'
import { bodyText, hasRecordings, type Recording, recordings, skipReason } from './recorded-exchanges.js'

const home = mkdtempSync(join(tmpdir(), 'logto-replay-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const tokens = { management: 'token-of-management', user: 'token-of-user' }
const timeout = 60_000

/** Runs one line against the recorded answer; once more with `--no-validate` where the program refuses bad input itself. */
async function replay(line: readonly string[], { response }: Recording, input = '') {
  const server = await startServer(() => ({
    status: response.status,
    headers: response.headers,
    ...(response.body === null ? {} : { body: bodyText(response) }),
  }))
  try {
    const first = await send(line, server, input)
    const isRefused = first.code === 2 && server.received.length === 0
    // Recorded when it was in the future, or to see what Logto takes that can never work.
    const isOutlived = /past|digest/i.test(first.stderr)
    if (!isRefused || (response.status < 400 && !isOutlived)) return { ended: first, received: server.received }
    expect(first.stderr, 'a refusal before sending says what to do').toMatch(/--no-validate|--help/)
    return { ended: await send([...line, '--no-validate'], server, input), received: server.received }
  } finally {
    server.close()
  }
}

/** An argument outside its closed set, where there is no body and so no `--no-validate`: the program's own refusal stands. */
function isRefusedForGood({ ended, received }: Awaited<ReturnType<typeof replay>>, operation: Operation): boolean {
  return received.length === 0 && ended.code === 2 && !operation.body && closedSets(operation).length > 0
}

function closedSets({ args }: Operation) {
  return Object.values(args).filter(({ options }) => options !== undefined)
}

async function send(line: readonly string[], { endpoint }: ScriptedServer, input: string): Promise<Finished> {
  // The commands of a sign-in act on one that is under way.
  if (line[0] === 'experience') await openSessionAt(endpoint, cleanEnv(home))
  const env = { LOGTO_ENDPOINT: endpoint, LOGTO_ACCESS_TOKEN: tokens.management, LOGTO_USER_TOKEN: tokens.user }
  return run([...line, '--retries=0'], home, { env, input, timeoutMs: timeout / 2 })
}

function expectSame(received: readonly Received[], { request }: Recording, operation: Operation): void {
  const [sent, ...after] = received
  // What a refusal does not say is looked up: which of several ids is unknown.
  expect(after.filter(({ method }) => method !== 'GET')).toEqual([])
  const [path = '', query = ''] = request.url.split('?', 2)
  // Where an operation takes no body, an empty object says no more than nothing.
  const isBodyless = !operation.body && JSON.stringify(request.body) === '{}'
  expect({
    method: sent?.method,
    path: sent?.path.split('/').map(decodeURIComponent),
    query: sorted(sent?.query ?? []),
    type: sent?.headers['content-type']?.split(';')[0] ?? null,
    verification: sent?.headers['logto-verification-id'] ?? null,
    body: sent?.body ? (JSON.parse(sent.body) as unknown) : null,
    authorization: sent?.headers.authorization,
  }).toEqual({
    method: request.method,
    path: path.split('/').map(decodeURIComponent),
    query: sorted([...new URLSearchParams(query)]),
    type: isBodyless ? null : request.content_type,
    verification: request.verification_id,
    body: isBodyless ? null : request.body,
    authorization: authorizationOf(operation),
  })
}

function authorizationOf({ authority }: Operation): string | undefined {
  if (authority === 'user') return `Bearer ${tokens.user}`
  return authority === 'management' || authority === 'optional' ? `Bearer ${tokens.management}` : undefined
}

function sorted(query: readonly [string, string][]): string[] {
  return query.map((pair) => JSON.stringify(pair)).sort()
}

/** Exit codes of the contract, section 6. */
function exitCodeOf({ status, body }: Recording['response']): number {
  if (status < 400) return 0
  if ((body as { code?: string } | null)?.code === 'session.not_found') return 3
  if (status === 401 || status === 403) return 3
  if (status === 404) return 4
  if (status === 429) return 6
  return status >= 500 ? 7 : 5
}

function expectJson({ stdout, stderr, code }: Finished, { request, response }: Recording): void {
  const lines = stderr.split('\n').filter((line) => line !== '')
  const said = lines.map((line) => JSON.parse(line) as { error?: Record<string, unknown>; notice?: string })
  expect({ code, stderr }).toEqual({ code: exitCodeOf(response), stderr })
  if (response.status < 400) {
    const isEmpty = response.body === null || response.headers['content-type']?.startsWith('text/plain')
    expect(JSON.parse(stdout)).toEqual(isEmpty ? { success: true, status: response.status } : response.body)
    expect(said.every(({ notice }) => typeof notice === 'string')).toBe(true)
    return
  }
  const body = response.body as { code?: string }
  expect(stdout).toBe('')
  expect(said.slice(0, -1).every(({ notice }) => typeof notice === 'string')).toBe(true)
  expect(said.at(-1)?.error).toMatchObject({
    code: body.code ?? `http.${response.status}`,
    status: response.status,
    message: expect.stringMatching(/\S/),
    hint: expect.stringMatching(/\S/),
  })
  expectNoSecretOf(request, stderr)
}

/** A refusal may repeat a token that was sent; the program, which says it in its own words, never does. */
function expectNoSecretOf({ body }: Recording['request'], text: string): void {
  for (const secret of secretTexts(body)) expect(text).not.toContain(secret)
}

function expectWords({ stdout, stderr, code }: Finished, { request, response }: Recording): void {
  expect(code).toBe(exitCodeOf(response))
  expect(stdout).toBe('')
  const lines = stderr.trimEnd().split('\n')
  const at = lines.findIndex((line) => line.startsWith('Error: '))
  expect(lines[at]).toMatch(/^Error: \S/)
  expectNoSecretOf(request, stderr)
  expect(lines.length, 'a message and a hint').toBeGreaterThanOrEqual(at + 2)
}

// A replacement that goes member by member has requests of its own: test/cli/answers-that-refuse.test.ts.
const cases = recordings()
  .filter(({ command }) => command !== 'apps replace-roles')
  .map((recording) => [`${recording.command} ${recording.number}: ${recording.response.status}`, recording] as const)

describe.skipIf(!hasRecordings)(`recorded exchanges${skipReason}`, () => {
  it('are there', () => expect(cases.length).toBeGreaterThanOrEqual(338))

  it.each(cases)(
    'by flags: %s',
    async (_, recording) => {
      const operation = await operationOf(recording.command)
      const line = lineOfFlags(recording.command, operation, recording.request)
      const isError = recording.response.status >= 400
      const [json, words] = await Promise.all([
        replay([...line, '--json'], recording),
        isError ? replay(line, recording) : undefined,
      ])
      if (isError && isRefusedForGood(json, operation)) return
      expectSame(json.received, recording, operation)
      expectJson(json.ended, recording)
      if (words) expectWords(words.ended, recording)
    },
    timeout,
  )

  it.each(cases.filter(([, { request }]) => request.body !== null && JSON.stringify(request.body) !== '{}'))(
    'by one body: %s',
    async (_, recording) => {
      const { command, number, request } = recording
      const operation = await operationOf(command)
      const line = [...lineWithoutBody(command, operation, request), '--json']
      const file = join(home, `${command.replace(' ', '-')}-${number}.json`)
      writeFileSync(file, JSON.stringify(request.body, null, 2))
      const isYaml = request.method !== 'POST'
      const text = isYaml ? stringify(request.body) : JSON.stringify(request.body)
      const runs = await Promise.all([
        replay([...line, `--body=@${file}`], recording),
        replay([...line, '--body', '-'], recording, text),
      ])
      for (const { ended, received } of runs) {
        expectSame(received, recording, operation)
        expectJson(ended, recording)
      }
    },
    timeout,
  )
})
